package lanewise.simd;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import lanewise.core.Activation;
import lanewise.core.Epilogue;
import lanewise.core.Floats;
import lanewise.core.Product;
import lanewise.core.spi.Call;
import lanewise.core.spi.Kernel;
import lanewise.core.spi.Problem;
import lanewise.core.spi.Scratch;
import lanewise.core.spi.TensorIndex;

/**
 * FORWARD and TRANSPOSE where every phase is a dense 3×3 convolution: 36 matrix products for 16 results instead of 144
 * ({@link Winograd4x3}), or 16 for 4 instead of 36 ({@link Winograd2x3}). Where only taps in a row are dense, 6 for 4 instead of 12
 * ({@link WinogradRow4x3}). A dilated convolution is one dense convolution for every residue of its results.
 *
 * <p>The loops, named by what they cut:
 *
 * <pre>
 *     task   part × image × group × row block × block of tiles
 *       channel block            all channels, unless they are too many to be transformed at once
 *         channels at a time       stages them
 *           vector of tiles        transforms the input into B panels
 *         row tile
 *           product × column tile  {@link RegisterTile}
 *           vector of tiles        after the last block, transforms the products into results and stores them
 * </pre>
 *
 * <p>B panels are {@code [product][column tile][k][columns]}, packed weights
 * {@code [group][phase][channel block][row tile][product][k][TILE_ROWS]}, where k runs over channels, then the filters of each.
 * Tile rows are rounded up to whole runs. Scratch is
 * {@code [stage | B panels | buffer | products of a row tile, or of all of them | results of a row tile]} and
 * {@code [block | whether results are stored directly | runs: in the stage | in the results | pixels]}.
 */
final class Winograd implements Kernel {
    /** {@link lanewise.core.spi.Algorithm#bound}: the worst of random and adversarial values was 680. */
    static final double BOUND = 1024;
    /** The same of rows: the worst was 39. */
    static final double ROW_BOUND = 128;

    /** Runs of neighbouring tiles that fill the lanes. */
    static final int RUNS = 4;
    /** The tiles of a run. */
    static final int RUN = Lanes.COUNT / RUNS;
    /** Transforming the input takes as long as so many rows, more where it comes from beyond the second-level cache. */
    private static final int SHARED = 32;
    /** Each phase transforms the operand by itself, and is planned by itself. */
    private static final int MOST_PHASES = 36;
    /** An array that is large enough starts so many floats before a line's start: its first element is 16 bytes into one. */
    private static final int TO_LINE = 12;
    private static final int DIRECT = Blocks.DESCRIPTION;
    private static final int RUNS_AT = DIRECT + 1;

    private final WinogradTile tile;
    private final int products;
    private final Geometry geometry;
    private final List<WinogradPart> parts = new ArrayList<>();
    private final int rows;
    private final int blockRows;
    private final int channelBlock;
    private final int stagedChannels;
    private final int tiles;
    private final int blockCount;
    private final int panelsAt;
    private final int bufferAt;
    private final int productsAt;
    private final int resultsAt;
    private final int rowAt;
    private final int longestRow;
    private final int runs;

    private Winograd(Problem problem, WinogradTile tile) {
        this.tile = tile;
        products = tile.products();
        geometry = Geometry.of(problem);
        rows = Lanes.roundUp(geometry.rows(), Lanes.TILE_ROWS);
        int filters = 1;
        for (Phase phase : geometry.phases()) {
            filters = Math.max(filters, tile.filters(phase));
        }
        channelBlock = channelBlock(geometry.reduction(), products * filters);
        int k = Math.max(1, channelBlock * filters);
        long fitting = Budget.TRANSFORMED / ((long) products * k) / Lanes.COUNT;
        // Weights pass once for each block, and one vector of tiles multiplies at two thirds of the speed of two.
        int fewest = Budget.TILE_VECTORS;
        while (fewest > 1 && (long) products * k * (fewest + 1) * Lanes.COUNT > Budget.MOST_TRANSFORMED) {
            fewest /= 2;
        }
        int target = whole() ? Math.clamp(fitting, fewest, 6) * Lanes.COUNT : Lanes.TILE_COLUMNS;
        for (int p = 0; p < geometry.phases().size(); p++) {
            parts.addAll(WinogradPart.of(geometry, p, tile, target,
                    Budget.MOST_TRANSFORMED / products / k));
        }
        int plane = 1;
        int mostTiles = 0;
        int count = 0;
        int longest = 0;
        for (WinogradPart part : parts) {
            plane = Math.max(plane, part.blocks().plane());
            mostTiles = Math.max(mostTiles, panelColumns(part.tiles(tile)));
            count += part.blocks().count();
            if (part.across() > 1) {
                longest = Math.max(longest, part.blocks().results() / tile.height() * part.across());
            }
        }
        int least = geometry.stage().source().positionStep() == 1 ? 1 : Lanes.COUNT;
        stagedChannels = Math.min(Math.max(least, Budget.STAGED_CHANNELS / Math.max(1, plane)),
                Math.max(1, geometry.reduction()));
        tiles = mostTiles;
        blockCount = count;
        int most = whole() ? Budget.BLOCK_ROWS : Budget.PART_PRODUCTS / products / Math.max(1, tiles);
        blockRows = Budget.blockRows(rows, most, (long) geometry.spec().batch() * geometry.spec().groups() * blockCount,
                SHARED, problem.threads());
        runs = tiles / RUN;
        panelsAt = Math.addExact(Lanes.roundUp(
                Winograd4x3.BEFORE + Math.multiplyExact(stagedChannels, plane) + 2 * Lanes.COUNT, Lanes.LINE), TO_LINE);
        bufferAt = Math.addExact(panelsAt, Math.multiplyExact(products, productStep(k, tiles)));
        productsAt = bufferAt + Winograd4x3.BUFFER;
        resultsAt = Math.addExact(productsAt,
                Math.multiplyExact(products * (whole() ? Lanes.TILE_ROWS : blockRows), tiles));
        rowAt = resultsAt + Lanes.TILE_ROWS * tile.results() * tiles;
        longestRow = longest;
    }

    static Winograd ofFour(Problem problem) {
        return new Winograd(problem, WinogradTile.FOUR);
    }

    static Winograd ofTwo(Problem problem) {
        return new Winograd(problem, WinogradTile.TWO);
    }

    static Winograd ofRow(Problem problem) {
        return new Winograd(problem, WinogradTile.ROW);
    }

    static String rejectsSquare(Problem problem) {
        return rejects(problem, WinogradTile.FOUR);
    }

    static String rejectsRow(Problem problem) {
        return problem.product() != Product.WEIGHTS && rejectsSquare(problem) == null
                ? "every phase has 3×3 taps, which squares serve better"
                : rejects(problem, WinogradTile.ROW);
    }

    private static String rejects(Problem problem, WinogradTile tile) {
        if (problem.product() == Product.WEIGHTS) {
            return "applies weights only";
        }
        List<Phase> phases = Geometry.of(problem).phases();
        if (phases.size() > MOST_PHASES) {
            return "has more than " + MOST_PHASES + " phases";
        }
        for (Phase phase : phases) {
            String rejected = tile.rejects(phase);
            if (rejected != null) {
                return rejected;
            }
        }
        return null;
    }

    @Override
    public double cost() {
        double cost = 0;
        for (WinogradPart part : parts) {
            int blockTiles = part.tiles(tile);
            int k = k(geometry.phases().get(part.phase()));
            double block = RegisterTile.cost(blockTiles) * Costs.TILE_VECTOR
                    * ((double) products * k * rows + (double) (k * rowBlocks() + rows) * products * Costs.TRANSFORM);
            if (part.across() > 2 || part.rows().getFirst().width().step() > 1) {
                block += (double) blockTiles * tile.results() * rows * Costs.INTERLEAVED_FLOAT;
            }
            cost += block * part.wholeBlocks() + (double) products * k * rows * part.blocks().count()
                    * (tile.row() ? Costs.STREAMED_LONG_FLOAT : Costs.STREAMED_ROW_FLOAT);
        }
        return cost * geometry.spec().batch() * geometry.spec().groups();
    }

    @Override
    public int tasks() {
        return Math.multiplyExact(Math.multiplyExact(geometry.spec().batch(), geometry.spec().groups()),
                Math.multiplyExact(rowBlocks(), blockCount));
    }

    @Override
    public int scratchFloats() {
        return Math.addExact(rowAt, Lanes.TILE_ROWS * (longestRow + Lanes.COUNT));
    }

    @Override
    public int scratchInts() {
        return RUNS_AT + 3 * runs;
    }

    @Override
    public float[] pack(float[] weights) {
        long size = 0;
        for (Phase phase : geometry.phases()) {
            size += (long) geometry.spec().groups() * rows * k(phase) * products;
        }
        float[] packed = new float[Math.toIntExact(size)];
        int[] places = IntStream.range(0, products).toArray();
        int at = 0;
        for (int group = 0; group < geometry.spec().groups(); group++) {
            for (Phase phase : geometry.phases()) {
                int k = k(phase);
                int[] taps = tile.taps(phase, geometry.weights(group, phase));
                int kBlock = channelBlock * tile.filters(phase);
                for (int first = 0; first < k; first += kBlock) {
                    int length = Math.min(kBlock, k - first);
                    for (int row = 0; row < geometry.rows(); row += Lanes.TILE_ROWS) {
                        WinogradFilter.transform(tile.tall(), tile.wide(), weights, row * geometry.weightStep(),
                                geometry.weightStep(), Math.min(Lanes.TILE_ROWS, geometry.rows() - row), taps, first,
                                length, packed, at + row * products * length, Lanes.TILE_ROWS, places);
                    }
                    at += rows * length * products;
                }
            }
        }
        return packed;
    }

    @Override
    public void run(Call call, int task, Scratch scratch) {
        int p = 0;
        int rest = task % blockCount;
        while (rest >= parts.get(p).blocks().count()) {
            rest -= parts.get(p++).blocks().count();
        }
        WinogradPart part = parts.get(p);
        int outer = task / blockCount;
        int row = outer % rowBlocks() * blockRows;
        int group = outer / rowBlocks() % geometry.spec().groups();
        int n = outer / rowBlocks() / geometry.spec().groups();
        int[] ints = scratch.ints();
        StageShape shape = part.blocks().locate(rest, ints);
        int columns = locatePixels(call, part, shape, ints);
        int packedAt = 0;
        for (int q = 0; q < geometry.phases().size(); q++) {
            int size = rows * k(geometry.phases().get(q)) * products;
            packedAt += group * size + (q < part.phase() ? size : 0);
        }
        int rowTiles = Math.min(blockRows, rows - row) / Lanes.TILE_ROWS;
        // Two neighbours write different channels at a time, where they share lines of the cache.
        int first = blockCount == 2 ? task % 2 * (rowTiles / 2) : 0;
        int channel = 0;
        do {
            int count = Math.min(channelBlock, geometry.reduction() - channel);
            int k = count * filters(part);
            transformInput(call, part, n, group, shape, columns, channel, count, scratch);
            for (int i = 0; i < rowTiles; i++) {
                int r = (first + i) % rowTiles * Lanes.TILE_ROWS;
                int to = productsAt + (whole() ? 0 : products * r * columns);
                multiply(call.packed(), packedAt + (row + r) * products * k, geometry.rows() - row - r, k, channel > 0,
                        columns, scratch.floats(), to);
                if (channel + count == geometry.reduction()) {
                    transformOutput(call, part, n, group * geometry.rows() + row + r, columns, to, scratch);
                }
            }
            packedAt += rows * k * products;
            channel += count;
        } while (channel < geometry.reduction());
    }

    /** All channels, if even few tiles of them may be transformed at once, or even parts of them. */
    private static int channelBlock(int channels, int products) {
        if ((long) channels * products * 2 * Lanes.COUNT <= Budget.MOST_TRANSFORMED) {
            return channels;
        }
        long blocks = Math.ceilDiv((long) channels * products * Lanes.TILE_COLUMNS, Budget.PART_TRANSFORMED);
        return Math.toIntExact(Math.ceilDiv(channels, blocks));
    }

    /** Whether all channels are transformed at once. */
    private boolean whole() {
        return channelBlock >= geometry.reduction();
    }

    private void transformInput(Call call, WinogradPart part, int n, int group, StageShape shape, int columns,
            int first, int channels, Scratch scratch) {
        float[] floats = scratch.floats();
        int[] ints = scratch.ints();
        int filters = filters(part);
        int k = channels * filters;
        for (int channel = 0; channel < channels; channel += stagedChannels) {
            int count = Math.min(stagedChannels, channels - channel);
            part.stage().fill(geometry.operand(call), n, group * geometry.reduction() + first + channel, count, shape,
                    ints, floats, Winograd4x3.BEFORE);
            for (int filter = 0; filter < filters; filter++) {
                int at = Winograd4x3.BEFORE + shape.offset(part.tiled().getFirst(), filter * tile.taps());
                for (int column = 0; column < columns; column += Lanes.TILE_COLUMNS) {
                    int width = Math.min(Lanes.TILE_COLUMNS, columns - column);
                    int vectors = width / Lanes.COUNT;
                    int to = panelsAt + column * k + (channel * filters + filter) * width;
                    int runAt = RUNS_AT + column / RUN;
                    if (tile.row()) {
                        WinogradRow4x3.input(floats, at, shape.plane(), count, ints, runAt, vectors, floats, to,
                                productStep(k, columns), filters * width);
                    } else if (tile == WinogradTile.FOUR) {
                        Winograd4x3.input(floats, at, shape.plane(), shape.width(), count, ints, runAt, vectors,
                                floats, bufferAt, floats, to, productStep(k, columns), filters * width);
                    } else {
                        Winograd2x3.input(floats, at, shape.plane(), shape.width(), count, ints, runAt, vectors,
                                floats, bufferAt, floats, to, productStep(k, columns), filters * width);
                    }
                }
            }
        }
    }

    /**
     * Where the pixels of each run start in the stage and in the results, and how many of them are stored there; those
     * beyond the last are computed and never stored.
     *
     * @return columns of the B panels
     */
    private int locatePixels(Call call, WinogradPart part, StageShape shape, int[] ints) {
        TensorIndex target = geometry.sink().target();
        Phase results = part.rows().getFirst();
        part.blocks().clip(part.tiled().getFirst(), ints);
        // A residual may be the result itself, so nothing may be written there before it is read.
        boolean direct = tile != WinogradTile.TWO && target.positionStep() == 1 && geometry.result(call).array() != null
                && call.residual() == null
                && part.across() == 1 && results.height().step() == 1 && results.width().step() == 1
                && results.depth().step() == 1
                && ints[Blocks.HEIGHT] + ints[Blocks.HEIGHTS] <= results.height().count();
        ints[DIRECT] = direct ? 1 : 0;
        int at = RUNS_AT;
        for (int r = 0; r < part.tiled().size(); r += part.across()) {
            part.blocks().clip(part.tiled().get(r), ints);
            for (int row = 0; row < ints[Blocks.DEPTHS] * ints[Blocks.HEIGHTS]; row += tile.height()) {
                int d = row / ints[Blocks.HEIGHTS];
                int h = row % ints[Blocks.HEIGHTS];
                for (int across = 0; across < part.across(); across++) {
                    // A phase whose depth no tap reaches has sums of nothing.
                    int staged = results.taps() == 0
                            ? 0
                            : shape.offset(part.tiled().get(r + across), 0)
                                    - shape.offset(part.tiled().getFirst(), 0);
                    for (int w = 0; w < ints[Blocks.WIDTHS]; w += tile.width() * RUN) {
                        int pixel = ints[Blocks.WIDTH] + w;
                        ints[at] = staged + (d * shape.height() + h) * shape.width() + w;
                        ints[at + runs] = direct
                                ? (int) target.position(ints[Blocks.DEPTH] + d, ints[Blocks.HEIGHT] + h, pixel)
                                : (at - RUNS_AT) * tile.width() * RUN;
                        ints[at + 2 * runs] =
                                direct ? Math.min(Lanes.COUNT, results.width().count() - pixel) : Lanes.COUNT;
                        at++;
                    }
                }
            }
        }
        int columns = panelColumns((at - RUNS_AT) * RUN);
        for (; at < RUNS_AT + columns / RUN; at++) {
            ints[at] = 0;
            ints[at + runs] = direct ? 0 : (at - RUNS_AT) * tile.width() * RUN;
            ints[at + 2 * runs] = direct ? 0 : Lanes.COUNT;
        }
        return columns;
    }

    /** The products of one row tile with some channels: {@code [product][column tile][TILE_ROWS][columns]}. */
    private void multiply(float[] packed, int packedAt, int left, int k, boolean accumulate, int columns,
            float[] floats, int to) {
        for (int product = 0; product < products; product++) {
            for (int column = 0; column < columns; column += Lanes.TILE_COLUMNS) {
                RegisterTile.multiply(packed, packedAt + product * k * Lanes.TILE_ROWS, left, floats,
                        panelsAt + product * productStep(k, columns) + column * k, k, floats,
                        to + Lanes.TILE_ROWS * (product * columns + column), accumulate,
                        Math.min(Lanes.TILE_COLUMNS, columns - column));
            }
        }
    }

    private int filters(WinogradPart part) {
        return tile.filters(geometry.phases().get(part.phase()));
    }

    /** The results of one row tile: straight to where they belong if whole tiles fit there, otherwise by way of scratch. */
    private void transformOutput(Call call, WinogradPart part, int n, int channel, int columns, int productsAt,
            Scratch scratch) {
        float[] floats = scratch.floats();
        int[] ints = scratch.ints();
        Floats out = geometry.result(call);
        boolean direct = ints[DIRECT] == 1;
        boolean finished = direct && call.epilogue().activation() instanceof Activation.Identity;
        int channels = Math.min(Lanes.TILE_ROWS, geometry.rows() - channel % geometry.rows());
        TensorIndex target = geometry.sink().target();
        float[] to = direct ? out.array() : floats;
        int toAt = direct ? (int) (out.arrayOffset() + target.plane(n, channel)) : resultsAt;
        int rowStep = direct ? target.width() : tile.width() * columns;
        int channelStep = direct ? (int) target.channelStep() : tile.results() * columns;
        for (int column = 0; column < columns; column += Lanes.COUNT) {
            int table = RUNS_AT + column / RUN;
            int panel = column / Lanes.TILE_COLUMNS * Lanes.TILE_COLUMNS;
            int width = Math.min(Lanes.TILE_COLUMNS, columns - panel);
            int from = productsAt + Lanes.TILE_ROWS * panel + column - panel;
            if (tile.row()) {
                WinogradRow4x3.output(floats, from, Lanes.TILE_ROWS * columns, width,
                        finished ? call.epilogue() : Epilogue.none(), channel, channels, to, toAt, channelStep, ints,
                        table + runs, table + 2 * runs);
            } else if (tile == WinogradTile.FOUR) {
                Winograd4x3.output(floats, from, Lanes.TILE_ROWS * columns, width,
                        finished ? call.epilogue() : Epilogue.none(), channel, channels, floats, bufferAt, to, toAt,
                        rowStep, channelStep, ints, table + runs, table + 2 * runs);
            } else {
                Winograd2x3.output(floats, from, Lanes.TILE_ROWS * columns, width, channels, floats,
                        bufferAt, to, toAt + tile.width() * column, rowStep, channelStep);
            }
        }
        if (!finished) {
            store(call, part, n, channel, channels, to, toAt, rowStep, channelStep, floats, ints);
        }
    }

    /** Stores the results of a row tile, a row of pixels of every channel at a time. */
    private void store(Call call, WinogradPart part, int n, int channel, int channels, float[] sums, int at,
            int rowStep,
            int channelStep, float[] floats, int[] block) {
        int depth = block[Blocks.DEPTH];
        int height = block[Blocks.HEIGHT];
        int width = block[Blocks.WIDTH];
        int run = RUNS_AT + runs;
        for (int r = 0; r < part.tiled().size(); r += part.across()) {
            Phase results = part.rows().get(r / part.across());
            part.blocks().clip(part.tiled().get(r), block);
            int depths = block[Blocks.DEPTHS];
            int heights = block[Blocks.HEIGHTS];
            int widths = block[Blocks.WIDTHS];
            int count = Math.min(widths * part.across(), results.width().count() - width * part.across());
            block[Blocks.WIDTH] = width * part.across();
            block[Blocks.WIDTHS] = count;
            block[Blocks.HEIGHTS] = 1;
            block[Blocks.DEPTHS] = 1;
            for (int row = 0; row < depths * heights; row += tile.height()) {
                block[Blocks.DEPTH] = depth + row / heights;
                int first = height + row % heights;
                int end = Math.min(tile.height(), results.height().count() - first);
                for (int i = 0; i < end; i++) {
                    block[Blocks.HEIGHT] = first + i;
                    int from = at + i * rowStep + block[run];
                    if (part.across() == 1) {
                        geometry.sink().store(call, sums, from, channelStep, geometry.result(call), n, channel,
                                channels, results, block, 0, count);
                    } else {
                        interleave(sums, from, channelStep, channels, part.across(), widths, floats, rowAt);
                        geometry.sink().store(call, floats, rowAt, part.across() * widths, geometry.result(call), n,
                                channel, channels,
                                results, block, 0, count);
                    }
                }
                run += part.across() * widths / (tile.width() * RUN);
            }
            block[Blocks.DEPTH] = depth;
            block[Blocks.HEIGHT] = height;
            block[Blocks.WIDTH] = width;
        }
    }

    /** Writes a row of every channel, whose pixels the residues of the width hold in turn. */
    private static void interleave(float[] sums, int at, int channelStep, int channels, int across, int widths,
            float[] rows,
            int rowsAt) {
        for (int c = 0; c < channels; c++) {
            for (int w = 0; w < across; w += Transpose8.ROWS) {
                Transpose8.run(sums, at + c * channelStep + w * widths, widths, Math.min(Transpose8.ROWS, across - w),
                        rows, rowsAt + c * across * widths + w, across, widths);
            }
        }
    }

    private int k(Phase phase) {
        return Math.multiplyExact(geometry.reduction(), tile.filters(phase));
    }

    /** Columns of the B panels for so many tiles. */
    private static int panelColumns(int tiles) {
        return Lanes.roundUp(tiles, RegisterTile.UNIT);
    }

    /** The distance of the panels of two products: not a power of two, or all 36 would share a set of the cache. */
    private static int productStep(int k, int columns) {
        return Math.addExact(Math.multiplyExact(k, columns), Lanes.COUNT);
    }

    private int rowBlocks() {
        return Math.ceilDiv(rows, blockRows);
    }
}
