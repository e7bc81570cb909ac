package lanewise.bench.measure;

import static lanewise.bench.console.Columns.number;
import static lanewise.bench.console.Columns.of;
import static lanewise.bench.console.Columns.text;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import lanewise.bench.console.Columns;
import lanewise.bench.console.Progress;
import lanewise.bench.layers.Layer;
import lanewise.bench.layers.LayerFile;
import lanewise.bench.layers.Workers;
import lanewise.bench.tensor.WholeFile;
import lanewise.core.Accuracy;
import lanewise.core.Layout;
import lanewise.core.PlanOptions;
import lanewise.core.Wisdom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures once what plans need not predict any more. */
@Command(name = "tune", description = {
        "Times every algorithm that may compute a layer, and adds what came out to a file of wisdom, which compare "
                + "--wisdom and Wisdom.load read.",
        "The last column is the time of the predicted algorithm divided by that of the fastest. What is measured counts for "
                + "the same --threads, --layout and --accuracy; one file holds all of them."})
public final class TuneCommand implements Callable<Integer> {
    private static final int ALGORITHM_WIDTH = 23;

    @Spec
    private CommandSpec spec;

    @Option(names = "--layers", paramLabel = "FILE.csv", required = true, description = "Layers to time.")
    private Path file;

    @Option(names = "--wisdom", paramLabel = "FILE", required = true,
            description = "Where to add what is measured; created when there is none.")
    private Path wisdomFile;

    @Option(names = "--filter", paramLabel = "REGEX", description = "Only layers in whose name this is found.")
    private Pattern filter = Pattern.compile("");

    @Option(names = "--threads", paramLabel = "N", defaultValue = "1", description = "Threads (default: 1).")
    private int threads;

    @Option(names = "--accuracy", paramLabel = "strict|default", defaultValue = "default",
            description = "Which algorithms are allowed (default: default).")
    private Accuracy accuracy;

    @Option(names = "--layout", paramLabel = "nchw|nhwc", defaultValue = "nchw",
            description = "Order of the tensors (default: nchw).")
    private Layout layout;

    /** Created by the command line. */
    public TuneCommand() {
    }

    @Override
    public Integer call() throws IOException {
        List<Layer> layers = LayerFile.read(file, filter);
        WholeFile.checkWritable(wisdomFile);
        Wisdom wisdom = Files.exists(wisdomFile) ? Wisdom.load(wisdomFile) : Wisdom.NONE;
        PlanOptions options = PlanOptions.DEFAULTS.withAccuracy(accuracy).withLayout(layout)
                .withThreads(threads);
        List<Double> gains = new ArrayList<>();
        try (Workers workers = Workers.of(threads);
                Progress progress = new Progress(spec.commandLine().getErr(), "layers", layers.size())) {
            Columns table = new Columns(out(), text("layer", longestName(layers)), text("predicted", ALGORITHM_WIDTH),
                    text("fastest", ALGORITHM_WIDTH), number("µs", 9), number("gain", 6));
            for (Layer layer : layers) {
                progress.next(layer.name());
                wisdom = wisdom.measure(layer.product(), layer.spec(), options, workers.runner());
                wisdom.save(wisdomFile);
                gains.add(row(table, layer, options, wisdom));
            }
        }
        out().printf(Locale.ROOT, "geomean gain %.3f, another algorithm than predicted on %d of %d%n",
                Math.exp(gains.stream().mapToDouble(Math::log).average().orElse(0)),
                gains.stream().filter(gain -> gain > 1).count(), layers.size());
        out().flush();
        return 0;
    }

    private static double row(Columns table, Layer layer, PlanOptions options, Wisdom wisdom) {
        String plan = layer.plan(options).algorithm();
        String predicted = plan.substring(plan.indexOf('/') + 1);
        Map<String, Long> nanos = wisdom.nanos(layer.product(), layer.spec(), options);
        if (!nanos.containsKey(predicted)) {
            table.row(layer.name(), predicted, "the only one", of(Double.NaN, 1), of(1, 2));
            return 1;
        }
        Map.Entry<String, Long> fastest = nanos.entrySet().iterator().next();
        double gain = (double) nanos.get(predicted) / fastest.getValue();
        table.row(layer.name(), predicted, fastest.getKey(), of(1e-3 * fastest.getValue(), 1), of(gain, 2));
        return gain;
    }

    private static int longestName(List<Layer> layers) {
        return layers.stream().mapToInt(layer -> layer.name().length()).max().orElse(0);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
