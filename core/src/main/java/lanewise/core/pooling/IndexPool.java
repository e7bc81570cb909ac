package lanewise.core.pooling;

import java.util.Arrays;
import lanewise.core.Axis;
import lanewise.core.Floats;
import lanewise.core.Layout;
import lanewise.core.PlanOptions;
import lanewise.core.bounds.Bounds;
import lanewise.core.spi.Backend;
import lanewise.core.spi.Backends;
import lanewise.core.spi.Mapping;
import lanewise.core.spi.Operands;
import lanewise.core.spi.Rows;
import lanewise.core.spi.Scratch;

/**
 * Maxima and where they are. Every tap inside the input is a row of candidates: in NCHW of all results whose taps along the row are
 * inside, and of single results at the ends, for all rows of results at once that have the same taps inside; in NHWC of the channels
 * of each result.
 *
 * <p>Scratch: a row of results that are in no array, copies of the rows of x under the outer taps; where each tap's candidates
 * begin and their positions in x, and the same for the rows of x.
 */
final class IndexPool implements Mapping {
    private final PoolSpec spec;
    private final Layout layout;
    private final Backend backend;
    private final Rows rows;
    private final RowGrid grid;
    private final Axis width;
    private final int outerTaps;
    private final int taps;
    private final int rowFloats;
    private final int copiesAt;
    private final int scratchFloats;

    IndexPool(PoolSpec spec, PlanOptions options) {
        Bounds.given("options", options);
        this.spec = Bounds.given("spec", spec);
        Pooling.checkIndexable(spec);
        layout = options.layout();
        backend = Backends.named(options.backend());
        rows = backend.rows();
        grid = new RowGrid(spec, layout);
        width = grid.width();
        outerTaps = RowGrid.size(grid.outerTaps());
        taps = RowGrid.size(2 * grid.outerTaps() * (width.kernel() + 1L)) / 2;
        rowFloats = RowGrid.size(grid.inFloats());
        copiesAt = RowGrid.size(grid.outFloats());
        scratchFloats = RowGrid.size(copiesAt + (long) outerTaps * rowFloats);
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
    public Indices indices() {
        return Indices.WRITTEN;
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
        return 2 * taps;
    }

    @Override
    public void run(Operands operands, int task, Scratch scratch) {
        boolean together = layout == Layout.NCHW && operands.in().array() != null && operands.out().array() != null;
        long end = grid.endRow(task);
        for (long row = grid.firstRow(task), next; row < end; row = next) {
            int oh = grid.heightOf(row);
            int alike = together ? (int) Math.min(end - row, grid.alike(oh)) : 1;
            next = row + alike;
            int count = load(operands.in(), row, scratch);
            long element = row * grid.outFloats();
            int to = scratch.target(operands.out(), element, 0);
            int lo = Math.clamp(Math.ceilDiv(width.padLo(), width.stride()), 0, width.out());
            int hi = Math.clamp(width.endWindow(width.kernel() - 1), lo, width.out());
            for (int o = 0, some; o < width.out(); o += some) {
                some = o == lo && hi > lo ? hi - lo : 1;
                candidates(operands, count, o, some, alike, scratch, to + o * grid.inner(),
                        (int) element + o * grid.inner());
            }
            scratch.store(operands.out(), element, (int) grid.outFloats(), 0);
        }
    }

    /** {@code max pooling with indices of 64 112×112→56×56 k3×3 s2×2 d1×1 p(1,1)(1,1) n1, NCHW by simd}. */
    @Override
    public String toString() {
        return "max pooling with indices of " + spec + ", " + layout + " by " + backend.name();
    }

    /** Finds the rows of x under the outer taps; their number. */
    private int load(Floats in, long row, Scratch scratch) {
        int[] starts = scratch.ints();
        long plane = grid.plane(row);
        int od = grid.depthOf(row);
        int oh = grid.heightOf(row);
        int count = 0;
        for (int kd = 0; kd < grid.depthTaps(); kd++) {
            for (int kh = 0; kh < grid.heightTaps(); kh++) {
                long element = grid.element(plane, od, oh, kd, kh);
                if (element >= 0) {
                    starts[2 * taps - 2 * outerTaps + count] =
                            scratch.load(in, element, rowFloats, copiesAt + count * rowFloats);
                    starts[2 * taps - outerTaps + count] = (int) element;
                    count++;
                }
            }
        }
        return count;
    }

    /** Chooses among the taps of {@code some} results from o on, all of which have the taps that o has, in rows that are alike. */
    private void candidates(Operands operands, int outer, int o, int some, int alike, Scratch scratch, int to,
            int index) {
        int[] table = scratch.ints();
        int positions = taps - outerTaps;
        int count = 0;
        for (int tap = 0; tap < outer; tap++) {
            for (int k = 0; k < width.kernel(); k++) {
                int u = o * width.stride() + k * width.dilation() - width.padLo();
                if (u >= 0 && u < width.in()) {
                    table[count] = table[2 * taps - 2 * outerTaps + tap] + u * grid.inner();
                    table[positions + count] = table[2 * taps - outerTaps + tap] + u * grid.inner();
                    count++;
                }
            }
        }
        float[] from = scratch.memory(operands.in());
        float[] out = scratch.memory(operands.out());
        boolean first = layout == Layout.NCHW;
        int step = first ? width.stride() : 1;
        int fromPitch = first ? grid.rowStep() : width.stride() * grid.inner();
        int toPitch = first ? width.out() : grid.inner();
        int n = first ? some : grid.inner();
        int rowCount = first ? alike : some;
        if (count > 0) {
            rows.maxAt(from, table, 0, positions, count, step, fromPitch, out, to, toPitch, operands.indices(), index,
                    n, rowCount);
            return;
        }
        for (int r = 0; r < rowCount; r++) {
            Arrays.fill(out, to + r * toPitch, to + r * toPitch + n, -Float.MAX_VALUE);
            Arrays.fill(operands.indices(), index + r * toPitch, index + r * toPitch + n, -1);
        }
    }
}
