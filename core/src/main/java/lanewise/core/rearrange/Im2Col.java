package lanewise.core.rearrange;

import lanewise.core.ConvSpec;
import lanewise.core.PlanOptions;
import lanewise.core.TensorFunction;
import lanewise.core.bounds.Bounds;

/**
 * Plans the explicit form of a convolution's operand: every output's window as a column, zeros where it meets padding:
 *
 * <pre>
 *     col[n, (c, k), o] = x[n, c, u],    u = stride·o + dilation·k - padLo
 *     x: [batch, inChannels, in...],   col: [batch, inChannels·taps, outputs]   or, in NHWC,   [batch, outputs, taps·inChannels]
 * </pre>
 *
 * <p>A convolution is then a product of matrices, {@code y[n, m, o] = Σ w[m, (c, k)] · col[n, (c, k), o]}. Elements are copied, to
 * the bit. Nothing in this library computes that way: columns take {@code taps} times the memory. {@link Col2Im} is the adjoint.
 */
public final class Im2Col {
    private Im2Col() {
    }

    /**
     * Plans with {@link PlanOptions#DEFAULTS}.
     *
     * @param spec geometry, whose output channels and groups don't matter
     * @return x to col
     */
    public static TensorFunction of(ConvSpec spec) {
        return of(spec, PlanOptions.DEFAULTS);
    }

    /**
     * Plans the columns.
     *
     * @param spec    geometry, whose output channels and groups don't matter
     * @param options of which the layout matters
     * @return x to col
     * @throws IllegalArgumentException when the elements of col don't fit a long
     */
    public static TensorFunction of(ConvSpec spec, PlanOptions options) {
        return TensorFunction.of(new Gather(Bounds.given("spec", spec), Bounds.given("options", options).layout()));
    }
}
