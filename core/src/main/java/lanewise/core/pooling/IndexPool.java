package lanewise.core.pooling;

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
 * inside, after every {@code stride}-th position has been put next to the last one, and of single results at the ends; in NHWC of
 * the channels of each result.
 *
 * <p>Scratch: a row of results that are in no array, copies of the rows of x under the outer taps, those rows dealt out; where each
 * tap's candidates begin and their positions in x, and the same for the rows of x.
 */
final class IndexPool implements Mapping {
    private final PoolSpec spec;
    private final Layout layout;
    private final Backend backend;
    private final Rows rows;
    private final RowGrid grid;
    private final Axis width;
    private final int stride;
    private final int outerTaps;
    private final int taps;
    private final int rowFloats;
    /** Distance of the rows that a row of x is dealt out to. */
    private final int phase;
    private final int copiesAt;
    private final int phasesAt;
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
        stride = layout == Layout.NCHW ? width.stride() : 1;
        outerTaps = RowGrid.size(grid.outerTaps());
        taps = RowGrid.size(2 * grid.outerTaps() * (width.kernel() + 1L)) / 2;
        rowFloats = RowGrid.size(grid.inFloats());
        phase = Math.ceilDiv(rowFloats, stride);
        copiesAt = RowGrid.size(grid.outFloats());
        phasesAt = RowGrid.size(copiesAt + (long) outerTaps * rowFloats);
        scratchFloats = RowGrid.size(phasesAt + (stride > 1 ? (long) outerTaps * stride * phase : 0));
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
        for (long row = grid.firstRow(task); row < grid.endRow(task); row++) {
            int count = load(operands.in(), row, scratch);
            long element = row * grid.outFloats();
            int to = scratch.target(operands.out(), element, 0);
            if (layout == Layout.NCHW) {
                int lo = Math.clamp(Math.ceilDiv(width.padLo(), stride), 0, width.out());
                int hi = Math.clamp(width.endWindow(width.kernel() - 1), lo, width.out());
                for (int o = 0; o < width.out();) {
                    int n = o == lo && hi > lo ? hi - lo : 1;
                    candidates(operands, count, o, n, scratch, to + o, (int) element + o);
                    o += n;
                }
            } else {
                for (int o = 0; o < width.out(); o++) {
                    candidates(operands, count, o, grid.inner(), scratch, to + o * grid.inner(),
                            (int) element + o * grid.inner());
                }
            }
            scratch.store(operands.out(), element, (int) grid.outFloats(), 0);
        }
    }

    /** {@code max pooling with indices of 64 112×112→56×56 k3×3 s2×2 d1×1 p(1,1)(1,1) n1, NCHW by simd}. */
    @Override
    public String toString() {
        return "max pooling with indices of " + spec + ", " + layout + " by " + backend.name();
    }

    /** Finds the rows of x under the outer taps and deals them out; their number. */
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
                    int at = scratch.load(in, element, rowFloats, copiesAt + count * rowFloats);
                    starts[2 * taps - 2 * outerTaps + count] = stride == 1
                            ? at
                            : deal(scratch.memory(in), at, scratch.floats(), phasesAt + count * stride * phase);
                    starts[2 * taps - outerTaps + count] = (int) element;
                    count++;
                }
            }
        }
        return count;
    }

    /** Puts every {@code stride}-th position of a row next to the last one; where. */
    private int deal(float[] from, int at, float[] to, int phases) {
        int whole = rowFloats / stride;
        rows.split(from, at, stride, to, phases, phase, whole);
        for (int p = 0; p < rowFloats % stride; p++) {
            to[phases + p * phase + whole] = from[at + whole * stride + p];
        }
        return phases;
    }

    /** Chooses among the taps of {@code n} results from o on, all of which have the taps that o has. */
    private void candidates(Operands operands, int outer, int o, int n, Scratch scratch, int to, int index) {
        int[] table = scratch.ints();
        int positions = taps - outerTaps;
        int count = 0;
        for (int tap = 0; tap < outer; tap++) {
            int start = table[2 * taps - 2 * outerTaps + tap];
            int position = table[2 * taps - outerTaps + tap];
            for (int k = 0; k < width.kernel(); k++) {
                int u = o * width.stride() + k * width.dilation() - width.padLo();
                if (u >= 0 && u < width.in()) {
                    table[count] = start + u % stride * phase + u / stride * grid.inner();
                    table[positions + count] = position + u * grid.inner();
                    count++;
                }
            }
        }
        float[] from = stride > 1 ? scratch.floats() : scratch.memory(operands.in());
        float[] out = scratch.memory(operands.out());
        if (count > 0) {
            rows.maxAt(from, table, 0, positions, count, stride, out, to, operands.indices(), index, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            out[to + i] = -Float.MAX_VALUE;
            operands.indices()[index + i] = -1;
        }
    }
}
