package lanewise.core.pooling;

import lanewise.core.ConvSpec;
import lanewise.core.PlanOptions;
import lanewise.core.TensorFunction;

/**
 * Plans pooling. Of the options, layout and backend matter; results depend on neither, nor on the number of threads.
 */
public final class Pooling {

    private Pooling() {
    }

    /**
     * Plans {@code y[n, c] = max_u x[n, c, u]} over all positions u, as {@link Math#max(float, float)} defines it: NaN if one of
     * them is.
     *
     * @param batch    images, at least 0
     * @param channels at least 0
     * @param in       spatial size, outermost axis first, each at least 1
     * @param options  what is asked of the plan
     * @return a function from {@code [batch, channels, in...]} to {@code [batch, channels]}
     * @throws IllegalArgumentException for a value out of bounds
     */
    public static TensorFunction globalMax(int batch, int channels, int[] in, PlanOptions options) {
        return TensorFunction.of(new GlobalPool(false, spec(batch, channels, in), options));
    }

    /**
     * Plans {@code y[n, c] = (Σ_u x[n, c, u]) / positions} over all positions u. Eight sums of every eighth position from +0 on, in
     * row-major order, are added as {@code ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7))} and divided by a rounding of
     * {@code positions}.
     *
     * @param batch    images, at least 0
     * @param channels at least 0
     * @param in       spatial size, outermost axis first, each at least 1
     * @param options  what is asked of the plan
     * @return a function from {@code [batch, channels, in...]} to {@code [batch, channels]}
     * @throws IllegalArgumentException for a value out of bounds
     */
    public static TensorFunction globalAverage(int batch, int channels, int[] in, PlanOptions options) {
        return TensorFunction.of(new GlobalPool(true, spec(batch, channels, in), options));
    }

    private static ConvSpec spec(int batch, int channels, int[] in) {
        return ConvSpec.conv(channels, channels, in).groups(Math.max(channels, 1)).batch(batch).build();
    }
}
