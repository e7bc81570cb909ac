package lanewise.bench.demo;

import static lanewise.bench.console.Columns.number;
import static lanewise.bench.console.Columns.of;
import static lanewise.bench.console.Columns.text;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import lanewise.bench.console.Columns;
import lanewise.bench.console.Progress;
import lanewise.bench.layers.Agreement;
import lanewise.bench.layers.Workers;
import lanewise.bench.measure.Comparison;
import lanewise.bench.measure.Contender;
import lanewise.bench.measure.LanewiseContender;
import lanewise.bench.measure.LayerResult;
import lanewise.core.Layout;
import lanewise.core.PlanOptions;

/** Runs the demo's steps one by one: times and checks each, prints its row and writes its picture. */
final class Exhibition implements AutoCloseable {
    private static final int ROUNDS = 3;
    private static final String SCALAR = "scalar";

    private final Contender ours = new LanewiseContender("lanewise", PlanOptions.DEFAULTS, 1);
    private final Contender scalar = new LanewiseContender(SCALAR, PlanOptions.DEFAULTS.withBackend(SCALAR), 1);
    private final Comparison comparison;
    private final Workers all = Workers.all();
    private final PrintWriter out;
    private final Columns table;
    private final Progress progress;
    private final Path folder;
    private int pictures;
    private boolean wrong;

    Exhibition(PrintWriter out, PrintWriter err, Path folder, int steps, int millis) {
        this.out = out;
        this.folder = folder;
        comparison = new Comparison(ours, List.of(scalar), List.of(), ROUNDS, millis);
        progress = new Progress(err, "steps", steps);
        table = new Columns(out, text("step", 15), text("shapes", 26), text("algorithm", 22), number("ms", 8),
                number("GFLOP/s", 7), number("% of peak", 9), number("× scalar", 8), text("result", 10));
    }

    /** Runs a step; its output stays in {@link #values}. */
    Picture show(Step step) throws IOException {
        String name = step.layer().name();
        progress.next(name);
        Agreement agreement = Agreement.of(step.layer(), step.data(), Layout.NCHW, all.runner());
        LayerResult result = comparison.measure(step.layer(), step.data(), agreement);
        wrong |= result.wrong() != null;
        table.row(name, size(step.layer().inShape()) + " → " + size(step.layer().outShape()), result.algorithm(),
                of(1e3 * result.seconds(ours.name()), 3), of(result.gflops(ours.name()), 1),
                of(100 * result.share(1), 1),
                of(result.ratio(SCALAR), 1),
                result.wrong() != null ? "WRONG" : ours.bound() == 0 ? "same bits" : "in bounds");
        if (result.wrong() != null) {
            out.println("WRONG " + result.wrong());
        }
        Picture picture = step.view().of(ours.result(), step.layer().outShape());
        save(name, picture);
        return picture;
    }

    /** What the last step wrote. */
    float[] values() {
        return ours.result().clone();
    }

    void save(String name, Picture picture) throws IOException {
        picture.write(folder.resolve(String.format(Locale.ROOT, "%02d-%s.png", pictures, name)));
        pictures++;
    }

    boolean wrong() {
        return wrong;
    }

    int pictures() {
        return pictures;
    }

    private static String size(int[] shape) {
        return Arrays.stream(shape).skip(1).mapToObj(Integer::toString).collect(Collectors.joining("×"));
    }

    @Override
    public void close() {
        progress.close();
        all.close();
        scalar.close();
        ours.close();
    }
}
