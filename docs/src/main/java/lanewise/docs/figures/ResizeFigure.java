package lanewise.docs.figures;

import java.util.Locale;
import lanewise.core.Runner;
import lanewise.core.TensorFunction;
import lanewise.core.rearrange.BlockOrder;
import lanewise.core.rearrange.DepthToSpace;
import lanewise.core.rearrange.Shape;
import lanewise.core.resize.Coordinates;
import lanewise.core.resize.Interpolation;
import lanewise.core.resize.ResizeAxis;
import lanewise.core.resize.ResizeSpec;

/** Where outputs of resizing lie among the inputs, and what they become. */
final class ResizeFigure {
    private static final int LEFT = 8;
    private static final int TOP = 32;
    private static final int DISTANCE = 3 * Svg.CELL;
    private static final int BAR = 9;
    private static final int UNIT = 14;
    private static final int HEIGHT = 5 * UNIT;
    private static final double MOST = 0.5;

    private ResizeFigure() {
    }

    /** Outputs in a row, inputs where they lie below, and the taps of linear interpolation; those of less than a half are pale. */
    static Svg coordinates(int in, int out, Coordinates... rules) {
        Svg svg = new Svg();
        int top = TOP;
        for (Coordinates rule : rules) {
            ResizeAxis axis = ResizeSpec.of(1, in).size(out).interpolation(Interpolation.LINEAR).coordinates(rule)
                    .build().axes().getFirst();
            int margin = LEFT + Svg.CELL;
            svg.text(margin, top - 14, rule.name().toLowerCase(Locale.ROOT));
            double middle = coordinate(axis, out / 2);
            double step = middle - coordinate(axis, out / 2 - 1);
            for (int o = 0; o < out; o++) {
                for (int j = 0; j < axis.count(o); j++) {
                    int i = axis.first(o) + j;
                    svg.line(margin + Svg.CELL * o + Svg.CELL / 2, top + Svg.CELL, x(margin, i, out, middle, step)
                            + Svg.CELL / 2, top + DISTANCE, axis.weight(o, j) < MOST ? Svg.FAINT : Svg.tone(0));
                }
                svg.cell(margin + Svg.CELL * o, top, Svg.tone(0), "" + o);
            }
            for (int i = 0; i < in; i++) {
                svg.cell(x(margin, i, out, middle, step), top + DISTANCE, Svg.INK, "" + i);
            }
            top += DISTANCE + Svg.CELL + TOP + 8;
        }
        return svg;
    }

    /** What a function makes of values along an axis, a bar for each result. */
    static Svg kind(String name, TensorFunction function, float... x) {
        float[] y = new float[(int) function.outElements()];
        function.run(x, y, Runner.sequential());
        Svg svg = new Svg().text(LEFT, TOP - 14, name);
        for (int o = 0; o < y.length; o++) {
            int height = Math.round(UNIT * y[o]);
            svg.bar(LEFT + BAR * o, TOP + HEIGHT - height, BAR - 2, height, Svg.tone(0), 1);
        }
        return svg.line(LEFT, TOP + HEIGHT + 2, LEFT + BAR * y.length, TOP + HEIGHT + 2, Svg.FAINT);
    }

    /** Channels of a square, side by side, and the square of blocks that they become. */
    static Svg blocks(int size, int block) {
        int channels = block * block;
        float[] x = new float[channels * size * size];
        for (int i = 0; i < x.length; i++) {
            x[i] = i;
        }
        float[] y = new float[x.length];
        DepthToSpace.of(Shape.of(1, channels, size, size), BlockOrder.DCR, block).run(x, y, Runner.sequential());
        Svg svg = new Svg().text(LEFT, TOP - 14, channels + " channels");
        for (int i = 0; i < x.length; i++) {
            int channel = i / (size * size);
            int column = channel * (size + 1) + i % size;
            svg.cell(LEFT + Svg.CELL * column, TOP + Svg.CELL * (i / size % size), Svg.tone(channel), "" + i);
        }
        int right = LEFT + Svg.CELL * (channels * (size + 1) + 1);
        svg.text(right, TOP - 14, "one");
        int side = size * block;
        for (int i = 0; i < y.length; i++) {
            svg.cell(right + Svg.CELL * (i % side), TOP + Svg.CELL * (i / side),
                    Svg.tone((int) y[i] / (size * size)), "" + (int) y[i]);
        }
        return svg;
    }

    /** Where an output inside lies, from its taps. */
    private static double coordinate(ResizeAxis axis, int o) {
        double sum = 0;
        for (int j = 0; j < axis.count(o); j++) {
            sum += (double) axis.weight(o, j) * (axis.first(o) + j);
        }
        return sum;
    }

    /** Where an input is drawn, if output {@code out / 2} lies at {@code middle} and its neighbours {@code step} apart. */
    private static int x(int left, int input, int out, double middle, double step) {
        return left + (int) Math.round(Svg.CELL * (out / 2 + (input - middle) / step));
    }
}
