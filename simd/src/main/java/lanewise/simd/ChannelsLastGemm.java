package lanewise.simd;

import java.util.stream.IntStream;
import lanewise.core.Activation;
import lanewise.core.Floats;
import lanewise.core.Layout;
import lanewise.core.spi.Call;
import lanewise.core.spi.Kernel;
import lanewise.core.spi.Problem;
import lanewise.core.spi.Scratch;
import lanewise.core.spi.TensorIndex;

/**
 * FORWARD and TRANSPOSE as matrix products {@code C = A·B} per phase with the roles of {@link ImplicitGemm} swapped: A is the
 * operand as each result sees it, {@code [results][reduction channel × taps of the phase]}, read through an offset table and
 * never materialised, B the filter {@code [same][rows]}, with channels along the lanes.
 *
 * <p>The loops, named by what they cut:
 *
 * <pre>
 *     task   image × group × tiles of channels × block of results
 *       phase
 *         tiles of channels         as many as fit the second-level cache
 *           K block                 all of k, unless one tile does not fit
 *             results               whose operands fit the first-level cache
 *               tile of channels
 *                 tile of results   {@link PixelTile}
 * </pre>
 *
 * <p>In NHWC the operand is read where it lies unless it needs padding, and the tile stores results where they belong. In NCHW
 * both are transposed on their way, which is cheap where many channels meet few pixels.
 *
 * <p>Packed weights are {@code [group][phase][tile of channels][k][width of the tile]}, channels beyond the last are zero. Scratch
 * is {@code [stage | bias | C | C, results along the lanes]} and
 * {@code [block | offsets of the products | offsets of the results | places of the results | rows of C]}.
 */
final class ChannelsLastGemm implements Kernel {
    private static final int ROWS = PixelTile.ROWS;

    private final Geometry geometry;
    private final boolean channelsLast;
    private final ChannelsLastStage stage;
    private final ChannelsLastSink sink;
    private final Blocks blocks;
    private final PixelTile tiles;
    private final int taskTiles;
    private final int longestK;
    private final int results;

    ChannelsLastGemm(Problem problem) {
        geometry = Geometry.of(problem);
        channelsLast = problem.layout() == Layout.NHWC;
        stage = ChannelsLastStage.of(geometry.stage(), geometry.reduction());
        sink = new ChannelsLastSink(geometry);
        longestK = geometry.reduction() * IntStream.of(geometry.lattices().tapCounts()).max().orElse(0);
        blocks = stage.blocks(geometry.phases(), ROWS);
        tiles = PixelTile.of(geometry.rows());
        taskTiles = stage.taskTiles(problem, blocks, tiles.tiles());
        // Rows beyond the last result: of its tile, and of the eight that are transposed at a time.
        results = Lanes.roundUp(blocks.results(), ROWS) + Transpose8.ROWS;
    }

    @Override
    public double cost() {
        double cycles = 0;
        for (Phase phase : geometry.phases()) {
            int k = geometry.k(phase);
            double results = (double) phase.results() / blocks.count();
            double step = (double) ROWS * tiles.vectors()
                    * (channelsLast && phase.taps() == 1 ? Costs.DENSE_PIXEL_VECTOR : Costs.PIXEL_TILE_VECTOR);
            cycles += Math.ceil(results / ROWS) * k * step + (double) k * tiles.columns() * Costs.STREAMED_FLOAT;
            if (!channelsLast) {
                cycles += 2. * results * tiles.columns() * Costs.TRANSPOSED_FLOAT;
            }
        }
        cycles += (double) stage.floats(blocks.plane()) * taskBlocks()
                * (channelsLast ? 1. / Lanes.COUNT : Costs.TRANSPOSED_FLOAT);
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
        return rowsAt() + ROWS;
    }

    @Override
    public float[] pack(float[] weights) {
        return tiles.pack(geometry, weights);
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
        int channel = tiles.channel(first);
        int end = Math.min(geometry.rows(), tiles.channel(Math.min(first + taskTiles, tiles.tiles())));
        Sink.bias(call.epilogue(), group * geometry.rows() + channel, end - channel, scratch.floats(),
                biasAt());
        for (int r = 0; r < ROWS; r++) {
            ints[rowsAt() + r] = r;
        }
        int packedAt = Lanes.PACKED_AT + group * tiles.columns() * geometry.products();
        for (int p = 0; p < geometry.phases().size(); p++) {
            Phase phase = geometry.phases().get(p);
            int count = blocks.clip(phase, ints);
            if (count > 0) {
                productOffsets(phase, shape, inPlace, ints);
                resultOffsets(phase, shape, inPlace, windowAt, ints);
                multiply(call, n, group, first, phase, count, window, packedAt, scratch);
            }
            packedAt += tiles.columns() * geometry.k(phase);
        }
    }

    /** C = A·B for one phase of a block, tile of channels by tile of channels. */
    private void multiply(Call call, int n, int group, int first, Phase phase, int count, float[] window, int packedAt,
            Scratch scratch) {
        int k = geometry.k(phase);
        int kBlock = Budget.kBlock(k);
        int end = Math.min(first + taskTiles, tiles.tiles());
        int pass = Math.max(1, Budget.PANEL / Math.max(1, k) / Lanes.TILE_COLUMNS);
        int near = Math.max(1, Budget.NEAR / Math.max(1, k) / ROWS) * ROWS;
        for (int t = first; t < end; t += pass) {
            int i = 0;
            do {
                int length = Math.min(kBlock, k - i);
                for (int r = 0; r < count; r += near) {
                    for (int u = t; u < Math.min(t + pass, end); u++) {
                        multiply(call, n, group, first, phase, u, r, Math.min(count, r + near), i, length, window,
                                packedAt, scratch);
                    }
                }
                i += length;
            } while (i < k);
        }
    }

    /** Products {@code [i, i + length)} of the sums of some results and one tile of channels, stored with the last of them. */
    private void multiply(Call call, int n, int group, int first, Phase phase, int t, int begin, int end, int i,
            int length, float[] window, int packedAt, Scratch scratch) {
        float[] floats = scratch.floats();
        int[] ints = scratch.ints();
        TensorIndex target = geometry.sink().target();
        Floats out = geometry.result(call);
        int k = geometry.k(phase);
        int width = tiles.width(t);
        int channel = tiles.channel(t);
        int bias = biasAt() + channel - tiles.channel(first);
        boolean last = i + length == k;
        int stored = last ? Math.clamp(direct(call, t, phase, ints), begin, end) : begin;
        int to = stored > begin
                ? (int) (out.arrayOffset() + sink.place(n, group * geometry.rows() + channel, phase, ints))
                : 0;
        for (int r = begin; r < end; r += ROWS) {
            boolean direct = r < stored;
            PixelTile.multiply(width, phase.taps() == 1, window, ints, offsetsAt() + r, Blocks.DESCRIPTION + i, length,
                    call.packed(), packedAt + channel * k + i * width, i > 0 ? floats : null, cAt() + r * width,
                    direct ? floats : null, bias, direct ? out.array() : floats, direct ? to : cAt() + r * width,
                    direct ? target.channels() : width, direct ? placesAt() + r : rowsAt());
        }
        if (last && stored < end) {
            store(call, n, group, phase, t, bias, stored, end, scratch);
        }
    }

    /** Stores the finished sums of a tile of channels. */
    private void store(Call call, int n, int group, Phase phase, int t, int bias, int begin, int end,
            Scratch scratch) {
        int channel = tiles.channel(t);
        int width = tiles.width(t);
        int channels = Math.min(geometry.rows() - channel, width);
        int first = group * geometry.rows() + channel;
        int sums = cAt() + begin * width;
        if (channelsLast) {
            sink.store(call, n, first, channels, phase, scratch.floats(), sums, width, bias, scratch.ints(),
                    placesAt(), rowsAt(), begin, end - begin);
        } else {
            sink.storeTransposed(call, n, first, channels, phase, scratch.floats(), sums, width, transposedAt(),
                    scratch.ints(), begin, end - begin);
        }
    }

    /**
     * The end of the results whose tiles can add the bias and store their sums where they belong. What a tile of channels writes
     * beyond the last channel is overwritten by the next results, where they are neighbours.
     */
    private int direct(Call call, int t, Phase phase, int[] ints) {
        int count = ints[Blocks.DEPTHS] * ints[Blocks.HEIGHTS] * ints[Blocks.WIDTHS];
        int channels = geometry.rows();
        if (!channelsLast || geometry.result(call).array() == null || call.residual() != null
                || !(call.epilogue().activation() instanceof Activation.Identity)) {
            return 0;
        }
        if (tiles.channel(t + 1) <= channels) {
            return Lanes.roundUp(count, ROWS);
        }
        boolean neighbours = tiles.tiles() == 1 && geometry.spec().groups() == 1 && phase.width().step() == 1
                && phase.height().step() == 1 && phase.depth().step() == 1;
        return neighbours ? Math.max(0, count - (tiles.width(t) - 1) / channels) / ROWS * ROWS : 0;
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
                    ints[i++] = depth.index(sd) * stage.depthStep(inPlace, shape)
                            + height.index(sh) * stage.heightStep(inPlace, shape)
                            + width.index(sw) * stage.widthStep(inPlace);
                }
            }
        }
        for (; i < Blocks.DESCRIPTION + geometry.k(phase); i++) {
            ints[i] = ints[i - phase.taps()] + 1;
        }
    }

    /** Where each result of a block starts to read, and how far from the block's first it is stored. */
    private void resultOffsets(Phase phase, StageShape shape, boolean inPlace, int windowAt, int[] ints) {
        int depthStep = stage.stage().depth().parts() * stage.depthStep(inPlace, shape);
        int heightStep = stage.stage().height().parts() * stage.heightStep(inPlace, shape);
        int widthStep = stage.stage().width().parts() * stage.widthStep(inPlace);
        sink.places(phase, ints, placesAt());
        int i = 0;
        for (int d = 0; d < ints[Blocks.DEPTHS]; d++) {
            for (int h = 0; h < ints[Blocks.HEIGHTS]; h++) {
                int from = windowAt + d * depthStep + h * heightStep;
                for (int w = 0; w < ints[Blocks.WIDTHS]; w++, i++) {
                    ints[offsetsAt() + i] = from + w * widthStep;
                }
            }
        }
        for (; i % ROWS != 0; i++) {
            ints[offsetsAt() + i] = ints[offsetsAt() + i - 1];
            ints[placesAt() + i] = ints[placesAt() + i - 1];
        }
    }

    private int taskBlocks() {
        return Math.ceilDiv(tiles.tiles(), taskTiles);
    }

    private int biasAt() {
        return stage.floats(blocks.plane());
    }

    private int cAt() {
        return biasAt() + taskTiles * Lanes.TILE_COLUMNS;
    }

    private int transposedAt() {
        return Math.addExact(cAt(), results * Lanes.TILE_COLUMNS);
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
