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
 * <p>Windows of NCHW with stride 1 that keep the width need no border: the rows of a strip are one long row, whose elements know
 * where in their rows they are. Maxima of windows that share nothing need no strip.
 *
 * <p>Scratch: the strip, results that go to no array, what they are divided by, and copies of rows that are in no array.
 */
final class WindowPool implements Mapping {
    private static final int STRIP_ELEMENTS = 1 << 12;
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
    /** Places of elements in the rows of an endless strip. */
    private final float[] columns;
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
                && width.in() <= STRIP_ELEMENTS;
        apart = first && windows.isMax() && width.padLo() == 0 && width.endWindow(width.kernel() - 1) == width.out()
                && width.effectiveKernel() <= width.stride();
        pitch = endless
                ? width.in()
                : RowGrid.size(((width.out() - 1L) * width.stride() + width.effectiveKernel()) * grid.inner());
        stripRows = first ? Math.clamp(STRIP_ELEMENTS / pitch, 1, grid.height()) : 1;
        resultsAt = RowGrid.size((long) stripRows * pitch + (endless ? width.effectiveKernel() - 1 : 0));
        divisorsAt = RowGrid.size(resultsAt + stripRows * grid.outFloats());
        copiesAt = RowGrid.size(divisorsAt + (first && !windows.isMax() ? (long) stripRows * width.out() : 0));
        scratchFloats = RowGrid.size(copiesAt + Reduction.COPIES * grid.inFloats());
        RowGrid.size(grid.outerTaps() * width.kernel());
        columns = new float[endless ? stripRows * pitch : 0];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = i % pitch;
        }
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
            if (windows.isMax() || layout == Layout.NHWC) {
                if (!apart || in.array() == null) {
                    along(count, scratch, memory, to);
                }
                finish(memory, to, od, oh, count);
            } else {
                divisors = divisors(od, oh, count, scratch.floats(), divisors);
                averagesAlong(count, scratch, memory, to);
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
        if (endless && windows.isMax()) {
            windows.rows().maxAlong(scratch.floats(), 0, width.kernel(), width.dilation(), width.padLo(), columns,
                    pitch, to, at, count * pitch);
            return;
        }
        int inner = grid.inner();
        boolean first = layout == Layout.NCHW;
        windows.reduce(scratch.floats(), taps(scratch), width.kernel(), false, first ? width.stride() : 1,
                first ? pitch : width.stride() * inner, to, at, first ? width.out() : inner,
                first ? width.out() : inner, first ? count : width.out());
    }

    /** Divides the sums of taps along rows of single floats, too. */
    private void averagesAlong(int count, Scratch scratch, float[] to, int at) {
        if (endless) {
            windows.rows().averageAlong(scratch.floats(), 0, width.kernel(), width.dilation(), width.padLo(), columns,
                    pitch, scratch.floats(), divisorsAt, to, at, count * pitch);
        } else {
            boolean one = pitch == width.stride() * width.out();
            windows.rows().average(scratch.floats(), taps(scratch), width.kernel(), width.stride(), pitch,
                    scratch.floats(), divisorsAt, to, at, one ? count * width.out() : width.out(), one ? 1 : count);
        }
    }

    /** Where the taps of the first window along a row of the strip are. */
    private int[] taps(Scratch scratch) {
        for (int k = 0; k < width.kernel(); k++) {
            scratch.ints()[k] = k * width.dilation() * grid.inner();
        }
        return scratch.ints();
    }

    /** Maxima of nothing, and averages of channels. */
    private void finish(float[] to, int at, int od, int oh, int count) {
        if (!windows.isMax()) {
            windows.divideChannels(to, at, windows.outerCount(od, oh));
            return;
        }
        for (int r = 0; r < count; r++) {
            windows.fillEmpty(to, at + r * (int) grid.outFloats(), windows.outerCount(od, oh + r));
        }
    }

    /** What rows of sums are divided by; which rows' divisors there are before and afterwards. */
    private long divisors(int od, int oh, int count, float[] floats, long before) {
        int n = width.out();
        boolean all = true;
        for (int r = 0; r < count && all; r++) {
            all = windows.outerCount(od, oh + r) == windows.mostOuter();
        }
        long wanted = all ? ALL_TAPS : (long) od * grid.height() + oh;
        for (int r = 0; r < (all ? stripRows : count) && wanted != before; r++) {
            windows.divisors(floats, divisorsAt + r * n, all ? windows.mostOuter() : windows.outerCount(od, oh + r));
        }
        return wanted;
    }
}
