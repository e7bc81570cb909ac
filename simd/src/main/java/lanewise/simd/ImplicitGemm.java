package lanewise.simd;

import java.util.List;
import java.util.stream.IntStream;
import lanewise.core.Floats;
import lanewise.core.spi.Call;
import lanewise.core.spi.Kernel;
import lanewise.core.spi.Problem;
import lanewise.core.spi.Scratch;

/**
 * FORWARD and TRANSPOSE of every geometry as matrix products {@code C = A·B} per phase: A is the filter
 * {@code [rows][reduction channel × taps of the phase]}, B the operand as each tap sees it, {@code [same][results]}, never
 * materialised beyond one panel.
 *
 * <p>The loops, named by what they cut:
 *
 * <pre>
 *     task   image × group × row block × block of results
 *       strip
 *         columns      one tile; all where sums are cut or operands staged for every K block, or where a phase is alone
 *           phase
 *             K block      fits a B panel into half of the second-level cache, a quarter with 16 registers
 *               column tile  packs the B panel
 *                 row tile     {@link RegisterTile}
 *         row tile     stores the columns of all phases
 * </pre>
 *
 * <p>Packed weights are {@code [group][phase][K block][row tile][k][TILE_ROWS]}, rows beyond the last are zero. Scratch is
 * {@code [stage | B panels | C | bias | rows of a strip]} and {@code [block | offsets]}; C is {@code [column tile][place in the
 * strip][rows][TILE_COLUMNS]}, of one column tile unless sums are kept, or the sums of one row tile.
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
    private final Offsets offsets;
    private final List<Strip> strips;
    private final int sums;
    private final boolean cut;
    /** Whether all tiles but the first of an image begin where lines of the cache do. */
    private final boolean aligned;

    ImplicitGemm(Problem problem) {
        geometry = Geometry.of(problem);
        aligned = geometry.wholeLines();
        blocks = new Blocks(geometry.phases(), geometry.stage(), Budget.BLOCK_RESULTS, 1, Lanes.TILE_COLUMNS,
                aligned ? Lanes.HEADER : 0, RegisterTile::cost);
        rows = Lanes.roundUp(geometry.rows(), Lanes.TILE_ROWS);
        blockRows = Budget.blockRows(rows, Budget.BLOCK_ROWS,
                (long) geometry.spec().batch() * geometry.spec().groups() * blocks.count(),
                SHARED, problem.threads());
        int[] lengths =
                IntStream.of(geometry.lattices().tapCounts()).map(taps -> geometry.reduction() * taps).toArray();
        longestKBlock = IntStream.of(lengths).map(Budget::kBlock).max().orElse(1);
        offsets = Offsets.of(longestKBlock);
        int taps = IntStream.of(geometry.lattices().tapCounts()).filter(count -> count > 0).min().orElse(1);
        boolean wholeFits = (long) geometry.reduction() * blocks.plane() <= Budget.STAGE;
        stagedChannels = wholeFits ? geometry.reduction() : Math.min(geometry.reduction(), longestKBlock / taps + 2);
        cut = IntStream.of(lengths).anyMatch(k -> Budget.kBlock(k) < k);
        List<Strip> alternating = Strip.of(geometry.phases(), geometry.sink());
        strips = (long) alternating.getFirst().size() * sumsOfPhase() <= Budget.STRIP
                ? alternating
                : Strip.of(geometry.phases(), 1);
        sums = strips.getFirst().size() == 1 && !keepsSums()
                ? Lanes.TILE_ROWS * Lanes.TILE_COLUMNS
                : Math.multiplyExact(strips.getFirst().size(), sumsOfPhase());
    }

    /** Whether the sums of all columns are kept at once, because operands are staged or panels packed more than once for them. */
    private boolean keepsSums() {
        return cut || !wholeStage();
    }

    private int sumsOfPhase() {
        return Math.multiplyExact(blockRows,
                keepsSums() ? Lanes.roundUp(blocks.results(), Lanes.TILE_COLUMNS) : Lanes.TILE_COLUMNS);
    }

    @Override
    public double cost() {
        double vectors = RegisterTile.cost(blocks.results());
        double panels = Math.ceilDiv(blocks.results(), Lanes.TILE_COLUMNS);
        double tiles = (vectors * rows * Costs.TILE_VECTOR + panels * rowBlocks() * Costs.PANEL_ROW)
                * geometry.products();
        if (blocks.count() == 1) {
            tiles += (double) geometry.products() * rows * Costs.STREAMED_ONCE;
        }
        double moved = geometry.moved(blocks.results(), blocks.plane() * rowBlocks(), rows);
        return (tiles + moved) * blocks.count() * geometry.spec().batch() * geometry.spec().groups();
    }

    @Override
    public int tasks() {
        return Math.toIntExact(
                (long) geometry.spec().batch() * geometry.spec().groups() * rowBlocks() * blocks.count());
    }

    @Override
    public int scratchFloats() {
        return Math.addExact(rowsAt(), strips.getFirst().size() * Lanes.TILE_ROWS * Lanes.TILE_COLUMNS);
    }

    @Override
    public int scratchInts() {
        return offsets.size();
    }

    @Override
    public float[] pack(float[] weights) {
        return geometry.pack(weights, rows);
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
        for (int p = 0; p < geometry.phases().size(); p += strips.getFirst().size()) {
            Strip strip = strips.get(p / strips.getFirst().size());
            if (blocks.clip(strip.widest(), block) > 0) {
                multiplyStrip(call, n, group, row, strip, packedAt, shape, scratch);
            }
            for (int i = 0; i < strip.size(); i++) {
                packedAt += rows * geometry.k(strip.phases().get(i));
            }
        }
    }

    /** C = A·B for one strip of a block, stored as soon as some columns of all its phases are finished. */
    private void multiplyStrip(Call call, int n, int group, int row, Strip strip, int firstPackedAt,
            StageShape shape, Scratch scratch) {
        int[] block = scratch.ints();
        int results = block[Blocks.DEPTHS] * block[Blocks.HEIGHTS] * block[Blocks.WIDTHS];
        int span = strip.size() > 1 && !keepsSums() ? Lanes.TILE_COLUMNS : results;
        for (int column = 0; column < results; column += span) {
            int end = Math.min(column + span, results);
            int packedAt = firstPackedAt;
            for (int p = 0; p < strip.size(); p++) {
                if (strip.phases().get(p).width().count() > 0) {
                    multiplyPhase(call, n, group, row, strip, p, packedAt, column, end, shape, scratch);
                }
                packedAt += rows * geometry.k(strip.phases().get(p));
            }
            if (strip.size() > 1) {
                storeStrip(call, n, group, row, strip, column, end, scratch);
            }
        }
    }

    /** The sums of some columns of the strip's {@code p}-th phase; stored if it is alone. */
    private void multiplyPhase(Call call, int n, int group, int row, Strip strip, int p, int packedAt,
            int column, int endColumn, StageShape shape, Scratch scratch) {
        int[] block = scratch.ints();
        boolean inPlace = inPlace(call, n, group, shape, block);
        Floats operand = geometry.operand(call);
        float[] from = inPlace ? operand.array() : scratch.floats();
        int fromAt = inPlace ? geometry.place(operand, n, group, block) : 0;
        int plane = inPlace ? (int) geometry.stage().source().channelStep() : shape.plane();
        Phase phase = strip.phases().get(p);
        int k = geometry.k(phase);
        boolean overlapping = overlapping(call, strip, phase);
        int first = 0;
        do {
            int length = Math.min(Budget.kBlock(k), k - first);
            int staged = 0;
            if (!inPlace && !wholeStage() && length > 0) {
                staged = first / phase.taps();
                int end = (first + length - 1) / phase.taps() + 1;
                stage(call, n, group, staged, end - staged, shape, scratch);
            }
            Offsets.rows(shape, phase, plane, first, length, staged, block);
            int missing =
                    overlapping && aligned && blocks.count() > 1 && block[Blocks.WIDTH] == 0 ? Lanes.HEADER : 0;
            int head = missing > 0 ? Lanes.TILE_COLUMNS - missing : 0;
            for (int c = column; c < endColumn; c += c == 0 && head > 0 ? head : Lanes.TILE_COLUMNS) {
                int width = RegisterTile.panelColumns(Math.min(Lanes.TILE_COLUMNS, endColumn - c));
                int at = overlapping ? Math.clamp(endColumn - width, 0, c) : c;
                offsets.columns(shape, at, block);
                columnTile(call, n, group, row, strip, phase, from, fromAt, packedAt + first * rows, first, length, at,
                        Math.min(Lanes.TILE_COLUMNS, endColumn - at), !keepsSums() && strip.repeats(p), scratch);
            }
            first += length;
        } while (first < k);
    }

    /** Whether tiles store all they compute where it belongs, so that two of them may compute the same columns. */
    private boolean overlapping(Call call, Strip strip, Phase phase) {
        return strip.size() == 1 && !keepsSums() && geometry.sink().dense(phase)
                && Sink.plain(call.epilogue(), geometry.result(call));
    }

    private void storeStrip(Call call, int n, int group, int row, Strip strip, int column, int endColumn,
            Scratch scratch) {
        Floats out = geometry.result(call);
        for (int c = column; c < endColumn; c += Lanes.TILE_COLUMNS) {
            int columns = Math.min(Lanes.TILE_COLUMNS, endColumn - c);
            boolean finished = !keepsSums() && columns == Lanes.TILE_COLUMNS && Sink.plain(call.epilogue(), out);
            for (int r = row; r < Math.min(row + blockRows, geometry.rows()); r += Lanes.TILE_ROWS) {
                strip.store(geometry.sink(), call, finished, scratch.floats(),
                        sumsAt(strip, 0, c, r - row), blockRows * Lanes.TILE_COLUMNS,
                        RegisterTile.panelColumns(columns), rowsAt(), out, n, group * geometry.rows() + r,
                        Math.min(Lanes.TILE_ROWS, geometry.rows() - r), scratch.ints(), c, columns);
            }
        }
    }

    /** Where a row tile of a phase's column tile is kept until it is stored. */
    private int sumsAt(Strip strip, int place, int column, int row) {
        int tile = keepsSums() ? column / Lanes.TILE_COLUMNS : 0;
        return cAt() + ((tile * strip.size() + place) * blockRows + row) * Lanes.TILE_COLUMNS;
    }

    /**
     * Products {@code [first, first + length)} of the sums of one column tile and all rows of the task. Packs what the row tiles
     * share, unless they are few; lets them store their sums themselves where these are finished and whole.
     */
    private void columnTile(Call call, int n, int group, int row, Strip strip, Phase phase, float[] from, int fromAt,
            int packedAt, int first, int length, int column, int columns, boolean repeated, Scratch scratch) {
        int[] ints = scratch.ints();
        float[] floats = scratch.floats();
        Floats out = geometry.result(call);
        Sink sink = geometry.sink();
        int k = geometry.k(phase);
        int endRow = Math.min(row + blockRows, rows);
        boolean alone = strip.size() == 1;
        boolean packed = !alone || !readInPlace(endRow - row, columns, ints);
        int width = RegisterTile.panelColumns(columns);
        // The first row tile packs what the others read.
        boolean packing = packed && alone && first == 0 && width == Lanes.TILE_COLUMNS
                && endRow - row > Lanes.TILE_ROWS && InPlaceTile.packs() && offsets.fewGaps(ints);
        if (packed && !packing && !repeated) {
            Panels.packColumns(from, fromAt, ints, Offsets.ROWS_AT, length, offsets.columnsAt(), offsets.piecesAt(),
                    width, floats,
                    bAt());
        }
        boolean finished = length == k && columns == Lanes.TILE_COLUMNS && Sink.plain(call.epilogue(), out);
        boolean plain = finished && alone && sink.dense(phase);
        int place = plain ? sink.place(out, n, group * geometry.rows() + row, phase, ints, column) : 0;
        int channelStep = (int) sink.target().channelStep();
        if (finished && column == 0) {
            Sink.bias(call.epilogue(), group * geometry.rows() + row, Math.min(endRow, geometry.rows()) - row, floats,
                    biasAt());
        }
        int begin = row;
        if (packed && plain) {
            int stored = wholeTiles(Math.min(endRow, geometry.rows()) - row);
            begin += Lanes.roundUp(stored, Lanes.TILE_ROWS);
            int done = packing ? Lanes.TILE_ROWS : 0;
            if (packing) {
                InPlaceTile.pack(call.packed(), packedAt + row * length, from, fromAt, ints, Offsets.ROWS_AT,
                        offsets.columnsAt(), length, floats, bAt(), out.array(), place, channelStep, floats, biasAt());
            }
            RegisterTile.finish(call.packed(), packedAt + (row + done) * length, stored - done, floats, bAt(), length,
                    floats, biasAt() + done, out.array(), place + done * channelStep, channelStep);
        } else if (finished && !alone && !keepsSums()) {
            begin = endRow;
            RegisterTile.finish(call.packed(), packedAt + row * length, endRow - row, floats, bAt(), length, floats,
                    biasAt(), floats, sumsAt(strip, strip.place(phase), column, 0), width);
        }
        for (int r = begin; r < endRow; r += Lanes.TILE_ROWS) {
            int left = geometry.rows() - r;
            boolean direct = plain && !packed && left >= InPlaceTile.rows(left);
            int sumsAt = alone && length == k ? cAt() : sumsAt(strip, strip.place(phase), column, r - row);
            float[] to = direct ? out.array() : floats;
            int toAt = direct ? place + (r - row) * channelStep : sumsAt;
            int pitch = direct ? channelStep : width;
            float[] bias = direct ? floats : null;
            int biasAt = biasAt() + r - row;
            int a = packedAt + r * length;
            if (packing && r == row) {
                InPlaceTile.pack(call.packed(), a, from, fromAt, ints, Offsets.ROWS_AT, offsets.columnsAt(), length,
                        floats, bAt(), floats, sumsAt, width, null, 0);
            } else if (packed) {
                RegisterTile.multiply(call.packed(), a, left, floats, bAt(), length, floats, sumsAt, first > 0,
                        columns);
            } else {
                InPlaceTile.run(call.packed(), a, left, from, fromAt, ints, Offsets.ROWS_AT, offsets.columnsAt(),
                        length, to,
                        toAt, pitch, first > 0, bias, biasAt);
            }
            if (first + length == k && alone && !direct) {
                sink.store(call, floats, sumsAt, width, out, n, group * geometry.rows() + r,
                        Math.min(Lanes.TILE_ROWS, left), phase, ints, column, columns);
            }
        }
    }

    /** Of some rows, the first ones that a tile may write without writing others. */
    private static int wholeTiles(int rows) {
        int last = rows % Lanes.TILE_ROWS;
        return last >= RegisterTile.rows(last) ? rows : rows - last;
    }

    /** Whether a column tile is better read where it lies than packed: few rows, and no gap within a vector. */
    private boolean readInPlace(int taskRows, int columns, int[] ints) {
        return taskRows <= Budget.ROWS_IN_PLACE && columns == Lanes.TILE_COLUMNS && !InPlaceTile.cold()
                && offsets.consecutive(ints);
    }

    /** Whether a block's operand is read where it is; beyond its end panels have columns, and their last pieces may, too, unless tiles overlap. */
    private boolean inPlace(Call call, int n, int group, StageShape shape, int[] block) {
        boolean within = aligned && !keepsSums() && blocks.results() > 2 * Lanes.TILE_COLUMNS
                && Sink.plain(call.epilogue(), geometry.result(call));
        return geometry.inPlace(geometry.operand(call), n, group, shape, block,
                within ? 0 : Lanes.TILE_COLUMNS + Lanes.COUNT);
    }

    private boolean wholeStage() {
        return stagedChannels == geometry.reduction();
    }

    private void stage(Call call, int n, int group, int channel, int channels, StageShape shape, Scratch scratch) {
        Floats operand = geometry.operand(call);
        geometry.stage().fill(operand, n, group * geometry.reduction() + channel, channels, shape, scratch.ints(),
                scratch.floats(), 0);
    }

    private int rowBlocks() {
        return Math.ceilDiv(rows, blockRows);
    }

    private int bAt() {
        return Lanes.aligned(stagedChannels * blocks.plane());
    }

    private int cAt() {
        return bAt() + longestKBlock * Lanes.TILE_COLUMNS + Lanes.COUNT;
    }

    private int biasAt() {
        return Math.addExact(cAt(), sums);
    }

    private int rowsAt() {
        return biasAt() + blockRows;
    }
}
