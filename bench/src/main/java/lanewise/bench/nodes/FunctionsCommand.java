package lanewise.bench.nodes;

import static lanewise.bench.console.Columns.number;
import static lanewise.bench.console.Columns.of;
import static lanewise.bench.console.Columns.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import lanewise.bench.console.Columns;
import lanewise.bench.layers.Workers;
import lanewise.bench.measure.MachinePeaks;
import lanewise.bench.measure.Stopwatch;
import lanewise.bench.peers.PeerEngine;
import lanewise.bench.peers.PeerEngine.Prepared;
import lanewise.bench.peers.PeerSettings;
import lanewise.bench.peers.Peers;
import lanewise.core.Layout;
import lanewise.core.PlanOptions;
import lanewise.core.Runner;
import lanewise.core.TensorFunction;
import lanewise.core.spi.Backend;
import lanewise.core.spi.Backends;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Times layers without weights in alternating rounds against the bandwidth of memory and other engines. */
@Command(name = "functions", description = {
        "Times layers without weights of published networks, such as pooling and resizing: bytes read and written, once each, "
                + "against the bandwidth of copying large arrays on one thread.",
        "Times are the fastest run of a round, the median over the rounds, as are quotients of times of one round. Results are "
                + "checked against the scalar core, those of peers up to rounding. Exit code 1 when one of ours is wrong."})
public final class FunctionsCommand implements Callable<Integer> {
    private static final double WARM_UP_SECONDS = 1;
    private static final double TOLERANCE = 1e-5;
    /** Share of the bandwidth of copying that such a layer should reach. */
    private static final double ENOUGH = 0.7;

    @Spec
    private CommandSpec spec;

    @Option(names = "--filter", paramLabel = "REGEX", description = "Only layers in whose name this is found.")
    private Pattern filter = Pattern.compile("");

    @Option(names = "--layout", paramLabel = "nchw|nhwc", defaultValue = "nchw",
            description = "Order of the tensors (default: nchw).")
    private Layout layout;

    @Option(names = "--threads", paramLabel = "N", defaultValue = "1",
            description = "Threads of ours and of the peers (default: 1).")
    private int threads;

    @Option(names = "--rounds", paramLabel = "R", defaultValue = "5", description = "Rounds (default: 5).")
    private int rounds;

    @Option(names = "--round-ms", paramLabel = "MS", defaultValue = "100",
            description = "Shortest time of a round (default: ${DEFAULT-VALUE}).")
    private int millis;

    @Option(names = "--peers", paramLabel = "NAMES", split = ",",
            description = "Compare with native engines: onnxruntime.")
    private List<String> peers = List.of();

    /** Created by the command line. */
    public FunctionsCommand() {
    }

    @Override
    public Integer call() {
        if (!spec.commandLine().getParent().getParseResult().matchedOptions().isEmpty()) {
            throw new IllegalArgumentException("options must come behind functions, but some come before it");
        }
        List<Node> nodes = Networks.ALL.stream().filter(node -> filter.matcher(node.name()).find()).toList();
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("--filter must match some layer, but " + filter + " matches none");
        }
        List<PeerEngine> engines = peers.isEmpty() ? List.of() : Peers.engines(Peers.names(peers));
        double copy = MachinePeaks.memory().copyGbs();
        println("copying: " + of(copy, 1) + " GB/s on one thread");
        List<Columns.Column> titles = new ArrayList<>(List.of(text("layer", 24), number("ms", 8), number("GB/s", 6),
                number("% of copy", 9)));
        engines.forEach(engine -> titles.addAll(List.of(number(engine.name() + " ms", 8), number("× ours", 6))));
        Columns table = new Columns(spec.commandLine().getOut(), titles.toArray(Columns.Column[]::new));
        List<Measured> all = new ArrayList<>();
        try (Workers workers = Workers.of(threads)) {
            for (Node node : nodes) {
                all.add(measure(node, engines, copy, table, workers.runner()));
            }
        }
        summarise(all, engines);
        return all.stream().anyMatch(Measured::wrong) ? 1 : 0;
    }

    /**
     * One layer.
     *
     * @param share  of the bandwidth of copying
     * @param ratios times of the engines divided by ours, NaN for one that is left out
     * @param wrong  whether our result is
     */
    private record Measured(double share, double[] ratios, boolean wrong) {
    }

    private void summarise(List<Measured> all, List<PeerEngine> engines) {
        long fast = all.stream().filter(one -> one.share() >= ENOUGH).count();
        println(String.format(Locale.ROOT, "at least %.0f %% of the copy's bandwidth: %d of %d", 100 * ENOUGH, fast,
                all.size()));
        for (int i = 0; i < engines.size(); i++) {
            int engine = i;
            double[] ratios = all.stream().mapToDouble(one -> one.ratios()[engine]).filter(Double::isFinite).toArray();
            println(String.format(Locale.ROOT, "time of %s divided by ours: geomean %.3g, worst %.3g, wins %d of %d",
                    engines.get(i).name(), Math.exp(Arrays.stream(ratios).map(Math::log).average().orElse(Double.NaN)),
                    Arrays.stream(ratios).min().orElse(Double.NaN), Arrays.stream(ratios).filter(r -> r > 1).count(),
                    ratios.length));
        }
    }

    private void println(String line) {
        spec.commandLine().getOut().println(line);
    }

    private Measured measure(Node node, List<PeerEngine> engines, double copy, Columns table, Runner runner) {
        PlanOptions options = PlanOptions.DEFAULTS.withLayout(layout).withThreads(threads);
        float[] out = new float[node.outElements()];
        Runnable ours = run(node, node.plan(options), out, runner);
        do {
            Stopwatch.warmUp(ours, WARM_UP_SECONDS);
        } while (Backends.usable().stream().anyMatch(Backend::wasCold));
        float[] expected = new float[out.length];
        run(node, node.plan(options.withBackend("scalar")), expected, runner).run();
        boolean wrong = !Arrays.equals(expected, out);
        List<Prepared> others = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        for (PeerEngine engine : engines) {
            others.add(prepared(engine, node, expected, remarks));
        }
        double[] seconds = new double[rounds];
        double[][] theirs = new double[others.size()][rounds];
        double[][] ratios = new double[others.size()][rounds];
        for (int round = 0; round < rounds; round++) {
            seconds[round] = Stopwatch.fastestSeconds(ours, 1e-3 * millis);
            for (int i = 0; i < others.size(); i++) {
                Prepared other = others.get(i);
                theirs[i][round] =
                        other == null ? Double.NaN : Stopwatch.fastestSeconds(() -> run(other), 1e-3 * millis);
                ratios[i][round] = theirs[i][round] / seconds[round];
            }
        }
        double time = Stopwatch.median(seconds);
        double rate = 1e-9 * node.bytes() / time;
        List<Object> cells = new ArrayList<>(
                List.of(node.name(), of(1e3 * time, 3), of(rate, 1), of(100 * rate / copy, 0)));
        double[] ratio = Arrays.stream(ratios).mapToDouble(Stopwatch::median).toArray();
        for (int i = 0; i < theirs.length; i++) {
            cells.addAll(List.of(of(1e3 * Stopwatch.median(theirs[i]), 3), of(ratio[i], 2)));
        }
        table.row(cells.toArray());
        if (wrong) {
            remarks.add("WRONG " + node.name() + ": bits differ from the scalar core's");
        }
        remarks.forEach(this::println);
        others.stream().filter(other -> other != null).forEach(Prepared::close);
        return new Measured(rate / copy, ratio, wrong);
    }

    private Runnable run(Node node, TensorFunction function, float[] out, Runner runner) {
        float[] in = node.input();
        int[] indices = node.indices(layout);
        return node.indices()
                ? () -> function.run(in, out, indices, runner)
                : () -> function.run(in, out, runner);
    }

    /** The fastest variant of an engine whose result is right, or null. */
    private Prepared prepared(PeerEngine engine, Node node, float[] expected, List<String> remarks) {
        Prepared best = null;
        double fastest = Double.POSITIVE_INFINITY;
        try {
            for (PeerEngine.Variant variant : engine.nodes(new PeerSettings(threads, layout, true), node)) {
                Prepared tried = variant.preparation().prepare();
                run(tried);
                double time = Stopwatch.fastestSeconds(() -> run(tried), 1e-3 * millis);
                float[] result = tried.result();
                for (int i = 0; i < expected.length; i++) {
                    if (!(Math.abs(result[i] - expected[i]) <= TOLERANCE)) {
                        throw new IllegalStateException(
                                "is wrong: element " + i + " must be " + expected[i] + ", but is " + result[i]);
                    }
                }
                Prepared slower = time < fastest ? best : tried;
                best = time < fastest ? tried : best;
                fastest = Math.min(time, fastest);
                if (slower != null) {
                    slower.close();
                }
            }
        } catch (Exception | LinkageError unable) {
            remarks.add("  " + engine.name() + " is left out: " + unable.getMessage());
        }
        return best;
    }

    private static void run(Prepared prepared) {
        try {
            prepared.run();
        } catch (RuntimeException broken) {
            throw broken;
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }
}
