package lanewise.core;

import java.util.Arrays;

/**
 * One spatial dimension of the convolution matrix C: all size arithmetic of the library is one-dimensional and is here.
 *
 * <pre>
 *     y[o] = Σ_k w[k] · x[u],    u = stride·o + dilation·k - padLo,    0 ≤ k &lt; kernel, 0 ≤ u &lt; in
 *     out ≤ ⌊(in + padLo + padHi - effectiveKernel) / stride⌋ + 1
 * </pre>
 *
 * <p>An axis always describes the <em>convolution</em>. For a transposed convolution the {@code transposed…} factories
 * give the axis of the convolution whose shape it inverts: its {@code out} is what the layer reads, its {@code in} what
 * the layer writes. {@code out} is smaller than the bound above only there, when output padding reaches the stride.
 *
 * <p>Source: Dumoulin &amp; Visin 2016, relationships 1-14; ONNX {@code Conv} and {@code ConvTranspose} (opset 22).
 *
 * @param in       size on the convolution's input side, at least 1
 * @param out      size on the convolution's output side, at least 1
 * @param kernel   taps, at least 1
 * @param stride   distance of neighbouring windows, at least 1
 * @param dilation distance of neighbouring taps, at least 1
 * @param padLo    units of padding before the input, at least 0
 * @param padHi    units of padding behind the input, at least 0; {@code in + padLo + padHi} is at most
 *                 {@link Integer#MAX_VALUE}
 */
public record Axis(int in, int out, int kernel, int stride, int dilation, int padLo, int padHi) {

    /**
     * Checks every component against its bound.
     *
     * @throws IllegalArgumentException naming the component, its value and the bound
     */
    public Axis {
        Check.atLeast("in", in, 1);
        checkWindow(kernel, stride, dilation);
        Check.atLeast("padLo", padLo, 0);
        Check.atLeast("padHi", padHi, 0);
        Check.toSize("in + padLo + padHi", (long) in + padLo + padHi);
        Check.between("out", out, 1, windows(in, kernel, stride, dilation, padLo, padHi));
    }

    /**
     * A convolution's axis with explicit padding: {@code out = ⌊(in + padLo + padHi - effectiveKernel) / stride⌋ + 1}.
     *
     * @param in       input size, at least 1
     * @param kernel   taps, at least 1
     * @param stride   at least 1
     * @param dilation at least 1
     * @param padLo    units before the input, at least 0
     * @param padHi    units behind the input, at least 0
     * @return the axis
     * @throws IllegalArgumentException for a value out of bounds, or when no window fits the padded input
     */
    public static Axis conv(int in, int kernel, int stride, int dilation, int padLo, int padHi) {
        Check.atLeast("in", in, 1);
        checkWindow(kernel, stride, dilation);
        Check.atLeast("padLo", padLo, 0);
        Check.atLeast("padHi", padHi, 0);
        long out = windows(in, kernel, stride, dilation, padLo, padHi);
        if (out < 1) {
            throw new IllegalArgumentException("kernel must fit the padded input, but its effective size "
                    + effective(kernel, dilation) + " exceeds " + ((long) in + padLo + padHi)
                    + ": the output would be empty");
        }
        return new Axis(in, Check.toSize("out", out), kernel, stride, dilation, padLo, padHi);
    }

    /**
     * A convolution's axis with the padding of a border mode.
     *
     * @param in       input size, at least 1
     * @param kernel   taps, at least 1
     * @param stride   at least 1
     * @param dilation at least 1
     * @param border   the mode; the SAME modes pad {@code max(0, (⌈in/stride⌉-1)·stride + effectiveKernel - in)} units
     * @return the axis
     * @throws IllegalArgumentException for a value out of bounds, or when no window fits the padded input
     */
    public static Axis conv(int in, int kernel, int stride, int dilation, Border border) {
        Check.given("border", border);
        Check.atLeast("in", in, 1);
        checkWindow(kernel, stride, dilation);
        if (border == Border.SAME_UPPER || border == Border.SAME_LOWER) {
            long windows = Math.ceilDiv(in, stride);
            long total = Math.max(0, (windows - 1) * stride + effective(kernel, dilation) - in);
            int padLo = lowerShare(total, border);
            return conv(in, kernel, stride, dilation, padLo, Check.toSize("padHi", total - padLo));
        }
        int pad = symmetric(kernel, dilation, border);
        return conv(in, kernel, stride, dilation, pad, pad);
    }

    /**
     * The axis inverted by a transposed convolution with explicit padding:
     * {@code size written = stride·(in-1) + outputPadding + effectiveKernel - padLo - padHi}.
     *
     * @param in            size the layer reads, at least 1
     * @param kernel        taps, at least 1
     * @param stride        at least 1
     * @param dilation      at least 1
     * @param padLo         units cut from the beginning, at least 0
     * @param padHi         units cut from the end, at least 0
     * @param outputPadding units added at the end (and computed, not zero),
     *                      {@code 0 ≤ outputPadding < max(stride, dilation)}
     * @return the axis of the convolution whose shape the layer inverts
     * @throws IllegalArgumentException for a value out of bounds, or when nothing would be written
     */
    public static Axis transposed(int in, int kernel, int stride, int dilation, int padLo, int padHi,
            int outputPadding) {
        Check.atLeast("padLo", padLo, 0);
        Check.atLeast("padHi", padHi, 0);
        long written = unpadded(in, kernel, stride, dilation, outputPadding) - padLo - padHi;
        if (written < 1) {
            throw new IllegalArgumentException("padLo + padHi must be below "
                    + unpadded(in, kernel, stride, dilation, outputPadding) + ", but is " + ((long) padLo + padHi)
                    + ": the output would be empty");
        }
        return new Axis(Check.toSize("output size", written), in, kernel, stride, dilation, padLo, padHi);
    }

    /**
     * The axis inverted by a transposed convolution with the padding of a border mode. The SAME modes write
     * {@code in·stride} units whatever the output padding; where a kernel smaller than the stride cannot reach that far
     * nothing is padded and the natural size is written.
     *
     * @param in            size the layer reads, at least 1
     * @param kernel        taps, at least 1
     * @param stride        at least 1
     * @param dilation      at least 1
     * @param border        the mode
     * @param outputPadding {@code 0 ≤ outputPadding < max(stride, dilation)}
     * @return the axis of the convolution whose shape the layer inverts
     * @throws IllegalArgumentException for a value out of bounds, or when nothing would be written
     */
    public static Axis transposed(int in, int kernel, int stride, int dilation, Border border, int outputPadding) {
        Check.given("border", border);
        if (border == Border.SAME_UPPER || border == Border.SAME_LOWER) {
            long natural = unpadded(in, kernel, stride, dilation, outputPadding);
            return cut(in, kernel, stride, dilation, border, outputPadding, Math.min(natural, (long) in * stride));
        }
        checkWindow(kernel, stride, dilation);
        int pad = symmetric(kernel, dilation, border);
        return transposed(in, kernel, stride, dilation, pad, pad, outputPadding);
    }

    /**
     * The axis inverted by a transposed convolution that writes a given size (ONNX {@code output_shape}): the padding
     * is {@code total = stride·(in-1) + outputPadding + effectiveKernel - size}. SAME_UPPER puts the smaller half at
     * the beginning, every other mode the larger. A size above the natural one adds fewer than {@code stride} computed
     * units at the end.
     *
     * @param in            size the layer reads, at least 1
     * @param kernel        taps, at least 1
     * @param stride        at least 1
     * @param dilation      at least 1
     * @param border        decides the side of an odd unit only; null for none
     * @param outputPadding {@code 0 ≤ outputPadding < max(stride, dilation)}
     * @param size          size the layer writes, between 1 and the natural size {@code + stride - 1}
     * @return the axis of the convolution whose shape the layer inverts
     * @throws IllegalArgumentException for a value out of bounds
     */
    public static Axis transposedTo(int in, int kernel, int stride, int dilation, Border border, int outputPadding,
            int size) {
        long natural = unpadded(in, kernel, stride, dilation, outputPadding);
        if (size < 1 || size > natural + stride - 1) {
            throw new IllegalArgumentException("output size must be between 1 and " + (natural + stride - 1)
                    + " (natural size + stride - 1), but is " + size);
        }
        return cut(in, kernel, stride, dilation, border, outputPadding, size);
    }

    /** {@return {@code (kernel-1)·dilation + 1}: the units one window spans (relationship 14)} */
    public long effectiveKernel() {
        return effective(kernel, dilation);
    }

    /**
     * {@return {@code in + padLo + padHi - effectiveKernel - stride·(out-1)}: padded units behind the last window, the
     * {@code a} of relationship 13}
     */
    public long slack() {
        return (long) in + padLo + padHi - effectiveKernel() - (long) stride * (out - 1);
    }

    /** {@return whether some window reaches over an edge, that is, whether some tap meets padding} */
    public boolean padded() {
        return padLo > 0 || (long) stride * (out - 1) + effectiveKernel() - padLo > in;
    }

    /**
     * {@return the first window whose tap {@code k} lies at or behind the beginning of the input; possibly {@code out}}
     *
     * @param k tap
     */
    public int firstWindow(int k) {
        long first = Math.ceilDiv((long) padLo - (long) dilation * k, stride);
        return Math.clamp(first, 0, out);
    }

    /**
     * {@return one more than the last window whose tap {@code k} lies before the end of the input; possibly less than
     * the first}
     *
     * @param k tap
     */
    public int endWindow(int k) {
        long last = Math.floorDiv((long) in - 1 + padLo - (long) dilation * k, (long) stride);
        return Math.clamp(last + 1, 0, out);
    }

    /**
     * The phases of Cᵀ: the units {@code u} of the input side by the residue {@code (u + padLo) mod stride}. Each is a
     * dense stride-1 convolution with the kernel's taps of that residue, so no inserted zero is ever multiplied. Which
     * taps those are depends on kernel, stride and dilation only.
     *
     * @return {@code stride} phases, indexed by residue; some may have no unit, some no tap
     */
    public Phase[] phases() {
        int period = stride / gcd(stride, dilation);
        int[] firstTap = new int[stride];
        Arrays.fill(firstTap, kernel);
        for (int k = 0; k < Math.min(period, kernel); k++) {
            firstTap[dilation * k % stride] = k;
        }
        Phase[] phases = new Phase[stride];
        for (int residue = 0; residue < stride; residue++) {
            int first = Math.floorMod(residue - padLo, stride);
            int count = first < in ? (in - 1 - first) / stride + 1 : 0;
            int taps = Math.ceilDiv(kernel - firstTap[residue], period);
            int[] tap = new int[taps];
            int[] shift = new int[taps];
            for (int i = 0; i < taps; i++) {
                tap[i] = firstTap[residue] + i * period;
                shift[i] = (int) (((long) first + padLo - dilation * tap[i]) / stride);
            }
            phases[residue] = new Phase(first, count, tap, shift);
        }
        return phases;
    }

    /**
     * The units of one residue class of the input side, {@code u = first + stride·t} for {@code 0 ≤ t < count}; tap
     * {@code tap[i]} meets there the output-side unit {@code t + shift[i]}.
     *
     * @param first the smallest unit
     * @param count the number of units
     * @param tap   kernel indices that reach the class, ascending
     * @param shift output-side unit each tap meets at {@code t = 0}; outside {@code [0, out)} it meets nothing
     */
    public record Phase(int first, int count, int[] tap, int[] shift) {
    }

    private static Axis cut(int in, int kernel, int stride, int dilation, Border border, int outputPadding, long size) {
        long total = Math.max(0, unpadded(in, kernel, stride, dilation, outputPadding) - size);
        int padLo = lowerShare(total, border);
        return new Axis(Check.toSize("output size", size), in, kernel, stride, dilation, padLo,
                Check.toSize("padHi", total - padLo));
    }

    private static int lowerShare(long total, Border border) {
        return Check.toSize("padLo", border == Border.SAME_UPPER ? total / 2 : total - total / 2);
    }

    private static int symmetric(int kernel, int dilation, Border border) {
        long effective = effective(kernel, dilation);
        return Check.toSize("padding", switch (border) {
            case HALF -> effective / 2;
            case FULL -> effective - 1;
            default -> 0;
        });
    }

    private static void checkWindow(int kernel, int stride, int dilation) {
        Check.atLeast("kernel", kernel, 1);
        Check.atLeast("stride", stride, 1);
        Check.atLeast("dilation", dilation, 1);
    }

    private static long effective(int kernel, int dilation) {
        return (kernel - 1L) * dilation + 1;
    }

    private static long windows(int in, int kernel, int stride, int dilation, int padLo, int padHi) {
        return Math.floorDiv((long) in + padLo + padHi - effective(kernel, dilation), (long) stride) + 1;
    }

    private static long unpadded(int in, int kernel, int stride, int dilation, int outputPadding) {
        Check.atLeast("in", in, 1);
        checkWindow(kernel, stride, dilation);
        Check.atLeast("outputPadding", outputPadding, 0);
        if (outputPadding >= Math.max(stride, dilation)) {
            throw new IllegalArgumentException("outputPadding must be below max(stride, dilation) = "
                    + Math.max(stride, dilation) + ", but is " + outputPadding);
        }
        return (in - 1L) * stride + effective(kernel, dilation) + outputPadding;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
