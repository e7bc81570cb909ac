package lanewise.simd;

import lanewise.core.Activation;
import lanewise.core.Floats;
import lanewise.core.Layout;
import lanewise.core.spi.Call;
import lanewise.core.spi.Kernel;
import lanewise.core.spi.Problem;
import lanewise.core.spi.Scratch;
import lanewise.core.spi.TensorIndex;

/**
 * FORWARD and TRANSPOSE in NCHW of as many groups as channels, channels along the lanes: operand and result are transposed on
 * their way. Small images fill vectors that way, and large kernels make up for the transposition.
 *
 * <p>The loops:
 *
 * <pre>
 *     task  image × vectors of channels × block of results
 *       vector of channels         {@link TransposedWindow}
 *         phase
 *           rows                   {@link TransposedTile}
 * </pre>
 *
 * <p>A last vector of channels overlaps the one before. Packed weights are {@code [phase][vector of channels][tap][channel]}.
 * Scratch is {@code [window of the operand | bias | results | results of each channel]} and
 * {@code [block | window | for each row of results its rows of taps]}.
 */
final class TransposedDepthwise implements Kernel {
    private static final int BLOCK_RESULTS = 512;
    private static final int TABLE = TransposedWindow.DESCRIPTION;

    private final Geometry geometry;
    private final TensorIndex target;
    private final Blocks blocks;
    private final TransposedWindow window;
    private final int channels;
    private final int vectors;
    private final int taskVectors;
    private final int tablePitch;

    TransposedDepthwise(Problem problem) {
        geometry = Geometry.of(problem);
        target = geometry.sink().target();
        channels = target.channels();
        vectors = Math.ceilDiv(channels, Lanes.COUNT);
        window = new TransposedWindow(geometry.stage());
        blocks = new Blocks(geometry.phases(), geometry.stage(), BLOCK_RESULTS, TransposedTile.ROWS,
                results -> results);
        long cuts = Math.ceilDiv(Budget.TASKS, Math.max(1, (long) blocks.count() * geometry.spec().batch()));
        taskVectors = Math.max(1, (int) (vectors / cuts));
        tablePitch = 1 + 2 * geometry.phases().stream()
                .mapToInt(phase -> phase.depth().shift().length * phase.height().shift().length).max().orElse(0);
    }

    static String rejects(Problem problem) {
        if (problem.layout() != Layout.NCHW) {
            return "transposes NCHW";
        }
        boolean depthwise = problem.spec().inChannelsPerGroup() == 1 && problem.spec().outChannelsPerGroup() == 1;
        return depthwise ? Geometry.rejects(problem) : "needs groups of one channel";
    }

    @Override
    public double cost() {
        double products = (double) geometry.products() * blocks.results();
        double moved = (double) blocks.plane() + blocks.results() * geometry.phases().size();
        return (products * Costs.ROW_VECTOR / Lanes.COUNT + moved * Costs.TRANSPOSED_IN_CACHE) * vectors * Lanes.COUNT
                * blocks.count() * geometry.spec().batch();
    }

    @Override
    public int tasks() {
        return Math.toIntExact((long) geometry.spec().batch() * Math.ceilDiv(vectors, taskVectors) * blocks.count());
    }

    @Override
    public int scratchFloats() {
        return Math.toIntExact(transposedAt() + (long) blocks.results() * Lanes.COUNT);
    }

    @Override
    public int scratchInts() {
        return TABLE + blocks.results() * tablePitch;
    }

    @Override
    public float[] pack(float[] weights) {
        float[] packed = new float[Math.multiplyExact(geometry.products(), vectors * Lanes.COUNT)];
        int at = 0;
        for (Phase phase : geometry.phases()) {
            for (int vector = 0; vector < vectors; vector++) {
                for (int tap = 0; tap < phase.taps(); tap++, at += Lanes.COUNT) {
                    for (int lane = 0; lane < Math.min(channels, Lanes.COUNT); lane++) {
                        packed[at + lane] = weights[geometry.weight(channel(vector) + lane, 0, 0, phase.weight(tap))];
                    }
                }
            }
        }
        return packed;
    }

    @Override
    public void run(Call call, int task, Scratch scratch) {
        int[] ints = scratch.ints();
        float[] floats = scratch.floats();
        StageShape shape = blocks.locate(task % blocks.count(), ints);
        int taskBlocks = Math.ceilDiv(vectors, taskVectors);
        int first = task / blocks.count() % taskBlocks * taskVectors;
        int n = task / blocks.count() / taskBlocks;
        window.locate(shape, ints);
        for (int vector = first; vector < Math.min(first + taskVectors, vectors); vector++) {
            int count = Math.min(channels, Lanes.COUNT);
            for (int c = 0; c < count; c++) {
                floats[biasAt() + c] = fused(call) ? call.epilogue().bias(channel(vector) + c) : 0;
            }
            window.fill(geometry.operand(call), n, channel(vector), count, shape, ints, floats);
            int packedAt = 0;
            for (int p = 0; p < geometry.phases().size(); p++) {
                Phase phase = geometry.phases().get(p);
                int results = blocks.clip(phase, ints);
                if (results > 0) {
                    sums(call, phase, vector, packedAt + vector * phase.taps() * Lanes.COUNT, scratch);
                    store(call, n, phase, vector, results, scratch);
                }
                packedAt += phase.taps() * vectors * Lanes.COUNT;
            }
        }
    }

    private void sums(Call call, Phase phase, int vector, int packedAt, Scratch scratch) {
        int[] ints = scratch.ints();
        float[] floats = scratch.floats();
        Activation f = fused(call) ? call.epilogue().activation() : Activation.none();
        int[] shift = phase.width().shift();
        int advance = phase.width().advance();
        int step = shift.length > 1 ? shift[1] - shift[0] : 1;
        int position = shift.length > 0 ? advance * ints[Blocks.WIDTH] + shift[0] - ints[TransposedWindow.FIRST] : 0;
        int heights = ints[Blocks.HEIGHTS];
        int rowPitch = ints[Blocks.WIDTHS] * Lanes.COUNT;
        for (int d = 0; d < ints[Blocks.DEPTHS]; d++) {
            for (int h = 0; h < heights; h++) {
                tapRows(phase, d, h, ints);
            }
            TransposedTile.run(floats, position, advance, step, ints[TransposedWindow.END], ints, TABLE, tablePitch,
                    heights, ints[Blocks.WIDTHS], shift.length, call.packed(), packedAt, floats, biasAt(),
                    Piecewise.slope(f),
                    Piecewise.lo(f), Piecewise.hi(f), floats, resultsAt() + d * heights * rowPitch, Lanes.COUNT,
                    rowPitch);
        }
    }

    /** Lists the rows of taps that a row of results does not lose to the padding. */
    private void tapRows(Phase phase, int d, int h, int[] ints) {
        int at = TABLE + h * tablePitch;
        int pd = phase.depth().advance() * (ints[Blocks.DEPTH] + d);
        int ph = phase.height().advance() * (ints[Blocks.HEIGHT] + h);
        int rows = 0;
        int weight = 0;
        for (int sd : phase.depth().shift()) {
            for (int sh : phase.height().shift()) {
                if (pd + sd >= 0 && pd + sd < phase.depth().extent() && ph + sh >= 0
                        && ph + sh < phase.height().extent()) {
                    ints[at + 2 * rows + 1] = ints[TransposedWindow.BASE]
                            + (pd + sd) * ints[TransposedWindow.DEPTH_STEP]
                            + (ph + sh) * ints[TransposedWindow.HEIGHT_STEP];
                    ints[at + 2 * rows + 2] = weight;
                    rows++;
                }
                weight += phase.width().shift().length * Lanes.COUNT;
            }
        }
        ints[at] = rows;
    }

    /** Stores results with positions along the lanes; those that are not finished have their bias still to come. */
    private void store(Call call, int n, Phase phase, int vector, int results, Scratch scratch) {
        Floats out = geometry.result(call);
        float[] floats = scratch.floats();
        int[] ints = scratch.ints();
        boolean finished = fused(call);
        int count = Math.min(channels, Lanes.COUNT);
        int run = !finished || ints[Blocks.WIDTHS] == target.width() ? results : ints[Blocks.WIDTHS];
        for (int i = 0; i < results; i += run) {
            float[] to = finished ? out.array() : floats;
            int at = finished
                    ? (int) (out.arrayOffset() + place(n, phase, channel(vector), i / ints[Blocks.WIDTHS], 0, ints))
                    : transposedAt();
            int pitch = finished ? (int) target.channelStep() : blocks.results();
            for (int r = 0; r < run; r += Transpose8.ROWS) {
                Transpose8.run(floats, resultsAt() + (i + r) * Lanes.COUNT, Lanes.COUNT,
                        Math.min(Transpose8.ROWS, run - r), to, at + r, pitch, count);
            }
        }
        if (!finished) {
            int skip = vector * Lanes.COUNT - channel(vector);
            geometry.sink().store(call, floats, transposedAt() + skip * blocks.results(), blocks.results(), out, n,
                    channel(vector) + skip, count - skip, phase, ints, 0, results);
        }
    }

    /** Where a result of a row of the block is in the tensor. */
    private long place(int n, Phase phase, int channel, int row, int t, int[] block) {
        int d = block[Blocks.DEPTH] + row / block[Blocks.HEIGHTS];
        int h = block[Blocks.HEIGHT] + row % block[Blocks.HEIGHTS];
        return target.plane(n, channel) + target.position(phase.depth().first() + phase.depth().step() * d,
                phase.height().first() + phase.height().step() * h,
                phase.width().first() + phase.width().step() * (block[Blocks.WIDTH] + t));
    }

    /** Whether the tiles finish their sums themselves. Then they are transposed to where they belong. */
    private boolean fused(Call call) {
        boolean dense = geometry.result(call).array() != null && geometry.phases().size() == 1;
        return dense && Piecewise.is(call);
    }

    /** The first channel of a vector. */
    private int channel(int vector) {
        return Math.max(0, Math.min(vector * Lanes.COUNT, channels - Lanes.COUNT));
    }

    private int biasAt() {
        return window.floats(blocks);
    }

    private int resultsAt() {
        return biasAt() + Lanes.COUNT;
    }

    /** Behind results and what a last tile computes beyond them. */
    private int transposedAt() {
        return resultsAt() + (blocks.results() + TransposedTile.ROWS) * Lanes.COUNT;
    }
}
