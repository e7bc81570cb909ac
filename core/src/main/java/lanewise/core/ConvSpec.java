package lanewise.core;

import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * The geometry of one convolution matrix C, never materialised:
 *
 * <pre>
 *     y[n, m, o] = Σ_c Σ_k w[m, c, k] · x[n, c, u],    u = stride·o + dilation·k - padLo  on every axis
 *     x: [batch, inChannels, in...]
 *     y: [batch, outChannels, out...]
 *     w: [outChannels, inChannels/groups, kernel...]
 * </pre>
 *
 * <p>Output channel {@code m} of group {@code g} sees the input channels of group {@code g} only. FORWARD reads x and
 * writes y, TRANSPOSE reads y and writes x, WEIGHTS reads both and writes w. A transposed-convolution <em>layer</em> is
 * the TRANSPOSE product of the convolution whose shape it inverts; {@link #convTranspose} builds that one, and the
 * layer's {@code [C, M/groups, k...]} weights are its weights without any reindexing.
 *
 * <p>Batch and channels may be 0. Axes are ordered outermost first: {@code (W)}, {@code (H, W)} or {@code (D, H, W)}.
 *
 * @param batch       images, at least 0
 * @param groups      at least 1; divides both channel counts
 * @param inChannels  channels of x, at least 0
 * @param outChannels channels of y, at least 0
 * @param axes        one to three spatial axes
 */
public record ConvSpec(int batch, int groups, int inChannels, int outChannels, List<Axis> axes) {

    /**
     * Checks every component, and that the element counts of x, y and w and the multiply-adds fit a long.
     *
     * @throws IllegalArgumentException naming the component, its value and the bound
     */
    public ConvSpec {
        for (Axis axis : Check.given("axes", axes)) {
            Check.given("axis", axis);
        }
        axes = List.copyOf(axes);
        Check.atLeast("batch", batch, 0);
        checkDivides("inChannels", inChannels, groups);
        checkDivides("outChannels", outChannels, groups);
        if (axes.isEmpty() || axes.size() > 3) {
            throw new IllegalArgumentException("axes must be 1 to 3, but are " + axes.size());
        }
        long in = Check.product("elements of x", axes.stream().mapToLong(Axis::in).toArray());
        long out = Check.product("elements of y", axes.stream().mapToLong(Axis::out).toArray());
        long kernel = Check.product("elements of w", axes.stream().mapToLong(Axis::kernel).toArray());
        Check.product("elements of x", batch, inChannels, in);
        Check.product("elements of y", batch, outChannels, out);
        Check.product("elements of w", outChannels, inChannels / groups, kernel);
        Check.product("multiply-adds", batch, outChannels, out, inChannels / groups, kernel);
    }

    /**
     * Starts the specification of a convolution layer, which is the FORWARD product of the result.
     *
     * @param inChannels  channels the layer reads
     * @param outChannels channels the layer writes
     * @param in          spatial size the layer reads, outermost axis first
     * @return a builder
     */
    public static ConvSpecBuilder conv(int inChannels, int outChannels, int... in) {
        return new ConvSpecBuilder(false, inChannels, outChannels, in);
    }

    /**
     * Starts the specification of a transposed-convolution layer, which is the TRANSPOSE product of the result.
     *
     * @param inChannels  channels the layer reads; the result's {@code outChannels}
     * @param outChannels channels the layer writes; the result's {@code inChannels}
     * @param in          spatial size the layer reads, outermost axis first
     * @return a builder
     */
    public static ConvSpecBuilder convTranspose(int inChannels, int outChannels, int... in) {
        return new ConvSpecBuilder(true, inChannels, outChannels, in);
    }

    /** {@return the number of spatial axes} */
    public int rank() {
        return axes.size();
    }

    /** {@return the axes behind as many of size 1 as make them three {@code (D, H, W)}: kernels know a single rank} */
    public List<Axis> threeAxes() {
        Axis unit = new Axis(1, 1, 1, 1, 1, 0, 0);
        return switch (axes.size()) {
            case 1 -> List.of(unit, unit, axes.get(0));
            case 2 -> List.of(unit, axes.get(0), axes.get(1));
            default -> axes;
        };
    }

    /** {@return input channels of one group} */
    public int inChannelsPerGroup() {
        return inChannels / groups;
    }

    /** {@return output channels of one group} */
    public int outChannelsPerGroup() {
        return outChannels / groups;
    }

    /** {@return positions of one channel of x} */
    public long inPositions() {
        return product(Axis::in);
    }

    /** {@return positions of one channel of y} */
    public long outPositions() {
        return product(Axis::out);
    }

    /** {@return taps of one filter plane} */
    public long taps() {
        return product(Axis::kernel);
    }

    /** {@return elements of x} */
    public long inElements() {
        return (long) batch * inChannels * inPositions();
    }

    /** {@return elements of y} */
    public long outElements() {
        return (long) batch * outChannels * outPositions();
    }

    /** {@return elements of w} */
    public long filterElements() {
        return (long) outChannels * inChannelsPerGroup() * taps();
    }

    /** {@return multiply-adds of each of the three products, taps over padding counted} */
    public long macs() {
        return batch * outPositions() * filterElements();
    }

    /** {@return whether some tap meets padding on some axis} */
    public boolean padded() {
        return axes.stream().anyMatch(Axis::padded);
    }

    /**
     * {@return whether weights packed for one specification serve the other: only batch, sizes and padding may differ}
     *
     * @param other another specification
     */
    public boolean sameFilter(ConvSpec other) {
        return filterGeometry().equals(other.filterGeometry());
    }

    private long product(ToIntFunction<Axis> size) {
        long product = 1;
        for (int i = 0; i < axes.size(); i++) {
            product *= size.applyAsInt(axes.get(i));
        }
        return product;
    }

    private List<Object> filterGeometry() {
        return List.of(groups, inChannels, outChannels,
                axes.stream().map(axis -> List.of(axis.kernel(), axis.stride(), axis.dilation())).toList());
    }

    /** One line: {@code 64→128 56×56→28×28 k3×3 s2 d1 p(1,1) g1 n1}. */
    @Override
    public String toString() {
        return inChannels + "→" + outChannels + " " + perAxis(Axis::in) + "→" + perAxis(Axis::out) + " k"
                + perAxis(Axis::kernel) + " s" + perAxis(Axis::stride) + " d" + perAxis(Axis::dilation) + " p"
                + axes.stream().map(axis -> "(" + axis.padLo() + "," + axis.padHi() + ")").collect(Collectors.joining())
                + " g" + groups + " n" + batch;
    }

    private String perAxis(ToIntFunction<Axis> value) {
        return axes.stream().map(axis -> Integer.toString(value.applyAsInt(axis))).collect(Collectors.joining("×"));
    }

    static void checkDivides(String parameter, int channels, int groups) {
        Check.atLeast("groups", groups, 1);
        Check.atLeast(parameter, channels, 0);
        if (channels % groups != 0) {
            throw new IllegalArgumentException(
                    parameter + " must be a multiple of groups = " + groups + ", but is " + channels);
        }
    }
}
