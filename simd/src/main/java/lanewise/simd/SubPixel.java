package lanewise.simd;

import java.util.List;
import lanewise.core.Product;
import lanewise.core.spi.Call;
import lanewise.core.spi.Kernel;
import lanewise.core.spi.Problem;
import lanewise.core.spi.Scratch;

/**
 * TRANSPOSE whose phases all have as many taps, because the stride divides the kernel: one matrix product {@code C = A·B}, whose
 * rows are the channels written of every phase, as sub-pixel convolution does (Shi et al. 2016). All phases meet the same window of the
 * operand, some of them one result later than others, so what {@link ImplicitGemm} would read for each is read once.
 *
 * <p>The loops, named by what they cut:
 *
 * <pre>
 *     task   image × group × block of windows × row block
 *       row tile
 *         column tile    {@link InPlaceTile}
 *         phase          stores its rows
 * </pre>
 *
 * <p>Columns are the positions of the stage: those near the end of a row are no results and cost less than gaps would.
 * Packed weights are {@code [group][row tile][k][TILE_ROWS]}, but {@code [k]} for a single row; rows are {@code [phase][channel]}. Scratch is {@code [stage | gap | C]} and
 * {@code [block | offsets of the products | columns]}.
 */
final class SubPixel implements Kernel {
    /** Staged floats of a block: half of the second-level cache. */
    private static final int STAGE = (Lanes.MANY_REGISTERS ? 128 : 64) * 1024;
    /** Columns of the tile for a single row. */
    private static final int ROW_COLUMNS = Tile1x8.VECTORS * Lanes.COUNT;

    private final Geometry geometry;
    /** What all phases meet, in the order of windows. */
    private final Phase window;
    private final Stage stage;
    private final Blocks blocks;
    private final int rows;
    private final int taskRows;

    SubPixel(Problem problem) {
        geometry = Geometry.of(problem);
        window = geometry.lattices().merged();
        stage = Stage.of(Lattices.of(window), geometry.stage().source());
        int windows = window.depth().count() * window.height().count() * window.width().count();
        int target = Math.max(2 * Lanes.TILE_COLUMNS, STAGE / Math.max(1, geometry.reduction()));
        if (problem.threads() > 1) {
            target = Math.clamp(windows / Budget.TASKS, 2 * Lanes.TILE_COLUMNS, target);
        }
        blocks = new Blocks(List.of(window), stage, target, Lanes.TILE_COLUMNS, count -> count);
        rows = geometry.rows() * geometry.phases().size();
        taskRows = Budget.blockRows(Lanes.roundUp(rows, Lanes.TILE_ROWS), Budget.BLOCK_ROWS,
                (long) geometry.spec().batch() * geometry.spec().groups() * blocks.count(), Lanes.TILE_ROWS,
                problem.threads());
    }

    static String rejects(Problem problem) {
        if (problem.product() != Product.TRANSPOSE) {
            return "transposes only";
        }
        Geometry geometry = Geometry.of(problem);
        Lattices lattices = geometry.lattices();
        boolean even = even(lattices.depths()) && even(lattices.heights()) && even(lattices.widths());
        if (geometry.phases().size() == 1 || !even) {
            return "phases have not all the same taps";
        }
        return geometry.k(geometry.phases().getFirst()) > Budget.PANEL / Lanes.TILE_COLUMNS
                ? "sums are too long"
                : null;
    }

    /** Whether all phases have as many taps along an axis, as far apart. */
    private static boolean even(List<Lattice> lattices) {
        int[] first = lattices.getFirst().shift();
        for (Lattice lattice : lattices) {
            int[] shift = lattice.shift();
            if (shift.length != first.length) {
                return false;
            }
            for (int i = 1; i < shift.length; i++) {
                if (shift[i] - shift[0] != first[i] - first[0]) {
                    return false;
                }
            }
        }
        return first.length > 0;
    }

    /** A row alone takes as long as a quarter of a tile, or half of one with 16 registers. */
    @Override
    public double cost() {
        int whole = rows / Lanes.TILE_ROWS * Lanes.TILE_ROWS;
        int single = Lanes.TILE_ROWS / (Lanes.MANY_REGISTERS ? 4 : 2);
        int rest = rows == whole ? 0 : rows - whole == 1 ? single : InPlaceTile.cost(rows - whole);
        double vectors = (double) Lanes.roundUp(blocks.plane(), Lanes.TILE_COLUMNS) / Lanes.COUNT;
        double products = vectors * (whole + rest) * k() * Costs.IN_PLACE_VECTOR;
        double staged = (double) geometry.reduction() * blocks.plane() * rowBlocks() * Costs.STAGED_FLOAT;
        double stored = geometry.phases().getFirst().width().step() >= Transpose8.ROWS
                ? Costs.INTERLEAVED_FLOAT
                : Costs.STORED_FLOAT;
        return (products + staged + blocks.results() * rows * stored) * blocks.count()
                * geometry.spec().batch() * geometry.spec().groups();
    }

    @Override
    public int tasks() {
        return Math.toIntExact(
                (long) geometry.spec().batch() * geometry.spec().groups() * rowBlocks() * blocks.count());
    }

    @Override
    public int scratchFloats() {
        return Math.addExact(cAt(), Math.multiplyExact(Lanes.TILE_ROWS, pitch()));
    }

    @Override
    public int scratchInts() {
        return columnsAt() + Lanes.TILE_COLUMNS;
    }

    @Override
    public float[] pack(float[] weights) {
        int padded = Lanes.roundUp(rows, Lanes.TILE_ROWS);
        float[] packed = new float[Math.multiplyExact(geometry.spec().groups() * padded, k())];
        for (int group = 0; group < geometry.spec().groups(); group++) {
            int[] products = {};
            for (int row = 0; row < rows; row++) {
                int channel = row % geometry.rows();
                if (channel == 0) {
                    products = geometry.weights(group, geometry.phases().get(row / geometry.rows()));
                }
                int step = weightStep(rows - row + row % Lanes.TILE_ROWS);
                int at = (group * padded + row - row % Lanes.TILE_ROWS) * k() + row % Lanes.TILE_ROWS;
                for (int i = 0; i < k(); i++) {
                    packed[at + i * step] = weights[products[i] + channel * geometry.weightStep()];
                }
            }
        }
        return packed;
    }

    @Override
    public void run(Call call, int task, Scratch scratch) {
        int[] ints = scratch.ints();
        float[] floats = scratch.floats();
        StageShape shape = blocks.locate(task % blocks.count(), ints);
        int rest = task / blocks.count();
        int first = rest % rowBlocks() * taskRows;
        int group = rest / rowBlocks() % geometry.spec().groups();
        int n = rest / rowBlocks() / geometry.spec().groups();
        if (blocks.clip(window, ints) == 0) {
            return;
        }
        stage.fill(geometry.operand(call), n, group * geometry.reduction(), geometry.reduction(), shape, ints, floats,
                0);
        Offsets.rows(shape, window, shape.plane(), 0, k(), 0, ints);
        for (int j = 0; j < Lanes.TILE_COLUMNS; j++) {
            ints[columnsAt() + j] = j;
        }
        int columns = ((ints[Blocks.DEPTHS] - 1) * shape.height() + ints[Blocks.HEIGHTS] - 1) * shape.width()
                + ints[Blocks.WIDTHS];
        int packedAt = group * Lanes.roundUp(rows, Lanes.TILE_ROWS) * k();
        for (int row = first; row < Math.min(first + taskRows, rows); row += Lanes.TILE_ROWS) {
            multiply(call.packed(), packedAt + row * k(), rows - row, columns, scratch);
            for (int r = row; r < Math.min(row + Lanes.TILE_ROWS, rows);) {
                int channel = r % geometry.rows();
                int count = Math.min(geometry.rows() - channel, row + Lanes.TILE_ROWS - r);
                store(call, n, group * geometry.rows() + channel, count,
                        geometry.phases().get(r / geometry.rows()), shape, cAt() + (r - row) * pitch(), scratch);
                r += count;
            }
        }
    }

    /** C = A·B for one row tile. */
    private void multiply(float[] packed, int packedAt, int left, int columns, Scratch scratch) {
        float[] floats = scratch.floats();
        int[] ints = scratch.ints();
        boolean cold = InPlaceTile.cold();
        if (left == 1 && !cold) {
            for (int column = 0; column < columns; column += ROW_COLUMNS) {
                Tile1x8.run(packed, packedAt, floats, column, 2 * Lanes.COUNT, Lanes.COUNT, ints, Offsets.ROWS_AT,
                        k(), floats, cAt() + column, 2 * Lanes.COUNT, Lanes.COUNT);
            }
            return;
        }
        for (int column = 0; column < columns; column += Lanes.TILE_COLUMNS) {
            if (cold) {
                scalars(packed, packedAt, Math.min(left, Lanes.TILE_ROWS), weightStep(left), column, scratch);
            } else {
                InPlaceTile.run(packed, packedAt, left, floats, column, ints, Offsets.ROWS_AT, columnsAt(), k(),
                        floats,
                        cAt() + column, pitch(), false, null, 0);
            }
        }
    }

    private void scalars(float[] packed, int packedAt, int count, int step, int column, Scratch scratch) {
        float[] floats = scratch.floats();
        int[] ints = scratch.ints();
        for (int r = 0; r < count; r++) {
            int to = cAt() + r * pitch() + column;
            for (int j = 0; j < Lanes.TILE_COLUMNS; j++) {
                floats[to + j] = 0;
            }
            for (int i = 0; i < k(); i++) {
                float weight = packed[packedAt + i * step + r];
                int from = ints[Offsets.ROWS_AT + i] + column;
                for (int j = 0; j < Lanes.TILE_COLUMNS; j++) {
                    floats[to + j] = Math.fma(weight, floats[from + j], floats[to + j]);
                }
            }
        }
    }

    /** Stores the results that some channels of a phase have in a block of windows, row by row. */
    private void store(Call call, int n, int channel, int channels, Phase phase, StageShape shape, int sums,
            Scratch scratch) {
        int[] block = scratch.ints();
        int depth = block[Blocks.DEPTH];
        int depths = block[Blocks.DEPTHS];
        int height = block[Blocks.HEIGHT];
        int heights = block[Blocks.HEIGHTS];
        int width = block[Blocks.WIDTH];
        int widths = block[Blocks.WIDTHS];
        int w = later(phase.width(), window.width());
        int begin = Math.max(0, width - w);
        int count = Math.min(phase.width().count(), width + widths - w) - begin;
        block[Blocks.WIDTH] = begin;
        block[Blocks.WIDTHS] = count;
        block[Blocks.DEPTHS] = 1;
        block[Blocks.HEIGHTS] = 1;
        for (int row = 0; count > 0 && row < depths * heights; row++) {
            block[Blocks.DEPTH] = depth + row / heights - later(phase.depth(), window.depth());
            block[Blocks.HEIGHT] = height + row % heights - later(phase.height(), window.height());
            if (block[Blocks.DEPTH] >= 0 && block[Blocks.DEPTH] < phase.depth().count() && block[Blocks.HEIGHT] >= 0
                    && block[Blocks.HEIGHT] < phase.height().count()) {
                int at = sums + (row / heights * shape.height() + row % heights) * shape.width() + begin + w - width;
                geometry.sink().store(call, scratch.floats(), at, pitch(), geometry.result(call), n, channel, channels,
                        phase, block, 0, count);
            }
        }
        block[Blocks.DEPTH] = depth;
        block[Blocks.DEPTHS] = depths;
        block[Blocks.HEIGHT] = height;
        block[Blocks.HEIGHTS] = heights;
        block[Blocks.WIDTH] = width;
        block[Blocks.WIDTHS] = widths;
    }

    /** Which window the first result of a phase meets. */
    private static int later(Lattice phase, Lattice window) {
        return phase.shift()[0] - window.shift()[0];
    }

    /** How far the weights of a row lie apart in a row tile, if it is one of so many rows. */
    private static int weightStep(int left) {
        return left == 1 ? 1 : Lanes.TILE_ROWS;
    }

    private int k() {
        return geometry.k(window);
    }

    private int rowBlocks() {
        return Math.ceilDiv(Lanes.roundUp(rows, Lanes.TILE_ROWS), taskRows);
    }

    private int pitch() {
        return Lanes.roundUp(blocks.plane(), Lanes.TILE_COLUMNS) + ROW_COLUMNS;
    }

    private int cAt() {
        return Math.addExact(Math.multiplyExact(geometry.reduction(), blocks.plane()), ROW_COLUMNS);
    }

    private int columnsAt() {
        return Offsets.ROWS_AT + k();
    }
}
