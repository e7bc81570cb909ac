package lanewise.docs.figures;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import lanewise.core.Axis;

/** The windows that all phases share, and the dense patches of results that each window gives. */
final class WinogradFigure {
    private static final int LEFT = 60;
    private static final int BRACKET = 10;

    private WinogradFigure() {
    }

    /** Windows that give so many results of each phase. */
    static Svg draw(int tile, Axis... axes) {
        Svg svg = new Svg();
        for (int i = 0; i < axes.length; i++) {
            draw(svg, tile, axes[i], 44 + i * (AxisFigure.HEIGHT + 92));
        }
        return svg;
    }

    private static void draw(Svg svg, int results, Axis axis, int top) {
        AxisFigure figure = new AxisFigure(axis, LEFT, top);
        svg.text(8, top - 28, "kernel " + axis.kernel() + ", stride " + axis.stride());
        int low = Stream.of(axis.phases()).mapToInt(WinogradFigure::low).min().orElseThrow();
        int high = Stream.of(axis.phases()).mapToInt(phase -> low(phase) + phase.count()).max().orElseThrow();
        int taps = Stream.of(axis.phases()).mapToInt(phase -> phase.tap().length).max().orElseThrow();
        int tiles = Math.ceilDiv(high - low, results);
        for (int tile = 0; tile < tiles; tile++) {
            int window = low + results * tile;
            int first = Integer.MAX_VALUE;
            int last = 0;
            for (Axis.Phase phase : axis.phases()) {
                for (int i = 0; i < results; i++) {
                    int t = window - low(phase) + i;
                    if (t >= 0 && t < phase.count()) {
                        int u = phase.first() + axis.stride() * t;
                        first = Math.min(first, u);
                        last = Math.max(last, u);
                        figure.products(svg, phase, t);
                    }
                }
            }
            bracket(svg, figure.resultX(first), figure.resultX(last) + Svg.CELL, top - 4, -BRACKET);
            int below = figure.operandTop() + Svg.CELL + 4 + tile % 2 * (BRACKET + 6);
            bracket(svg, figure.operandX(window), figure.operandX(window + results + taps - 2) + Svg.CELL, below,
                    BRACKET);
        }
        for (int o = low; o < low + results * tiles + taps - 1; o++) {
            if (o < 0 || o >= axis.out()) {
                svg.hollow(figure.operandX(o), figure.operandTop(), Svg.INK, "0");
            }
        }
        figure.results(svg);
        figure.operand(svg);
    }

    private static int low(Axis.Phase phase) {
        return IntStream.of(phase.shift()).min().orElseThrow();
    }

    private static void bracket(Svg svg, int from, int to, int y, int height) {
        svg.line(from + 2, y, from + 2, y + height, Svg.INK).line(from + 2, y + height, to - 2, y + height, Svg.INK)
                .line(to - 2, y + height, to - 2, y, Svg.INK);
    }
}
