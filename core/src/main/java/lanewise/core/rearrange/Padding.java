package lanewise.core.rearrange;

import java.util.Locale;
import lanewise.core.PlanOptions;
import lanewise.core.TensorFunction;
import lanewise.core.bounds.Bounds;

/**
 * Plans padding in front of a convolution, for borders other than the zeros that convolutions have for nothing:
 *
 * <pre>
 *     y[n, c, u + lo] = x[n, c, u]   where u is in x, otherwise a value that the kind of padding says
 *     x: [batch, channels, in...],   y: [batch, channels, lo + in + hi...]
 * </pre>
 *
 * <p>Elements are copied, to the bit. Padding may be wider than the input: reflections are reflected again, and what wraps wraps
 * again.
 *
 * <p>Source: ONNX Pad-19, modes constant, reflect, edge and wrap.
 */
public final class Padding {
    private Padding() {
    }

    /**
     * Plans padding with what the input has.
     *
     * @param in        shape of x
     * @param extension what the input is continued with
     * @param lo        units in front, one for all axes or one per axis, each at least 0
     * @param hi        units behind, likewise
     * @param options   of which the layout matters
     * @return x to y
     * @throws IllegalArgumentException for a value out of bounds, or a reflection of a single unit
     */
    public static TensorFunction of(Shape in, Extension extension, int[] lo, int[] hi, PlanOptions options) {
        Bounds.given("extension", extension);
        return plan(in, lo, hi, extension.name().toLowerCase(Locale.ROOT), 0, extension, options);
    }

    /**
     * Plans padding with a constant.
     *
     * @param in      shape of x
     * @param value   of all units outside
     * @param lo      units in front, one for all axes or one per axis, each at least 0
     * @param hi      units behind, likewise
     * @param options of which the layout matters
     * @return x to y
     * @throws IllegalArgumentException for a value out of bounds
     */
    public static TensorFunction constant(Shape in, float value, int[] lo, int[] hi, PlanOptions options) {
        return plan(in, lo, hi, Float.toString(value), value, null, options);
    }

    private static TensorFunction plan(Shape in, int[] lo, int[] hi, String name, float value, Extension extension,
            PlanOptions options) {
        Bounds.given("options", options);
        int rank = Bounds.given("in", in).rank();
        int[] before = Bounds.perAxis("lo", lo, rank);
        int[] behind = Bounds.perAxis("hi", hi, rank);
        int[][] sources = new int[rank][];
        for (int axis = 0; axis < rank; axis++) {
            int n = in.size().get(axis);
            Bounds.atLeast("lo", before[axis], 0);
            Bounds.atLeast("hi", behind[axis], 0);
            if (extension == Extension.REFLECTION && n == 1 && before[axis] + (long) behind[axis] > 0) {
                throw new IllegalArgumentException("size must be at least 2 to be reflected, but is 1");
            }
            sources[axis] = new int[Bounds.toSize("lo + in + hi", (long) before[axis] + n + behind[axis])];
            for (int o = 0; o < sources[axis].length; o++) {
                int u = o - before[axis];
                sources[axis][o] = 0 <= u && u < n ? u : extension == null ? -1 : extension.source(u, n);
            }
        }
        return TensorFunction.of(new Relocation("pad with " + name, in, sources, value, options.layout()));
    }
}
