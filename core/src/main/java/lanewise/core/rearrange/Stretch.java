package lanewise.core.rearrange;

import java.util.Arrays;
import lanewise.core.PlanOptions;
import lanewise.core.TensorFunction;
import lanewise.core.bounds.Bounds;

/**
 * Plans the insertion of zeros between units, which followed by a convolution is a strided transposed convolution:
 *
 * <pre>
 *     y[n, c, stride·p] = x[n, c, p],   0 elsewhere
 *     x: [batch, channels, in...],   y: [batch, channels, stride·(in - 1) + 1...]
 * </pre>
 *
 * <p>Elements are copied, to the bit. {@link lanewise.core.Plan#transpose} gives the same without inserting or multiplying any
 * zero; this is what it is explained with.
 *
 * <p>Source: Dumoulin &amp; Visin 2016, section 4.
 */
public final class Stretch {
    private Stretch() {
    }

    /**
     * Plans with {@link PlanOptions#DEFAULTS}.
     *
     * @param in     shape of x
     * @param stride distance that neighbours get, one for all axes or one per axis, each at least 1
     * @return x to y
     */
    public static TensorFunction of(Shape in, int... stride) {
        return of(in, PlanOptions.DEFAULTS, stride);
    }

    /**
     * Plans the insertion.
     *
     * @param in      shape of x
     * @param options of which the layout matters
     * @param stride  distance that neighbours get, one for all axes or one per axis, each at least 1
     * @return x to y
     * @throws IllegalArgumentException for a value out of bounds
     */
    public static TensorFunction of(Shape in, PlanOptions options, int... stride) {
        Bounds.given("options", options);
        int[] strides = Bounds.perAxis("stride", stride, Bounds.given("in", in).rank());
        int[][] sources = new int[strides.length][];
        for (int axis = 0; axis < strides.length; axis++) {
            Bounds.atLeast("stride", strides[axis], 1);
            int n = in.size().get(axis);
            sources[axis] = new int[Bounds.toSize("stretched size", (n - 1L) * strides[axis] + 1)];
            Arrays.fill(sources[axis], -1);
            for (int p = 0; p < n; p++) {
                sources[axis][p * strides[axis]] = p;
            }
        }
        return TensorFunction.of(new Relocation("stretch", in, sources, 0, options.layout()));
    }
}
