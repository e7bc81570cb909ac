package lanewise.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A convolution of an upsampled tensor that is never made: each unit of x is repeated {@code scale} times along every axis, as
 * nearest upsampling does, and the result convolved with w. Both together are one transposed convolution, whose kernel sums
 * the taps that meet the same unit:
 *
 * <pre>
 *     y[o] = Σ_k w[k] · x[⌊(o + dilation·k - padLo) / scale⌋]
 *          = Σ_j v[o - scale·j + e - padLo] · x[j],       e = dilation·(kernel - 1)
 *     v[i] = Σ w[k]  over the taps with  0 ≤ i - e + dilation·k &lt; scale,       0 ≤ i &lt; e + scale
 * </pre>
 *
 * <p>Every phase of it has {@code ⌈(e + scale) / scale⌉} taps or fewer along an axis instead of {@code kernel}: a 3×3
 * convolution after upsampling by two takes four ninths of the multiply-adds, those of a 4×4 transposed convolution of stride
 * two. Unlike a learned one, it gives every output the same sum of weights, so it draws no checkerboard.
 *
 * <pre>{@code
 * ResizeConv up = ResizeConv.nearest(ConvSpec.conv(64, 32, 56, 56).kernel(3).padding(1).build(), 2);
 * Operator op = Plan.transpose(up.spec()).bind(up.filter(Filter.of(weights)));     // reads [n, 64, 28, 28], writes [n, 32, 56, 56]
 * }</pre>
 *
 * <p>Results are those of a convolution whose sums of weights were rounded once more, by {@code ε·Σ|w|·|x|} at most with
 * {@code ε = 2⁻²⁴}.
 *
 * <p>Source: Odena, Dumoulin &amp; Olah 2016, "Deconvolution and Checkerboard Artifacts", for resize-convolution.
 */
public final class ResizeConv {
    private final ConvSpec conv;
    private final int[] scale;
    private final ConvSpec spec;

    private ResizeConv(ConvSpec conv, int[] scale, ConvSpec spec) {
        this.conv = conv;
        this.scale = scale;
        this.spec = spec;
    }

    /**
     * Nearest upsampling followed by a convolution.
     *
     * @param conv  the convolution, of the size that upsampling gives: {@code in} is a multiple of the scale, the stride 1, the
     *              dilation at most the scale, and padding at most {@code effectiveKernel - 1}
     * @param scale how often a unit is repeated, one for all axes or one per axis, outermost first, each at least 1
     * @return both together
     * @throws IllegalArgumentException naming the axis, the parameter, its value and the bound
     */
    public static ResizeConv nearest(ConvSpec conv, int... scale) {
        Check.given("conv", conv);
        int rank = conv.rank();
        if (Check.given("scale", scale).length != 1 && scale.length != rank) {
            throw new IllegalArgumentException("scale must have 1 value or " + rank + ", but has " + scale.length);
        }
        int[] scales = new int[rank];
        List<Axis> axes = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            scales[i] = scale[scale.length == 1 ? 0 : i];
            axes.add(transposed(i, conv.axes().get(i), scales[i]));
        }
        return new ResizeConv(conv, scales,
                new ConvSpec(conv.batch(), conv.groups(), conv.outChannels(), conv.inChannels(), axes));
    }

    /** {@return the matrix whose transpose computes both: it reads x as it was before upsampling} */
    public ConvSpec spec() {
        return spec;
    }

    /**
     * The weights of {@link #spec}.
     *
     * @param filter weights of the convolution, {@code [outChannels, inChannels/groups, kernel...]}, read now and not kept
     * @return their sums, {@code [inChannels, outChannels/groups, dilation·(kernel - 1) + scale...]}, summed in float64 and rounded
     *         once
     * @throws IllegalArgumentException for a wrong number of weights
     */
    public Filter filter(Filter filter) {
        float[] w = Check.given("filter", filter).toArray(conv);
        int taps = Math.toIntExact(conv.taps());
        int sums = Check.toSize("taps", spec.taps());
        float[] v = new float[Check.toSize("elements of w", spec.filterElements())];
        int read = conv.inChannelsPerGroup();
        int written = conv.outChannelsPerGroup();
        double[] plane = new double[sums];
        for (int m = 0; m < conv.outChannels(); m++) {
            int firstRead = m / written * read;
            for (int c = 0; c < read; c++) {
                Arrays.fill(plane, 0);
                for (int k = 0; k < taps; k++) {
                    spread(w[(m * read + c) * taps + k], k, plane);
                }
                int at = ((firstRead + c) * written + m % written) * sums;
                for (int i = 0; i < sums; i++) {
                    v[at + i] = (float) plane[i];
                }
            }
        }
        return Filter.of(v);
    }

    /** The axis inverted by both together. */
    private static Axis transposed(int i, Axis axis, int scale) {
        String name = "axis " + i + ": ";
        long reach = axis.effectiveKernel() - 1;
        Check.atLeast(name + "scale", scale, 1);
        Check.between(name + "stride", axis.stride(), 1, 1);
        Check.between(name + "dilation", axis.dilation(), 1, axis.kernel() == 1 ? axis.dilation() : scale);
        Check.between(name + "padLo", axis.padLo(), 0, reach);
        Check.between(name + "padHi", axis.padHi(), 0, reach);
        if (axis.in() % scale != 0) {
            throw new IllegalArgumentException(
                    name + "in must be a multiple of scale = " + scale + ", but is " + axis.in());
        }
        return new Axis(axis.out(), axis.in() / scale, Check.toSize(name + "kernel", reach + scale), scale, 1,
                (int) (reach - axis.padLo()), (int) (reach - axis.padHi() + axis.slack()));
    }

    /** Adds a weight to every sum that tap {@code k} belongs to: {@code scale} of them along an axis. */
    private void spread(float weight, int k, double[] plane) {
        spread(weight, 0, k, Math.toIntExact(conv.taps()), 0, plane);
    }

    private void spread(float weight, int axis, int tap, int taps, int at, double[] plane) {
        if (axis == scale.length) {
            plane[at] += weight;
            return;
        }
        Axis along = conv.axes().get(axis);
        int inner = taps / along.kernel();
        int first = along.dilation() * (along.kernel() - 1 - tap / inner);
        for (int i = first; i < first + scale[axis]; i++) {
            spread(weight, axis + 1, tap % inner, inner, at * spec.axes().get(axis).kernel() + i, plane);
        }
    }
}
