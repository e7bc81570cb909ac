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
 * ({@link Winograd4x3}), or 16 for 4 instead of 36 ({@link Winograd2x3}). A dilated convolution is one dense convolution for every residue of its results.
 *
 * <p>The loops, named by what they cut:
 *
 * <pre>
 *     task   part × image × group × row block × block of tiles
 *       channels at a time       stages them
 *         vector of tiles        transforms the input into B panels
 *       row tile
 *         product × column tile  {@link RegisterTile}
 *         vector of tiles        transforms the products into results and stores them
 * </pre>
 *
 * <p>B panels are {@code [product][column tile][k][columns]}, packed weights {@code [group][phase][row tile][product][k][TILE_ROWS]},
 * where k runs over channels, then taps along the depth. Tile rows are rounded up to whole runs. Scratch is
 * {@code [stage | B panels | buffer | products of a row tile | results of a row tile]} and
 * {@code [block | rows of a window | whether results are stored directly | runs: in the stage | in the results | pixels]}.
 */
final class Winograd implements Kernel {
    /** {@link lanewise.core.spi.Algorithm#bound}: the worst of random and adversarial values was 680. */
    static final double BOUND = 1024;

    static final int TAPS = 3;
    /** Neighbouring tiles whose pixels are loaded at once; four runs fill the lanes. */
    static final int RUN = Lanes.COUNT / 4;
    /** Transforming the input takes as long as so many rows, more where it comes from beyond the second-level cache. */
    private static final int SHARED = 32;
    /** Floats of a line of the cache. */
    private static final int LINE = 16;
    /** An array that is large enough starts so many floats before a line's start: its first element is 16 bytes into one. */
    private static final int TO_LINE = 12;
    private static final int ROWS_AT = Blocks.DESCRIPTION;
    private static final int DIRECT = ROWS_AT + Winograd4x3.WINDOW;
    private static final int RUNS_AT = DIRECT + 1;

    private final int tile;
    private final int window;
    private final int products;
    private final double[][] filterTransform;
    private final Geometry geometry;
    private final List<WinogradPart> parts = new ArrayList<>();
    private final int rows;
    private final int blockRows;
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

    private Winograd(Problem problem, int tile, int window, double[][] filterTransform) {
        this.tile = tile;
        this.window = window;
        this.filterTransform = filterTransform;
        products = window * window;
        geometry = Geometry.of(problem);
        rows = Lanes.roundUp(geometry.rows(), Lanes.TILE_ROWS);
        int k = geometry.phases().stream().mapToInt(this::k).max().orElse(1);
        long fitting = Budget.TRANSFORMED / ((long) products * k) / Lanes.COUNT;
        // One vector of tiles multiplies at two thirds of the speed of two.
        int fewest = (long) products * k * 3 * Lanes.COUNT <= Budget.MOST_TRANSFORMED ? 2 : 1;
        int target = Math.clamp(fitting, fewest, 6) * Lanes.COUNT;
        for (int p = 0; p < geometry.phases().size(); p++) {
            parts.addAll(WinogradPart.of(geometry, p, tile, target));
        }
        int plane = parts.stream().mapToInt(part -> part.blocks().plane()).max().orElse(1);
        int least = geometry.stage().source().positionStep() == 1 ? 1 : Lanes.COUNT;
        stagedChannels = Math.min(Math.max(least, Budget.STAGED_CHANNELS / Math.max(1, plane)),
                Math.max(1, geometry.reduction()));
        tiles = parts.stream().mapToInt(part -> panelColumns(part.tiles(tile))).max().orElse(0);
        blockCount = parts.stream().mapToInt(part -> part.blocks().count()).sum();
        blockRows = Budget.blockRows(rows, (long) geometry.spec().batch() * geometry.spec().groups() * blockCount,
                SHARED, problem.threads());
        runs = tiles / RUN;
        panelsAt = Math.addExact(Lanes.roundUp(Math.multiplyExact(stagedChannels, plane) + 2 * Lanes.COUNT, LINE),
                TO_LINE);
        bufferAt = Math.addExact(panelsAt, Math.multiplyExact(products, productStep(k, tiles)));
        productsAt = bufferAt + products * Lanes.COUNT;
        resultsAt = productsAt + products * Lanes.TILE_ROWS * tiles;
        rowAt = resultsAt + Lanes.TILE_ROWS * tile * tile * tiles;
        longestRow = parts.stream().filter(part -> part.across() > 1)
                .mapToInt(part -> part.blocks().results() / tile * part.across()).max().orElse(0);
    }

    /** F(4×4, 3×3). */
    static Winograd ofFour(Problem problem) {
        return new Winograd(problem, Winograd4x3.TILE, Winograd4x3.WINDOW, Winograd4x3.G);
    }

    /** F(2×2, 3×3). */
    static Winograd ofTwo(Problem problem) {
        return new Winograd(problem, Winograd2x3.TILE, Winograd2x3.WINDOW, Winograd2x3.G);
    }

    static String rejects(Problem problem) {
        if (problem.product() == Product.WEIGHTS) {
            return "applies weights only";
        }
        int depth = problem.spec().threeAxes().getFirst().kernel();
        long k = (long) depth * Math.max(problem.spec().inChannelsPerGroup(), problem.spec().outChannelsPerGroup());
        if (k * Winograd4x3.WINDOW * Winograd4x3.WINDOW * 2 * Lanes.COUNT > Budget.MOST_TRANSFORMED) {
            return "too many channels to transform at once";
        }
        boolean dense = Phase.of(problem.product(), problem.spec().threeAxes()).stream()
                .allMatch(phase -> threeTaps(phase.height()) && threeTaps(phase.width()));
        return dense ? null : "some phase is not a convolution with 3×3 taps and stride 1";
    }

    @Override
    public double cost() {
        double cost = 0;
        for (WinogradPart part : parts) {
            double vectors = RegisterTile.cost(part.tiles(tile)) * part.blocks().count();
            int k = k(geometry.phases().get(part.phase()));
            cost += vectors
                    * ((double) products * k * rows + (double) (k * rowBlocks() + rows) * products * Costs.TRANSFORM)
                    * Costs.TILE_VECTOR
                    + (double) products * k * rows * part.blocks().count() * Costs.STREAMED_ROW_FLOAT;
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
                int[] weight = geometry.weights(group, phase);
                int[] position = WinogradFilter.positions(phase);
                for (int row = 0; row < geometry.rows(); row += Lanes.TILE_ROWS) {
                    WinogradFilter.transform(filterTransform, filterTransform, weights, row * geometry.weightStep(),
                            geometry.weightStep(), Math.min(Lanes.TILE_ROWS, geometry.rows() - row), weight, position,
                            k, packed, at + row * products * k, places);
                }
                at += rows * k * products;
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
        transformInput(call, part, n, group, shape, columns, scratch);
        int packedAt = 0;
        for (int q = 0; q < geometry.phases().size(); q++) {
            int size = rows * k(geometry.phases().get(q)) * products;
            packedAt += group * size + (q < part.phase() ? size : 0);
        }
        int k = k(geometry.phases().get(part.phase()));
        int rowTiles = Math.min(blockRows, rows - row) / Lanes.TILE_ROWS;
        // Two neighbours write different channels at a time, where they share lines of the cache.
        int first = blockCount == 2 ? task % 2 * (rowTiles / 2) : 0;
        for (int i = 0; i < rowTiles; i++) {
            int r = row + (first + i) % rowTiles * Lanes.TILE_ROWS;
            multiply(call.packed(), packedAt + r * products * k, geometry.rows() - r, k, columns, scratch.floats());
            transformOutput(call, part, n, group * geometry.rows() + r, columns, scratch);
        }
    }

    private void transformInput(Call call, WinogradPart part, int n, int group, StageShape shape, int columns,
            Scratch scratch) {
        float[] floats = scratch.floats();
        int[] ints = scratch.ints();
        int depthTaps = part.tiled().getFirst().depth().tap().length;
        int k = geometry.reduction() * depthTaps;
        for (int channel = 0; channel < geometry.reduction(); channel += stagedChannels) {
            int count = Math.min(stagedChannels, geometry.reduction() - channel);
            part.stage().fill(geometry.operand(call), n, group * geometry.reduction() + channel, count, shape, ints,
                    floats, 0);
            for (int depth = 0; depth < depthTaps; depth++) {
                for (int i = 0; i < window; i++) {
                    ints[ROWS_AT + i] = shape.tapOffset()[0][depth * TAPS * TAPS] + i * shape.width();
                }
                for (int column = 0; column < columns; column += Lanes.COUNT) {
                    int panel = column / Lanes.TILE_COLUMNS * Lanes.TILE_COLUMNS;
                    int width = Math.min(Lanes.TILE_COLUMNS, columns - panel);
                    int to = panelsAt + panel * k + (channel * depthTaps + depth) * width + column - panel;
                    int runAt = RUNS_AT + column / RUN;
                    if (tile == Winograd4x3.TILE) {
                        Winograd4x3.input(floats, 0, shape.plane(), count, ints, ROWS_AT, runAt, floats, bufferAt,
                                floats, to, productStep(k, columns), depthTaps * width);
                    } else {
                        Winograd2x3.input(floats, 0, shape.plane(), count, ints, ROWS_AT, runAt, floats, bufferAt,
                                floats, to, productStep(k, columns), depthTaps * width);
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
        boolean direct = tile == Winograd4x3.TILE && target.positionStep() == 1 && geometry.result(call).array() != null
                && call.residual() == null
                && part.across() == 1 && results.height().step() == 1 && results.width().step() == 1
                && results.depth().step() == 1
                && ints[Blocks.HEIGHT] + ints[Blocks.HEIGHTS] <= results.height().count();
        ints[DIRECT] = direct ? 1 : 0;
        int at = RUNS_AT;
        for (int r = 0; r < part.tiled().size(); r += part.across()) {
            part.blocks().clip(part.tiled().get(r), ints);
            for (int row = 0; row < ints[Blocks.DEPTHS] * ints[Blocks.HEIGHTS]; row += tile) {
                int d = row / ints[Blocks.HEIGHTS];
                int h = row % ints[Blocks.HEIGHTS];
                for (int across = 0; across < part.across(); across++) {
                    // A phase whose depth no tap reaches has sums of nothing.
                    int staged = results.taps() == 0
                            ? 0
                            : shape.tapOffset()[r + across][0] - shape.tapOffset()[0][0];
                    for (int w = 0; w < ints[Blocks.WIDTHS]; w += tile * RUN) {
                        int pixel = ints[Blocks.WIDTH] + w;
                        ints[at] = staged + (d * shape.height() + h) * shape.width() + w;
                        ints[at + runs] = direct
                                ? (int) target.position(ints[Blocks.DEPTH] + d, ints[Blocks.HEIGHT] + h, pixel)
                                : (at - RUNS_AT) * tile * RUN;
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
            ints[at + runs] = direct ? 0 : (at - RUNS_AT) * tile * RUN;
            ints[at + 2 * runs] = direct ? 0 : Lanes.COUNT;
        }
        return columns;
    }

    /** The products of one row tile: {@code [product][column tile][TILE_ROWS][columns]}. */
    private void multiply(float[] packed, int packedAt, int left, int k, int columns, float[] floats) {
        for (int product = 0; product < products; product++) {
            for (int column = 0; column < columns; column += Lanes.TILE_COLUMNS) {
                RegisterTile.multiply(packed, packedAt + product * k * Lanes.TILE_ROWS, left, floats,
                        panelsAt + product * productStep(k, columns) + column * k, k, floats,
                        productsAt + Lanes.TILE_ROWS * (product * columns + column), false,
                        Math.min(Lanes.TILE_COLUMNS, columns - column));
            }
        }
    }

    /** The results of one row tile: straight to where they belong if whole tiles fit there, otherwise by way of scratch. */
    private void transformOutput(Call call, WinogradPart part, int n, int channel, int columns, Scratch scratch) {
        float[] floats = scratch.floats();
        int[] ints = scratch.ints();
        Floats out = geometry.result(call);
        boolean direct = ints[DIRECT] == 1;
        boolean finished = direct && call.epilogue().activation() instanceof Activation.Identity;
        int channels = Math.min(Lanes.TILE_ROWS, geometry.rows() - channel % geometry.rows());
        TensorIndex target = geometry.sink().target();
        float[] to = direct ? out.array() : floats;
        int toAt = direct ? (int) (out.arrayOffset() + target.plane(n, channel)) : resultsAt;
        int rowStep = direct ? target.width() : tile * columns;
        int channelStep = direct ? (int) target.channelStep() : tile * tile * columns;
        for (int column = 0; column < columns; column += Lanes.COUNT) {
            int table = RUNS_AT + column / RUN;
            int panel = column / Lanes.TILE_COLUMNS * Lanes.TILE_COLUMNS;
            int width = Math.min(Lanes.TILE_COLUMNS, columns - panel);
            int from = productsAt + Lanes.TILE_ROWS * panel + column - panel;
            if (tile == Winograd4x3.TILE) {
                Winograd4x3.output(floats, from, Lanes.TILE_ROWS * columns, width,
                        finished ? call.epilogue() : Epilogue.none(), channel, channels, floats, bufferAt, to, toAt,
                        rowStep, channelStep, ints, table + runs, table + 2 * runs);
            } else {
                Winograd2x3.output(floats, from, Lanes.TILE_ROWS * columns, width, channels, floats,
                        bufferAt, to, toAt + tile * column, rowStep, channelStep);
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
            for (int row = 0; row < depths * heights; row += tile) {
                block[Blocks.DEPTH] = depth + row / heights;
                int first = height + row % heights;
                int end = Math.min(tile, results.height().count() - first);
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
                run += part.across() * widths / (tile * RUN);
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

    private static boolean threeTaps(Lattice lattice) {
        int[] shift = lattice.shift();
        return lattice.advance() == 1 && shift.length == TAPS && shift[1] - shift[0] == shift[2] - shift[1];
    }

    private int k(Phase phase) {
        return Math.multiplyExact(geometry.reduction(), phase.depth().tap().length);
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
