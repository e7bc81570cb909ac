package lanewise.core.rearrange;

import lanewise.core.PlanOptions;
import lanewise.core.TensorFunction;
import lanewise.core.bounds.Bounds;

/**
 * Plans the move of channels into blocks of positions, the second half of a sub-pixel convolution:
 *
 * <pre>
 *     y[n, c, block·p + i] = x[n, s·C + c, p]   (DCR)   or   x[n, c·S + s, p]   (CRD)
 *     x: [batch, C·S, in...],   y: [batch, C, block·in...],   S = Π block,   s = i in row-major order,   0 ≤ i &lt; block
 * </pre>
 *
 * <p>Elements are copied, to the bit. {@link SpaceToDepth} is the inverse.
 *
 * <p>Sources: ONNX DepthToSpace-13; Shi et al. 2016, "Real-Time Single Image and Video Super-Resolution Using an Efficient
 * Sub-Pixel Convolutional Neural Network".
 */
public final class DepthToSpace {
    private DepthToSpace() {
    }

    /**
     * Plans with {@link PlanOptions#DEFAULTS}.
     *
     * @param in    shape of x
     * @param order which channels make a block
     * @param block its size, one for all axes or one per axis, each at least 1
     * @return x to y
     */
    public static TensorFunction of(Shape in, BlockOrder order, int... block) {
        return of(in, order, PlanOptions.DEFAULTS, block);
    }

    /**
     * Plans the move.
     *
     * @param in      shape of x
     * @param order   which channels make a block
     * @param options of which layout and backend matter
     * @param block   its size, one for all axes or one per axis, each at least 1
     * @return x to y
     * @throws IllegalArgumentException when the channels of x are not a multiple of S, or for a value out of bounds
     */
    public static TensorFunction of(Shape in, BlockOrder order, PlanOptions options, int... block) {
        Bounds.given("order", order);
        Bounds.given("options", options);
        int[] blocks = Blocks.checked(Bounds.given("in", in), block);
        int elements = Blocks.elements(blocks);
        if (in.channels() % elements != 0) {
            throw new IllegalArgumentException(
                    "channels must be a multiple of the " + elements + " elements of a block, but are "
                            + in.channels());
        }
        return TensorFunction.of(new Blocks(true, in, order, blocks, options));
    }
}
