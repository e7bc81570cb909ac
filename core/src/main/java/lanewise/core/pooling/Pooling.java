package lanewise.core.pooling;

import lanewise.core.ConvSpec;
import lanewise.core.PlanOptions;
import lanewise.core.TensorFunction;
import lanewise.core.bounds.Bounds;
import lanewise.core.spi.Backend;
import lanewise.core.spi.Backends;

/**
 * Plans pooling and unpooling. Of the options, layout and backend matter. Values depend on neither, nor on the number of threads;
 * indices are positions in memory, which the layout decides.
 */
public final class Pooling {
    private Pooling() {
    }

    /**
     * Plans {@link #max(PoolSpec, PlanOptions)} with {@link PlanOptions#DEFAULTS}.
     *
     * @param spec the windows
     * @return a function from {@code [batch, channels, in...]} to {@code [batch, channels, out...]}
     */
    public static TensorFunction max(PoolSpec spec) {
        return max(spec, PlanOptions.DEFAULTS);
    }

    /**
     * Plans {@code y[n, c, o] = max_k x[n, c, u]} over the taps of window o that lie inside the input, as
     * {@link Math#max(float, float)} defines it: NaN if one is, +0 over -0. A window without any gives
     * {@code -Float.MAX_VALUE}, as in ONNX Runtime, where a NaN however is lost or not depending on its place in the window.
     *
     * @param spec    the windows
     * @param options what is asked of the plan
     * @return a function from {@code [batch, channels, in...]} to {@code [batch, channels, out...]}
     */
    public static TensorFunction max(PoolSpec spec, PlanOptions options) {
        return windows(spec, Reduction.Kind.MAX, options);
    }

    /**
     * Plans {@link #maxWithIndices(PoolSpec, PlanOptions)} with {@link PlanOptions#DEFAULTS}.
     *
     * @param spec the windows
     * @return a function from {@code [batch, channels, in...]} to {@code [batch, channels, out...]} that writes indices
     */
    public static TensorFunction maxWithIndices(PoolSpec spec) {
        return maxWithIndices(spec, PlanOptions.DEFAULTS);
    }

    /**
     * Plans maxima, as {@link #max(PoolSpec, PlanOptions)} but for the sign of zeros, and the indices of where they are: {@code y[i] == x[indices[i]]}
     * with both tensors as they lie in memory, so that they are ONNX's in NCHW. Of equal maxima the first in the row-major order
     * of the window counts, +0 and -0 being equal; a NaN counts more than any number. The index of a window without taps inside the
     * input is -1.
     *
     * @param spec    the windows
     * @param options what is asked of the plan
     * @return a function from {@code [batch, channels, in...]} to {@code [batch, channels, out...]} that writes indices
     * @throws IllegalArgumentException when x has more than {@link Integer#MAX_VALUE} elements
     */
    public static TensorFunction maxWithIndices(PoolSpec spec, PlanOptions options) {
        return TensorFunction.of(new IndexPool(spec, options));
    }

    /**
     * Plans {@link #average(PoolSpec, boolean, PlanOptions)} with {@link PlanOptions#DEFAULTS}.
     *
     * @param spec           the windows
     * @param includePadding whether padding counts
     * @return a function from {@code [batch, channels, in...]} to {@code [batch, channels, out...]}
     */
    public static TensorFunction average(PoolSpec spec, boolean includePadding) {
        return average(spec, includePadding, PlanOptions.DEFAULTS);
    }

    /**
     * Plans {@code y[n, c, o] = (Σ_k x[n, c, u]) / count}. On the outer axes first: for each position along the innermost axis the
     * taps on the outer ones are summed in row-major order from +0 on, then these sums along the innermost axis from +0 on. Taps
     * over padding are +0. {@code count} are the taps inside the input, or with {@code includePadding} those inside input and
     * padding, but never what lies beyond in ceil mode. Where {@code count} is 0 the average is 0.
     *
     * @param spec           the windows
     * @param includePadding whether padding counts, as ONNX's {@code count_include_pad}
     * @param options        what is asked of the plan
     * @return a function from {@code [batch, channels, in...]} to {@code [batch, channels, out...]}
     */
    public static TensorFunction average(PoolSpec spec, boolean includePadding, PlanOptions options) {
        return windows(spec, includePadding ? Reduction.Kind.AVERAGE_WITH_PADDING : Reduction.Kind.AVERAGE, options);
    }

    /**
     * Plans {@link #unpool(PoolSpec, PlanOptions)} with {@link PlanOptions#DEFAULTS}.
     *
     * @param spec the windows of the pooling that is undone
     * @return a function from {@code [batch, channels, out...]} to {@code [batch, channels, in...]} that reads indices
     */
    public static TensorFunction unpool(PoolSpec spec) {
        return unpool(spec, PlanOptions.DEFAULTS);
    }

    /**
     * Plans the placement of values where {@link #maxWithIndices(PoolSpec, PlanOptions)} found them: {@code x = 0}, then {@code x[indices[i]] = y[i]} in
     * the order of i, so that of several values for one place the last one stays. Indices may point anywhere in x.
     *
     * @param spec    the windows of the pooling that is undone
     * @param options what is asked of the plan
     * @return a function from {@code [batch, channels, out...]} to {@code [batch, channels, in...]} that reads indices
     * @throws IllegalArgumentException when x has more than {@link Integer#MAX_VALUE} elements
     */
    public static TensorFunction unpool(PoolSpec spec, PlanOptions options) {
        return TensorFunction.of(new Unpool(spec, options));
    }

    /**
     * Plans {@link #globalMax(int, int, int[], PlanOptions)} with {@link PlanOptions#DEFAULTS}.
     *
     * @param batch    images, at least 0
     * @param channels at least 0
     * @param in       spatial size, outermost axis first, each at least 1
     * @return a function from {@code [batch, channels, in...]} to {@code [batch, channels]}
     */
    public static TensorFunction globalMax(int batch, int channels, int... in) {
        return globalMax(batch, channels, in, PlanOptions.DEFAULTS);
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
     * Plans {@link #globalAverage(int, int, int[], PlanOptions)} with {@link PlanOptions#DEFAULTS}.
     *
     * @param batch    images, at least 0
     * @param channels at least 0
     * @param in       spatial size, outermost axis first, each at least 1
     * @return a function from {@code [batch, channels, in...]} to {@code [batch, channels]}
     */
    public static TensorFunction globalAverage(int batch, int channels, int... in) {
        return globalAverage(batch, channels, in, PlanOptions.DEFAULTS);
    }

    /**
     * Plans {@code y[n, c] = (Σ_u x[n, c, u]) / positions} over all positions u. Sixteen sums, each of every
     * sixteenth position from +0 on in row-major order, are halved until one is left, s[i] + s[i + 8] first, then s[i] + s[i + 4]
     * and so on, and that is divided by a rounding of {@code positions}.
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

    private static TensorFunction windows(PoolSpec spec, Reduction.Kind kind, PlanOptions options) {
        Bounds.given("spec", spec);
        Bounds.given("options", options);
        Backend backend = Backends.named(options.backend());
        return TensorFunction.of(new WindowPool(spec, kind, options.layout(), backend));
    }

    /** Refuses a tensor whose positions are no ints. */
    static void checkIndexable(PoolSpec spec) {
        if (spec.inElements() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("elements of x must be at most " + Integer.MAX_VALUE
                    + " to have indices, but are " + spec.inElements());
        }
    }

    private static ConvSpec spec(int batch, int channels, int[] in) {
        return ConvSpec.conv(channels, channels, in).groups(Math.max(channels, 1)).batch(batch).build();
    }
}
