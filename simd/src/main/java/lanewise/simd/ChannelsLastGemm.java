package lanewise.simd;

import lanewise.core.Activation;
import lanewise.core.Epilogue;
import lanewise.core.Floats;
import lanewise.core.Layout;
import lanewise.core.spi.Call;
import lanewise.core.spi.Kernel;
import lanewise.core.spi.Problem;
import lanewise.core.spi.Scratch;
import lanewise.core.spi.TensorIndex;

/**
 * FORWARD and TRANSPOSE as matrix products {@code C = A·B} per phase with the roles of {@link ImplicitGemm} swapped: A is the
 * operand as each result sees it, {@code [results][reduction channel × taps of the phase]}, B the filter {@code [same][rows]},
 * with channels along the lanes.
 *
 * <p>The loops, named by what they cut:
 *
 * <pre>
 *     task   image × group × tiles of channels × block of results
 *       phase                    packs the A panels
 *         tile of channels
 *           K block              of B, stays in the first-level cache
 *             tile of results    {@link RegisterTile}
 * </pre>
 *
 * <p>Packed weights are {@code [group][phase][tile of channels][k][width of the tile]}, channels beyond the last are zero. Scratch
 * is {@code [stage | bias | A panels | C | C, results along the lanes]} and
 * {@code [block | offsets of the taps | offsets of the results | places of the results | rows of a tile]}.
 */
final class ChannelsLastGemm implements Kernel {
    private static final int ROWS = Lanes.TILE_ROWS;

    private final Geometry geometry;
    private final boolean channelsLast;
    private final ChannelsLastStage stage;
    private final Blocks blocks;
    private final ChannelTiles tiles;
    private final int taskTiles;
    private final int longestK;
    private final int mostTaps;
    private final int results;

    ChannelsLastGemm(Problem problem) {
        geometry = Geometry.of(problem);
        channelsLast = problem.layout() == Layout.NHWC;
        stage = ChannelsLastStage.of(geometry.stage(), geometry.reduction());
        longestK = geometry.phases().stream().mapToInt(geometry::k).max().orElse(0);
        mostTaps = geometry.phases().stream().mapToInt(Phase::taps).max().orElse(0);
        blocks = blocks(geometry, stage, longestK);
        tiles = ChannelTiles.of(geometry.rows());
        long tasks = (long) geometry.spec().batch() * geometry.spec().groups() * blocks.count();
        int most = Math.max(1, tiles.tiles() / Budget.SHARED_TILES);
        taskTiles = Math.max(1,
                Math.ceilDiv(tiles.tiles(), Math.clamp(Math.ceilDiv(Budget.TASKS, Math.max(1, tasks)), 1, most)));
        results = Lanes.roundUp(blocks.results(), ROWS * Transpose.ROWS);
    }

    /** Blocks whose panels and stage are not much larger than their budgets. */
    private static Blocks blocks(Geometry geometry, ChannelsLastStage stage, int k) {
        int target = Math.clamp(Budget.PANELS / Math.max(1, k) / ROWS * ROWS, ROWS, Budget.BLOCK_RESULTS);
        Blocks blocks;
        do {
            blocks = new Blocks(geometry.phases(), geometry.stage(), target, ROWS,
                    count -> Lanes.roundUp(count, ROWS));
            target /= 2;
        } while (target >= ROWS && (long) blocks.plane() * stage.pitch() > Budget.STAGE);
        return blocks;
    }

    @Override
    public double cost() {
        double step = (double) ROWS * tiles.vectors() * Costs.TILE_VECTOR;
        double cycles = 0;
        for (Phase phase : geometry.phases()) {
            int k = geometry.k(phase);
            cycles += Math.ceilDiv(blocks.results(), ROWS) * k
                    * (step + ROWS * taskBlocks() * Costs.TRANSPOSED_FLOAT);
            cycles += (double) blocks.results() * tiles.columns() * Costs.TRANSPOSED_FLOAT;
        }
        cycles += (double) stage.floats(blocks.plane()) * taskBlocks() * (channelsLast ? 1. / Lanes.COUNT : 2);
        return cycles * blocks.count() * geometry.spec().batch() * geometry.spec().groups();
    }

    @Override
    public int tasks() {
        return Math.toIntExact(
                (long) geometry.spec().batch() * geometry.spec().groups() * taskBlocks() * blocks.count());
    }

    @Override
    public int scratchFloats() {
        return Math.toIntExact(
                transposedAt() + (channelsLast ? 0L : (long) results * Lanes.TILE_COLUMNS));
    }

    @Override
    public int scratchInts() {
        return rowsAt() + Transpose.ROWS;
    }

    @Override
    public float[] pack(float[] weights) {
        long size = 0;
        for (Phase phase : geometry.phases()) {
            size += (long) geometry.spec().groups() * tiles.columns() * geometry.k(phase);
        }
        float[] packed = new float[Math.toIntExact(size)];
        int at = 0;
        for (int group = 0; group < geometry.spec().groups(); group++) {
            for (Phase phase : geometry.phases()) {
                int k = geometry.k(phase);
                for (int t = 0; t < tiles.tiles(); t++) {
                    int width = tiles.width(t);
                    int end = Math.min(geometry.rows(), tiles.channel(t + 1));
                    for (int row = tiles.channel(t); row < end; row++) {
                        for (int i = 0; i < k; i++) {
                            packed[at + i * width + row - tiles.channel(t)] =
                                    weights[geometry.weight(group, row, phase, i)];
                        }
                    }
                    at += width * k;
                }
            }
        }
        return packed;
    }

    @Override
    public void run(Call call, int task, Scratch scratch) {
        int[] ints = scratch.ints();
        StageShape shape = blocks.locate(task % blocks.count(), ints);
        int rest = task / blocks.count();
        int first = rest % taskBlocks() * taskTiles;
        int group = rest / taskBlocks() % geometry.spec().groups();
        int n = rest / taskBlocks() / geometry.spec().groups();
        Floats operand = geometry.operand(call);
        boolean inPlace = stage.inPlace(operand, shape, ints);
        if (!inPlace) {
            stage.fill(operand, n, group * geometry.reduction(), shape, ints, scratch.floats(), 0);
        }
        float[] window = inPlace ? operand.array() : scratch.floats();
        int windowAt = inPlace ? stage.place(operand, n, group * geometry.reduction(), ints) : 0;
        bias(call.epilogue(), group, first, scratch.floats());
        int packedAt = group * tiles.columns() * geometry.products();
        for (int p = 0; p < geometry.phases().size(); p++) {
            Phase phase = geometry.phases().get(p);
            int count = blocks.clip(phase, ints);
            if (count > 0) {
                tapOffsets(phase, shape, inPlace, ints);
                resultOffsets(phase, shape, inPlace, windowAt, ints);
                packResults(phase, window, count, scratch);
                multiply(call, n, group, first, phase, count, packedAt, scratch);
            }
            packedAt += tiles.columns() * geometry.k(phase);
        }
    }

    /** A panels of a block: for each tile of results {@code [reduction channel][tap][ROWS]}. */
    private void packResults(Phase phase, float[] window, int count, Scratch scratch) {
        int[] ints = scratch.ints();
        int pitch = phase.taps() * ROWS;
        for (int r = 0; r < count; r += ROWS) {
            int to = panelsAt() + r * geometry.k(phase);
            for (int t = 0; t < phase.taps(); t++, to += ROWS) {
                Transpose.run(window, ints[Blocks.DESCRIPTION + t], ints, offsetsAt() + r, ROWS,
                        geometry.reduction(), scratch.floats(), to, pitch);
            }
        }
    }

    /** C = A·B for one phase of a block, tile of channels by tile of channels. */
    private void multiply(Call call, int n, int group, int first, Phase phase, int count, int packedAt,
            Scratch scratch) {
        float[] floats = scratch.floats();
        int k = geometry.k(phase);
        int kBlock = Budget.nearBlock(k);
        for (int t = first; t < Math.min(first + taskTiles, tiles.tiles()); t++) {
            int width = tiles.width(t);
            int b = packedAt + tiles.channel(t) * k;
            int i = 0;
            do {
                int length = Math.min(kBlock, k - i);
                for (int r = 0; r < count; r += ROWS) {
                    RegisterTile.multiply(floats, panelsAt() + r * k + i * ROWS, count - r, call.packed(),
                            b + i * width, length, floats, cAt() + r * width, i > 0, width);
                }
                i += length;
            } while (i < k);
            if (channelsLast) {
                store(call, n, group, phase, first, t, count, scratch);
            } else {
                storeTransposed(call, n, group, phase, t, count, scratch);
            }
        }
    }

    /** Stores the finished sums of a tile of channels where channels are neighbours. */
    private void store(Call call, int n, int group, Phase phase, int first, int t, int count, Scratch scratch) {
        Floats out = geometry.result(call);
        Activation activation = call.epilogue().activation();
        TensorIndex target = geometry.sink().target();
        int[] ints = scratch.ints();
        float[] floats = scratch.floats();
        int channel = tiles.channel(t);
        int pitch = tiles.width(t);
        int width = Math.min(geometry.rows() - channel, pitch);
        int bias = biasAt() + channel - tiles.channel(first);
        long at = target.plane(n, group * geometry.rows() + channel) + place(phase, target, ints);
        if (out.array() != null && call.residual() == null && activation instanceof Activation.Identity) {
            ChannelsLastEpilogue.addBias(floats, bias, floats, cAt(), pitch, out.array(),
                    (int) (out.arrayOffset() + at), target.channels(), ints, placesAt(), count, width);
            return;
        }
        for (int i = 0; i < count; i++) {
            long place = at + (long) ints[placesAt() + i] * target.channels();
            int sums = cAt() + i * pitch;
            ints[rowsAt()] = 0;
            ChannelsLastEpilogue.addBias(floats, bias, floats, sums, pitch, floats, sums, pitch, ints, rowsAt(), 1,
                    width);
            ChannelsLastEpilogue.finish(activation, call.residual(), place, floats, sums, width);
            out.write(place, 1, floats, sums, 1, width);
        }
    }

    /** Stores the finished sums of a tile of channels where results are neighbours. */
    private void storeTransposed(Call call, int n, int group, Phase phase, int t, int count, Scratch scratch) {
        int[] ints = scratch.ints();
        float[] floats = scratch.floats();
        int width = tiles.width(t);
        int pitch = Lanes.roundUp(count, Transpose.ROWS);
        for (int i = 0; i < Transpose.ROWS; i++) {
            ints[rowsAt() + i] = i * width;
        }
        for (int r = 0; r < count; r += Transpose.ROWS) {
            Transpose.run(floats, cAt() + r * width, ints, rowsAt(), Transpose.ROWS, width, floats,
                    transposedAt() + r, pitch);
        }
        int channel = tiles.channel(t);
        geometry.sink().store(call, floats, transposedAt(), pitch, geometry.result(call), n,
                group * geometry.rows() + channel, Math.min(geometry.rows() - channel, width), phase, ints, 0, count);
    }

    /** The distance of a block's first result from position 0. */
    private static long place(Phase phase, TensorIndex target, int[] block) {
        return target.position(phase.depth().first() + phase.depth().step() * block[Blocks.DEPTH],
                phase.height().first() + phase.height().step() * block[Blocks.HEIGHT],
                phase.width().first() + phase.width().step() * block[Blocks.WIDTH]);
    }

    private void bias(Epilogue epilogue, int group, int first, float[] floats) {
        int channel = tiles.channel(first);
        int end = Math.min(geometry.rows(), tiles.channel(Math.min(first + taskTiles, tiles.tiles())));
        for (int c = channel; c < end; c++) {
            floats[biasAt() + c - channel] = epilogue.bias(group * geometry.rows() + c);
        }
    }

    /** Where each tap finds the operand, from the place where its result starts to read. */
    private void tapOffsets(Phase phase, StageShape shape, boolean inPlace, int[] ints) {
        StageAxis depth = stage.stage().depth();
        StageAxis height = stage.stage().height();
        StageAxis width = stage.stage().width();
        int i = Blocks.DESCRIPTION;
        for (int sd : phase.depth().shift()) {
            for (int sh : phase.height().shift()) {
                for (int sw : phase.width().shift()) {
                    ints[i++] = index(depth, sd) * stage.depthStep(inPlace, shape)
                            + index(height, sh) * stage.heightStep(inPlace, shape)
                            + index(width, sw) * stage.widthStep(inPlace);
                }
            }
        }
    }

    /** Where each result of a block starts to read, and how far from the block's first it is stored. */
    private void resultOffsets(Phase phase, StageShape shape, boolean inPlace, int windowAt, int[] ints) {
        int depthStep = stage.stage().depth().parts() * stage.depthStep(inPlace, shape);
        int heightStep = stage.stage().height().parts() * stage.heightStep(inPlace, shape);
        int widthStep = stage.stage().width().parts() * stage.widthStep(inPlace);
        TensorIndex target = geometry.sink().target();
        int i = 0;
        for (int d = 0; d < ints[Blocks.DEPTHS]; d++) {
            for (int h = 0; h < ints[Blocks.HEIGHTS]; h++) {
                int from = windowAt + d * depthStep + h * heightStep;
                int to = (d * phase.depth().step() * target.height() + h * phase.height().step()) * target.width();
                for (int w = 0; w < ints[Blocks.WIDTHS]; w++, i++) {
                    ints[offsetsAt() + i] = from + w * widthStep;
                    ints[placesAt() + i] = to + w * phase.width().step();
                }
            }
        }
        for (; i % ROWS != 0; i++) {
            ints[offsetsAt() + i] = ints[offsetsAt() + i - 1];
        }
    }

    private static int index(StageAxis axis, int shift) {
        return (shift - axis.minShift()) / axis.step();
    }

    private int taskBlocks() {
        return Math.ceilDiv(tiles.tiles(), taskTiles);
    }

    private int biasAt() {
        return stage.floats(blocks.plane());
    }

    private int panelsAt() {
        return biasAt() + taskTiles * Lanes.TILE_COLUMNS;
    }

    private int cAt() {
        return Math.addExact(panelsAt(), Math.multiplyExact(Lanes.roundUp(blocks.results(), ROWS), longestK));
    }

    private int transposedAt() {
        return Math.addExact(cAt(), results * Lanes.TILE_COLUMNS);
    }

    private int offsetsAt() {
        return Blocks.DESCRIPTION + mostTaps;
    }

    private int placesAt() {
        return offsetsAt() + results;
    }

    private int rowsAt() {
        return placesAt() + results;
    }
}
