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
 * Maxima or averages of windows with stride 1 that keep the width, in NCHW. Rows that have the same taps on the outer axes are
 * one long row, also along the innermost axis, where results near the ends of rows are done again: they have seen other rows.
 *
 * <p>Scratch: rows reduced on the outer axes with as many floats as there is padding around them, results, what results of the
 * rows with all taps are divided by, the same for other rows, and copies of rows that are in no array.
 */
final class SamePool implements Mapping {
    private static final int STRIP_ELEMENTS = 1 << 11;
    /** So many results of a row are worth one that is done again. */
    private static final int WORTH = 4;

    private final PoolSpec spec;
    private final Backend backend;
    private final RowGrid grid;
    private final Reduction windows;
    private final Axis width;
    private final int size;
    private final int before;
    private final int behind;
    private final int stripRows;
    private final int resultsAt;
    private final int divisorsAt;
    private final int otherDivisorsAt;
    private final int copiesAt;
    private final int scratchFloats;

    SamePool(PoolSpec spec, Reduction.Kind kind, Backend backend) {
        this.spec = spec;
        this.backend = backend;
        grid = new RowGrid(spec, Layout.NCHW);
        windows = new Reduction(kind, spec, grid, backend.rows());
        width = grid.width();
        size = width.in();
        before = width.padLo();
        behind = (int) width.effectiveKernel() - 1 - before;
        stripRows = Math.clamp(STRIP_ELEMENTS / size, 1, grid.height());
        int strip = RowGrid.size((long) stripRows * size);
        resultsAt = RowGrid.size((long) before + strip + behind);
        divisorsAt = RowGrid.size((long) resultsAt + strip);
        otherDivisorsAt = RowGrid.size((long) divisorsAt + strip);
        copiesAt = RowGrid.size((long) otherDivisorsAt + size);
        scratchFloats = RowGrid.size(copiesAt + (long) Reduction.COPIES * strip);
        RowGrid.size(grid.outerTaps());
    }

    /** Whether windows are of this kind. */
    static boolean suits(PoolSpec spec, Layout layout) {
        Axis height = spec.windows().threeAxes().get(1);
        Axis width = spec.windows().threeAxes().get(2);
        return layout == Layout.NCHW && height.stride() == 1 && width.stride() == 1 && width.in() == width.out()
                && width.padLo() < width.effectiveKernel() && WORTH * (width.effectiveKernel() - 1) <= width.in();
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
        float[] floats = scratch.floats();
        Arrays.fill(floats, 0, resultsAt, windows.neutral());
        int all = windows.mostOuter();
        for (int r = 0; r < stripRows; r++) {
            windows.divisors(floats, divisorsAt + r * size, all);
        }
        long end = grid.endRow(task);
        for (long row = grid.firstRow(task), next; row < end; row = next) {
            int od = grid.depthOf(row);
            int oh = grid.heightOf(row);
            int count = (int) Math.min(end - row, Math.min(stripRows, grid.alike(oh)));
            next = row + count;
            windows.across(operands.in(), grid.plane(row), od, oh, count * size, scratch, copiesAt, before);
            along(count, floats, scratch.ints());
            finish(operands.out(), row, count, windows.outerCount(od, oh), scratch);
        }
    }

    /** {@code max pooling of 192 28×28→28×28 k3×3 s1×1 d1×1 p(1,1)(1,1) n1, NCHW by simd}. */
    @Override
    public String toString() {
        return windows.kind() + " pooling of " + spec + ", " + Layout.NCHW + " by " + backend.name();
    }

    private void along(int count, float[] floats, int[] table) {
        for (int k = 0; k < width.kernel(); k++) {
            table[k] = k * width.dilation();
        }
        windows.reduce(floats, table, width.kernel(), false, floats, resultsAt, count * size);
        for (int row = 0; row < count * size; row += size) {
            for (int o = 0; o < before; o++) {
                floats[resultsAt + row + o] = again(floats, row, o);
            }
            for (int o = size - behind; o < size; o++) {
                floats[resultsAt + row + o] = again(floats, row, o);
            }
        }
    }

    /** A result of the taps that lie in its own row. */
    private float again(float[] floats, int row, int o) {
        float result = windows.neutral();
        for (int k = 0; k < width.kernel(); k++) {
            int u = o + k * width.dilation() - before;
            if (u >= 0 && u < size) {
                result = windows.both(result, floats[before + row + u]);
            }
        }
        return result;
    }

    private void finish(Floats out, long row, int count, int outer, Scratch scratch) {
        float[] floats = scratch.floats();
        long element = row * size;
        int n = count * size;
        if (windows.isMax()) {
            for (int r = 0; r < count; r++) {
                windows.fillEmpty(floats, resultsAt + r * size, outer);
            }
            out.write(element, 1, floats, resultsAt, 1, n);
            return;
        }
        int to = scratch.target(out, element, resultsAt);
        if (outer == windows.mostOuter()) {
            windows.rows().divide(floats, resultsAt, floats, divisorsAt, scratch.memory(out), to, n);
        } else {
            windows.divisors(floats, otherDivisorsAt, outer);
            for (int r = 0; r < n; r += size) {
                windows.rows().divide(floats, resultsAt + r, floats, otherDivisorsAt, scratch.memory(out), to + r,
                        size);
            }
        }
        scratch.store(out, element, n, resultsAt);
    }
}
