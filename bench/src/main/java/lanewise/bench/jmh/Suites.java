package lanewise.bench.jmh;

import java.io.IOException;
import java.nio.file.Files;
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
    private static final int BAD_INPUT = 2;

    private Suites() {
    }

    /**
     * Runs benchmarks; exits with code 2 for what cannot be run.
     *
     * @param args JMH's options
     * @throws IOException when a file cannot be read or written
     */
    public static void main(String[] args) throws IOException {
        try {
            org.openjdk.jmh.Main.main(complete(args));
        } catch (IllegalArgumentException | CommandLineOptionException wrong) {
            System.err.println("lanewise jmh: " + wrong.getMessage());
            System.exit(BAD_INPUT);
        }
    }

    static String[] complete(String... args) throws IOException, CommandLineOptionException {
        CommandLineOptions given = new CommandLineOptions(args);
        List<String> complete = new ArrayList<>(List.of(args));
        if (given.getProfilers().isEmpty()) {
            complete.addAll(List.of("-prof", "gc"));
        }
        Collection<String> files = given.getParameter("layers").orElse(List.of());
        if (files.size() == 1 && !given.getParameter("layer").hasValue()) {
            Path file = Path.of(files.iterator().next());
            if (!Files.isRegularFile(file)) {
                throw new IllegalArgumentException("layers must be a file, but " + file + " is none");
            }
            List<Layer> layers = LayerFile.read(file);
            complete.addAll(
                    List.of("-p", "layer=" + layers.stream().map(Layer::name).collect(Collectors.joining(","))));
        }
        return complete.toArray(String[]::new);
    }
}
