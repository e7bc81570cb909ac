package lanewise.bench.measure;

import static lanewise.bench.console.Columns.number;
import static lanewise.bench.console.Columns.of;
import static lanewise.bench.console.Columns.text;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import lanewise.bench.console.Columns;
import lanewise.bench.console.Progress;
import lanewise.bench.layers.Agreement;
import lanewise.bench.layers.Layer;
import lanewise.bench.layers.LayerData;
import lanewise.bench.layers.LayerFile;
import lanewise.bench.layers.Workers;
import lanewise.bench.tensor.WholeFile;
import lanewise.core.Accuracy;
import lanewise.core.Layout;
import lanewise.core.PlanOptions;
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
                + "result is wrong."})
public final class CompareCommand implements Callable<Integer> {
    private static final long SEED = 1;
    private static final String OURS = "lanewise";
    private static final String ALONE = "lanewise, 1 thread";
    private static final String SCALAR = "scalar";

    @Spec
    private CommandSpec spec;

    @Option(names = "--layers", paramLabel = "FILE.csv", required = true, description = "Layers to time.")
    private Path file;

    @Option(names = "--filter", paramLabel = "REGEX", description = "Only layers in whose name this is found.")
    private Pattern filter = Pattern.compile("");

    @Option(names = "--threads", paramLabel = "N", defaultValue = "1", description = "Threads of ours (default: 1).")
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

    @Option(names = "--no-scalar", description = "Leave the scalar core out, and with it the check of the results.")
    private boolean noScalar;

    @Option(names = "--json", paramLabel = "OUT", description = "Also write every measurement to this file.")
    private Path json;

    /** Created by the command line. */
    public CompareCommand() {
    }

    @Override
    public Integer call() throws IOException {
        List<Layer> layers = LayerFile.read(file).stream().filter(layer -> filter.matcher(layer.name()).find())
                .toList();
        if (layers.isEmpty() || rounds < 1) {
            throw new IllegalArgumentException(rounds < 1
                    ? "--rounds must be at least 1, but is " + rounds
                    : "--filter must match some layer of " + file + ", but " + filter + " matches none");
        }
        if (json != null) {
            WholeFile.checkWritable(json);
        }
        PlanOptions options = PlanOptions.DEFAULTS.withAccuracy(accuracy).withLayout(layout);
        List<Contender> others = new ArrayList<>();
        try (Contender ours = new LanewiseContender(OURS, options, threads);
                Contender alone = new LanewiseContender(ALONE, options, 1);
                Contender scalar = new LanewiseContender(SCALAR, options.withBackend("scalar"), 1)) {
            if (threads > 1) {
                others.add(alone);
            }
            if (!noScalar) {
                others.add(scalar);
            }
            List<Comparison.Result> results = measure(new Comparison(ours, others, rounds, millis), layers);
            if (json != null) {
                ComparisonJson.write(json, results, threads, options);
            }
            summarise(results);
            out().flush();
            return results.stream().anyMatch(result -> result.wrong() != null) ? 1 : 0;
        }
    }

    private List<Comparison.Result> measure(Comparison comparison, List<Layer> layers) {
        List<Comparison.Result> results = new ArrayList<>();
        Columns table = header(layers);
        try (Workers all = Workers.all();
                Progress progress = new Progress(spec.commandLine().getErr(), "layers", layers.size())) {
            for (Layer layer : layers) {
                progress.next(layer.name());
                LayerData data = LayerData.of(layer, SEED);
                Comparison.Result result = comparison.measure(layer, data,
                        noScalar ? null : new Agreement(layer, data, layout, all.runner()));
                results.add(result);
                table.row(row(result));
                if (result.wrong() != null) {
                    out().println("WRONG " + layer.name() + " by " + result.wrong());
                }
            }
        }
        return results;
    }

    private Columns header(List<Layer> layers) {
        int name = layers.stream().mapToInt(layer -> layer.name().length()).max().orElse(0);
        List<Columns.Column> columns = new ArrayList<>(List.of(text("layer", name), text("algorithm", 22),
                number("ms", 9), number("GFLOP/s", 8), number("% of peak", 9)));
        if (threads > 1) {
            columns.add(number("× 1 thread", 10));
        }
        if (!noScalar) {
            columns.addAll(List.of(number("scalar ms", 10), number("× scalar", 9)));
        }
        return new Columns(out(), columns.toArray(Columns.Column[]::new));
    }

    private Object[] row(Comparison.Result result) {
        double seconds = result.seconds(OURS);
        List<Object> cells = new ArrayList<>(List.of(result.layer().name(), result.algorithm(), of(1e3 * seconds, 3),
                of(result.layer().gflop() / seconds, 1), of(100 * result.share(OURS, threads), 1)));
        if (threads > 1) {
            cells.add(of(result.ratio(ALONE, OURS), 2));
        }
        if (!noScalar) {
            cells.addAll(List.of(of(1e3 * result.seconds(SCALAR), 3), of(result.ratio(SCALAR, OURS), 1)));
        }
        return cells.toArray();
    }

    /** Against the scalar core, without it against one thread, without either the share of the peak. */
    private void summarise(List<Comparison.Result> results) {
        String baseline = !noScalar ? SCALAR : threads > 1 ? ALONE : null;
        double[] ratios = results.stream()
                .mapToDouble(result -> baseline == null ? result.share(OURS, threads) : result.ratio(baseline, OURS))
                .toArray();
        double logs = 0;
        int wins = 0;
        int worst = 0;
        for (int i = 0; i < ratios.length; i++) {
            logs += Math.log(ratios[i]);
            wins += ratios[i] > 1 ? 1 : 0;
            worst = ratios[i] < ratios[worst] ? i : worst;
        }
        out().println(baseline == null ? "shares of the peak:" : "time of " + baseline + " divided by ours:");
        out().println(String.format(Locale.ROOT, "geomean %.3g, worst %.3g (%s), wins %d of %d",
                Math.exp(logs / ratios.length), ratios[worst], results.get(worst).layer().name(), wins, ratios.length));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
