package lanewise.bench.layers;

import java.util.List;
import lanewise.core.Epilogue;
import lanewise.core.Filter;
import lanewise.core.Layout;
import lanewise.core.Operator;
import lanewise.core.PlanOptions;
import lanewise.core.Runner;
import lanewise.core.spi.Algorithm;
import lanewise.core.spi.Backends;

/**
 * What the scalar core computes for a layer, and whether another result agrees with it: bit for bit when the
 * algorithm is exact, otherwise within {@code bound · ε · (|w| ∗ |x|)}.
 */
public final class Agreement {
    private static final double EPSILON = Math.ulp(1f);
    /** Until algorithms document a bound of their own; a direct sum of K products has K + 2. */
    private static final double INEXACT_BOUND = 256;

    private final Layer layer;
    private final LayerData data;
    private final Layout layout;
    private final Runner runner;
    private final float[] expected;
    private float[] magnitudes;

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
     * {@return whether an algorithm promises the bits of the scalar core}
     *
     * @param algorithm {@code backend/algorithm}
     */
    public static boolean exact(String algorithm) {
        List<String> names = List.of(algorithm.split("/", 2));
        return Backends.named(names.getFirst()).algorithms().stream()
                .filter(candidate -> candidate.name().equals(names.getLast())).allMatch(Algorithm::exact);
    }

    /**
     * {@return how a result differs by more than it may, or null}
     *
     * @param exact whether it must agree to the bit
     * @param got   the result, in the same layout
     */
    public String difference(boolean exact, float[] got) {
        if (!exact && magnitudes == null) {
            magnitudes = scalar(new LayerData(absolute(data.in()), absolute(data.weights()), Epilogue.none()));
        }
        for (int i = 0; i < expected.length; i++) {
            boolean agrees = exact
                    ? Float.floatToRawIntBits(got[i]) == Float.floatToRawIntBits(expected[i])
                    : Math.abs((double) got[i] - expected[i]) <= INEXACT_BOUND * EPSILON * magnitudes[i];
            if (!agrees) {
                return "element " + i + " must be " + expected[i]
                        + (exact ? " to the bit" : " ± " + INEXACT_BOUND * EPSILON * magnitudes[i]) + ", but is "
                        + got[i];
            }
        }
        return null;
    }

    private float[] scalar(LayerData values) {
        PlanOptions options = PlanOptions.DEFAULTS.withBackend("scalar").withLayout(layout);
        Operator operator = layer.plan(options).bind(Filter.of(values.weights()), values.epilogue());
        float[] out = new float[layer.outElements()];
        operator.run(values.in(), out, runner);
        return out;
    }

    private static float[] absolute(float[] values) {
        float[] absolute = values.clone();
        for (int i = 0; i < absolute.length; i++) {
            absolute[i] = Math.abs(absolute[i]);
        }
        return absolute;
    }
}
