package lanewise.simd;

import lanewise.core.Epilogue;
import lanewise.core.Floats;
import lanewise.core.Layout;
import lanewise.core.spi.Call;
import lanewise.core.spi.Kernel;
import lanewise.core.spi.Problem;
import lanewise.core.spi.Scratch;
import lanewise.core.spi.TensorIndex;

/**
 * FORWARD and TRANSPOSE of every geometry as matrix products {@code C = A·B} per phase: A is the filter
 * {@code [rows][reduction channel × taps of the phase]}, B the operand as each tap sees it, {@code [same][results]}, never
 * materialised beyond one panel.
 *
 * <p>The loops, named by what they cut:
 *
 * <pre>
 *     task   image × group × row block × block of results
 *       phase
 *         K block        fits a B panel into the first-level cache
 *           column tile  packs the B panel
 *             row tile   {@link RegisterTile}
 * </pre>
 *
 * <p>Packed weights are {@code [group][phase][K block][row tile][k][TILE_ROWS]}, rows beyond the last are zero. Scratch is
 * {@code [stage | B panel | C]} and {@code [block | tap offsets of a K block | column offsets of a tile]}.
 */
final class ImplicitGemm implements Kernel {
    /** Staging and packing take as long as so many rows. */
    private static final int SHARED = 6;

    private final Geometry geometry;
    private final Blocks blocks;
    private final int rows;
    private final int blockRows;
    private final int longestKBlock;
    private final int stagedChannels;
    private final boolean identity;
    private final int sums;

    ImplicitGemm(Problem problem) {
        geometry = Geometry.of(problem);
        blocks = new Blocks(geometry.phases(), geometry.stage(), Budget.BLOCK_RESULTS, Lanes.TILE_COLUMNS,
                RegisterTile::cost);
        rows = Lanes.roundUp(geometry.rows(), Lanes.TILE_ROWS);
        blockRows = Budget.blockRows(rows, (long) geometry.spec().batch() * geometry.spec().groups() * blocks.count(),
                SHARED, problem.threads());
        longestKBlock = geometry.phases().stream().mapToInt(phase -> Budget.kBlock(geometry.k(phase))).max().orElse(1);
        int taps = geometry.phases().stream().mapToInt(Phase::taps).filter(count -> count > 0).min().orElse(1);
        boolean wholeFits = (long) geometry.reduction() * blocks.plane() <= Budget.STAGE;
        stagedChannels = wholeFits ? geometry.reduction() : Math.min(geometry.reduction(), longestKBlock / taps + 2);
        identity = problem.layout() == Layout.NCHW && geometry.phases().size() == 1
                && geometry.phases().getFirst().identity();
        boolean cut =
                geometry.phases().stream().anyMatch(phase -> Budget.kBlock(geometry.k(phase)) < geometry.k(phase));
        sums = cut
                ? Math.multiplyExact(blockRows, Lanes.roundUp(blocks.results(), Lanes.TILE_COLUMNS))
                : Lanes.TILE_ROWS * Lanes.TILE_COLUMNS;
    }

    @Override
    public double cost() {
        double tiles = 0;
        for (Phase phase : geometry.phases()) {
            double vectors = RegisterTile.cost(blocks.results());
            double panels = Math.ceilDiv(blocks.results(), Lanes.TILE_COLUMNS);
            tiles += (vectors * rows * Costs.TILE_VECTOR + panels * rowBlocks() * Costs.PANEL_ROW) * geometry.k(phase);
        }
        double staged = (double) geometry.reduction() * blocks.plane() * rowBlocks() * Costs.STAGED_FLOAT;
        if (blocks.count() == 1) {
            tiles += (double) geometry.products() * rows * Costs.STREAMED_ONCE;
        }
        if (geometry.sink().target().positionStep() > 1) {
            staged += ((double) geometry.reduction() * blocks.plane() * rowBlocks()
                    + (double) blocks.results() * geometry.phases().size() * rows) * Costs.TRANSPOSED_FLOAT;
        }
        return (tiles + staged) * blocks.count() * geometry.spec().batch() * geometry.spec().groups();
    }

    @Override
    public int tasks() {
        return Math.toIntExact(
                (long) geometry.spec().batch() * geometry.spec().groups() * rowBlocks() * blocks.count());
    }

    @Override
    public int scratchFloats() {
        return Math.addExact(biasAt(), blockRows);
    }

    @Override
    public int scratchInts() {
        return piecesAt() + 2 * Lanes.TILE_COLUMNS;
    }

    @Override
    public float[] pack(float[] weights) {
        long size = 0;
        for (Phase phase : geometry.phases()) {
            size += (long) geometry.spec().groups() * rows * geometry.k(phase);
        }
        float[] packed = new float[Math.toIntExact(size)];
        int at = 0;
        for (int group = 0; group < geometry.spec().groups(); group++) {
            for (Phase phase : geometry.phases()) {
                int k = geometry.k(phase);
                int kBlock = Budget.kBlock(k);
                int[] products = geometry.weights(group, phase);
                for (int first = 0; first < k; first += kBlock) {
                    int length = Math.min(kBlock, k - first);
                    for (int row = 0; row < geometry.rows(); row += Lanes.TILE_ROWS) {
                        Panels.packRows(weights, row * geometry.weightStep(), geometry.weightStep(),
                                Math.min(Lanes.TILE_ROWS, geometry.rows() - row), products, first, length, packed,
                                at + row * length);
                    }
                    at += rows * length;
                }
            }
        }
        return packed;
    }

    @Override
    public void run(Call call, int task, Scratch scratch) {
        int[] block = scratch.ints();
        StageShape shape = blocks.locate(task % blocks.count(), block);
        int rest = task / blocks.count();
        int row = rest % rowBlocks() * blockRows;
        int group = rest / rowBlocks() % geometry.spec().groups();
        int n = rest / rowBlocks() / geometry.spec().groups();
        if (!inPlace(call, n, group, shape, block) && wholeStage()) {
            stage(call, n, group, 0, geometry.reduction(), shape, scratch);
        }
        int packedAt = group * rows * geometry.products();
        for (int p = 0; p < geometry.phases().size(); p++) {
            Phase phase = geometry.phases().get(p);
            if (blocks.clip(phase, block) > 0) {
                multiply(call, n, group, row, p, packedAt, shape, scratch);
            }
            packedAt += rows * geometry.k(phase);
        }
    }

    /** C = A·B for one phase of a block, stored as soon as a tile of it is finished. */
    private void multiply(Call call, int n, int group, int row, int p, int packedAt, StageShape shape,
            Scratch scratch) {
        Phase phase = geometry.phases().get(p);
        int[] block = scratch.ints();
        boolean inPlace = inPlace(call, n, group, shape, block);
        Floats operand = geometry.operand(call);
        float[] from = inPlace ? operand.array() : scratch.floats();
        int fromAt = inPlace ? placeOf(operand, n, group, block) : 0;
        int plane = inPlace ? (int) geometry.stage().source().channelStep() : shape.plane();
        int results = block[Blocks.DEPTHS] * block[Blocks.HEIGHTS] * block[Blocks.WIDTHS];
        int k = geometry.k(phase);
        int first = 0;
        do {
            int length = Math.min(Budget.kBlock(k), k - first);
            int staged = 0;
            if (!inPlace && !wholeStage() && length > 0) {
                staged = first / phase.taps();
                int end = (first + length - 1) / phase.taps() + 1;
                stage(call, n, group, staged, end - staged, shape, scratch);
            }
            tapOffsets(shape.tapOffset()[p], plane, first, length, staged, block);
            for (int column = 0; column < results; column += Lanes.TILE_COLUMNS) {
                columnOffsets(shape, column, block);
                columnTile(call, n, group, row, phase, from, fromAt, packedAt + first * rows, first, length, column,
                        Math.min(Lanes.TILE_COLUMNS, results - column), scratch);
            }
            first += length;
        } while (first < k);
    }

    /**
     * Products {@code [first, first + length)} of the sums of one column tile and all rows of the task. Packs what the row tiles
     * share, unless they are few; lets them store their sums themselves where these are finished and whole.
     */
    private void columnTile(Call call, int n, int group, int row, Phase phase, float[] from, int fromAt, int packedAt,
            int first, int length, int column, int columns, Scratch scratch) {
        int[] ints = scratch.ints();
        float[] floats = scratch.floats();
        Floats out = geometry.result(call);
        Sink sink = geometry.sink();
        int k = geometry.k(phase);
        int endRow = Math.min(row + blockRows, rows);
        boolean packed = !readInPlace(endRow - row, columns, ints);
        if (packed) {
            Panels.packColumns(from, fromAt, ints, Blocks.DESCRIPTION, length, columnsAt(), piecesAt(),
                    RegisterTile.panelColumns(columns), floats, bAt());
        }
        boolean plain = length == k && columns == Lanes.TILE_COLUMNS && sink.plain(call.epilogue(), out, phase);
        int place = plain ? sink.place(out, n, group * geometry.rows() + row, phase, ints, column) : 0;
        int channelStep = (int) sink.target().channelStep();
        if (plain && column == 0) {
            bias(call.epilogue(), group, row, endRow, floats);
        }
        int width = RegisterTile.panelColumns(columns);
        for (int r = row; r < endRow; r += Lanes.TILE_ROWS) {
            int left = geometry.rows() - r;
            boolean narrow = !packed && left <= Tile4x3InPlace.USED;
            boolean direct = plain && left >= (narrow ? Tile4x3InPlace.USED : RegisterTile.rows(left));
            int sumsAt = cAt() + (length < k ? column * blockRows + (r - row) * width : 0);
            float[] to = direct ? out.array() : floats;
            int toAt = direct ? place + (r - row) * channelStep : sumsAt;
            int pitch = direct ? channelStep : width;
            float[] bias = direct ? floats : null;
            int biasAt = biasAt() + r - row;
            int a = packedAt + r * length;
            if (packed && direct) {
                RegisterTile.finish(call.packed(), a, left, floats, bAt(), length, bias, biasAt, to, toAt, pitch);
            } else if (packed) {
                RegisterTile.multiply(call.packed(), a, left, floats, bAt(), length, floats, sumsAt, first > 0,
                        columns);
            } else if (narrow) {
                Tile4x3InPlace.run(call.packed(), a, from, fromAt, ints, Blocks.DESCRIPTION, columnsAt(), length, to,
                        toAt, pitch, first > 0, bias, biasAt);
            } else {
                Tile8x3InPlace.run(call.packed(), a, from, fromAt, ints, Blocks.DESCRIPTION, columnsAt(), length, to,
                        toAt, pitch, first > 0, bias, biasAt);
            }
            if (first + length == k && !direct) {
                sink.store(call, floats, sumsAt, width, out, n, group * geometry.rows() + r,
                        Math.min(Lanes.TILE_ROWS, left), phase, ints, column, columns);
            }
        }
    }

    private void bias(Epilogue epilogue, int group, int row, int endRow, float[] floats) {
        for (int r = row; r < Math.min(endRow, geometry.rows()); r++) {
            floats[biasAt() + r - row] = epilogue.bias(group * geometry.rows() + r);
        }
    }

    /** Whether a block's operand can be read where it is: pixels that follow each other, and no panel beyond the end. */
    private boolean inPlace(Call call, int n, int group, StageShape shape, int[] block) {
        Floats operand = geometry.operand(call);
        if (!identity || operand.array() == null) {
            return false;
        }
        long last = placeOf(operand, n, group, block)
                + (geometry.reduction() - 1) * geometry.stage().source().channelStep();
        return last + Lanes.roundUp(shape.plane(), Lanes.TILE_COLUMNS) <= operand.array().length;
    }

    private int placeOf(Floats operand, int n, int group, int[] block) {
        TensorIndex source = geometry.stage().source();
        return (int) (operand.arrayOffset() + source.plane(n, group * geometry.reduction())
                + source.position(block[Blocks.DEPTH], block[Blocks.HEIGHT], block[Blocks.WIDTH]));
    }

    /** Whether a column tile is better read where it lies than packed: few rows, and no gap within a vector. */
    private boolean readInPlace(int taskRows, int columns, int[] ints) {
        boolean consecutive = Lanes.MANY_REGISTERS && taskRows <= Budget.ROWS_IN_PLACE && columns == Lanes.TILE_COLUMNS
                && !Tile8x3InPlace.WARM_UP.cold();
        for (int at = columnsAt(); consecutive && at < columnsAt() + columns; at += Lanes.COUNT) {
            consecutive = ints[at + Lanes.COUNT - 1] == ints[at] + Lanes.COUNT - 1;
        }
        return consecutive;
    }

    private boolean wholeStage() {
        return stagedChannels == geometry.reduction();
    }

    private void stage(Call call, int n, int group, int channel, int channels, StageShape shape, Scratch scratch) {
        Floats operand = geometry.operand(call);
        geometry.stage().fill(operand, n, group * geometry.reduction() + channel, channels, shape, scratch.ints(),
                scratch.floats(), 0);
    }

    /** Where each product of a K block finds the operand of the block's first result. */
    private static void tapOffsets(int[] offsets, int plane, int first, int length, int firstChannel, int[] ints) {
        if (offsets.length == 0) {
            return;
        }
        int tap = first % offsets.length;
        int channel = (first / offsets.length - firstChannel) * plane;
        for (int i = 0; i < length; i++) {
            ints[Blocks.DESCRIPTION + i] = channel + offsets[tap];
            if (++tap == offsets.length) {
                tap = 0;
                channel += plane;
            }
        }
    }

    /** How far each result of a tile lies from the block's first; what lies beyond the last is never used. */
    private void columnOffsets(StageShape shape, int column, int[] ints) {
        int width = ints[Blocks.WIDTHS];
        int w = column % width;
        int h = column / width % ints[Blocks.HEIGHTS];
        int d = column / width / ints[Blocks.HEIGHTS];
        int results = ints[Blocks.DEPTHS] * ints[Blocks.HEIGHTS] * width;
        for (int j = 0; j < Lanes.TILE_COLUMNS; j++) {
            if (column + j >= results) {
                ints[columnsAt() + j] = ints[columnsAt() + j - 1] + 1;
                continue;
            }
            ints[columnsAt() + j] = (d * shape.height() + h) * shape.width() + w;
            if (++w == width) {
                w = 0;
                if (++h == ints[Blocks.HEIGHTS]) {
                    h = 0;
                    d++;
                }
            }
        }
    }

    private int rowBlocks() {
        return Math.ceilDiv(rows, blockRows);
    }

    private int bAt() {
        return stagedChannels * blocks.plane();
    }

    private int cAt() {
        return bAt() + longestKBlock * Lanes.TILE_COLUMNS + Lanes.COUNT;
    }

    private int piecesAt() {
        return columnsAt() + Lanes.TILE_COLUMNS;
    }

    private int biasAt() {
        return Math.addExact(cAt(), sums);
    }

    private int columnsAt() {
        return Blocks.DESCRIPTION + longestKBlock;
    }
}
