package lanewise.bench.measure;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import lanewise.bench.console.Columns;
import lanewise.bench.console.Progress;
import lanewise.bench.layers.Layer;
import lanewise.bench.layers.LayerData;
import lanewise.bench.layers.LayerFile;
import lanewise.bench.layers.Workers;
import lanewise.bench.peers.PeerContender;
import lanewise.bench.peers.PeerSettings;
import lanewise.bench.peers.Peers;
import lanewise.bench.tensor.WholeFile;
import lanewise.core.Accuracy;
import lanewise.core.Layout;
import lanewise.core.PlanOptions;
import lanewise.core.Product;
import lanewise.core.Wisdom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Times real layers against the scalar core and the machine's own limits, in one process and in alternating rounds. */
@Command(name = "compare", description = {
        "Times every layer of a file: ours against the scalar core, against the measured multiply-add peak and, with "
                + "several threads, against one thread. GFLOP/s count 2 operations per multiply-add, taps over padding "
                + "included.",
        "A time is the fastest run of a round, the median over the rounds. The last line sums up. Exit code 1 when a "
                + "result is wrong.",
        "Peers are native engines, fetched (a quarter of a gigabyte) and built when first asked for. Each runs the "
                + "fastest of its variants, from and to tensors in the same layout, on as many threads, without Winograd "
                + "under --accuracy strict.",
        "--product data and weights time the gradients of the layers: of what they read, and of their weights. An engine that "
                + "computes no gradient is named and left out."})
public final class CompareCommand implements Callable<Integer> {
    private static final long SEED = 1;
    private static final String OURS = "lanewise";
    private static final String ALONE = "1 thread";
    private static final String SCALAR = "scalar";

    @Spec
    private CommandSpec spec;

    @Option(names = "--layers", paramLabel = "FILE.csv", description = "Layers to time.")
    private Path file;

    @Option(names = "--filter", paramLabel = "REGEX", description = "Only layers in whose name this is found.")
    private Pattern filter = Pattern.compile("");

    @Option(names = "--product", paramLabel = "layer|data|weights", defaultValue = "layer",
            description = "The layers, or the gradients of their data or weights (default: layer).")
    private Pass pass;

    @Option(names = "--threads", paramLabel = "N", defaultValue = "1",
            description = "Threads of ours and of the peers (default: 1).")
    private int threads;

    @Option(names = "--rounds", paramLabel = "R", defaultValue = "5", description = "Rounds (default: 5).")
    private int rounds;

    @Option(names = "--round-ms", paramLabel = "MS", defaultValue = "" + Comparison.MILLISECONDS,
            description = "Shortest time of a round (default: ${DEFAULT-VALUE}).")
    private int millis;

    @Option(names = "--accuracy", paramLabel = "strict|default", defaultValue = "default",
            description = "Which algorithms are allowed (default: default).")
    private Accuracy accuracy;

    @Option(names = "--layout", paramLabel = "nchw|nhwc", defaultValue = "nchw",
            description = "Order of the tensors (default: nchw).")
    private Layout layout;

    @Option(names = "--wisdom", paramLabel = "FILE", description = "Run what was fastest when tune wrote this file.")
    private Path wisdom;

    @Option(names = "--no-scalar",
            description = "Do not time the scalar core. Without peers and zero insertion, results "
                    + "are not checked against it either.")
    private boolean noScalar;

    @Option(names = "--zero-insertion",
            description = "Also time transposed layers the other way: zeros inserted between the pixels, then our own "
                    + "forward path.")
    private boolean zeroInsertion;

    @Option(names = "--peers", paramLabel = "NAMES", split = ",", description = "Compare with native engines: all, or "
            + "some of onnxruntime,onednn,opencv,pytorch.")
    private List<String> peers;

    @Option(names = "--plot", paramLabel = "DIR", description = "Also draw bars and roofline there, each "
            + "as PNG and SVG.")
    private Path plot;

    @Option(names = "--json", paramLabel = "OUT", description = "Also write every measurement to this file.")
    private Path json;

    private final Map<String, String> versions = new LinkedHashMap<>();
    private final List<Double> scalings = new ArrayList<>();

    /** Created by the command line. */
    public CompareCommand() {
    }

    @Override
    public Integer call() throws IOException {
        if (file == null) {
            throw new IllegalArgumentException("--layers must be given, but is absent");
        }
        List<Layer> layers = LayerFile.read(file, filter).stream().map(pass::of).toList();
        if (rounds < 1) {
            throw new IllegalArgumentException("--rounds must be at least 1, but is " + rounds);
        }
        if (zeroInsertion && layers.stream().noneMatch(this::inserts)) {
            throw new IllegalArgumentException(
                    "--zero-insertion must have some transposed layer to compute, but has none");
        }
        if (json != null) {
            WholeFile.checkWritable(json);
        }
        if (plot != null && !Files.isDirectory(plot)) {
            throw new NotDirectoryException(plot.toString());
        }
        PlanOptions options = PlanOptions.DEFAULTS.withAccuracy(accuracy).withLayout(layout)
                .withThreads(threads).withWisdom(wisdom == null ? Wisdom.NONE : Wisdom.load(wisdom));
        List<PeerContender> engines = engines();
        engines.forEach(engine -> versions.put(engine.name(), engine.version()));
        List<Contender> others = new ArrayList<>();
        try (Contender ours = pass.lanewise(OURS, options, threads);
                Contender alone = pass.lanewise(ALONE, options, 1);
                Contender scalar = pass.lanewise(SCALAR, options.withBackend(SCALAR), 1);
                Contender insertion = new ZeroInsertionContender(options, threads)) {
            if (threads > 1) {
                others.add(alone);
            }
            if (!noScalar) {
                others.add(scalar);
            }
            if (zeroInsertion) {
                others.add(insertion);
            }
            List<LayerReport> reports = measure(new Comparison(ours, others, engines, rounds, millis), layers, options);
            if (json != null) {
                ComparisonJson.write(json, pass, reports, threads, options, versions);
            }
            if (plot != null) {
                Plots.write(plot, reports, threads);
            }
            summarise(reports);
            return reports.stream().anyMatch(report -> report.result().wrong() != null) ? 1 : 0;
        } finally {
            engines.forEach(Contender::close);
        }
    }

    private List<PeerContender> engines() {
        PeerSettings settings = new PeerSettings(threads, layout, accuracy != Accuracy.STRICT);
        return peers == null
                ? List.of()
                : Peers.engines(Peers.names(peers)).stream().map(peer -> pass.peer(peer, settings)).toList();
    }

    private List<LayerReport> measure(Comparison comparison, List<Layer> layers, PlanOptions options) {
        List<LayerReport> reports = new ArrayList<>();
        if (peers != null) {
            out().println("peers: " + versions.entrySet().stream().map(peer -> peer.getKey() + " " + peer.getValue())
                    .collect(Collectors.joining(", ")));
        }
        ComparisonTable table = new ComparisonTable(out(), layers, names(comparison.others()),
                names(comparison.peers()), threads);
        boolean check = !noScalar || zeroInsertion || !comparison.peers().isEmpty();
        try (Workers all = Workers.all();
                Workers measured = Workers.of(threads);
                Progress progress = new Progress(spec.commandLine().getErr(), "layers", layers.size())) {
            for (Layer layer : layers) {
                progress.next(layer.name());
                LayerData data = pass.data(layer, SEED);
                LayerResult result = comparison.measure(layer, data,
                        check ? pass.agreement(layer, data, layout, all.runner()) : null);
                if (threads > 1) {
                    scalings.add(MachinePeaks.fmaScaling(measured, 1e-3 * millis));
                }
                reports.add(new LayerReport(result, pass.cost(layer, options)));
                table.add(reports.getLast());
            }
        }
        return reports;
    }

    private boolean inserts(Layer layer) {
        return pass != Pass.WEIGHTS && layer.product() == Product.TRANSPOSE;
    }

    private static List<String> names(List<? extends Contender> contenders) {
        return contenders.stream().map(Contender::name).toList();
    }

    /**
     * What threads could gain at all, and ours against the first of those that were compared: the best peer, zero insertion, the
     * scalar core, one thread, and otherwise the peak.
     */
    private void summarise(List<LayerReport> reports) {
        if (threads > 1) {
            double scaling = Stopwatch.median(scalings.stream().mapToDouble(Double::doubleValue).toArray());
            out().println(threads + " threads reach " + Columns.of(scaling, 2) + " × the multiply-add peak of one");
        }
        if (peers != null) {
            ComparisonSummary.print(out(), reports, "time of the best peer divided by ours",
                    LayerResult::bestPeerRatio);
        } else if (!noScalar || threads > 1 || zeroInsertion) {
            String baseline = zeroInsertion ? ZeroInsertionContender.NAME : noScalar ? ALONE : SCALAR;
            ComparisonSummary.print(out(), reports, "time of " + baseline + " divided by ours",
                    result -> result.ratio(baseline));
        } else {
            ComparisonSummary.print(out(), reports, "shares of the peak", result -> result.share(threads));
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
