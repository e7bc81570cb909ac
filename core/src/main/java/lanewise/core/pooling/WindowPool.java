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
 * Maxima or averages of windows. Rows of x under the taps of the outer axes are reduced to one row of a strip, which has a border
 * of what changes nothing; then the taps along the innermost axis are, for some rows of results at once. In NCHW every
 * {@code stride}-th position is put next to the last one first, so that taps are rows again; in NHWC positions are rows of
 * channels.
 *
 * <p>Scratch: the strip, the strip dealt out, results, divisors, and copies of rows that are in no array.
 */
final class WindowPool implements Mapping {
    private static final int STRIP_ELEMENTS = 1 << 11;

    private final PoolSpec spec;
    private final Reduction windows;
    private final Layout layout;
    private final Backend backend;
    private final RowGrid grid;
    private final Axis width;
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

    WindowPool(PoolSpec spec, Reduction.Kind kind, Layout layout, Backend backend) {
        this.spec = spec;
        this.layout = layout;
        this.backend = backend;
        grid = new RowGrid(spec, layout);
        windows = new Reduction(kind, spec, grid, backend.rows());
        width = grid.width();

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
        scratchFloats = RowGrid.size(copiesAt + Reduction.COPIES * grid.inFloats());
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
        Arrays.fill(scratch.floats(), 0, phasesAt, windows.neutral());
        int before = width.padLo() * grid.inner();
        int n = (int) Math.clamp((long) pitch - before, 0, grid.inFloats());
        long end = grid.endRow(task);
        for (long row = grid.firstRow(task), next; row < end; row = next) {
            int od = grid.depthOf(row);
            int oh = grid.heightOf(row);
            next = Math.min(end, row + Math.min(stripRows, grid.height() - oh));
            int count = (int) (next - row);
            for (int r = 0; r < count; r++) {
                windows.across(operands.in(), grid.plane(row), od, oh + r, n, scratch, copiesAt, r * pitch + before);
            }
            if (layout == Layout.NCHW) {
                along(count, scratch);
                for (int r = 0; r < count; r++) {
                    finish(operands.out(), row + r, windows.outerCount(od, oh + r), scratch,
                            resultsAt + r * resultPitch);
                }
            } else {
                alongChannels(operands.out(), row, windows.outerCount(od, oh), scratch);
            }
        }
    }

    /** {@code max pooling of 64 112×112→56×56 k3×3 s2×2 d1×1 p(1,1)(1,1) n1, NCHW by simd}. */
    @Override
    public String toString() {
        return windows.kind() + " pooling of " + spec + ", " + layout + " by " + backend.name();
    }

    /** Reduces the taps along rows of the strip. */
    private void along(int count, Scratch scratch) {
        float[] floats = scratch.floats();
        int stride = width.stride();
        int phase = count * resultPitch;
        int from = 0;
        if (stride > 1) {
            windows.rows().split(floats, 0, stride, floats, phasesAt, phase, phase);
            from = phasesAt;
        }
        for (int k = 0; k < width.kernel(); k++) {
            int u = k * width.dilation();
            scratch.ints()[k] = from + u % stride * phase + u / stride;
        }
        windows.reduce(floats, scratch.ints(), width.kernel(), false, floats, resultsAt,
                (count - 1) * resultPitch + width.out());
    }

    /** Divides and stores a row of results. */
    private void finish(Floats out, long row, int outer, Scratch scratch, int from) {
        float[] floats = scratch.floats();
        long element = row * width.out();
        if (windows.isMax()) {
            windows.fillEmpty(floats, from, outer);
            out.write(element, 1, floats, from, 1, width.out());
            return;
        }
        windows.divisors(floats, divisorsAt, outer);
        int to = scratch.target(out, element, from);
        windows.rows().divide(floats, from, floats, divisorsAt, scratch.memory(out), to, width.out());
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
            windows.reduce(scratch.floats(), scratch.ints(), width.kernel(), false, memory, to + o * inner,
                    together * inner);
        }
        if (windows.isMax()) {
            windows.fillEmpty(memory, to, outer);
        } else {
            windows.divideChannels(memory, to, outer);
        }
        scratch.store(out, element, width.out() * inner, resultsAt);
    }
}
