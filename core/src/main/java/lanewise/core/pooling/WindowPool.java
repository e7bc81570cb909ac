package lanewise.core.pooling;

import java.util.Arrays;
import lanewise.core.Axis;
import lanewise.core.Floats;
import lanewise.core.Layout;
import lanewise.core.spi.Backend;
import lanewise.core.spi.Mapping;
import lanewise.core.spi.Operands;
import lanewise.core.spi.Scratch;

/**
 * Maxima or averages of windows. Rows of x under the taps of the outer axes are reduced to rows of a strip, which have a border of
 * what changes nothing; then the taps along the innermost axis are, for all rows of the strip at once. In NHWC positions are rows of
 * channels.
 *
 * <p>Windows of NCHW with stride 1 that keep the width need no border: the rows of a strip are one long row, and results near the
 * ends of rows, which have seen other rows, are done again. Maxima of windows that share nothing need no strip.
 *
 * <p>Scratch: the strip, results that go to no array, what they are divided by, and copies of rows that are in no array.
 */
final class WindowPool implements Mapping {
    private static final int STRIP_ELEMENTS = 1 << 12;
    /** So many results of a row are worth one that is done again. */
    private static final int WORTH = 4;
    /** Divisors of rows that have all outer taps. */
    private static final long ALL_TAPS = -1;
    private static final long NONE = -2;

    private final PoolSpec spec;
    private final Reduction windows;
    private final Layout layout;
    private final Backend backend;
    private final RowGrid grid;
    private final Axis width;
    private final boolean endless;
    /** From the first tap along the row to behind the last one. */
    private final int reach;
    /** Results at the end of a row whose last tap is outside. */
    private final int behind;
    private final boolean apart;
    private final int stripRows;
    /** Distance of rows of the strip. */
    private final int pitch;
    private final int resultsAt;
    private final int divisorsAt;
    private final int copiesAt;
    private final int scratchFloats;

    WindowPool(PoolSpec spec, Reduction.Kind kind, Layout layout, Backend backend) {
        this.spec = spec;
        this.layout = layout;
        this.backend = backend;
        grid = new RowGrid(spec, layout);
        windows = new Reduction(kind, spec, grid, backend.rows());
        width = grid.width();
        boolean first = layout == Layout.NCHW;
        endless = first && width.stride() == 1 && width.in() == width.out() && width.padLo() < width.effectiveKernel()
                && WORTH * (width.effectiveKernel() - 1) <= width.in();
        apart = first && windows.isMax() && width.padLo() == 0 && width.endWindow(width.kernel() - 1) == width.out()
                && width.effectiveKernel() <= width.stride();
        reach = RowGrid.size(width.effectiveKernel());
        behind = width.out() - width.endWindow(width.kernel() - 1);
        pitch = endless
                ? width.in()
                : RowGrid.size(((width.out() - 1L) * width.stride() + reach) * grid.inner());
        stripRows = first ? Math.clamp(STRIP_ELEMENTS / pitch, 1, grid.height()) : 1;
        resultsAt = RowGrid.size((long) stripRows * pitch + (endless ? width.effectiveKernel() - 1 : 0));
        divisorsAt = RowGrid.size(resultsAt + stripRows * grid.outFloats());
        copiesAt = RowGrid.size(divisorsAt + (first && !windows.isMax() ? (long) stripRows * width.out() : 0));
        scratchFloats = RowGrid.size(copiesAt + Reduction.COPIES * grid.inFloats());
        RowGrid.size(grid.outerTaps() * width.kernel());
    }

    @Override
    public long inElements() {
        return spec.inElements();
    }

    @Override
    public long outElements() {
        return spec.outElements();
    }

    @Override
    public int tasks() {
        return grid.tasks();
    }

    @Override
    public int scratchFloats() {
        return scratchFloats;
    }

    @Override
    public int scratchInts() {
        return (int) (apart ? grid.outerTaps() * width.kernel() : Math.max(grid.outerTaps(), width.kernel()));
    }

    @Override
    public void run(Operands operands, int task, Scratch scratch) {
        Arrays.fill(scratch.floats(), 0, resultsAt, windows.neutral());
        Floats in = operands.in();
        Floats out = operands.out();
        int before = width.padLo() * grid.inner();
        int n = endless ? pitch : (int) Math.clamp((long) pitch - before, 0, grid.inFloats());
        long divisors = NONE;
        long end = grid.endRow(task);
        for (long row = grid.firstRow(task), next; row < end; row = next) {
            int od = grid.depthOf(row);
            int oh = grid.heightOf(row);
            int count = (int) Math.min(end - row, Math.min(stripRows, grid.height() - oh));
            next = row + count;
            long element = row * grid.outFloats();
            int to = scratch.target(out, element, resultsAt);
            float[] memory = scratch.memory(out);
            for (int r = 0, alike; r < count; r += alike) {
                alike = Math.min(count - r, grid.alike(oh + r));
                if (apart && in.array() != null) {
                    windows.apart(in, grid.plane(row), od, oh + r, alike, scratch, memory, to + r * width.out());
                } else {
                    windows.across(in, grid.plane(row), od, oh + r, alike, n, scratch, copiesAt, before + r * pitch,
                            pitch);
                }
            }
            if (!apart || in.array() == null) {
                along(count, scratch, memory, to);
            }
            if (windows.isMax()) {
                fillEmpty(memory, to, od, oh, count);
            } else if (layout == Layout.NHWC) {
                windows.divideChannels(memory, to, windows.outerCount(od, oh));
            } else {
                divisors = divide(memory, to, od, oh, count, scratch.floats(), divisors);
            }
            scratch.store(out, element, RowGrid.size(count * grid.outFloats()), resultsAt);
        }
    }

    /** {@code max pooling of 64 112×112→56×56 k3×3 s2×2 d1×1 p(1,1)(1,1) n1, NCHW by simd}. */
    @Override
    public String toString() {
        return windows.kind() + " pooling of " + spec + ", " + layout + " by " + backend.name();
    }

    /** Reduces the taps along rows of the strip. */
    private void along(int count, Scratch scratch, float[] to, int at) {
        int inner = grid.inner();
        boolean first = layout == Layout.NCHW;
        for (int k = 0; k < width.kernel(); k++) {
            scratch.ints()[k] = k * width.dilation() * inner;
        }
        windows.reduce(scratch.floats(), scratch.ints(), width.kernel(), false, first ? width.stride() : 1,
                first ? pitch : width.stride() * inner, to, at, first ? width.out() : inner,
                first ? width.out() : inner, first ? count : width.out());
        for (int row = 0; endless && row < count; row++) {
            ends(scratch.floats(), row * pitch, to, at + row * pitch);
        }
    }

    /** Results near the ends of a row, of the taps that lie in it. */
    private void ends(float[] strip, int row, float[] to, int at) {
        int before = width.padLo();
        for (int o = 0; o < before; o++) {
            to[at + o] = again(strip, row, o);
        }
        for (int o = width.out() - behind; o < width.out(); o++) {
            to[at + o] = again(strip, row, o);
        }
    }

    private float again(float[] strip, int row, int o) {
        int end = width.padLo() + width.in();
        int u = o;
        while (u < width.padLo()) {
            u += width.dilation();
        }
        float result = windows.neutral();
        if (windows.isMax()) {
            for (; u < end && u < o + reach; u += width.dilation()) {
                result = Math.max(result, strip[row + u]);
            }
        } else {
            for (; u < end && u < o + reach; u += width.dilation()) {
                result += strip[row + u];
            }
        }
        return result;
    }

    private void fillEmpty(float[] to, int at, int od, int oh, int count) {
        for (int r = 0; r < count; r++) {
            windows.fillEmpty(to, at + r * (int) grid.outFloats(), windows.outerCount(od, oh + r));
        }
    }

    /** Divides rows of sums; which rows' divisors there are before and afterwards. */
    private long divide(float[] to, int at, int od, int oh, int count, float[] floats, long before) {
        int n = width.out();
        boolean all = true;
        for (int r = 0; r < count; r++) {
            all &= windows.outerCount(od, oh + r) == windows.mostOuter();
        }
        long wanted = all ? ALL_TAPS : (long) od * grid.height() + oh;
        for (int r = 0; r < (all ? stripRows : count) && wanted != before; r++) {
            windows.divisors(floats, divisorsAt + r * n, all ? windows.mostOuter() : windows.outerCount(od, oh + r));
        }
        windows.rows().divide(to, at, floats, divisorsAt, to, at, count * n);
        return wanted;
    }
}
