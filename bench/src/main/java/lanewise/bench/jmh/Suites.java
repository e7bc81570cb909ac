package lanewise.bench.jmh;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import lanewise.bench.layers.Layer;
import lanewise.bench.layers.LayerFile;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * JMH's own command line with defaults: the garbage collector's profiler, since a run must not allocate, and every layer of the
 * file that {@code -p layers=FILE.csv} names.
 */
public final class Suites {
    private Suites() {
    }

    /**
     * Runs benchmarks.
     *
     * @param args JMH's options
     * @throws IOException                when the file of layers, or one that JMH uses, cannot be read or written
     * @throws CommandLineOptionException for options that JMH does not know
     */
    public static void main(String[] args) throws IOException, CommandLineOptionException {
        org.openjdk.jmh.Main.main(complete(args));
    }

    static String[] complete(String... args) throws IOException, CommandLineOptionException {
        CommandLineOptions given = new CommandLineOptions(args);
        List<String> complete = new ArrayList<>(List.of(args));
        if (given.getProfilers().isEmpty()) {
            complete.addAll(List.of("-prof", "gc"));
        }
        Collection<String> files = given.getParameter("layers").orElse(List.of());
        if (files.size() == 1 && !given.getParameter("layer").hasValue()) {
            List<Layer> layers = LayerFile.read(Path.of(files.iterator().next()));
            complete.addAll(
                    List.of("-p", "layer=" + layers.stream().map(Layer::name).collect(Collectors.joining(","))));
        }
        return complete.toArray(String[]::new);
    }
}
