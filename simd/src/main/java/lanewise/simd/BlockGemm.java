package lanewise.simd;

import java.util.List;
import lanewise.core.Floats;
import lanewise.core.Product;
import lanewise.core.spi.Call;
import lanewise.core.spi.Kernel;
import lanewise.core.spi.Problem;
import lanewise.core.spi.Scratch;

/**
 * The matrix products of {@link ImplicitGemm}, row tile by row tile: all panels of a block of results are packed first. Rows are
 * written over all of the block, which takes much less time than pieces of all rows where results are not in the second-level
 * cache, and weights pass once for all panels.
 *
 * <p>The loops, named by what they cut:
 *
 * <pre>
 *     task   image × group × row block × block of results
 *       strip                    packs its panels; they stay in the second-level cache
 *         row tile
 *           phase × column tile  {@link RegisterTile#finishRow}
 * </pre>
 *
 * <p>Packed weights are {@code [group][phase][row tile][k][TILE_ROWS]}, rows beyond the last are zero. Scratch is
 * {@code [stage | B panels: phase, column tile | C: phase, TILE_ROWS, results | bias | rows of a strip]} and
 * {@code [block | offsets]}. The last column tile overlaps the one before.
 */
final class BlockGemm implements Kernel {
    /** Staging and packing take as long as so many rows. */
    private static final int SHARED = 12;

    private final Geometry geometry;
    private final List<Strip> strips;
    private final Blocks blocks;
    private final int rows;
    private final int blockRows;
    private final Offsets offsets;
    /** Whether all tiles but the first of an image begin where lines of the cache do. */
    private final boolean aligned;
    /** Column tiles of the largest block. */
    private final int tiles;
    /** From a row of C to the next. */
    private final int pitch;
    private final int cAt;
    private final int biasAt;

    BlockGemm(Problem problem) {
        geometry = Geometry.of(problem);
        strips = Strip.of(geometry.phases(), geometry.sink());
        aligned = geometry.wholeLines();
        blocks = new Blocks(geometry.phases(), geometry.stage(),
                panelsTogether(geometry, strips) * Lanes.TILE_COLUMNS, 1, Lanes.TILE_COLUMNS,
                aligned ? Lanes.HEADER : 0, RegisterTile::cost);
        rows = Lanes.roundUp(geometry.rows(), Lanes.TILE_ROWS);
        blockRows = Budget.blockRows(rows, Math.max(1, rows),
                (long) geometry.spec().batch() * geometry.spec().groups() * blocks.count(), SHARED,
                problem.threads());
        offsets = Offsets.of(geometry.phases().stream().mapToInt(geometry::k).max().orElse(1));
        tiles = Math.ceilDiv(blocks.results() + (aligned ? Lanes.HEADER : 0), Lanes.TILE_COLUMNS);
        pitch = tiles * Lanes.TILE_COLUMNS;
        int panels = strips.stream().mapToInt(this::panelFloats).max().orElse(0);
        cAt = Lanes.aligned(Math.addExact(bAt(), panels));
        biasAt = Math.addExact(cAt, strips.getFirst().size() * Lanes.TILE_ROWS * pitch + Lanes.COUNT);
    }

    static String rejects(Problem problem) {
        if (problem.product() == Product.WEIGHTS) {
            return "applies weights only";
        }
        Geometry geometry = Geometry.of(problem);
        if (geometry.sink().target().positionStep() > 1) {
            return "writes rows of one channel, which NHWC has not";
        }
        if (Lanes.MANY_REGISTERS && !far(geometry)) {
            return "writes results that stay in a cache, or not whole row tiles of one phase";
        }
        int panels = panelsTogether(geometry, Strip.of(geometry.phases(), geometry.sink()));
        if (panels < fewestPanels(geometry)) {
            return "sums are too long";
        }
        int width = Math.min(panels * Lanes.TILE_COLUMNS, geometry.phases().getFirst().width().count());
        long row = (long) geometry.reduction() * StageShape.of(geometry.stage(), 1, 1, width).plane();
        return row > Budget.STAGE ? "windows of a row are too large" : null;
    }

    private static boolean far(Geometry geometry) {
        return geometry.sink().dense(geometry.phases().getFirst()) && geometry.rows() > Lanes.TILE_ROWS
                && geometry.rows() % Lanes.TILE_ROWS == 0
                && geometry.rows() * geometry.sink().target().channelStep() > Budget.FAR;
    }

    private static int fewestPanels(Geometry geometry) {
        if (Lanes.MANY_REGISTERS) {
            return Budget.PANELS_TOGETHER;
        }
        boolean alone = geometry.phases().size() == 1 && geometry.phases().getFirst().taps() <= 1;
        return alone ? Budget.FEW_PANELS : Budget.BLOCK_RESULTS / Lanes.TILE_COLUMNS;
    }

    /** How many column tiles have panels that stay near; for more the rows of a block are not written faster. */
    private static int panelsTogether(Geometry geometry, List<Strip> strips) {
        int taps = strips.stream().mapToInt(Strip::panelTaps).max().orElse(0);
        int k = Math.max(1, Math.multiplyExact(geometry.reduction(), taps));
        return Math.min(Budget.PANEL / Lanes.TILE_COLUMNS / k, Budget.PANELS_TOGETHER);
    }

    @Override
    public double cost() {
        double results = (double) geometry.phases().getFirst().results() / blocks.count();
        double vectors = RegisterTile.cost((int) Math.ceil(results));
        double panels = 0;
        for (Strip strip : strips) {
            panels += (double) geometry.reduction() * strip.panelTaps() * results / Lanes.TILE_COLUMNS
                    * Costs.LONG_PANEL_ROW;
        }
        double multiplied = vectors * rows * geometry.products() * Costs.TILE_VECTOR;
        if (blocks.count() == 1) {
            multiplied += (double) geometry.products() * rows * Costs.STREAMED_ONCE;
        }
        double moved = geometry.moved(results, blocks.plane() * rowBlocks(), rows);
        return (multiplied + panels * rowBlocks() + moved) * blocks.count() * geometry.spec().batch()
                * geometry.spec().groups();
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
        Floats operand = geometry.operand(call);
        boolean within = geometry.phases().getFirst().identity() && shape.plane() >= Lanes.TILE_COLUMNS;
        int beyond = within ? 0 : Lanes.TILE_COLUMNS + Lanes.COUNT;
        boolean inPlace = geometry.inPlace(operand, n, group, shape, block, beyond);
        if (!inPlace) {
            geometry.stage().fill(operand, n, group * geometry.reduction(), geometry.reduction(), shape, block,
                    scratch.floats(), 0);
        }
        int packedAt = group * rows * geometry.products();
        for (int s = 0; s < strips.size(); s++) {
            Strip strip = strips.get(s);
            if (blocks.clip(strip.widest(), block) > 0) {
                if (inPlace) {
                    packPanels(strip, operand.array(), geometry.place(operand, n, group, block),
                            (int) geometry.stage().source().channelStep(), shape, scratch);
                } else {
                    packPanels(strip, scratch.floats(), 0, shape.plane(), shape, scratch);
                }
                multiply(call, n, group, row, strip, packedAt, scratch);
            }
            for (int p = 0; p < strip.size(); p++) {
                packedAt += rows * geometry.k(strip.phases().get(p));
            }
        }
    }

    /** Packs what the phases of a strip meet: those that meet the same share it. */
    private void packPanels(Strip strip, float[] from, int fromAt, int plane, StageShape shape, Scratch scratch) {
        int[] ints = scratch.ints();
        float[] floats = scratch.floats();
        int results = ints[Blocks.DEPTHS] * ints[Blocks.HEIGHTS] * ints[Blocks.WIDTHS];
        int missing = missing(ints);
        boolean neighbouring = results >= Lanes.TILE_COLUMNS && neighbouring(shape, ints);
        int at = bAt();
        for (int p = 0; p < strip.size(); p++) {
            Phase phase = strip.phases().get(p);
            int k = geometry.k(phase);
            if (strip.repeats(p) || phase.width().count() == 0) {
                continue;
            }
            Offsets.rows(shape, phase, plane, 0, k, 0, ints);
            if (neighbouring) {
                LongPanels.pack(from, fromAt, ints, Offsets.ROWS_AT, k, missing, results, floats, at,
                        LongPanels.pitch(k));
            } else {
                for (int tile = 0; tile * Lanes.TILE_COLUMNS < results + missing; tile++) {
                    offsets.columns(shape, RegisterTile.column(tile, missing, results), ints);
                    Panels.packColumns(from, fromAt, ints, Offsets.ROWS_AT, k, offsets.columnsAt(),
                            offsets.piecesAt(), Lanes.TILE_COLUMNS, floats, at + tile * LongPanels.pitch(k));
                }
            }
            at += tiles * LongPanels.pitch(k);
        }
    }

    /** The products of one strip of a block. */
    private void multiply(Call call, int n, int group, int row, Strip strip, int firstPackedAt, Scratch scratch) {
        int[] ints = scratch.ints();
        float[] floats = scratch.floats();
        Floats out = geometry.result(call);
        Sink sink = geometry.sink();
        int results = ints[Blocks.DEPTHS] * ints[Blocks.HEIGHTS] * ints[Blocks.WIDTHS];
        int columns = Math.max(results, Lanes.TILE_COLUMNS);
        int missing = missing(ints);
        int endRow = Math.min(row + blockRows, geometry.rows());
        boolean plain = Sink.plain(call.epilogue(), out);
        boolean direct = plain && strip.size() == 1 && sink.dense(strip.whole()) && results >= Lanes.TILE_COLUMNS;
        int place = direct ? sink.place(out, n, group * geometry.rows() + row, strip.whole(), ints, 0) : 0;
        int channelStep = (int) sink.target().channelStep();
        Sink.bias(call.epilogue(), group * geometry.rows() + row, endRow - row, floats, biasAt);
        for (int r = row; r < endRow; r += Lanes.TILE_ROWS) {
            int left = geometry.rows() - r;
            int channels = Math.min(Lanes.TILE_ROWS, left);
            boolean whole = direct && left >= RegisterTile.rows(left);
            boolean finished = whole || plain && strip.size() > 1;
            int packedAt = firstPackedAt;
            int panelsAt = bAt();
            int nextAt = bAt();
            for (int p = 0; p < strip.size(); p++) {
                Phase phase = strip.phases().get(p);
                int k = geometry.k(phase);
                if (phase.width().count() > 0) {
                    panelsAt = strip.repeats(p) ? panelsAt : nextAt;
                    nextAt = panelsAt + tiles * LongPanels.pitch(k);
                    RegisterTile.finishRow(call.packed(), packedAt + r * k, left, floats, panelsAt, LongPanels.pitch(k),
                            k,
                            missing, columns, finished ? floats : RegisterTile.NO_BIAS, finished ? biasAt + r - row : 0,
                            whole ? out.array() : floats,
                            whole ? place + (r - row) * channelStep : cAt + strip.place(phase) * phasePitch(),
                            whole ? channelStep : pitch);
                }
                packedAt += rows * k;
            }
            if (!whole && strip.size() == 1) {
                sink.store(call, floats, cAt, pitch, out, n, group * geometry.rows() + r, channels, strip.whole(), ints,
                        0, results);
            } else if (!whole) {
                strip.store(sink, call, finished, floats, cAt, phasePitch(), pitch, rowsAt(), out, n,
                        group * geometry.rows() + r, channels, ints, 0, results);
            }
        }
    }

    /** What the first column tile of an image has less of its own, so that the next one begins where a line does. */
    private int missing(int[] block) {
        return aligned && blocks.count() > 1 && block[Blocks.WIDTH] == 0 ? Lanes.HEADER : 0;
    }

    /** Whether neighbouring results of a block meet neighbours from the first to the last. */
    private static boolean neighbouring(StageShape shape, int[] block) {
        boolean rowsFollow = shape.width() == block[Blocks.WIDTHS] || block[Blocks.HEIGHTS] * block[Blocks.DEPTHS] == 1;
        return rowsFollow && (shape.height() == block[Blocks.HEIGHTS] || block[Blocks.DEPTHS] == 1);
    }

    private int panelFloats(Strip strip) {
        int floats = 0;
        for (int p = 0; p < strip.size(); p++) {
            floats += strip.repeats(p) ? 0 : tiles * LongPanels.pitch(geometry.k(strip.phases().get(p)));
        }
        return floats;
    }

    private int phasePitch() {
        return Lanes.TILE_ROWS * pitch;
    }

    private int rowBlocks() {
        return Math.ceilDiv(rows, blockRows);
    }

    private int bAt() {
        return Lanes.aligned(geometry.reduction() * blocks.plane());
    }

    private int rowsAt() {
        return biasAt + blockRows;
    }
}
