package lanewise.core.reference;

import java.util.List;
import java.util.function.ToIntFunction;
import lanewise.core.Axis;
import lanewise.core.ConvSpec;

/**
 * Cᵀ by its textbook construction: y is stretched by {@code stride - 1} zeros between its units, padded by
 * {@code effectiveKernel - 1 - padLo} zeros before and {@code effectiveKernel - 1 - padHi + slack} behind (cropped
 * where that is negative), and correlated at stride 1 with the kernel turned by 180°.
 *
 * <p>Source: Dumoulin &amp; Visin 2016, relationships 7-13.
 */
public final class ZeroInsertion {
    private ZeroInsertion() {
    }

    /**
     * {@code x = Cᵀ y}, summed in float64 and rounded once. Tensors are NCHW.
     *
     * @param spec the convolution matrix C
     * @param w    {@code [outChannels, inChannels/groups, kernel...]}, finite: they meet the zeros put in
     * @param y    {@code [batch, outChannels, out...]}
     * @return x, {@code [batch, inChannels, in...]}
     * @throws IllegalArgumentException for a wrong number of elements
     */
    public static float[] transpose(ConvSpec spec, float[] w, float[] y) {
        Definition.checkLength("w", w, spec.filterElements());
        Definition.checkLength("y", y, spec.outElements());
        int[] corners = places(spec.axes(), Axis::in, axis -> 1);
        int[] taps = places(spec.axes(), Axis::kernel, Axis::dilation);
        double[] x = new double[Math.toIntExact(spec.inElements())];
        for (int n = 0; n < spec.batch(); n++) {
            for (int m = 0; m < spec.outChannels(); m++) {
                double[] image = stretched(spec.axes(), y, (n * spec.outChannels() + m) * (int) spec.outPositions());
                int firstChannel = m / spec.outChannelsPerGroup() * spec.inChannelsPerGroup();
                for (int c = 0; c < spec.inChannelsPerGroup(); c++) {
                    int kernel = (m * spec.inChannelsPerGroup() + c) * taps.length;
                    int plane = (n * spec.inChannels() + firstChannel + c) * corners.length;
                    for (int u = 0; u < corners.length; u++) {
                        x[plane + u] += turnedSum(w, kernel, image, corners[u], taps);
                    }
                }
            }
        }
        float[] rounded = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            rounded[i] = (float) x[i];
        }
        return rounded;
    }

    /** The plane of y that begins at {@code from}, stretched and padded. */
    private static double[] stretched(List<Axis> axes, float[] y, int from) {
        double[] image = new double[product(axes, ZeroInsertion::paddedSize)];
        int positions = product(axes, Axis::out);
        for (int o = 0; o < positions; o++) {
            int at = 0;
            int size = 1;
            int rest = o;
            boolean cropped = false;
            for (Axis axis : axes.reversed()) {
                int u = axis.stride() * (rest % axis.out()) + (int) axis.effectiveKernel() - 1 - axis.padLo();
                cropped |= u < 0 || u >= paddedSize(axis);
                at += u * size;
                size *= paddedSize(axis);
                rest /= axis.out();
            }
            if (!cropped) {
                image[at] = y[from + o];
            }
        }
        return image;
    }

    /** One window's products with the kernel that begins at {@code kernel}, last tap first. */
    private static double turnedSum(float[] w, int kernel, double[] image, int corner, int[] taps) {
        double sum = 0;
        for (int k = 0; k < taps.length; k++) {
            sum += w[kernel + taps.length - 1 - k] * image[corner + taps[k]];
        }
        return sum;
    }

    /** The places in the padded image of a grid with the given size and step on every axis, row-major. */
    private static int[] places(List<Axis> axes, ToIntFunction<Axis> grid, ToIntFunction<Axis> step) {
        int[] places = new int[product(axes, grid)];
        for (int i = 0; i < places.length; i++) {
            int size = 1;
            int rest = i;
            for (Axis axis : axes.reversed()) {
                places[i] += rest % grid.applyAsInt(axis) * step.applyAsInt(axis) * size;
                size *= paddedSize(axis);
                rest /= grid.applyAsInt(axis);
            }
        }
        return places;
    }

    /** A stride-1 window of the effective kernel has {@code in} positions here. */
    private static int paddedSize(Axis axis) {
        return Math.toIntExact(axis.in() + axis.effectiveKernel() - 1);
    }

    private static int product(List<Axis> axes, ToIntFunction<Axis> size) {
        return axes.stream().mapToInt(size).reduce(1, Math::multiplyExact);
    }
}
