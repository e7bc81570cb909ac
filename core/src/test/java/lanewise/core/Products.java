package lanewise.core;

import java.util.Arrays;

/** The three products on fresh arrays, whose elements are NaN until they are written. */
public final class Products {
    private static final Runner RUNNER = Runner.sequential();

    private Products() {
    }

    public static float[] forward(ConvSpec spec, float[] w, float[] x) {
        return run(Plan.forward(spec).bind(Filter.of(w)), x, spec.outElements());
    }

    public static float[] transpose(ConvSpec spec, float[] w, float[] y) {
        return run(Plan.transpose(spec).bind(Filter.of(w)), y, spec.inElements());
    }

    public static float[] run(Operator operator, float[] in, long elements) {
        float[] out = unwritten(elements);
        operator.run(in, out, RUNNER);
        return out;
    }

    public static float[] weights(ConvSpec spec, float[] x, float[] y) {
        return weights(WeightGradient.of(spec), x, y);
    }

    public static float[] weights(WeightGradient gradient, float[] x, float[] y) {
        float[] w = unwritten(gradient.spec().filterElements());
        gradient.run(Floats.of(x), Floats.of(y), Floats.of(w), RUNNER);
        return w;
    }

    public static float[] unwritten(long elements) {
        float[] values = new float[Math.toIntExact(elements)];
        Arrays.fill(values, Float.NaN);
        return values;
    }

    /** {@code [N, C, positions]} as {@code [N, positions, C]}. */
    public static float[] channelsLast(float[] values, int channels, long positions) {
        return transposeImages(values, channels, (int) positions);
    }

    /** {@code [N, positions, C]} as {@code [N, C, positions]}. */
    public static float[] channelsFirst(float[] values, int channels, long positions) {
        return transposeImages(values, (int) positions, channels);
    }

    private static float[] transposeImages(float[] values, int rows, int columns) {
        float[] transposed = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            int image = i / (rows * columns);
            int row = i / columns % rows;
            int column = i % columns;
            transposed[(image * columns + column) * rows + row] = values[i];
        }
        return transposed;
    }
}
