package lanewise.docs.figures;

import java.util.Arrays;
import lanewise.core.Axis;
import lanewise.core.Runner;
import lanewise.core.TensorFunction;
import lanewise.core.pooling.PoolSpec;
import lanewise.core.pooling.Pooling;

/** Windows of pooling over values, and what becomes of them. */
final class PoolFigure {
    private static final int LEFT = 8;
    private static final int TOP = 32;

    private PoolFigure() {
    }

    /** Every window along an axis, a row each, and its result; hollow is what lies beyond the values. */
    static Svg windows(String name, PoolSpec spec, TensorFunction function, float... x) {
        Axis axis = spec.axes().getFirst();
        float[] y = new float[axis.out()];
        function.run(x, y, Runner.sequential());
        Svg svg = new Svg().text(LEFT, TOP - 14, name);
        for (int u = -axis.padLo(); u < axis.in() + axis.padHi(); u++) {
            value(svg, x, u, LEFT + Svg.CELL * (u + axis.padLo()), TOP, Svg.INK);
        }
        int right = LEFT + Svg.CELL * (axis.padLo() + axis.in() + axis.padHi());
        for (int o = 0; o < axis.out(); o++) {
            int top = TOP + 8 + Svg.CELL * (o + 1);
            for (int k = 0; k < axis.kernel(); k++) {
                int position = axis.stride() * o + axis.dilation() * k;
                value(svg, x, position - axis.padLo(), LEFT + Svg.CELL * position, top, Svg.tone(0));
            }
            svg.text(right + 5, top + 16, "→").cell(right + Svg.CELL, top, Svg.tone(1), number(y[o]));
        }
        return svg;
    }

    /** A square of values, the maxima of its windows, and these where they came from. */
    static Svg unpooled(PoolSpec spec, float... x) {
        float[] y = new float[(int) spec.outElements()];
        float[] placed = new float[x.length];
        int[] indices = new int[y.length];
        Pooling.maxWithIndices(spec).run(x, y, indices, Runner.sequential());
        Pooling.unpool(spec).run(y, placed, indices, Runner.sequential());
        Axis axis = spec.axes().getFirst();
        Svg svg = new Svg();
        int middle = LEFT + Svg.CELL * (axis.in() + 2);
        int right = middle + Svg.CELL * (axis.out() + 2);
        svg.text(LEFT, TOP - 14, "x").text(middle, TOP - 14, "maxima").text(right, TOP - 14, "unpooled");
        for (int i = 0; i < x.length; i++) {
            int column = Svg.CELL * (i % axis.in());
            int row = TOP + Svg.CELL * (i / axis.in());
            int window = window(i, indices);
            svg.cell(LEFT + column, row, window < 0 ? Svg.FAINT : Svg.tone(window), number(x[i]));
            if (window < 0) {
                svg.hollow(right + column, row, Svg.FAINT, number(placed[i]));
            } else {
                svg.cell(right + column, row, Svg.tone(window), number(placed[i]));
            }
        }
        for (int o = 0; o < y.length; o++) {
            int row = TOP + Svg.CELL * (o / axis.out());
            svg.cell(middle + Svg.CELL * (o % axis.out()), row, Svg.tone(o), number(y[o]));
        }
        return svg.text(LEFT, TOP + Svg.CELL * axis.in() + 18, "indices " + Arrays.toString(indices));
    }

    private static int window(int element, int[] indices) {
        for (int o = 0; o < indices.length; o++) {
            if (indices[o] == element) {
                return o;
            }
        }
        return -1;
    }

    private static void value(Svg svg, float[] x, int u, int left, int top, String tone) {
        if (u < 0 || u >= x.length) {
            svg.hollow(left, top, Svg.FAINT, "");
        } else {
            svg.cell(left, top, tone, number(x[u]));
        }
    }

    private static String number(float value) {
        return value == Math.rint(value) ? Integer.toString((int) value) : Float.toString(value);
    }
}
