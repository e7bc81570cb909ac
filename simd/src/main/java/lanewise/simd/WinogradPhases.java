package lanewise.simd;

import lanewise.core.spi.Call;
import lanewise.core.spi.Kernel;
import lanewise.core.spi.Problem;
import lanewise.core.spi.Scratch;
import lanewise.core.spi.TensorIndex;

/**
 * FORWARD and TRANSPOSE where every phase has one or two neighbouring taps along the width, and along the height, too, or one
 * there: F(3, 2) along each axis of two taps ({@link Winograd3x2}), 16 matrix products for 9 results of a phase of 2×2 taps
 * instead of 36, 12 for 2×1, 9 for 1×1. Or where every phase has 3×3 neighbouring taps: F(4×4, 3×3) ({@link Winograd4x3}), 36
 * products for 16 results instead of 144; there phases of few channels share a row tile.
 *
 * <p>A tile of each phase begins where its window does, one result earlier or later than that of another phase. So all of them
 * meet the same windows, the operand is transformed once, and the tiles of all phases are one dense patch of results.
 *
 * <p>The loops, named by what they cut:
 *
 * <pre>
 *     task   image × group × row block × slice × block of tiles
 *       channels at a time       stages them and transforms them into B panels
 *       row tile
 *         strips of phases
 *           product × column tile × phase  {@link RegisterTile}
 *           strip                transforms the products of its phases into results, puts them side by side and stores them
 * </pre>
 *
 * <p>{@link WinogradPhaseTile} says what a tile is, {@link WinogradPhaseBlocks} how blocks cut tiles, {@link WinogradPhaseStrips}
 * in which order phases are and where their weights are packed. Scratch is that of {@link WinogradPhaseTransform}, then
 * {@code [products of a row tile | results of a strip | rows of a strip]}.
 */
final class WinogradPhases implements Kernel {
    /** {@link lanewise.core.spi.Algorithm#bound}: the worst of random and adversarial values was 7.6. */
    static final double BOUND = 32;

    /** Transforming the input takes as long as so many rows. */
    private static final int SHARED = 8;
    /** The most vectors of tiles of a block. */
    private static final int VECTORS = 9;

    private final Geometry geometry;
    private final WinogradPhaseTile tile;
    private final WinogradPhaseStrips strips;
    private final WinogradPhaseBlocks blocks;
    private final WinogradPhaseTransform transform;
    /** Phases multiplied at a time, a part of a strip or whole ones. */
    private final int together;
    private final int rows;
    private final int blockRows;
    /** Lines of all slices. */
    private final int lines;
    private final int productsAt;
    private final int resultsAt;
    private final int rowsAt;

    private WinogradPhases(Problem problem, WinogradPhaseTile square) {
        geometry = Geometry.of(problem);
        // What all phases meet.
        Phase window = geometry.lattices().merged();
        tile = window.height().shift().length > 1 ? square : WinogradPhaseTile.ROW;
        strips = WinogradPhaseStrips.of(geometry, window, tile);
        rows = strips.rows();
        // Where weights are few, passing over them often costs less than panels beyond the second-level cache.
        int budget = (long) strips.multiplied() * k() * rows <= Budget.TRANSFORMED
                ? Budget.TRANSFORMED
                : Budget.PHASES_TRANSFORMED;
        int most = Math.clamp(budget / Math.max(1, tile.products() * k()) / RegisterTile.UNIT, 1,
                VECTORS * Lanes.COUNT / RegisterTile.UNIT) * RegisterTile.UNIT;
        blocks = WinogradPhaseBlocks.of(window, tile, most);
        lines = window.depth().count() * blocks.lines();
        blockRows = Budget.blockRows(rows, Budget.BLOCK_ROWS,
                (long) geometry.spec().batch() * geometry.spec().groups() * lines * blocks.count(), SHARED,
                problem.threads());
        transform = new WinogradPhaseTransform(geometry, window, tile, blocks);
        together = strips
                .together(Math.clamp(Budget.STRIP_PRODUCTS / (tile.products() * Lanes.TILE_ROWS * blocks.columns()), 1,
                        Math.ceilDiv(strips.members().size(), strips.shared())));
        productsAt = transform.scratchFloats();
        resultsAt = Math.addExact(productsAt, tile.products() * productStep(blocks.columns()));
        rowsAt = resultsAt + strips.held() * phasePitch();
    }

    /** Where phases have one or two taps an axis. */
    static WinogradPhases ofTwo(Problem problem) {
        return new WinogradPhases(problem, WinogradPhaseTile.TWO);
    }

    /** Where they have three. */
    static WinogradPhases ofThree(Problem problem) {
        return new WinogradPhases(problem, WinogradPhaseTile.THREE);
    }

    @Override
    public double cost() {
        int multiplied = strips.multiplied();
        double all = 0;
        for (int block = 0; block < blocks.count(); block++) {
            int rest = Lanes.roundUp(blocks.end(block) - blocks.first(block), RegisterTile.UNIT);
            double vectors = 0;
            for (; rest > 0; rest -= RegisterTile.nextPanel(rest)) {
                vectors += RegisterTile.cost(RegisterTile.nextPanel(rest));
            }
            all += vectors * ((double) multiplied * k() * rows
                    + (double) (tile.products() * k() * rowBlocks() + multiplied * rows) * Costs.TRANSFORM)
                    * Costs.TILE_VECTOR
                    + (double) multiplied * k() * rows * Costs.STREAMED_ROW_FLOAT;
        }
        TensorIndex target = geometry.sink().target();
        double written = (double) target.depth() * target.height() * target.width() * geometry.rows();
        return (all * lines + geometry.exchanged(written)) * geometry.spec().batch() * geometry.spec().groups();
    }

    @Override
    public int tasks() {
        return Math.toIntExact((long) geometry.spec().batch() * geometry.spec().groups() * rowBlocks() * lines
                * blocks.count());
    }

    @Override
    public int scratchFloats() {
        return Math.addExact(rowsAt, Lanes.TILE_ROWS * rowPitch());
    }

    @Override
    public int scratchInts() {
        return transform.scratchInts();
    }

    @Override
    public float[] pack(float[] weights) {
        return strips.pack(weights);
    }

    @Override
    public void run(Call call, int task, Scratch scratch) {
        int block = task % blocks.count();
        int at = task / blocks.count() % lines;
        int rest = task / blocks.count() / lines;
        int row = rest % rowBlocks() * blockRows;
        int group = rest / rowBlocks() % geometry.spec().groups();
        int n = rest / rowBlocks() / geometry.spec().groups();
        int count = blocks.end(block) - blocks.first(block);
        int depth = at / blocks.lines();
        int first = at % blocks.lines() * blocks.line() + blocks.first(block);
        int width = Lanes.roundUp(count, RegisterTile.UNIT);
        int shared = strips.shared();
        int across = strips.across();
        transform.input(call, n, group, depth, first, width, scratch);
        for (int r = row; r < Math.min(row + blockRows, geometry.rows()); r += Lanes.TILE_ROWS) {
            int channels = Math.min(Lanes.TILE_ROWS, geometry.rows() - r);
            for (int p = 0; p < strips.members().size(); p += together) {
                int end = Math.min(p + together, strips.members().size());
                multiply(call.packed(), strips.packedAt(group, r), geometry.rows() - r, p, end, width,
                        scratch.floats());
                for (int m = p; m < end; m += shared) {
                    int next = Math.min(m + shared, end);
                    transform.output(strips.members().get(m),
                            productsAt + Lanes.TILE_ROWS * ((m - p) / shared * width), productStep(width),
                            channels * (next - m), width, heldAt(m), scratch);
                    int finished = next % across == 0 ? Math.max(across, next - m) : 0;
                    for (int strip = next - finished; strip < next; strip += across) {
                        store(call, n, group * geometry.rows() + r, channels, strip, depth, first, count, scratch);
                    }
                }
            }
        }
    }

    /** The products of some phases of a row tile. */
    private void multiply(float[] packed, int packedAt, int left, int first, int end, int width, float[] floats) {
        int shared = strips.shared();
        int needed = shared > 1 ? shared * left : left;
        int panel;
        for (int product = 0; product < tile.products(); product++) {
            for (int column = 0; column < width; column += panel) {
                panel = RegisterTile.nextPanel(width - column);
                int b = transform.panelAt(product, column, width);
                int c = productsAt + product * productStep(width) + Lanes.TILE_ROWS * column;
                for (int p = first; p < end; p += shared, c += Lanes.TILE_ROWS * width) {
                    int place = strips.members().get(p).place(product / tile.windowWidth(),
                            product % tile.windowWidth());
                    if (place >= 0) {
                        RegisterTile.multiply(packed, packedAt + place * k() * Lanes.TILE_ROWS, needed, floats, b, k(),
                                floats, c, false, panel);
                    }
                }
            }
        }
    }

    /** Stores the results of a strip, those in a row of tiles at a time. */
    private void store(Call call, int n, int channel, int channels, int strip, int depth, int first, int count,
            Scratch scratch) {
        int[] block = scratch.ints();
        WinogradPhaseStrips.Member member = strips.members().get(strip);
        Phase phase = member.phase();
        int across = strips.across();
        block[Blocks.DEPTH] = depth - member.depth();
        block[Blocks.DEPTHS] = 1;
        block[Blocks.HEIGHTS] = 1;
        if (block[Blocks.DEPTH] < 0 || block[Blocks.DEPTH] >= phase.depth().count()) {
            return;
        }
        int run;
        for (int j = 0; j < count; j += run) {
            int w = (first + j) % blocks.tiles();
            run = Math.min(blocks.tiles() - w, count - j);
            int to = phase.width().first() + across * (tile.width() * w - member.width());
            int begin = Math.max(to, 0);
            int results = across * tile.width() * run;
            block[Blocks.WIDTH] = begin;
            block[Blocks.WIDTHS] = Math.min(to + results, member.rows().width().count()) - begin;
            for (int i = 0; i < tile.height(); i++) {
                block[Blocks.HEIGHT] = (first + j) / blocks.tiles() * tile.height() + i - member.height();
                if (block[Blocks.HEIGHT] >= 0 && block[Blocks.HEIGHT] < phase.height().count()
                        && block[Blocks.WIDTHS] > 0) {
                    Interleave.run(scratch.floats(),
                            heldAt(strip) + i * transform.rowStep() + tile.width() * j,
                            phasePitch(), transform.channelStep(), scratch.floats(), rowsAt, rowPitch(), channels,
                            across,
                            results);
                    geometry.sink().store(call, scratch.floats(), rowsAt + begin - to, rowPitch(),
                            geometry.result(call), n, channel, channels, member.rows(), block, 0, block[Blocks.WIDTHS]);
                }
            }
        }
    }

    private int k() {
        return geometry.reduction();
    }

    private int rowBlocks() {
        return Math.ceilDiv(rows, blockRows);
    }

    private int productStep(int width) {
        return Math.ceilDiv(together, strips.shared()) * Lanes.TILE_ROWS * width + Lanes.COUNT;
    }

    /** Where the results of a phase are kept. */
    private int heldAt(int phase) {
        return resultsAt + phase % strips.held() * phasePitch();
    }

    private int phasePitch() {
        return (strips.shared() > 1 ? geometry.rows() : Lanes.TILE_ROWS) * transform.channelStep();
    }

    private int rowPitch() {
        return strips.across() * transform.rowStep();
    }
}
