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
 * FORWARD and TRANSPOSE in NHWC as matrix products {@code C = A·B} per phase with the roles of {@link ImplicitGemm} swapped: A is
 * the operand as each result sees it, {@code [results][reduction channel × taps of the phase]}, read through an offset table and
 * never materialised, B the filter {@code [same][rows]}, with channels along the lanes.
 *
 * <p>The loops, named by what they cut:
 *
 * <pre>
 *     task   image × group × tiles of channels × block of results
 *       phase
 *         tiles of channels   as many as fit the second-level cache
 *           K block           all of k, unless one tile does not fit
 *             tile of results
 *               tile of channels   {@link PixelTile}
 * </pre>
 *
 * <p>Packed weights are {@code [group][phase][tile of channels][k][width of the tile]}, channels beyond the last are zero. Scratch
 * is {@code [stage | bias | C]} and {@code [block | offsets of the products | offsets of the results | places of the results | rows of a tile]}.
 */
final class ChannelsLastGemm implements Kernel {
    private final Geometry geometry;
    private final ChannelsLastStage stage;
    private final Blocks blocks;
    private final PixelTile tile;
    private final int taskTiles;
    private final int longestK;
    private final int results;
    private final boolean cut;

    ChannelsLastGemm(Problem problem) {
        geometry = Geometry.of(problem);
        stage = ChannelsLastStage.of(geometry.stage(), geometry.reduction());
        blocks = blocks(geometry);
        tile = PixelTile.of(geometry.rows());
        long tasks = (long) geometry.spec().batch() * geometry.spec().groups() * blocks.count();
        int most = Math.max(1, tile.tiles());
        taskTiles = Math.ceilDiv(most, Math.clamp(Math.ceilDiv(Budget.TASKS, Math.max(1, tasks)), 1, most));
        longestK = geometry.phases().stream().mapToInt(geometry::k).max().orElse(0);
        results = Lanes.roundUp(blocks.results(), PixelTile.ROWS);
        cut = Budget.kBlock(longestK) < longestK;
    }

    /** Blocks whose stage is not much larger than its budget. */
    private static Blocks blocks(Geometry geometry) {
        int target = Budget.BLOCK_RESULTS;
        Blocks blocks = new Blocks(geometry.phases(), geometry.stage(), target, PixelTile.ROWS,
                results -> Lanes.roundUp(results, PixelTile.ROWS));
        while ((long) blocks.plane() * geometry.reduction() > Budget.STAGE && target > Lanes.TILE_COLUMNS) {
            target /= 2;
            blocks = new Blocks(geometry.phases(), geometry.stage(), target, PixelTile.ROWS,
                    results -> Lanes.roundUp(results, PixelTile.ROWS));
        }
        return blocks;
    }

    static String rejects(Problem problem) {
        return problem.layout() == Layout.NHWC
                ? Geometry.rejects(problem)
                : "puts channels along the lanes, which NHWC has";
    }

    @Override
    public double cost() {
        double step = (double) PixelTile.ROWS * tile.vectors() * Costs.TILE_VECTOR;
        double cycles = 0;
        for (Phase phase : geometry.phases()) {
            cycles += Math.ceilDiv(blocks.results(), PixelTile.ROWS) * step * geometry.k(phase);
        }
        cycles += (double) stage.floats(blocks.plane()) * taskBlocks() / Lanes.COUNT;
        return cycles * blocks.count() * geometry.spec().batch() * geometry.spec().groups();
    }

    @Override
    public int tasks() {
        return Math.toIntExact(
                (long) geometry.spec().batch() * geometry.spec().groups() * taskBlocks() * blocks.count());
    }

    @Override
    public int scratchFloats() {
        return Math.addExact(cAt(), (cut ? results : PixelTile.ROWS) * Lanes.TILE_COLUMNS);
    }

    @Override
    public int scratchInts() {
        return rowsAt() + PixelTile.ROWS;
    }

    @Override
    public float[] pack(float[] weights) {
        long size = 0;
        for (Phase phase : geometry.phases()) {
            size += (long) geometry.spec().groups() * columns() * geometry.k(phase);
        }
        float[] packed = new float[Math.toIntExact(size)];
        int at = 0;
        for (int group = 0; group < geometry.spec().groups(); group++) {
            for (Phase phase : geometry.phases()) {
                int k = geometry.k(phase);
                for (int t = 0; t < tile.tiles(); t++) {
                    int width = tile.width(t);
                    int end = Math.min(geometry.rows(), tile.channel(t + 1));
                    for (int row = tile.channel(t); row < end; row++) {
                        for (int i = 0; i < k; i++) {
                            packed[at + i * width + row - tile.channel(t)] =
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
        float[] a = inPlace ? operand.array() : scratch.floats();
        int aAt = inPlace ? stage.place(operand, n, group * geometry.reduction(), ints) : 0;
        bias(call.epilogue(), group, first, scratch.floats());
        int packedAt = group * columns() * geometry.products();
        for (int p = 0; p < geometry.phases().size(); p++) {
            Phase phase = geometry.phases().get(p);
            if (blocks.clip(phase, ints) > 0) {
                productOffsets(phase, shape, inPlace, ints);
                resultOffsets(phase, shape, inPlace, aAt, ints);
                multiply(call, n, group, first, phase, a, packedAt, scratch);
            }
            packedAt += columns() * geometry.k(phase);
        }
    }

    /** C = A·B for one phase of a block, stored as soon as a tile of it is finished. */
    private void multiply(Call call, int n, int group, int first, Phase phase, float[] a, int packedAt,
            Scratch scratch) {
        int[] ints = scratch.ints();
        float[] floats = scratch.floats();
        int count = ints[Blocks.DEPTHS] * ints[Blocks.HEIGHTS] * ints[Blocks.WIDTHS];
        int k = geometry.k(phase);
        int kBlock = Budget.kBlock(k);
        int end = Math.min(first + taskTiles, tile.tiles());
        int pass = Math.max(1, Budget.PANEL / Math.max(1, k) / Lanes.TILE_COLUMNS);
        for (int t = first; t < end; t += pass) {
            int i = 0;
            do {
                int length = Math.min(kBlock, k - i);
                for (int r = 0; r < count; r += PixelTile.ROWS) {
                    int c = cAt() + (kBlock < k ? r * Lanes.TILE_COLUMNS : 0);
                    for (int u = t; u < Math.min(t + pass, end); u++) {
                        int width = tile.width(u);
                        PixelTile.multiply(width, a, ints, offsetsAt() + r, Blocks.DESCRIPTION + i, length,
                                call.packed(),
                                packedAt + tile.channel(u) * k + i * width, floats, c, Lanes.TILE_COLUMNS, i > 0);
                        if (i + length == k) {
                            store(call, n, group, phase, first, u, r, Math.min(PixelTile.ROWS, count - r), c, scratch);
                        }
                    }
                }
                i += length;
            } while (i < k);
        }
    }

    /** Stores a finished tile whose first channel is {@code channel} of its group and whose first result is {@code r}. */
    private void store(Call call, int n, int group, Phase phase, int first, int t, int r, int count, int c,
            Scratch scratch) {
        Floats out = geometry.result(call);
        Activation activation = call.epilogue().activation();
        TensorIndex target = geometry.sink().target();
        int[] ints = scratch.ints();
        float[] floats = scratch.floats();
        int channel = tile.channel(t);
        int width = Math.min(geometry.rows() - channel, tile.width(t));
        int bias = biasAt() + channel - tile.channel(first);
        long at = target.plane(n, group * geometry.rows() + channel) + place(phase, target, ints);
        if (out.array() != null && call.residual() == null && activation instanceof Activation.Identity) {
            ChannelsLastEpilogue.addBias(floats, bias, floats, c, Lanes.TILE_COLUMNS, out.array(),
                    (int) (out.arrayOffset() + at), target.channels(), ints, placesAt() + r, count, width);
            return;
        }
        for (int i = 0; i < PixelTile.ROWS; i++) {
            ints[rowsAt() + i] = i;
        }
        ChannelsLastEpilogue.addBias(floats, bias, floats, c, Lanes.TILE_COLUMNS, floats, c, Lanes.TILE_COLUMNS, ints,
                rowsAt(), count, width);
        for (int i = 0; i < count; i++) {
            long place = at + (long) ints[placesAt() + r + i] * target.channels();
            ChannelsLastEpilogue.finish(activation, call.residual(), place, floats, c + i * Lanes.TILE_COLUMNS, width);
            out.write(place, 1, floats, c + i * Lanes.TILE_COLUMNS, 1, width);
        }
    }

    /** The distance of a block's first result from position 0. */
    private static long place(Phase phase, TensorIndex target, int[] block) {
        return target.position(phase.depth().first() + phase.depth().step() * block[Blocks.DEPTH],
                phase.height().first() + phase.height().step() * block[Blocks.HEIGHT],
                phase.width().first() + phase.width().step() * block[Blocks.WIDTH]);
    }

    private void bias(Epilogue epilogue, int group, int first, float[] floats) {
        int channel = tile.channel(first);
        int end = Math.min(geometry.rows(), tile.channel(Math.min(first + taskTiles, tile.tiles())));
        for (int c = channel; c < end; c++) {
            floats[biasAt() + c - channel] = epilogue.bias(group * geometry.rows() + c);
        }
    }

    /** Where each product of a sum finds the operand, from the place of its first: taps of the first channel, then the others. */
    private void productOffsets(Phase phase, StageShape shape, boolean inPlace, int[] ints) {
        StageAxis depth = stage.stage().depth();
        StageAxis height = stage.stage().height();
        StageAxis width = stage.stage().width();
        if (geometry.reduction() == 0) {
            return;
        }
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
        for (; i < Blocks.DESCRIPTION + geometry.k(phase); i++) {
            ints[i] = ints[i - phase.taps()] + 1;
        }
    }

    /** Where each result of a block starts to read, and how far from the block's first it is stored. */
    private void resultOffsets(Phase phase, StageShape shape, boolean inPlace, int aAt, int[] ints) {
        int depthStep = stage.stage().depth().parts() * stage.depthStep(inPlace, shape);
        int heightStep = stage.stage().height().parts() * stage.heightStep(inPlace, shape);
        int widthStep = stage.stage().width().parts() * stage.widthStep(inPlace);
        TensorIndex target = geometry.sink().target();
        int i = 0;
        for (int d = 0; d < ints[Blocks.DEPTHS]; d++) {
            for (int h = 0; h < ints[Blocks.HEIGHTS]; h++) {
                int from = aAt + d * depthStep + h * heightStep;
                int to = (d * phase.depth().step() * target.height() + h * phase.height().step()) * target.width();
                for (int w = 0; w < ints[Blocks.WIDTHS]; w++, i++) {
                    ints[offsetsAt() + i] = from + w * widthStep;
                    ints[placesAt() + i] = to + w * phase.width().step();
                }
            }
        }
        for (; i % PixelTile.ROWS != 0; i++) {
            ints[offsetsAt() + i] = ints[offsetsAt() + i - 1];
        }
    }

    private static int index(StageAxis axis, int shift) {
        return (shift - axis.minShift()) / axis.step();
    }

    private int columns() {
        return tile.vectors() * Lanes.COUNT;
    }

    private int taskBlocks() {
        return Math.ceilDiv(tile.tiles(), taskTiles);
    }

    private int biasAt() {
        return stage.floats(blocks.plane());
    }

    private int cAt() {
        return biasAt() + taskTiles * Lanes.TILE_COLUMNS;
    }

    private int offsetsAt() {
        return Blocks.DESCRIPTION + longestK;
    }

    private int placesAt() {
        return offsetsAt() + results;
    }

    private int rowsAt() {
        return placesAt() + results;
    }
}
