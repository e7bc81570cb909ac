package lanewise.core.rearrange;

import java.util.ArrayList;
import java.util.List;
import lanewise.core.PlanOptions;
import lanewise.core.TensorFunction;
import lanewise.core.bounds.Bounds;

/**
 * Plans the move of blocks of positions into channels, the inverse of {@link DepthToSpace}:
 *
 * <pre>
 *     y[n, s·C + c, p]   (DCR, that of ONNX)   or   y[n, c·S + s, p]   (CRD)   = x[n, c, block·p + i]
 *     x: [batch, C, in...],   y: [batch, C·S, in/block...],   S = Π block,   s = i in row-major order,   0 ≤ i &lt; block
 * </pre>
 *
 * <p>Elements are copied, to the bit.
 *
 * <p>Source: ONNX SpaceToDepth-13.
 */
public final class SpaceToDepth {
    private SpaceToDepth() {
    }

    /**
     * Plans with {@link PlanOptions#DEFAULTS}.
     *
     * @param in    shape of x
     * @param order which channels a block becomes
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
     * @param order   which channels a block becomes
     * @param options of which layout and backend matter
     * @param block   its size, one for all axes or one per axis, each at least 1
     * @return x to y
     * @throws IllegalArgumentException when a size of x is not a multiple of the block's, or for a value out of bounds
     */
    public static TensorFunction of(Shape in, BlockOrder order, PlanOptions options, int... block) {
        Bounds.given("order", order);
        Bounds.given("options", options);
        int[] blocks = Blocks.checked(Bounds.given("in", in), block);
        List<Integer> size = new ArrayList<>();
        for (int i = 0; i < blocks.length; i++) {
            int units = in.size().get(i);
            if (units % blocks[i] != 0) {
                throw new IllegalArgumentException(
                        "size must be a multiple of block = " + blocks[i] + ", but is " + units);
            }
            size.add(units / blocks[i]);
        }
        int channels = Bounds.toSize("channels", (long) in.channels() * Blocks.elements(blocks));
        return TensorFunction.of(new Blocks(false, new Shape(in.batch(), channels, size), order, blocks, options));
    }
}
