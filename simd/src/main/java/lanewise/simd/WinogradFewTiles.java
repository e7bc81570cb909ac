package lanewise.simd;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import lanewise.core.Product;
import lanewise.core.spi.Call;
import lanewise.core.spi.Kernel;
import lanewise.core.spi.Problem;
import lanewise.core.spi.Scratch;

/**
 * {@link WinogradPhases} of images of few tiles, all of whose phases have two taps an axis, or three: F(3, 2), or F(2×2, 3×3) on windows
 * of the same size. Tiles are the rows of the register tile and channels written its lanes. So no lane is empty, and weights,
 * which are most of what is read, pass once.
 *
 * <p>The loops, named by what they cut:
 *
 * <pre>
 *     task   image × group × slice × tiles of channels
 *       channels at a time       stages them and transforms them into A panels
 *       tile of channels
 *         product × phase        {@link ColumnTile}
 *         strip of phases × row of tiles   {@link WinogradColumns}: transforms the products into rows of results and stores them,
 *                                          or a whole plane after its last row
 * </pre>
 *
 * <p>A panels are {@code [product][k][columns]}, packed weights
 * {@code [group][tile of channels][product][phase][k][width of the tile]}. Scratch is
 * {@code [stage | transformed rows | A panels | buffer | products | results | results along the lanes, or bias]} and
 * {@code [block | rows of a window | runs of tiles | 0 | places of the results]}; products are {@code [phase][product][tile][width]},
 * results {@code [row of a tile][position][width]}, or those of a plane.
 */
final class WinogradFewTiles implements Kernel {
    private static final int ROWS_AT = Blocks.DESCRIPTION;
    private static final int RUNS_AT = ROWS_AT + Winograd2x3.WINDOW;

    private final Geometry geometry;
    private final ChannelsLastSink sink;
    /** The phases, in the order of their results. */
    private final List<Phase> phases;
    /** What all phases meet. */
    private final Phase window;
    private final Stage stage;
    private final StageShape shape;
    /** Phases of a strip. */
    private final int across;
    private final boolean tall;
    /** Results of a tile along an axis. */
    private final int side;
    private final int products;
    private final int tiles;
    private final int tileRows;
    /** Rows of the register tile. */
    private final int height;
    /** Rows that are multiplied, and the columns of an A panel. */
    private final int rows;
    private final int columns;
    private final PixelTile dealt;
    private final int taskTiles;
    private final int stagedChannels;
    /** Whether there is one phase, whose results of a plane are stored at once. */
    private final boolean whole;
    private final int midAt;
    private final int panelsAt;
    private final int bufferAt;
    private final int productsAt;
    private final int resultsAt;
    private final int rowAt;

    WinogradFewTiles(Problem problem) {
        geometry = Geometry.of(problem);
        sink = new ChannelsLastSink(geometry);
        phases = geometry.phases().stream().sorted(Comparator.comparingInt(phase -> phase.weight(phase.taps() - 1)))
                .toList();
        window = geometry.lattices().merged();
        across = phases.getFirst().width().step();
        tall = window.height().shift().length > 1;
        side = side(window);
        products = Winograd3x2.WINDOW * (tall ? Winograd3x2.WINDOW : 1);
        tiles = tiles(window);
        tileRows = tileRows(window);
        height = ColumnTile.height(tiles * tileRows);
        rows = Lanes.roundUp(tiles * tileRows, height);
        columns = Lanes.roundUp(tiles * tileRows, Lanes.COUNT);
        PixelTile even = PixelTile.of(geometry.rows());
        dealt = new PixelTile(Math.max(ColumnTile9x2.VECTORS, even.vectors()), even.tiles());
        long tasks = (long) geometry.spec().batch() * geometry.spec().groups() * window.depth().count();
        int most = Math.max(1, dealt.tiles());
        taskTiles = Math.toIntExact(
                Math.ceilDiv(most, Math.clamp(Math.ceilDiv(problem.threads(), Math.max(1, tasks)), 1, most)));

        stage = Stage.of(Lattices.of(window), geometry.stage().source());
        shape = StageShape.of(stage, 1, tileRows * tileHeight(), tiles * side);
        int least = geometry.stage().source().positionStep() == 1 ? 1 : Lanes.COUNT;
        stagedChannels = Math.min(Math.max(least, Budget.STAGED_CHANNELS / shape.plane()), Math.max(1, k()));
        whole = phases.size() == 1;
        midAt = Lanes.aligned(
                Math.addExact(Math.multiplyExact(stagedChannels, shape.plane()), WinogradColumns.BEYOND));
        panelsAt = Lanes.aligned(Math.addExact(midAt, WinogradColumns.buffer(shape.height(), tiles)));
        bufferAt = Math.addExact(panelsAt, Math.multiplyExact(products, panelStep()) + height);
        productsAt = Lanes.aligned(bufferAt + side * Winograd3x2.WINDOW * Lanes.COUNT);
        resultsAt = Math.addExact(productsAt,
                Math.multiplyExact(phases.size() * products, Math.multiplyExact(rows, Lanes.TILE_COLUMNS)));
        rowAt = Math.addExact(resultsAt,
                Math.multiplyExact((whole ? tileRows : 1) * tileHeight() * rowResults() + Transpose8.ROWS,
                        Lanes.TILE_COLUMNS));
    }

    static String rejects(Problem problem) {
        String rejected = WinogradPhaseTile.rejectsTwoOrThree(problem);
        if (rejected != null) {
            return rejected;
        }
        Geometry geometry = Geometry.of(problem);
        int taps = geometry.phases().getFirst().taps();
        if (geometry.phases().stream().anyMatch(phase -> phase.taps() != taps)) {
            return "phases have not all the same taps";
        }
        Phase window = geometry.lattices().merged();
        if ((long) tiles(window) * tileRows(window) > Lanes.TILE_COLUMNS) {
            return "has more than " + Lanes.TILE_COLUMNS + " tiles";
        }
        return Lanes.MANY_REGISTERS ? null : "needs 32 vector registers";
    }

    private static int side(Phase window) {
        return window.width().shift().length > 2 ? Winograd2x3.TILE : Winograd3x2.TILE;
    }

    private static int tiles(Phase window) {
        return Math.ceilDiv(window.width().count(), side(window));
    }

    private static int tileRows(Phase window) {
        int rows = window.height().count();
        return window.height().shift().length > 1 ? Math.ceilDiv(rows, side(window)) : rows;
    }

    @Override
    public double cost() {
        double multiplied = (double) phases.size() * products * dealt.vectors();
        double cycles = multiplied * k() * rows * Costs.PACKED_PIXEL_VECTOR
                + multiplied * k() * Lanes.COUNT * Costs.STREAMED_FLOAT
                + (multiplied * tiles * tileRows + (double) products * k() * taskBlocks() * columns / Lanes.COUNT)
                        * Costs.TRANSFORM * Costs.TILE_VECTOR
                + (double) k() * taskBlocks() * shape.plane() * Costs.STAGED_FLOAT
                + (double) geometry.rows() * tileRows * tileHeight() * rowResults() * phases.size() / across
                        * Costs.TRANSPOSED_IN_CACHE;
        return cycles * window.depth().count() * geometry.spec().batch() * geometry.spec().groups();
    }

    @Override
    public int tasks() {
        return Math.toIntExact((long) geometry.spec().batch() * geometry.spec().groups() * window.depth().count()
                * taskBlocks());
    }

    @Override
    public int scratchFloats() {
        return Math.addExact(rowAt, Lanes.TILE_COLUMNS * rowPitch());
    }

    @Override
    public int scratchInts() {
        return zeroAt() + 1 + (whole ? window.height().count() * window.width().count() : 0);
    }

    @Override
    public float[] pack(float[] weights) {
        float[] packed = new float[Math.addExact(Lanes.PACKED_AT,
                Math.multiplyExact(geometry.spec().groups() * dealt.columns(), size()))];
        double[][] filter = side == Winograd2x3.TILE ? Winograd2x3.G : Winograd3x2.G[2];
        for (int group = 0; group < geometry.spec().groups(); group++) {
            for (int p = 0; p < phases.size(); p++) {
                int[] taps = WinogradFilter.taps(phases.get(p), geometry.weights(group, phases.get(p)));
                for (int t = 0; t < dealt.tiles(); t++) {
                    int width = dealt.width(t);
                    int phase = p;
                    int[] places = IntStream.range(0, products).map(i -> i * phases.size() + phase).toArray();
                    WinogradFilter.transform(tall ? filter : new double[][]{{1}}, filter, weights,
                            dealt.channel(t) * geometry.weightStep(), geometry.weightStep(),
                            Math.min(width, geometry.rows() - dealt.channel(t)), taps, 0, k(), packed,
                            packedAt(group, t), width, places);
                }
            }
        }
        return packed;
    }

    @Override
    public void run(Call call, int task, Scratch scratch) {
        int first = task % taskBlocks() * taskTiles;
        int rest = task / taskBlocks();
        int depth = rest % window.depth().count();
        int group = rest / window.depth().count() % geometry.spec().groups();
        int n = rest / window.depth().count() / geometry.spec().groups();
        float[] floats = scratch.floats();
        transformInput(call, n, group, depth, scratch);
        for (int t = first; t < Math.min(first + taskTiles, dealt.tiles()); t++) {
            int width = dealt.width(t);
            int packedAt = packedAt(group, t);
            for (int product = 0; product < products; product++) {
                for (int p = 0; p < phases.size(); p++) {
                    ColumnTile.multiply(height, width, floats, panelsAt + product * panelStep(), columns, rows,
                            call.packed(), packedAt, k(), floats,
                            productsAt + (p * products + product) * rows * width);
                    packedAt += k() * width;
                }
            }
            int channel = group * geometry.rows() + dealt.channel(t);
            int channels = Math.min(width, geometry.rows() - dealt.channel(t));
            if (whole) {
                storePlane(call, n, channel, channels, width, depth, scratch);
            }
            for (int strip = 0; strip < phases.size() && !whole; strip += across) {
                for (int row = 0; row < tileRows; row++) {
                    store(call, n, channel, channels, width, strip, depth, row, scratch);
                }
            }
        }
    }

    private void transformInput(Call call, int n, int group, int depth, Scratch scratch) {
        int[] block = scratch.ints();
        float[] floats = scratch.floats();
        block[Blocks.DEPTH] = depth;
        block[Blocks.HEIGHT] = 0;
        block[Blocks.WIDTH] = 0;
        locateRuns(block);
        for (int channel = 0; channel < k(); channel += stagedChannels) {
            int count = Math.min(stagedChannels, k() - channel);
            stage.fill(geometry.operand(call), n, group * k() + channel, count, shape, block, floats, 0);
            if (wholeRuns()) {
                for (int column = 0; column < columns; column += Lanes.COUNT) {
                    Winograd2x3.input(floats, 0, shape.plane(), count, block, ROWS_AT,
                            RUNS_AT + column / Winograd.RUN, floats, midAt, floats,
                            panelsAt + channel * columns + column, panelStep(), columns);
                }
            } else {
                WinogradColumns.input(side, floats, 0, shape.plane(), count, shape.width(), tall, tiles, tileRows,
                        midAt, panelsAt + channel * columns, columns, panelStep());
            }
        }
    }

    /** Where the rows of a window and the runs of tiles start in the stage; those beyond the last are never stored. */
    private void locateRuns(int[] ints) {
        for (int i = 0; i < Winograd2x3.WINDOW; i++) {
            ints[ROWS_AT + i] = i * shape.width();
        }
        for (int i = 0; i < columns / Winograd.RUN; i++) {
            int tile = i * Winograd.RUN % (tiles * tileRows);
            ints[RUNS_AT + i] = tile / tiles * side * shape.width() + tile % tiles * side;
        }
    }

    /** Whether rows are whole runs of tiles, so that {@link Winograd2x3} transforms as many tiles at once as there are lanes. */
    private boolean wholeRuns() {
        return tall && side == Winograd2x3.TILE && tiles % Winograd.RUN == 0;
    }

    /** The results of a plane, from all rows of tiles. */
    private void storePlane(Call call, int n, int channel, int channels, int width, int depth, Scratch scratch) {
        float[] floats = scratch.floats();
        int[] block = scratch.ints();
        block[Blocks.DEPTH] = depth;
        block[Blocks.HEIGHT] = 0;
        block[Blocks.WIDTH] = 0;
        block[Blocks.DEPTHS] = 1;
        block[Blocks.HEIGHTS] = window.height().count();
        block[Blocks.WIDTHS] = window.width().count();
        int rowStep = block[Blocks.WIDTHS] * width;
        for (int row = 0; row < tileRows; row++) {
            WinogradColumns.output(side, floats, productsAt + row * tiles * width, rows * width, tiles, width, tall,
                    bufferAt, resultsAt + row * tileHeight() * rowStep, rowStep, width);
        }
        sink.storeAll(call, n, channel, channels, phases.getFirst(), floats, resultsAt, width, rowAt, block, zeroAt());
    }

    /** The results of a strip in one row of tiles. */
    private void store(Call call, int n, int channel, int channels, int width, int strip, int depth, int tileRow,
            Scratch scratch) {
        int[] block = scratch.ints();
        float[] floats = scratch.floats();
        Phase first = phases.get(strip);
        block[Blocks.DEPTH] = depth - (first.depth().low() - window.depth().low());
        if (block[Blocks.DEPTH] < 0 || block[Blocks.DEPTH] >= first.depth().count()) {
            return;
        }
        for (int p = 0; p < across; p++) {
            WinogradColumns.output(side, floats, productsAt + ((strip + p) * products * rows + tileRow * tiles) * width,
                    rows * width, tiles, width, tall, bufferAt, resultsAt + p * width, rowResults() * width,
                    across * width);
        }
        Phase results = new Phase(first.depth(), first.height(), Lattice.identity(geometry.sink().target().width()));
        int to = first.width().first() - across * (first.width().low() - window.width().low());
        int begin = Math.max(to, 0);
        int count = Math.min(to + rowResults(), geometry.sink().target().width()) - begin;
        block[Blocks.DEPTHS] = 1;
        block[Blocks.HEIGHTS] = 1;
        block[Blocks.WIDTH] = begin;
        block[Blocks.WIDTHS] = count;
        for (int i = 0; i < tileHeight() && count > 0; i++) {
            block[Blocks.HEIGHT] = tileRow * tileHeight() + i - (first.height().low() - window.height().low());
            if (block[Blocks.HEIGHT] >= 0 && block[Blocks.HEIGHT] < first.height().count()) {
                int from = resultsAt + (i * rowResults() + begin - to) * width;
                for (int x = 0; x < count; x += Transpose8.ROWS) {
                    Transpose8.run(floats, from + x * width, width, Transpose8.ROWS, floats, rowAt + x, rowPitch(),
                            width);
                }
                geometry.sink().store(call, floats, rowAt, rowPitch(), geometry.result(call), n, channel, channels,
                        results, block, 0, count);
            }
        }
    }

    private int zeroAt() {
        return RUNS_AT + columns / Winograd.RUN;
    }

    /** Where the packed weights of a tile of channels begin. */
    private int packedAt(int group, int tile) {
        return Lanes.PACKED_AT + (group * dealt.columns() + dealt.channel(tile)) * size();
    }

    /** The packed weights of a channel written. */
    private int size() {
        return Math.multiplyExact(phases.size() * products, k());
    }

    private int k() {
        return geometry.reduction();
    }

    private int tileHeight() {
        return tall ? side : 1;
    }

    /** Results of a row of tiles in a row. */
    private int rowResults() {
        return across * side * tiles;
    }

    private int rowPitch() {
        return Lanes.roundUp((whole ? window.height().count() : 1) * rowResults(), Transpose8.ROWS);
    }

    /** The distance of the panels of two products: not a power of two, or all would share a set of the cache. */
    private int panelStep() {
        return Math.addExact(Math.multiplyExact(k(), columns), Lanes.COUNT);
    }

    private int taskBlocks() {
        return Math.ceilDiv(dealt.tiles(), taskTiles);
    }
}
