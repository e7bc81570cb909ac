package lanewise.docs.figures;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lanewise.core.Axis;
import lanewise.core.ConvSpec;
import lanewise.core.Filter;
import lanewise.core.Plan;
import lanewise.core.Runner;
import lanewise.core.reference.ConvMatrix;

/** How evenly the windows of a strided transpose cover what it writes. */
final class OverlapFigure {
    private static final int TOP = 26;
    private static final int LEFT = 8;
    private static final int PIXEL = 14;
    private static final int GAP = 28;
    private static final int HEIGHT = 90;

    private OverlapFigure() {
    }

    /** How many windows reach each pixel of a square: the darker, the more of them. */
    static Svg counts(List<ConvSpec> lines) {
        Svg svg = new Svg();
        int left = LEFT;
        for (ConvSpec line : lines) {
            Axis axis = line.axes().getFirst();
            int[] counts = counts(line);
            int most = IntStream.of(counts).max().orElseThrow();
            svg.text(left, TOP - 10, "k " + axis.kernel() + ", s " + axis.stride());
            for (int row = 0; row < counts.length; row++) {
                for (int column = 0; column < counts.length; column++) {
                    double share = (double) counts[row] * counts[column] / (most * most);
                    svg.bar(left + PIXEL * column, TOP + PIXEL * row, PIXEL, PIXEL, Svg.tone(0), share);
                }
            }
            left += PIXEL * counts.length + GAP;
        }
        return svg;
    }

    /** What a constant becomes, a bar for each result, the phases in tones of their own. */
    static Svg ofConstant(String name, ConvSpec line, float... weights) {
        Axis axis = line.axes().getFirst();
        float[] ones = new float[axis.out()];
        Arrays.fill(ones, 1);
        float[] results = new float[axis.in()];
        Plan.transpose(line).bind(Filter.of(weights)).run(ones, results, Runner.sequential());
        Svg svg = new Svg().text(LEFT, TOP - 10, name);
        for (int u = 0; u < results.length; u++) {
            int height = Math.round(HEIGHT * results[u]);
            svg.bar(LEFT + PIXEL * u, TOP + HEIGHT - height, PIXEL - 2, height, AxisFigure.tone(axis, u), 1);
        }
        return svg.line(LEFT, TOP + HEIGHT + 2, LEFT + PIXEL * results.length, TOP + HEIGHT + 2, Svg.FAINT);
    }

    private static int[] counts(ConvSpec line) {
        ConvMatrix c = ConvMatrix.of(line, new float[(int) line.taps()]);
        return IntStream.range(0, c.columns())
                .map(u -> (int) IntStream.range(0, c.rows()).filter(o -> c.weightAt(o, u) >= 0).count()).toArray();
    }
}
