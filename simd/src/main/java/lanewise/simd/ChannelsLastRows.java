package lanewise.simd;

import lanewise.core.Layout;
import lanewise.core.spi.Call;
import lanewise.core.spi.Kernel;
import lanewise.core.spi.Problem;
import lanewise.core.spi.Scratch;

/**
 * FORWARD and TRANSPOSE as {@link ChannelsLastGemm} computes them, with channels along the lanes, for phases whose taps lie next
 * to each other in a row: neighbouring pixels then share what they read, and a tile is a piece of a row of pixels. Taps over
 * the padding are skipped: whole rows of taps, and those beyond both ends of a row.
 *
 * <p>The loops, named by what they cut:
 *
 * <pre>
 *     task   image × group × tiles of channels × block of results
 *       phase
 *         tile of channels
 *           channels read         whose weights fit the first-level cache
 *             row of results
 *               piece of a row    {@link PixelRow}
 * </pre>
 *
 * <p>Packed weights are {@code [group][phase][tile of channels][k][PixelRow.WIDTH]}, channels beyond the last are zero. Scratch is
 * {@code [gap | stage | gap | bias | what was touched | gap | C | gap | C, results along the lanes]}, where tiles that are not whole read gaps and make nothing of it,
 * and {@code [block | 0 | places of the results | taps of every row of results | its steps | steps]}.
 */
final class ChannelsLastRows implements Kernel {
    private static final int WIDTH = PixelRow.WIDTH;
    /** An array that is large enough starts so many floats before a line of the cache. */
    private static final int TO_LINE = 12;

    private final Geometry geometry;
    private final boolean channelsLast;
    private final ChannelsLastStage stage;
    private final ChannelsLastSink sink;
    private final Blocks blocks;
    private final int tiles;
    private final int taskTiles;
    private final int results;
    private final int rows;
    private final int steps;

    ChannelsLastRows(Problem problem) {
        geometry = Geometry.of(problem);
        channelsLast = problem.layout() == Layout.NHWC;
        stage = ChannelsLastStage.of(geometry.stage(), geometry.reduction());
        sink = new ChannelsLastSink(geometry);
        blocks = stage.blocks(geometry.phases(), PixelRow.ROWS);
        tiles = Math.ceilDiv(geometry.rows(), WIDTH);
        taskTiles = stage.taskTiles(problem, blocks, tiles);
        results = Lanes.roundUp(blocks.results(), Transpose8.ROWS);
        rows = blocks.rows();
        steps = geometry.phases().stream().mapToInt(phase -> channels(phase) * rowTaps(phase)).max().orElse(0);
    }

    static String rejects(Problem problem) {
        String why = Geometry.rejects(problem);
        if (why != null || !Lanes.MANY_REGISTERS) {
            return why != null ? why : "needs 32 vector registers";
        }
        boolean suits = Geometry.of(problem).phases().stream().allMatch(phase -> neighbours(phase.width()));
        return suits ? null : "some phase has not two or three taps next to each other in a row";
    }

    private static boolean neighbours(Lattice lattice) {
        int[] shift = lattice.shift();
        return lattice.advance() == 1 && PixelRow.suits(shift.length) && Math.abs(shift[1] - shift[0]) == 1
                && shift[shift.length - 1] - shift[0] == (shift.length - 1) * (shift[1] - shift[0]);
    }

    @Override
    public double cost() {
        double cost = 0;
        for (Phase phase : geometry.phases()) {
            Lattice width = phase.width();
            int pieces = Math.ceilDiv(width.count(), PixelRow.ROWS);
            double row = pieces == 0
                    ? 0
                    : pieces * PixelRow.multiplications(width.shift().length, Math.ceilDiv(width.count(), pieces));
            double columns = (double) geometry.reduction() * tiles * WIDTH;
            cost += phase.depth().met() * phase.height().met() * row * columns / Lanes.COUNT * Costs.PIXEL_ROW_VECTOR
                    + columns * phase.taps() * blocks.count()
                            * (blocks.count() == 1 ? Costs.TOUCHED_FLOAT : Costs.STREAMED_FLOAT);
            if (!channelsLast) {
                cost += 2. * blocks.results() * blocks.count() * tiles * WIDTH * Costs.TRANSPOSED_FLOAT;
            }
        }
        cost += (double) stage.floats(blocks.plane()) * taskBlocks() * blocks.count()
                * (channelsLast ? 1. / Lanes.COUNT : Costs.TRANSPOSED_FLOAT);
        return cost * geometry.spec().batch() * geometry.spec().groups();
    }

    private static boolean inside(Lattice axis, int t, int shift) {
        int position = axis.advance() * t + shift;
        return position >= 0 && position < axis.extent();
    }

    @Override
    public int tasks() {
        return Math.toIntExact(
                (long) geometry.spec().batch() * geometry.spec().groups() * taskBlocks() * blocks.count());
    }

    @Override
    public int scratchFloats() {
        return Math.toIntExact(transposedAt() + (channelsLast ? 0L : (long) results * WIDTH));
    }

    @Override
    public int scratchInts() {
        return Math.addExact(stepsAt(), Math.multiplyExact(2 * rows, steps));
    }

    @Override
    public float[] pack(float[] weights) {
        int size = Math.multiplyExact(geometry.spec().groups() * tiles * WIDTH, geometry.products());
        float[] packed = new float[Math.addExact(size, TO_LINE)];
        int at = TO_LINE;
        for (int group = 0; group < geometry.spec().groups(); group++) {
            for (Phase phase : geometry.phases()) {
                int k = geometry.k(phase);
                int[] products = geometry.weights(group, phase);
                for (int channel = 0; channel < geometry.rows(); channel += WIDTH) {
                    int end = Math.min(geometry.rows(), channel + WIDTH);
                    for (int row = channel; row < end; row++) {
                        for (int i = 0; i < k; i++) {
                            packed[at + i * WIDTH + row - channel] = weights[products[i] + row * geometry.weightStep()];
                        }
                    }
                    at += WIDTH * k;
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
        int end = Math.min(first + taskTiles, tiles);
        stage.fill(geometry.operand(call), n, group * geometry.reduction(), shape, ints, scratch.floats(), gap());
        ints[zeroAt()] = 0;
        Sink.bias(call.epilogue(), group * geometry.rows() + first * WIDTH,
                Math.min(geometry.rows(), end * WIDTH) - first * WIDTH, scratch.floats(), biasAt());
        int packedAt = TO_LINE + group * tiles * WIDTH * geometry.products();
        for (int p = 0; p < geometry.phases().size(); p++) {
            Phase phase = geometry.phases().get(p);
            int k = geometry.k(phase);
            if (blocks.clip(phase, ints) > 0) {
                sink.places(phase, ints, placesAt());
                steps(phase, shape, ints);
                for (int t = first; t < end; t++) {
                    multiply(phase, shape, call.packed(), packedAt + t * WIDTH * k, scratch);
                    store(call, n, group, phase, t, biasAt() + (t - first) * WIDTH, scratch);
                }
            }
            packedAt += tiles * WIDTH * k;
        }
    }

    /** C = A·B for one phase of a block and one tile of channels. */
    private void multiply(Phase phase, StageShape shape, float[] packed, int packedAt, Scratch scratch) {
        int rowsOfBlock = scratch.ints()[Blocks.DEPTHS] * scratch.ints()[Blocks.HEIGHTS];
        int panel = packedAt;
        int channel = 0;
        do {
            int count = Math.min(channels(phase), geometry.reduction() - channel);
            int end = panel + count * phase.taps() * WIDTH;
            int next = end;
            for (int row = 0; row < rowsOfBlock; row++) {
                next = row(phase.width(), shape, row, channel, count, packed, panel, end, next, scratch);
            }
            panel = end;
            channel += count;
        } while (channel < geometry.reduction());
    }

    /**
     * The products of one row of results with some channels read, piece by piece.
     *
     * @param end  of their weights, where those of the next channels begin
     * @param next what of these has been touched
     */
    private int row(Lattice width, StageShape shape, int row, int channel, int channels, float[] packed, int panel,
            int end, int next, Scratch scratch) {
        int[] ints = scratch.ints();
        float[] floats = scratch.floats();
        int taps = width.shift().length;
        int widths = ints[Blocks.WIDTHS];
        int pieces = Math.ceilDiv(widths, PixelRow.ROWS);
        int direction = width.shift()[1] - width.shift()[0];
        int from = gap() + channel
                + row / ints[Blocks.HEIGHTS] * stage.stage().depth().parts() * stage.depthStep(false, shape)
                + row % ints[Blocks.HEIGHTS] * stage.stage().height().parts() * stage.heightStep(false, shape);
        int k = channels * ints[rowsAt() + row];
        int touched = next;
        for (int i = 0; i < pieces; i++) {
            int first = i * widths / pieces;
            int count = (i + 1) * widths / pieces - first;
            int positions = count + taps - 1;
            int result = direction > 0 ? first : first + count - 1;
            int position = ints[Blocks.WIDTH] + result + width.shift()[0];
            int last = position + direction * (positions - 1);
            boolean padded = position < 0 || position >= width.extent();
            boolean ahead = touched + k * PixelRow.LINE <= Math.min(packed.length, end + end - panel);
            floats[touchedAt()] = PixelRow.multiply(taps, floats,
                    from + (position - stage.stage().width().origin(ints[Blocks.WIDTH])) * stage.pitch(),
                    direction * stage.pitch(), ints, ints[rowsAt() + rows + row], k, packed, panel,
                    ahead ? touched : panel, padded, last < 0 || last >= width.extent() ? positions - 1 : positions,
                    count, floats, cAt() + (row * widths + result) * WIDTH, direction * WIDTH, channel > 0);
            touched += ahead ? k * PixelRow.LINE : 0;
        }
        return touched;
    }

    /** Stores the finished sums of a tile of channels. */
    private void store(Call call, int n, int group, Phase phase, int tile, int bias, Scratch scratch) {
        int[] ints = scratch.ints();
        int channel = group * geometry.rows() + tile * WIDTH;
        int channels = Math.min(geometry.rows() - tile * WIDTH, WIDTH);
        int count = ints[Blocks.DEPTHS] * ints[Blocks.HEIGHTS] * ints[Blocks.WIDTHS];
        if (channelsLast) {
            sink.store(call, n, channel, channels, phase, scratch.floats(), cAt(), WIDTH, bias, ints, placesAt(),
                    zeroAt(), 0, count);
        } else {
            sink.storeTransposed(call, n, channel, channels, phase, scratch.floats(), cAt(), WIDTH, transposedAt(),
                    ints, 0, count);
        }
    }

    /** For every row of results how many rows of taps meet the operand, and for a block of channels where they find it and their weights. */
    private void steps(Phase phase, StageShape shape, int[] ints) {
        int heights = ints[Blocks.HEIGHTS];
        int at = stepsAt();
        for (int row = 0; row < ints[Blocks.DEPTHS] * heights; row++) {
            int d = ints[Blocks.DEPTH] + row / heights;
            int h = ints[Blocks.HEIGHT] + row % heights;
            int taps = taps(phase, shape, d, h, ints, at);
            ints[rowsAt() + row] = taps;
            ints[rowsAt() + rows + row] = at;
            for (int i = at + 2 * taps; i < at + 2 * taps * channels(phase); i += 2) {
                ints[i] = ints[i - 2 * taps] + 1;
                ints[i + 1] = ints[i + 1 - 2 * taps] + phase.taps() * WIDTH;
            }
            at += 2 * steps;
        }
    }

    /** The steps of the first channel, for a row of results. */
    private int taps(Phase phase, StageShape shape, int d, int h, int[] ints, int at) {
        StageAxis depth = stage.stage().depth();
        StageAxis height = stage.stage().height();
        int count = 0;
        int weight = 0;
        for (int sd : phase.depth().shift()) {
            for (int sh : phase.height().shift()) {
                if (inside(phase.depth(), d, sd) && inside(phase.height(), h, sh)) {
                    ints[at + 2 * count] = depth.index(sd) * stage.depthStep(false, shape)
                            + height.index(sh) * stage.heightStep(false, shape);
                    ints[at + 2 * count + 1] = weight;
                    count++;
                }
                weight += phase.width().shift().length * WIDTH;
            }
        }
        return count;
    }

    /** Channels read at a time: their weights, and what a row of pixels meets, stay in the first-level cache. */
    private int channels(Phase phase) {
        int most = Math.max(1, Budget.NEAR / Math.max(1, phase.taps()) / WIDTH);
        int channels = Math.max(1, geometry.reduction());
        return Math.ceilDiv(channels, Math.ceilDiv(channels, most));
    }

    private static int rowTaps(Phase phase) {
        return phase.depth().shift().length * phase.height().shift().length;
    }

    private int taskBlocks() {
        return Math.ceilDiv(tiles, taskTiles);
    }

    /** What a tile that is not whole may read beyond a row. */
    private int gap() {
        return (PixelRow.ROWS + 1) * stage.pitch();
    }

    private int biasAt() {
        return Math.addExact(stage.floats(blocks.plane()), 2 * gap());
    }

    private int touchedAt() {
        return biasAt() + taskTiles * WIDTH;
    }

    private int cAt() {
        return touchedAt() + 1 + PixelRow.ROWS * WIDTH;
    }

    private int transposedAt() {
        return Math.addExact(cAt(), (results + PixelRow.ROWS) * WIDTH);
    }

    private int zeroAt() {
        return Blocks.DESCRIPTION;
    }

    private int placesAt() {
        return zeroAt() + 1;
    }

    private int rowsAt() {
        return placesAt() + results;
    }

    private int stepsAt() {
        return rowsAt() + 2 * rows;
    }
}
