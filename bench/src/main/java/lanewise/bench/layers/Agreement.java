package lanewise.bench.layers;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import lanewise.core.Filter;
import lanewise.core.Floats;
import lanewise.core.Layout;
import lanewise.core.Operator;
import lanewise.core.PlanOptions;
import lanewise.core.Product;
import lanewise.core.Runner;
import lanewise.core.WeightGradient;
import lanewise.core.reference.ChannelNorms;
import lanewise.core.reference.Oracle;
import lanewise.core.spi.Algorithm;
import lanewise.core.spi.Backends;

/**
 * What the scalar core computes for a layer or for the gradient of its weights, and whether another result agrees with it: bit
 * for bit when the algorithm promises that, otherwise within its {@link Algorithm#bound bound}.
 */
public final class Agreement {
    /**
     * What is asked of those who document no bound, because they are not ours or add the products in another order: as much as of
     * our least exact algorithm.
     */
    public static final double NATIVE_BOUND = 1024;

    private static final PlanOptions SCALAR = PlanOptions.DEFAULTS.withBackend("scalar");

    private final float[] expected;
    private final Supplier<IntToDoubleFunction> scales;
    private IntToDoubleFunction scale;

    private Agreement(float[] expected, Supplier<IntToDoubleFunction> scales) {
        this.expected = expected;
        this.scales = scales;
    }

    /**
     * Computes a layer on the scalar core.
     *
     * @param layer  what to compute
     * @param data   of what
     * @param layout order of the tensors
     * @param runner who executes, which does not change the result
     * @return what results of the layer must agree with
     */
    public static Agreement of(Layer layer, LayerData data, Layout layout, Runner runner) {
        PlanOptions options = SCALAR.withLayout(layout);
        Operator operator = layer.plan(options).bind(Filter.of(data.weights()), data.epilogue());
        float[] out = new float[layer.outElements()];
        operator.run(data.in(), out, runner);
        return new Agreement(out, () -> {
            double[] norms = ChannelNorms.of(layer.problem(options), data.weights(), data.in());
            return element -> norms[channel(layer, layout, element)];
        });
    }

    /**
     * Computes the gradient of a layer's weights on the scalar core.
     *
     * @param layer  whose weights
     * @param data   what the layer reads, and the gradient of what it writes
     * @param layout order of the tensors
     * @param runner who executes, which does not change the result
     * @return what gradients must agree with
     */
    public static Agreement ofWeights(Layer layer, LayerData data, Layout layout, Runner runner) {
        boolean forward = layer.product() == Product.FORWARD;
        float[] x = forward ? data.in() : data.gradient();
        float[] y = forward ? data.gradient() : data.in();
        float[] w = new float[Math.toIntExact(layer.spec().filterElements())];
        WeightGradient.of(layer.spec(), SCALAR.withLayout(layout)).run(Floats.of(x), Floats.of(y), Floats.of(w),
                runner);
        return new Agreement(w, () -> new WeightNorms(layer.spec(), layout, x, y)::of);
    }

    /** {@return what the scalar core computes} */
    public float[] expected() {
        return expected;
    }

    /**
     * {@return the bound of an algorithm, 0 for the bits of the scalar core}
     *
     * @param algorithm {@code backend/algorithm}
     */
    public static double bound(String algorithm) {
        List<String> names = List.of(algorithm.split("/", 2));
        return Backends.named(names.getFirst()).algorithms().stream()
                .filter(candidate -> candidate.name().equals(names.getLast())).findFirst().orElseThrow().bound();
    }

    /**
     * {@return how a result differs by more than it may, or null}
     *
     * @param bound how far it may differ, see {@link Algorithm#bound}; 0 to agree to the bit
     * @param got   the result, in the same layout
     */
    public String difference(double bound, float[] got) {
        if (bound > 0 && scale == null) {
            scale = scales.get();
        }
        for (int i = 0; i < expected.length; i++) {
            double tolerance = bound > 0 ? bound * Oracle.EPSILON * scale.applyAsDouble(i) : 0;
            boolean agrees = bound > 0
                    ? Math.abs((double) got[i] - expected[i]) <= tolerance
                    : Float.floatToRawIntBits(got[i]) == Float.floatToRawIntBits(expected[i]);
            if (!agrees) {
                return "element " + i + " must be " + expected[i] + (bound > 0 ? " ± " + tolerance : " to the bit")
                        + ", but is " + got[i];
            }
        }
        return null;
    }

    /** The image and channel of an element of a layer's output. */
    private static int channel(Layer layer, Layout layout, int element) {
        int[] shape = layer.outShape();
        int plane = layer.outElements() / (shape[0] * shape[1]);
        return layout == Layout.NCHW
                ? element / plane
                : element / (plane * shape[1]) * shape[1] + element % shape[1];
    }
}
