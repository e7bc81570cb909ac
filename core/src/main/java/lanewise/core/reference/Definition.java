package lanewise.core.reference;

import lanewise.core.Axis;
import lanewise.core.ConvSpec;

/** {@code u = stride·o + dilation·k - padLo}, for any number of axes. */
final class Definition {
    private Definition() {
    }

    /**
     * The position of x that output position {@code o} meets under tap {@code k}, or -1 over padding; all three are
     * row-major over the axes.
     */
    static int position(ConvSpec spec, int o, int k) {
        int position = 0;
        int size = 1;
        for (Axis axis : spec.axes().reversed()) {
            int u = axis.stride() * (o % axis.out()) + axis.dilation() * (k % axis.kernel()) - axis.padLo();
            if (u < 0 || u >= axis.in()) {
                return -1;
            }
            position += u * size;
            size *= axis.in();
            o /= axis.out();
            k /= axis.kernel();
        }
        return position;
    }

    static void checkLength(String operand, float[] values, long elements) {
        if (values.length != elements) {
            throw new IllegalArgumentException(
                    operand + " must have " + elements + " elements, but has " + values.length);
        }
    }
}
