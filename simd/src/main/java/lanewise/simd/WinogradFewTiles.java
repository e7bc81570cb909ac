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
 * {@link WinogradPhases} of images of few tiles, all of whose phases have two taps an axis: tiles are the rows of the register
 * tile and channels written its lanes. So no lane is empty, and weights, which are most of what is read, pass once.
 *
 * <p>The loops, named by what they cut:
 *
 * <pre>
 *     task   image × group × slice × tiles of channels
 *       channels at a time       stages them and transforms them into A panels
 *       tile of channels
 *         product × phase        {@link Tile9x3}
 *         strip of phases × row of tiles   transforms the products into rows of results and stores them
 * </pre>
 *
 * <p>A panels are {@code [product][k][columns]}, packed weights
 * {@code [group][tile of channels][product][phase][k][width of the tile]}. Scratch is
 * {@code [stage | transformed rows | A panels | buffer | products | results of a row of tiles | a row of results]}; products are
 * {@code [phase][product][tile][width]}, results {@code [row of a tile][position][width]}.
 */
final class WinogradFewTiles implements Kernel {
    private static final int ROWS = Tile9x3.ROWS;
    private static final int EXERCISE_STEPS = 16;
    private static final WarmUp THREE_VECTORS = exercise(Tile9x3.VECTORS * Lanes.COUNT);
    private static final WarmUp TWO_VECTORS = exercise(Tile9x2.VECTORS * Lanes.COUNT);

    private final Geometry geometry;
    /** The phases, in the order of their results. */
    private final List<Phase> phases;
    /** What all phases meet. */
    private final Phase window;
    private final Stage stage;
    private final StageShape shape;
    /** Phases of a strip. */
    private final int across;
    private final boolean tall;
    private final int products;
    private final int tiles;
    private final int tileRows;
    /** Rows that are multiplied, and the columns of an A panel. */
    private final int rows;
    private final int columns;
    private final PixelTile dealt;
    private final int taskTiles;
    private final int stagedChannels;
    private final int part;
    private final int midAt;
    private final int panelsAt;
    private final int bufferAt;
    private final int productsAt;
    private final int resultsAt;
    private final int rowAt;

    WinogradFewTiles(Problem problem) {
        geometry = Geometry.of(problem);
        phases = geometry.phases().stream().sorted(Comparator.comparingInt(phase -> phase.weight(phase.taps() - 1)))
                .toList();
        window = geometry.lattices().merged();
        across = phases.getFirst().width().step();
        tall = window.height().shift().length > 1;
        products = Winograd3x2.WINDOW * (tall ? Winograd3x2.WINDOW : 1);
        tiles = tiles(window);
        tileRows = tileRows(window);
        rows = Lanes.roundUp(tiles * tileRows, ROWS);
        columns = Lanes.roundUp(tiles * tileRows, Lanes.COUNT);
        PixelTile even = PixelTile.of(geometry.rows());
        dealt = new PixelTile(Math.max(Tile9x2.VECTORS, even.vectors()), even.tiles());
        long tasks = (long) geometry.spec().batch() * geometry.spec().groups() * window.depth().count();
        int most = Math.max(1, dealt.tiles());
        taskTiles = Math.toIntExact(
                Math.ceilDiv(most, Math.clamp(Math.ceilDiv(problem.threads(), Math.max(1, tasks)), 1, most)));

        stage = Stage.of(Lattices.of(window), geometry.stage().source());
        shape = StageShape.of(stage, 1, tileRows * tileHeight(), tiles * Winograd3x2.TILE);
        int least = geometry.stage().source().positionStep() == 1 ? 1 : Lanes.COUNT;
        stagedChannels = Math.min(Math.max(least, Budget.STAGED_CHANNELS / shape.plane()), Math.max(1, k()));
        part = Winograd3x2.part(tileRows, tiles);
        midAt = Math.addExact(Math.multiplyExact(stagedChannels, shape.plane()), Winograd3x2.BEYOND);
        panelsAt = Lanes.aligned(Math.addExact(midAt, Winograd3x2.WINDOW * Winograd3x2.TILE * part));
        bufferAt = Math.addExact(panelsAt, Math.multiplyExact(products, panelStep()) + ROWS);
        productsAt = Lanes.aligned(bufferAt + Winograd3x2.TILE * Winograd3x2.WINDOW * Lanes.COUNT);
        resultsAt = Math.addExact(productsAt,
                Math.multiplyExact(phases.size() * products, Math.multiplyExact(rows, Lanes.TILE_COLUMNS)));
        rowAt = Math.addExact(resultsAt,
                Math.multiplyExact(tileHeight() * rowResults() + Transpose8.ROWS, Lanes.TILE_COLUMNS));
    }

    static String rejects(Problem problem) {
        String rejected = WinogradPhases.rejectsTwo(problem);
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

    private static int tiles(Phase window) {
        return Math.ceilDiv(window.width().count(), Winograd3x2.TILE);
    }

    private static int tileRows(Phase window) {
        int rows = window.height().count();
        return window.height().shift().length > 1 ? Math.ceilDiv(rows, Winograd3x2.TILE) : rows;
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
        return Blocks.DESCRIPTION;
    }

    @Override
    public float[] pack(float[] weights) {
        float[] packed = new float[Math.addExact(Lanes.PACKED_AT,
                Math.multiplyExact(geometry.spec().groups() * dealt.columns(), size()))];
        for (int group = 0; group < geometry.spec().groups(); group++) {
            for (int p = 0; p < phases.size(); p++) {
                int[] taps = WinogradFilter.taps(phases.get(p), geometry.weights(group, phases.get(p)));
                for (int t = 0; t < dealt.tiles(); t++) {
                    int width = dealt.width(t);
                    int phase = p;
                    int[] places = IntStream.range(0, products).map(i -> i * phases.size() + phase).toArray();
                    WinogradFilter.transform(tall ? Winograd3x2.G[2] : new double[][]{{1}}, Winograd3x2.G[2], weights,
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
                    multiply(width, floats, panelsAt + product * panelStep(), columns, rows, call.packed(), packedAt,
                            k(), floats, productsAt + (p * products + product) * rows * width);
                    packedAt += k() * width;
                }
            }
            int channel = group * geometry.rows() + dealt.channel(t);
            int channels = Math.min(width, geometry.rows() - dealt.channel(t));
            for (int strip = 0; strip < phases.size(); strip += across) {
                for (int row = 0; row < tileRows; row++) {
                    store(call, n, channel, channels, width, strip, depth, row, scratch);
                }
            }
        }
    }

    private void transformInput(Call call, int n, int group, int depth, Scratch scratch) {
        int[] block = scratch.ints();
        block[Blocks.DEPTH] = depth;
        block[Blocks.HEIGHT] = 0;
        block[Blocks.WIDTH] = 0;
        for (int channel = 0; channel < k(); channel += stagedChannels) {
            int count = Math.min(stagedChannels, k() - channel);
            stage.fill(geometry.operand(call), n, group * k() + channel, count, shape, block, scratch.floats(), 0);
            Winograd3x2.input(scratch.floats(), 0, shape.plane(), count, shape.width(), shape.height(), tall, tiles, 0,
                    columns, midAt, part, panelsAt, k(), channel, panelStep());
        }
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
            Winograd3x2.outputPixels(floats, productsAt + ((strip + p) * products * rows + tileRow * tiles) * width,
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

    private static void multiply(int width, float[] a, int aAt, int aPitch, int rows, float[] b, int bAt, int k,
            float[] c, int cAt) {
        if ((width == Tile9x3.VECTORS * Lanes.COUNT ? THREE_VECTORS : TWO_VECTORS).cold()) {
            for (int i = 0; i < rows * width; i++) {
                float sum = 0;
                for (int j = 0; j < k; j++) {
                    sum = Math.fma(a[aAt + j * aPitch + i / width], b[bAt + j * width + i % width], sum);
                }
                c[cAt + i] = sum;
            }
        } else {
            vectors(width, a, aAt, aPitch, rows, b, bAt, k, c, cAt);
        }
    }

    private static void vectors(int width, float[] a, int aAt, int aPitch, int rows, float[] b, int bAt, int k,
            float[] c, int cAt) {
        if (width == Tile9x3.VECTORS * Lanes.COUNT) {
            Tile9x3.run(a, aAt, aPitch, rows, b, bAt, k, c, cAt);
        } else {
            Tile9x2.run(a, aAt, aPitch, rows, b, bAt, k, c, cAt);
        }
    }

    private static WarmUp exercise(int width) {
        float[] a = new float[EXERCISE_STEPS * ROWS];
        float[] b = new float[EXERCISE_STEPS * width];
        float[] c = new float[ROWS * width];
        return new WarmUp(() -> vectors(width, a, 0, ROWS, ROWS, b, 0, EXERCISE_STEPS, c, 0));
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
        return tall ? Winograd3x2.TILE : 1;
    }

    /** Results of a row of tiles in a row. */
    private int rowResults() {
        return across * Winograd3x2.TILE * tiles;
    }

    private int rowPitch() {
        return Lanes.roundUp(rowResults(), Transpose8.ROWS);
    }

    /** The distance of the panels of two products: not a power of two, or all would share a set of the cache. */
    private int panelStep() {
        return Math.addExact(Math.multiplyExact(k(), columns), Lanes.COUNT);
    }

    private int taskBlocks() {
        return Math.ceilDiv(dealt.tiles(), taskTiles);
    }
}
