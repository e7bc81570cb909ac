package lanewise.core.pooling;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import lanewise.core.Axis;
import lanewise.core.ConvSpec;

/**
 * The windows of a pooling layer, those of a convolution whose every channel sees itself only:
 *
 * <pre>
 *     output o sees x[u],    u = stride·o + dilation·k - padLo,    0 ≤ k &lt; kernel, 0 ≤ u &lt; in  on every axis
 *     x: [batch, channels, in...]
 *     y: [batch, channels, out...]
 * </pre>
 *
 * <p>Axes are ordered outermost first. Batch and channels may be 0.
 */
public final class PoolSpec {
    private final ConvSpec windows;
    private final int[] padHi;

    /** Windows that may reach beyond the padding, which is so many units behind the input. */
    PoolSpec(ConvSpec windows, int[] padHi) {
        this.windows = windows;
        this.padHi = padHi;
    }

    /**
     * Starts a specification.
     *
     * @param channels at least 0
     * @param in       spatial size, outermost axis first
     * @return a builder
     * @throws IllegalArgumentException unless there are one to three axes
     */
    public static PoolSpecBuilder of(int channels, int... in) {
        return new PoolSpecBuilder(channels, in);
    }

    /** {@return images} */
    public int batch() {
        return windows.batch();
    }

    /** {@return channels} */
    public int channels() {
        return windows.inChannels();
    }

    /** {@return one to three axes; what windows reach over the padding in ceil mode is in their {@code padHi}} */
    public List<Axis> axes() {
        return windows.axes();
    }

    /** {@return elements of x} */
    public long inElements() {
        return windows.inElements();
    }

    /** {@return elements of y} */
    public long outElements() {
        return windows.outElements();
    }

    /** The windows as a convolution's. */
    ConvSpec windows() {
        return windows;
    }

    /** Whether some window sees nothing but padding. */
    boolean someWindowIsEmpty() {
        return axes().stream().anyMatch(axis -> Arrays.stream(taps(axis, 0, axis.in())).anyMatch(taps -> taps == 0));
    }

    /** How many taps of each window of one of the {@linkplain ConvSpec#threeAxes three axes} count for an average. */
    int[] counts(int threeAxis, boolean padding) {
        Axis axis = windows.threeAxes().get(threeAxis);
        int own = threeAxis - 3 + windows.rank();
        return padding && own >= 0 ? taps(axis, -axis.padLo(), axis.in() + padHi[own]) : taps(axis, 0, axis.in());
    }

    /** Taps of each window in {@code [lo, hi)}. */
    private static int[] taps(Axis axis, int lo, int hi) {
        int[] taps = new int[axis.out()];
        for (int o = 0; o < taps.length; o++) {
            long start = (long) axis.stride() * o - axis.padLo();
            long first = Math.max(0, Math.ceilDiv(lo - start, axis.dilation()));
            long end = Math.min(axis.kernel(), Math.floorDiv(hi - 1 - start, axis.dilation()) + 1);
            taps[o] = (int) Math.max(0, end - first);
        }
        return taps;
    }

    /** One line: {@code 64 112×112→56×56 k3×3 s2×2 d1×1 p(1,1)(1,1) n1}. */
    @Override
    public String toString() {
        return channels() + " " + perAxis(Axis::in) + "→" + perAxis(Axis::out) + " k" + perAxis(Axis::kernel) + " s"
                + perAxis(Axis::stride) + " d" + perAxis(Axis::dilation) + " p"
                + axes().stream().map(axis -> "(" + axis.padLo() + "," + axis.padHi() + ")")
                        .collect(Collectors.joining())
                + " n" + batch();
    }

    private String perAxis(ToIntFunction<Axis> value) {
        return axes().stream().map(axis -> Integer.toString(value.applyAsInt(axis))).collect(Collectors.joining("×"));
    }
}
