package lanewise.core.pooling;

import java.util.Arrays;
import java.util.Objects;
import lanewise.core.Axis;
import lanewise.core.Floats;
import lanewise.core.Layout;
import lanewise.core.PlanOptions;
import lanewise.core.spi.Backend;
import lanewise.core.spi.Backends;
import lanewise.core.spi.Mapping;
import lanewise.core.spi.Operands;
import lanewise.core.spi.Rows;
import lanewise.core.spi.Scratch;

/**
 * Maxima or averages of windows. Rows of x under the taps of the outer axes are reduced to one row of a strip, which has a border
 * of what changes nothing; then the taps along the innermost axis are, for some rows of results at once. In NCHW every
 * {@code stride}-th position is put next to the last one first, so that taps are rows again; in NHWC positions are rows of
 * channels.
 *
 * <p>Scratch: the strip, the strip dealt out, results, divisors, and copies of rows that are in no array.
 */
final class WindowPool implements Mapping {
    private static final int STRIP_ELEMENTS = 1 << 11;
    private static final int COPIES = 4;

    /** What becomes of a window. */
    enum Kind {
        MAX, AVERAGE, AVERAGE_WITH_PADDING
    }

    private final PoolSpec spec;
    private final Kind kind;
    private final Layout layout;
    private final Backend backend;
    private final Rows rows;
    private final RowGrid grid;
    private final Axis width;
    private final int[][] counts = new int[3][];
    private final boolean someEmpty;
    private final int stripRows;
    /** Distance of rows of the strip. */
    private final int pitch;
    /** Distance of rows of results, and of rows of a strip dealt out. */
    private final int resultPitch;
    private final int phasesAt;
    private final int resultsAt;
    private final int divisorsAt;
    private final int copiesAt;
    private final int scratchFloats;

    WindowPool(PoolSpec spec, Kind kind, PlanOptions options) {
        Objects.requireNonNull(options, "options must be given, but is null");
        this.spec = Objects.requireNonNull(spec, "spec must be given, but is null");
        this.kind = kind;
        layout = options.layout();
        backend = Backends.named(options.backend());
        rows = backend.rows();
        grid = new RowGrid(spec, layout);
        width = grid.width();
        Arrays.setAll(counts, axis -> spec.counts(axis, kind == Kind.AVERAGE_WITH_PADDING));
        someEmpty = spec.someWindowIsEmpty();

        boolean first = layout == Layout.NCHW;
        int step = first ? width.stride() : 1;
        long reach = (width.out() - 1L) * width.stride() + width.effectiveKernel();
        pitch = RowGrid.size(Math.ceilDiv(reach, step) * step * grid.inner());
        resultPitch = pitch / step;
        stripRows = first ? Math.clamp(STRIP_ELEMENTS / pitch, 1, spec.windows().threeAxes().get(1).out()) : 1;
        phasesAt = RowGrid.size((long) stripRows * pitch);
        resultsAt = RowGrid.size(phasesAt * (step > 1 ? 2L : 1));
        divisorsAt = RowGrid.size(resultsAt + Math.max((long) stripRows * resultPitch, grid.outFloats()));
        copiesAt = RowGrid.size((long) divisorsAt + width.out());
        scratchFloats = RowGrid.size(copiesAt + COPIES * grid.inFloats());
        RowGrid.size(grid.outerTaps());
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
        return (int) Math.max(grid.outerTaps(), width.kernel());
    }

    @Override
    public void run(Operands operands, int task, Scratch scratch) {
        Arrays.fill(scratch.floats(), 0, phasesAt, neutral());
        long end = grid.endRow(task);
        for (long row = grid.firstRow(task), next; row < end; row = next) {
            int od = grid.depthOf(row);
            int oh = grid.heightOf(row);
            next = Math.min(end, row + Math.min(stripRows, grid.height() - oh));
            int count = (int) (next - row);
            for (int r = 0; r < count; r++) {
                across(operands.in(), grid.plane(row), od, oh + r, scratch, r * pitch);
            }
            if (layout == Layout.NCHW) {
                along(count, scratch);
                for (int r = 0; r < count; r++) {
                    finish(operands.out(), row + r, counts[0][od] * counts[1][oh + r], scratch,
                            resultsAt + r * resultPitch);
                }
            } else {
                alongChannels(operands.out(), row, counts[0][od] * counts[1][oh], scratch);
            }
        }
    }

    /** {@code max pooling of 64 112×112→56×56 k3×3 s2×2 d1×1 p(1,1)(1,1) n1, NCHW by simd}. */
    @Override
    public String toString() {
        return switch (kind) {
            case MAX -> "max";
            case AVERAGE -> "average";
            case AVERAGE_WITH_PADDING -> "average (padding included)";
        } + " pooling of " + spec + ", " + layout + " by " + backend.name();
    }

    /** Reduces the rows of x under the taps of the outer axes to a row of the strip. */
    private void across(Floats in, long plane, int od, int oh, Scratch scratch, int strip) {
        int before = width.padLo() * grid.inner();
        int n = (int) Math.clamp((long) pitch - before, 0, grid.inFloats());
        int limit = in.array() == null ? COPIES : Integer.MAX_VALUE;
        int count = 0;
        boolean onto = false;
        for (int kd = 0; kd < grid.depthTaps() && n > 0; kd++) {
            for (int kh = 0; kh < grid.heightTaps(); kh++) {
                long element = grid.element(plane, od, oh, kd, kh);
                if (element < 0) {
                    continue;
                }
                if (count == limit) {
                    reduce(scratch.memory(in), scratch.ints(), count, onto, scratch.floats(), strip + before, n);
                    onto = true;
                    count = 0;
                }
                scratch.ints()[count] = scratch.load(in, element, n, copiesAt + count * n);
                count++;
            }
        }
        if (count > 0) {
            reduce(scratch.memory(in), scratch.ints(), count, onto, scratch.floats(), strip + before, n);
        } else if (n > 0) {
            Arrays.fill(scratch.floats(), strip + before, strip + before + n, neutral());
        }
    }

    /** Reduces the taps along rows of the strip. */
    private void along(int count, Scratch scratch) {
        float[] floats = scratch.floats();
        int stride = width.stride();
        int phase = count * resultPitch;
        int from = 0;
        if (stride > 1) {
            rows.split(floats, 0, stride, floats, phasesAt, phase, phase);
            from = phasesAt;
        }
        for (int k = 0; k < width.kernel(); k++) {
            int u = k * width.dilation();
            scratch.ints()[k] = from + u % stride * phase + u / stride;
        }
        reduce(floats, scratch.ints(), width.kernel(), false, floats, resultsAt,
                (count - 1) * resultPitch + width.out());
    }

    /** Divides and stores a row of results. */
    private void finish(Floats out, long row, int outer, Scratch scratch, int from) {
        float[] floats = scratch.floats();
        long element = row * width.out();
        if (kind == Kind.MAX) {
            if (someEmpty) {
                fillEmpty(floats, from, outer);
            }
            out.write(element, 1, floats, from, 1, width.out());
            return;
        }
        for (int o = 0; o < width.out(); o++) {
            floats[divisorsAt + o] = Math.max(outer * counts[2][o], 1);
        }
        int to = scratch.target(out, element, from);
        rows.divide(floats, from, floats, divisorsAt, scratch.memory(out), to, width.out());
        scratch.store(out, element, width.out(), from);
    }

    /** Reduces the taps along the strip's row, whose positions are rows of channels, divides and stores. */
    private void alongChannels(Floats out, long row, int outer, Scratch scratch) {
        int inner = grid.inner();
        long element = row * grid.outFloats();
        int to = scratch.target(out, element, resultsAt);
        float[] memory = scratch.memory(out);
        int together = width.stride() == 1 ? width.out() : 1;
        for (int o = 0; o < width.out(); o += together) {
            for (int k = 0; k < width.kernel(); k++) {
                scratch.ints()[k] = (o * width.stride() + k * width.dilation()) * inner;
            }
            reduce(scratch.floats(), scratch.ints(), width.kernel(), false, memory, to + o * inner, together * inner);
        }
        if (kind == Kind.MAX && someEmpty) {
            fillEmpty(memory, to, outer);
        }
        for (int o = 0, same; o < width.out() && kind != Kind.MAX; o = same) {
            same = o + 1;
            while (same < width.out() && counts[2][same] == counts[2][o]) {
                same++;
            }
            rows.divide(memory, to + o * inner, Math.max(outer * counts[2][o], 1), (same - o) * inner);
        }
        scratch.store(out, element, width.out() * inner, resultsAt);
    }

    /** Overwrites the maxima of nothing in a row. */
    private void fillEmpty(float[] row, int at, int outer) {
        for (int o = 0; o < width.out(); o++) {
            if (outer * counts[2][o] == 0) {
                Arrays.fill(row, at + o * grid.inner(), at + (o + 1) * grid.inner(), -Float.MAX_VALUE);
            }
        }
    }

    private void reduce(float[] from, int[] table, int count, boolean onto, float[] to, int at, int n) {
        if (kind == Kind.MAX) {
            rows.max(from, table, 0, count, onto, to, at, n);
        } else {
            rows.sum(from, table, 0, count, onto, to, at, n);
        }
    }

    /** What padding holds. */
    private float neutral() {
        return kind == Kind.MAX ? Float.NEGATIVE_INFINITY : 0;
    }
}
