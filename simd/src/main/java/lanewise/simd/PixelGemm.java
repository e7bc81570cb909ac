package lanewise.simd;

import lanewise.core.Floats;
import lanewise.core.Layout;
import lanewise.core.spi.Call;
import lanewise.core.spi.Kernel;
import lanewise.core.spi.Problem;
import lanewise.core.spi.Scratch;

/**
 * FORWARD and TRANSPOSE as matrix products {@code C = A·B} per phase with the roles of {@link ImplicitGemm} swapped, for few
 * pixels and many channels: A is the operand as a few results at a time see it, {@code [pixels][reduction channel × taps]}, packed
 * from where it is staged for any tap, B the filter, with channels along the lanes.
 *
 * <p>The loops, named by what they cut:
 *
 * <pre>
 *     task   image × group × tiles of channels × block of results
 *       phase
 *         channels read         whose panels fit the second-level cache; packs them
 *           tile of channels
 *             tile of pixels    {@link PixelPanels}
 * </pre>
 *
 * <p>With 16 registers and NHWC the tiles of pixels are the outer loop of the last two where sums need only be stored, so that whole
 * pixels are written.
 *
 * <p>Packed weights are {@code [group][phase][tile of channels][k][width of the tile]}, channels beyond the last are zero. Scratch
 * is {@code [stage | A panels | bias | C | C, results along the lanes]}, C for every tile of channels where sums are cut
 * or pixels are the outer loop, and
 * {@code [block | products | pixels | places of the results | 0]}.
 */
final class PixelGemm implements Kernel {
    private static final int ROWS = PixelPanels.ROWS;
    /** Tiles store up to so many rows too many, and sums are transposed eight at a time. */
    private static final int BEYOND = Transpose8.ROWS - 1;

    private final Geometry geometry;
    private final ChannelsLastSink sink;
    private final boolean channelsLast;
    private final Blocks blocks;
    private final PixelTile tiles;
    private final int taskTiles;
    private final int results;
    private final int longest;
    private final int mostChannels;
    private final boolean cut;
    /** Whether tiles of pixels are the outer loop. */
    private final boolean pixelsFirst;

    PixelGemm(Problem problem) {
        geometry = Geometry.of(problem);
        sink = new ChannelsLastSink(geometry);
        channelsLast = problem.layout() == Layout.NHWC;
        blocks = new Blocks(geometry.phases(), geometry.stage(), Budget.BLOCK_RESULTS, ROWS,
                count -> Lanes.roundUp(count, ROWS));
        results = blocks.results();
        PixelTile dealt = PixelTile.of(geometry.rows());
        tiles = new PixelTile(Math.max(Tile7x2.VECTORS, dealt.vectors()), dealt.tiles());
        int longestSum = 0;
        int most = 0;
        int least = geometry.reduction();
        for (int taps : geometry.lattices().tapCounts()) {
            longestSum = Math.max(longestSum, channels(taps) * taps);
            most = Math.max(most, channels(taps));
            least = Math.min(least, channels(taps));
        }
        longest = longestSum;
        mostChannels = most;
        cut = least < geometry.reduction();
        pixelsFirst = !Lanes.MANY_REGISTERS && channelsLast && !cut;
        long tasks = Math.max(1, (long) geometry.spec().batch() * geometry.spec().groups() * blocks.count());
        int mostTiles = Math.max(1, tiles.tiles());
        long each = Math.ceilDiv(mostTiles, Math.clamp(Math.ceilDiv(problem.threads(), tasks), 1, mostTiles));
        taskTiles = (int) (cut ? Math.clamp(Budget.STRIP / sumsOfTile(), 1, each) : each);
    }

    @Override
    public double cost() {
        Phase phase = geometry.phases().getFirst();
        boolean staged = !(inside(geometry.stage().depth(), phase.depth().step(), geometry.sink().target().depth())
                && inside(geometry.stage().height(), phase.height().step(), geometry.sink().target().height())
                && inside(geometry.stage().width(), phase.width().step(), geometry.sink().target().width()));
        boolean turned = pixelsFirst && !staged && phase.taps() == 1;
        double row = Costs.PIXEL_PANEL_ROW + (turned ? 0 : gathered(staged) * ROWS * Costs.GATHERED_FLOAT);
        double panels = (double) geometry.products() * Math.ceilDiv(results, ROWS);
        int parts = Math.ceilDiv(geometry.reduction(), Math.max(1, mostChannels));
        double stored = pixelsFirst ? 0 : Costs.TRANSPOSED_IN_CACHE + (parts - 1) * Costs.CUT_SUM;
        if (!channelsLast && !geometry.sink().dense(phase)) {
            stored += 2 * Costs.STORED_FLOAT;
        }
        double phases = geometry.phases().size();
        double cycles = panels * (ROWS * tiles.vectors() * Costs.PACKED_PIXEL_VECTOR + row * taskBlocks())
                + (double) geometry.products() * tiles.columns() * Costs.STREAMED_FLOAT
                + phases * results * tiles.columns() * stored;
        if (staged) {
            cycles += phases * geometry.reduction() * blocks.plane() * taskBlocks()
                    * (Costs.STAGED_FLOAT + (channelsLast ? Costs.TRANSPOSED_FLOAT : 0));
        }
        return cycles * blocks.count() * geometry.spec().batch() * geometry.spec().groups();
    }

    /** The share of panels whose pixels are not neighbours, because of their distance or because a row ends in between. */
    private double gathered(boolean staged) {
        boolean neighbours = staged || !channelsLast && geometry.stage().width().advance() == 1;
        int width = Math.ceilDiv(geometry.sink().target().width(), geometry.phases().getFirst().width().step());
        boolean rowsFollow = !staged && width == geometry.stage().source().width();
        return !neighbours ? 1 : rowsFollow || width % ROWS == 0 ? 0 : Math.min(1, (double) ROWS / width);
    }

    /** Whether no result has padding along an axis, of which a phase has every {@code step}-th. */
    private static boolean inside(StageAxis stage, int step, int results) {
        return stage.inside(0, stage.length(Math.ceilDiv(results, step)));
    }

    @Override
    public int tasks() {
        return Math.toIntExact(
                (long) geometry.spec().batch() * geometry.spec().groups() * taskBlocks() * blocks.count());
    }

    @Override
    public int scratchFloats() {
        return Math.addExact(transposedAt(), channelsLast ? 0 : (results + Transpose8.ROWS) * Lanes.TILE_COLUMNS);
    }

    @Override
    public int scratchInts() {
        return zeroAt() + 1;
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
        int end = Math.min(first + taskTiles, tiles.tiles());
        int row = group * geometry.rows() + tiles.channel(first);
        Sink.bias(call.epilogue(), row,
                Math.min(geometry.rows(), tiles.channel(end)) - tiles.channel(first), scratch.floats(), biasAt());
        ints[zeroAt()] = 0;
        int packedAt = Lanes.PACKED_AT + group * tiles.columns() * geometry.products();
        for (int p = 0; p < geometry.phases().size(); p++) {
            Phase phase = geometry.phases().get(p);
            int count = blocks.clip(phase, ints);
            if (count > 0) {
                sink.places(phase, ints, placesAt());
                multiply(call, n, group, first, end, p, shape, count, packedAt, scratch);
            }
            packedAt += tiles.columns() * geometry.k(phase);
        }
    }

    /** C = A·B for one phase of a block. */
    private void multiply(Call call, int n, int group, int first, int end, int p, StageShape shape, int count,
            int packedAt, Scratch scratch) {
        int[] ints = scratch.ints();
        float[] floats = scratch.floats();
        Floats operand = geometry.operand(call);
        Stage stage = geometry.stage();
        Phase phase = geometry.phases().get(p);
        boolean inPlace = operand.array() != null && stage.inside(shape, ints);
        float[] from = inPlace ? operand.array() : floats;
        int plane = inPlace ? (int) stage.source().channelStep() : shape.plane();
        pixels(shape, inPlace, count, ints);
        int channel = 0;
        do {
            int channels = Math.min(channels(phase.taps()), geometry.reduction() - channel);
            int k = channels * phase.taps();
            int staged = group * geometry.reduction() + channel;
            if (!inPlace) {
                stage.fill(operand, n, staged, channels, shape, ints, floats, 0);
            }
            int fromAt = inPlace ? (int) (operand.arrayOffset() + stage.start(n, staged, ints)) : 0;
            for (int i = 0; i < phase.taps(); i++) {
                ints[Offsets.ROWS_AT + i] = inPlace ? stage.sourceOffset(phase, i) : shape.offset(phase, i);
            }
            Offsets.channels(phase.taps(), plane, k, ints);
            int near = Math.max(1, Budget.NEAR / Math.max(1, plane)) * Math.max(1, phase.taps());
            boolean rows = pixelsFirst && inPlace && phase.taps() == 1 && k <= near;
            for (int i = 0; i < k; i += near) {
                for (int r = 0; r < count; r += ROWS) {
                    if (rows && r + Transpose8.ROWS <= count) {
                        // What it writes of the next two pixels is overwritten with the next product or panel.
                        Transpose8.gather(from, fromAt + ints[Offsets.ROWS_AT], ints, pixelsAt() + r, Transpose8.ROWS,
                                floats, aAt() + r * k, ROWS, k);
                        continue;
                    }
                    PixelPanels.pack(from, fromAt, ints, Offsets.ROWS_AT + i, Math.min(near, k - i), pixelsAt() + r,
                            floats, aAt() + r * k + i * ROWS);
                }
            }
            if (pixelsFirst) {
                multiplyPixels(call, n, group, first, end, phase, count, packedAt, scratch);
                return;
            }
            for (int t = first; t < end; t++) {
                int panel = packedAt + tiles.channel(t) * geometry.k(phase) + channel * phase.taps() * tiles.width(t);
                tile(call, n, group, first, t, phase, channel, channels, count, panel, scratch);
            }
            channel += channels;
        } while (channel < geometry.reduction());
    }

    /** The sums of all results, stored pixel by pixel, those of so many tiles of channels at a time whose weights stay near. */
    private void multiplyPixels(Call call, int n, int group, int first, int end, Phase phase, int count, int packedAt,
            Scratch scratch) {
        float[] floats = scratch.floats();
        int[] ints = scratch.ints();
        Floats out = geometry.result(call);
        int k = geometry.k(phase);
        int step = geometry.sink().target().channels();
        boolean plain = Sink.plain(call.epilogue(), out);
        int whole = tiles.channel(end) <= geometry.rows() ? end : end - 1;
        int most = Math.max(1, Budget.PANEL / (Math.max(1, k) * Lanes.TILE_COLUMNS));
        int some;
        for (int t = first; t < end; t += some) {
            some = t < whole ? Math.min(most, whole - t) : end - t;
            int channel = tiles.channel(t);
            int row = group * geometry.rows() + channel;
            int width = some * Lanes.TILE_COLUMNS;
            int bias = biasAt() + channel - tiles.channel(first);
            int panel = packedAt + channel * k;
            int place = plain ? (int) (out.arrayOffset() + sink.place(n, row, phase, ints)) : 0;
            for (int r = 0; r < count; r += ROWS) {
                int at = placesAt() + r;
                int pixel = count - r < ROWS ? 0 : ints[at + 1] - ints[at];
                boolean even = pixel > 0 && ints[at + ROWS - 1] - ints[at] == (ROWS - 1) * pixel;
                if (plain && even && t < whole) {
                    PixelPanels.row(floats, aAt() + r * k, call.packed(), panel, some, k, floats, bias, out.array(),
                            place + ints[at] * step, pixel * step);
                    continue;
                }
                PixelPanels.row(floats, aAt() + r * k, call.packed(), panel, some, k, null, 0, floats, cAt(), width);
                sink.store(call, n, row, Math.min(width, geometry.rows() - channel), phase, floats, cAt(), width, bias,
                        ints, placesAt(), zeroAt(), r, Math.min(ROWS, count - r));
            }
        }
    }

    /** The products of all results with some channels read and one tile of channels written, stored with the last of them. */
    private void tile(Call call, int n, int group, int first, int t, Phase phase, int channel, int channels, int count,
            int panel, Scratch scratch) {
        float[] floats = scratch.floats();
        int[] ints = scratch.ints();
        int width = tiles.width(t);
        int row = group * geometry.rows() + tiles.channel(t);
        int rows = Math.min(width, geometry.rows() - tiles.channel(t));
        int bias = biasAt() + tiles.channel(t) - tiles.channel(first);
        int sums = cAt() + (cut ? (t - first) * sumsOfTile() : 0);
        boolean last = channel + channels == geometry.reduction();
        boolean plain = last && plain(call, phase, count);
        PixelPanels.multiply(width, floats, aAt(), Math.ceilDiv(count, ROWS), call.packed(), panel,
                channels * phase.taps(), floats, sums, width, channel > 0, plain ? floats : null, bias);
        if (plain) {
            sink.transpose(call, n, row, rows, phase, floats, sums, width, ints, count);
        } else if (last && channelsLast) {
            sink.store(call, n, row, rows, phase, floats, sums, width, bias, ints, placesAt(), zeroAt(), 0, count);
        } else if (last) {
            sink.storeTransposed(call, n, row, rows, phase, floats, sums, width, transposedAt(), ints, 0, count);
        }
    }

    /** Whether sums with their bias need only be transposed, whole groups of rows at a time. */
    private boolean plain(Call call, Phase phase, int count) {
        return geometry.sink().dense(phase) && count >= Transpose8.ROWS
                && Sink.plain(call.epilogue(), geometry.result(call));
    }

    /** Where the results of a block find their operand, from the place of the first; the last one stands for those beyond it. */
    private void pixels(StageShape shape, boolean inPlace, int count, int[] ints) {
        Stage stage = geometry.stage();
        int at = pixelsAt();
        for (int d = 0; d < ints[Blocks.DEPTHS]; d++) {
            for (int h = 0; h < ints[Blocks.HEIGHTS]; h++) {
                for (int w = 0; w < ints[Blocks.WIDTHS]; w++) {
                    ints[at++] = inPlace
                            ? (int) stage.source().position(d * stage.depth().advance(), h * stage.height().advance(),
                                    w * stage.width().advance())
                            : (d * shape.height() + h) * shape.width() + w;
                }
            }
        }
        for (; at < pixelsAt() + Lanes.roundUp(count, ROWS); at++) {
            ints[at] = ints[at - 1];
        }
    }

    /** Channels read at a time: their panels, of pixels and of weights, fit the second-level cache. */
    private int channels(int taps) {
        int most = Math.min(Budget.LONG_PANEL / Math.max(1, results), Budget.PIXEL_WEIGHTS / Lanes.TILE_COLUMNS)
                / Math.max(1, taps);
        int channels = Math.max(1, geometry.reduction());
        return Math.ceilDiv(channels, Math.ceilDiv(channels, Math.max(1, most)));
    }

    private int taskBlocks() {
        return Math.ceilDiv(tiles.tiles(), taskTiles);
    }

    /** Room for the sums of a tile of channels. */
    private int sumsOfTile() {
        return Math.multiplyExact(results + BEYOND, Lanes.TILE_COLUMNS);
    }

    private int aAt() {
        return Lanes.aligned(Math.multiplyExact(mostChannels, blocks.plane()));
    }

    private int biasAt() {
        return Math.addExact(aAt(), Math.multiplyExact(longest, Lanes.roundUp(results, ROWS)));
    }

    private int cAt() {
        return biasAt() + taskTiles * Lanes.TILE_COLUMNS;
    }

    private int transposedAt() {
        int pixel = pixelsFirst ? ROWS * taskTiles * Lanes.TILE_COLUMNS : 0;
        return Math.addExact(cAt(), Math.max(pixel, Math.multiplyExact(cut ? taskTiles : 1, sumsOfTile())));
    }

    private int pixelsAt() {
        return Offsets.ROWS_AT + longest;
    }

    private int placesAt() {
        return pixelsAt() + Lanes.roundUp(results, ROWS);
    }

    private int zeroAt() {
        return placesAt() + results;
    }
}
