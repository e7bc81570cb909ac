package lanewise.bench.measure;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The last lines of a comparison: one number for all layers, the worst layer, and how many are won. */
final class ComparisonSummary {
    private ComparisonSummary() {
    }

    /**
     * Prints it.
     *
     * @param reports what was measured
     * @param what    what the number is
     * @param number  of a layer, above one when ours is better, NaN to leave the layer out
     */
    static void print(PrintWriter out, List<LayerReport> reports, String what, ToDoubleFunction<LayerResult> number) {
        out.println(String.format(Locale.ROOT, "at most %d KiB of scratch per thread, %.0f µs of planning",
                reports.stream().mapToLong(report -> report.cost().scratchBytes() >> 10).max().orElse(0),
                reports.stream().mapToDouble(report -> report.cost().micros()).max().orElse(0)));
        double logs = 0;
        int wins = 0;
        LayerResult worst = null;
        int compared = 0;
        List<String> left = new ArrayList<>();
        for (LayerReport report : reports) {
            LayerResult result = report.result();
            double ratio = number.applyAsDouble(result);
            if (Double.isNaN(ratio)) {
                left.add(result.layer().name());
                continue;
            }
            compared++;
            logs += Math.log(ratio);
            wins += ratio > 1 ? 1 : 0;
            worst = worst == null || ratio < number.applyAsDouble(worst) ? result : worst;
        }
        if (!left.isEmpty()) {
            out.println("not compared: " + String.join(", ", left));
        }
        out.println(what + ":");
        out.println(worst == null
                ? "geomean -, worst - (none), wins 0 of 0"
                : String.format(Locale.ROOT, "geomean %.3g, worst %.3g (%s), wins %d of %d", Math.exp(logs / compared),
                        number.applyAsDouble(worst), worst.layer().name(), wins, compared));
        out.flush();
    }
}
