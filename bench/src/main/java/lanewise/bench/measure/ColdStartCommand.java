package lanewise.bench.measure;

import static lanewise.bench.console.Columns.number;
import static lanewise.bench.console.Columns.of;
import static lanewise.bench.console.Columns.text;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import lanewise.bench.console.Columns;
import lanewise.bench.console.Progress;
import lanewise.bench.layers.LayerFile;
import lanewise.bench.peers.Peers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures {@link FirstResults} in fresh JVMs, in which all engines take turns. */
@Command(name = "coldstart", description = {
        "Times what a process does once: how long after its operands are there a fresh JVM has the first result of "
                + "every layer, on one thread. The time covers loading the engine, planning, packing and one run of each "
                + "layer, but not starting the JVM.",
        "Times are medians over rounds, in each of which every engine gets a JVM of its own, with the options of this "
                + "one. Peers run the first of their variants; for ONNX Runtime that is its default."})
public final class ColdStartCommand implements Callable<Integer> {
    private static final double MILLIS = 1e3;

    @Spec
    private CommandSpec spec;

    @Option(names = "--layers", paramLabel = "FILE.csv", required = true, description = "Layers to run, in this order.")
    private Path file;

    @Option(names = "--filter", paramLabel = "REGEX", description = "Only layers in whose name this is found.")
    private Pattern filter = Pattern.compile("");

    @Option(names = "--rounds", paramLabel = "R", defaultValue = "9", description = "Rounds (default: 9).")
    private int rounds;

    @Option(names = "--peers", paramLabel = "NAMES", split = ",", description = "Compare with native engines: all, or "
            + "some of onnxruntime,onednn,opencv,pytorch.")
    private List<String> peers = List.of();

    /** Created by the command line. */
    public ColdStartCommand() {
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (rounds < 1) {
            throw new IllegalArgumentException("--rounds must be at least 1, but is " + rounds);
        }
        int layers = LayerFile.read(file, filter).size();
        List<String> engines = new ArrayList<>(List.of(FirstResults.OURS));
        engines.addAll(Peers.names(peers));
        Peers.engines(engines.subList(1, engines.size()));
        double[][] first = new double[engines.size()][rounds];
        double[][] all = new double[engines.size()][rounds];
        try (Progress progress = new Progress(spec.commandLine().getErr(), "rounds", rounds)) {
            for (int round = 0; round < rounds; round++) {
                progress.next("round " + (round + 1));
                for (int engine = 0; engine < engines.size(); engine++) {
                    String[] seconds = freshJvm(engines.get(engine)).split(" ");
                    first[engine][round] = Double.parseDouble(seconds[0]);
                    all[engine][round] = Double.parseDouble(seconds[1]);
                }
            }
        }
        print(engines, layers, first, all);
        return 0;
    }

    private void print(List<String> engines, int layers, double[][] first, double[][] all) {
        PrintWriter out = spec.commandLine().getOut();
        Columns table = new Columns(out, text("engine", 12), number("first layer ms", 0),
                number("all " + layers + " layers ms", 0), number("ours ÷ it", 0));
        for (int engine = 0; engine < engines.size(); engine++) {
            double[] its = all[engine];
            double ratio = Stopwatch.median(IntStream.range(0, rounds).mapToDouble(i -> all[0][i] / its[i]).toArray());
            table.row(engines.get(engine), of(MILLIS * Stopwatch.median(first[engine]), 0),
                    of(MILLIS * Stopwatch.median(its), 0), of(ratio, 2));
        }
    }

    /** Runs {@link FirstResults#main} with this JVM's options and returns the last line that it prints. */
    private String freshJvm(String engine) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "-m",
                FirstResults.class.getModule().getName() + "/" + FirstResults.class.getName(), engine, file.toString(),
                filter.pattern()));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        if (code != 0) {
            throw new IOException("a fresh JVM failed with exit code " + code + ": " + String.join(" ", command));
        }
        return output.lines().reduce("", (before, line) -> line);
    }
}
