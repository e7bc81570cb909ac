package lanewise.bench.layers;

import java.util.List;
import lanewise.core.Filter;
import lanewise.core.Layout;
import lanewise.core.Operator;
import lanewise.core.PlanOptions;
import lanewise.core.Runner;
import lanewise.core.reference.ChannelNorms;
import lanewise.core.reference.Oracle;
import lanewise.core.spi.Algorithm;
import lanewise.core.spi.Backends;

/**
 * What the scalar core computes for a layer, and whether another result agrees with it: bit for bit when the
 * algorithm promises that, otherwise within its {@link Algorithm#bound bound}.
 */
public final class Agreement {
    /** What is asked of native engines, which document no bound: as much as of our least exact algorithm. */
    public static final double NATIVE_BOUND = 1024;

    private final Layer layer;
    private final LayerData data;
    private final Layout layout;
    private final Runner runner;
    private final float[] expected;
    private double[] norms;

    /**
     * Computes the layer on the scalar core.
     *
     * @param layer  what to compute
     * @param data   of what
     * @param layout order of the tensors
     * @param runner who executes, which does not change the result
     */
    public Agreement(Layer layer, LayerData data, Layout layout, Runner runner) {
        this.layer = layer;
        this.data = data;
        this.layout = layout;
        this.runner = runner;
        expected = scalar(data);
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
        if (bound > 0 && norms == null) {
            norms = ChannelNorms.of(layer.problem(PlanOptions.DEFAULTS.withLayout(layout)), data.weights(), data.in());
        }
        for (int i = 0; i < expected.length; i++) {
            double tolerance = bound > 0 ? bound * Oracle.EPSILON * norms[channel(i)] : 0;
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

    /** The image and channel of an element of the output. */
    private int channel(int element) {
        int[] shape = layer.outShape();
        int plane = expected.length / (shape[0] * shape[1]);
        return layout == Layout.NCHW
                ? element / plane
                : element / (plane * shape[1]) * shape[1] + element % shape[1];
    }

    private float[] scalar(LayerData values) {
        PlanOptions options = PlanOptions.DEFAULTS.withBackend("scalar").withLayout(layout);
        Operator operator = layer.plan(options).bind(Filter.of(values.weights()), values.epilogue());
        float[] out = new float[layer.outElements()];
        operator.run(values.in(), out, runner);
        return out;
    }
}
