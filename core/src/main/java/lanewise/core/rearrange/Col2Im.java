package lanewise.core.rearrange;

import lanewise.core.ConvSpec;
import lanewise.core.PlanOptions;
import lanewise.core.TensorFunction;
import lanewise.core.bounds.Bounds;

/**
 * Plans the sum of columns into images, the adjoint of {@link Im2Col} and the second half of a transposed convolution, whose
 * first half is a product of matrices:
 *
 * <pre>
 *     x[n, c, u] = Σ_k col[n, (c, k), o]    over the taps k with  u = stride·o + dilation·k - padLo  for some output o
 *     col: [batch, inChannels·taps, outputs]   or, in NHWC,   [batch, outputs, taps·inChannels],   x: [batch, inChannels, in...]
 * </pre>
 *
 * <p>Sums begin with +0 and add taps in row-major order, so results depend neither on backend nor layout nor threads. What would
 * fall on padding is dropped.
 *
 * <p>Source: ONNX Col2Im-18, without its restriction to as many outputs as windows fit.
 */
public final class Col2Im {
    private Col2Im() {
    }

    /**
     * Plans with {@link PlanOptions#DEFAULTS}.
     *
     * @param spec geometry, whose output channels and groups don't matter
     * @return col to x
     */
    public static TensorFunction of(ConvSpec spec) {
        return of(spec, PlanOptions.DEFAULTS);
    }

    /**
     * Plans the sum.
     *
     * @param spec    geometry, whose output channels and groups don't matter
     * @param options of which the layout matters
     * @return col to x
     * @throws IllegalArgumentException when the elements of col don't fit a long
     */
    public static TensorFunction of(ConvSpec spec, PlanOptions options) {
        return TensorFunction.of(new Scatter(Bounds.given("spec", spec), Bounds.given("options", options).layout()));
    }
}
