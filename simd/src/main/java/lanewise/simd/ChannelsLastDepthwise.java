package lanewise.simd;

import java.util.stream.IntStream;
import java.util.Arrays;
import lanewise.core.Activation;
import lanewise.core.Floats;
import lanewise.core.Layout;
import lanewise.core.spi.Call;
import lanewise.core.spi.Kernel;
import lanewise.core.spi.Problem;
import lanewise.core.spi.Scratch;
import lanewise.core.spi.TensorIndex;

/**
 * FORWARD and TRANSPOSE in NHWC of as many groups as channels: each channel is a lane, read, summed and stored in place.
 *
 * <p>The loops:
 *
 * <pre>
 *     task  image × block of results
 *       phase
 *         row
 *           eight results between the borders, all channels   {@link DepthwiseTile#run}
 *           one result at a border, taps over the padding left out   {@link DepthwiseTile#single}
 * </pre>
 *
 * <p>With 32 registers blocks of a 3×3 kernel are cut into columns ({@link DepthwiseColumns}), unless more than one column of
 * padding is in their way. With 16 registers blocks of a 3×3 kernel with many channels are cut into 2×2 results instead
 * ({@link DepthwiseTile2x2}); at a border what they read is copied first, with zeros for the padding.
 *
 * <p>Packed weights are {@code [phase][tap][channel]}. Scratch is
 * {@code [window of a segment | bias | results for a segment | window of 2×2 results]} and
 * {@code [block | base and steps of the operand | offset and weight of each tap]}.
 */
final class ChannelsLastDepthwise implements Kernel {
    private static final int BLOCK_FLOATS = 32 * 1024;
    /** The most rows of a block in columns: what one vector of channels reads and writes there fits the first-level cache. */
    private static final int MOST_ROWS = 28;
    /** The fewest, though some threads go without: neighbouring blocks read two rows in common. */
    private static final int FEWEST_ROWS = 7;
    /** Fewer leave the tile of 2×2 results too little to do between its start and its end. */
    private static final int SQUARE_CHANNELS = 6 * Lanes.COUNT;
    private static final int BASE = Blocks.DESCRIPTION;
    private static final int DEPTH_STEP = BASE + 1;
    private static final int HEIGHT_STEP = BASE + 2;
    private static final int WIDTH_STEP = BASE + 3;
    private static final int TABLE = BASE + 4;

    private final Geometry geometry;
    private final TensorIndex source;
    private final TensorIndex target;
    private final Blocks blocks;
    private final int channels;
    private final int mostTaps;

    ChannelsLastDepthwise(Problem problem) {
        geometry = Geometry.of(problem);
        source = geometry.stage().source();
        target = geometry.sink().target();
        channels = source.channels();
        mostTaps = IntStream.of(geometry.lattices().tapCounts()).max().orElse(0);
        blocks = new Blocks(geometry.phases(), geometry.stage(), Math.max(DepthwiseTile.ROWS, blockResults(problem)),
                DepthwiseTile.ROWS, results -> results);
    }

    private int blockResults(Problem problem) {
        Phase phase = geometry.phases().getFirst();
        if (!columned(phase)) {
            return BLOCK_FLOATS / Math.max(1, channels);
        }
        int tasks = problem.threads() == 1 ? 1 : Math.ceilDiv(Budget.TASKS, Math.max(1, problem.spec().batch()));
        return Math.clamp(Math.ceilDiv(phase.height().count(), tasks), FEWEST_ROWS, MOST_ROWS) * phase.width().count();
    }

    static String rejects(Problem problem) {
        if (problem.layout() != Layout.NHWC) {
            return "puts channels along the lanes, which needs NHWC";
        }
        boolean depthwise = problem.spec().inChannelsPerGroup() == 1 && problem.spec().outChannelsPerGroup() == 1;
        return depthwise ? Geometry.rejects(problem) : "needs groups of one channel";
    }

    @Override
    public double cost() {
        double products = 0;
        for (Phase phase : geometry.phases()) {
            products += (double) phase.taps() * blocks.results();
        }
        return products * Lanes.roundUp(channels, Lanes.COUNT) / Lanes.COUNT * Costs.ROW_VECTOR * blocks.count()
                * geometry.spec().batch();
    }

    @Override
    public int tasks() {
        return Math.multiplyExact(geometry.spec().batch(), blocks.count());
    }

    @Override
    public int scratchFloats() {
        return Math.toIntExact(
                windowAt() + (long) DepthwiseTile2x2.MOST_READ * DepthwiseTile2x2.MOST_READ * channels + missing());
    }

    @Override
    public int scratchInts() {
        return TABLE + 2 * mostTaps;
    }

    @Override
    public float[] pack(float[] weights) {
        float[] packed = new float[Math.addExact(weights.length, missing())];
        int at = 0;
        for (Phase phase : geometry.phases()) {
            for (int tap = 0; tap < phase.taps(); tap++) {
                for (int channel = 0; channel < channels; channel++) {
                    packed[at++] = weights[geometry.weight(channel, 0, 0, phase.weight(tap))];
                }
            }
        }
        return packed;
    }

    @Override
    public void run(Call call, int task, Scratch scratch) {
        int[] ints = scratch.ints();
        StageShape shape = blocks.locate(task % blocks.count(), ints);
        int n = task / blocks.count();
        for (int c = 0; c < channels; c++) {
            scratch.floats()[biasAt() + c] = call.epilogue().bias(c);
        }
        float[] from = locate(geometry.operand(call), n, shape, scratch);
        int packedAt = 0;
        for (int p = 0; p < geometry.phases().size(); p++) {
            Phase phase = geometry.phases().get(p);
            int count = blocks.clip(phase, ints);
            if (count > 0 && inColumns(phase, ints)) {
                columns(call, n, phase, from, packedAt, scratch);
            } else if (count > 0 && square(call, phase, ints)) {
                squares(call, n, phase, from, packedAt, scratch);
            } else if (count > 0) {
                for (int row = 0; row < count / ints[Blocks.WIDTHS]; row++) {
                    row(call, n, phase, row, from, packedAt, scratch);
                }
            }
            packedAt += phase.taps() * channels;
        }
    }

    /**
     * The array that holds what a block reads, and whole vectors behind that; its base, the place of position 0, and its steps go to
     * the scratch.
     */
    private float[] locate(Floats operand, int n, StageShape shape, Scratch scratch) {
        int[] ints = scratch.ints();
        long imageEnd = operand.arrayOffset() + source.plane(n + 1, 0);
        if (operand.array() != null && imageEnd + missing() <= operand.array().length) {
            ints[BASE] = (int) (operand.arrayOffset() + source.plane(n, 0));
            ints[DEPTH_STEP] = (int) source.position(1, 0, 0);
            ints[HEIGHT_STEP] = (int) source.position(0, 1, 0);
            ints[WIDTH_STEP] = channels;
            return operand.array();
        }
        int d0 = start(geometry.stage().depth(), ints[Blocks.DEPTH]);
        int h0 = start(geometry.stage().height(), ints[Blocks.HEIGHT]);
        int w0 = start(geometry.stage().width(), ints[Blocks.WIDTH]);
        int heights = end(geometry.stage().height(), ints[Blocks.HEIGHT], shape.height()) - h0;
        int rows = (end(geometry.stage().depth(), ints[Blocks.DEPTH], shape.depth()) - d0) * heights;
        int run = (end(geometry.stage().width(), ints[Blocks.WIDTH], shape.width()) - w0) * channels;
        for (int row = 0; run > 0 && row < rows; row++) {
            operand.read(source.plane(n, 0) + source.position(d0 + row / heights, h0 + row % heights, w0), 1,
                    scratch.floats(), row * run, 1, run);
        }
        ints[DEPTH_STEP] = heights * run;
        ints[HEIGHT_STEP] = run;
        ints[WIDTH_STEP] = channels;
        ints[BASE] = -(d0 * ints[DEPTH_STEP] + h0 * run + w0 * channels);
        return scratch.floats();
    }

    /** The first operand position that results from {@code t} on read. */
    private static int start(StageAxis axis, int t) {
        return Math.clamp(axis.origin(t), 0, axis.extent());
    }

    /** The end of the operand positions that a block of results from {@code t} on reads. */
    private static int end(StageAxis axis, int t, int length) {
        int last = axis.advance() * (length - axis.span() / axis.parts() - 1) + axis.span() * axis.step();
        return Math.clamp((long) axis.origin(t) + last + 1, start(axis, t), axis.extent());
    }

    /** Whether blocks of a phase may be computed in columns; with stride 2, pixels that crowd in the cache are better read one by one. */
    private boolean columned(Phase phase) {
        return Lanes.MANY_REGISTERS && channels >= Lanes.COUNT && square(phase)
                && (phase.width().advance() == 1 || channels % Budget.CROWDED != 0);
    }

    /** Whether a block is computed in columns: with one column of padding at most on either side. */
    private boolean inColumns(Phase phase, int[] block) {
        Lattice width = phase.width();
        int first = block[Blocks.WIDTH];
        int last = first + block[Blocks.WIDTHS] - 1;
        return columned(phase) && block[Blocks.WIDTHS] >= DepthwiseColumns.WIDTH
                && width.advance() * first + width.shift()[0] >= -1
                && width.advance() * last + width.shift()[2] <= width.extent();
    }

    /** A block in columns; the last ones overlap those before. */
    private void columns(Call call, int n, Phase phase, float[] from, int packedAt, Scratch scratch) {
        int[] ints = scratch.ints();
        Floats out = geometry.result(call);
        int widths = ints[Blocks.WIDTHS];
        boolean direct = direct(call);
        float[] to = direct ? out.array() : scratch.floats();
        int step = direct ? phase.width().step() * channels : channels;
        int rowStep = direct ? phase.height().step() * (int) target.position(0, 1, 0) : widths * channels;
        int ph = phase.height().advance() * ints[Blocks.HEIGHT] + phase.height().shift()[0];
        for (int d = ints[Blocks.DEPTH]; d < ints[Blocks.DEPTH] + ints[Blocks.DEPTHS]; d++) {
            int pd = phase.depth().advance() * d + phase.depth().shift()[0];
            boolean met = pd >= 0 && pd < phase.depth().extent();
            long place = place(n, phase, d, ints[Blocks.HEIGHT], ints[Blocks.WIDTH]);
            int toAt = direct ? (int) (out.arrayOffset() + place) : resultsAt();
            for (int next = 0; next < widths; next += DepthwiseColumns.WIDTH) {
                int column = Math.min(next, widths - DepthwiseColumns.WIDTH);
                int pw = phase.width().advance() * (ints[Blocks.WIDTH] + column) + phase.width().shift()[0];
                int at = ints[BASE] + pd * ints[DEPTH_STEP] + ph * ints[HEIGHT_STEP] + pw * ints[WIDTH_STEP];
                column(call, phase, from, at, met ? -ph : 0, met ? phase.height().extent() - ph : 0, pw, packedAt, to,
                        toAt + column * step, step, rowStep, scratch);
            }
            for (int h = 0; h < ints[Blocks.HEIGHTS]; h++) {
                finish(call, phase, place(n, phase, d, ints[Blocks.HEIGHT] + h, ints[Blocks.WIDTH]), widths, direct,
                        to, toAt + h * rowStep, step);
            }
        }
    }

    /** Some columns of a block; rows {@code [low, high)} of the operand are there. */
    private void column(Call call, Phase phase, float[] from, int at, int low, int high, int pw, int packedAt,
            float[] to, int toAt, int step, int rowStep, Scratch scratch) {
        int[] ints = scratch.ints();
        Activation f = Piecewise.is(call) ? call.epilogue().activation() : Activation.none();
        int advance = phase.width().advance();
        boolean left = pw >= 0;
        boolean right = pw + advance * (DepthwiseColumns.WIDTH - 1) + 2 < phase.width().extent();
        if (advance == 1) {
            DepthwiseColumns.one(from, at, channels, ints[HEIGHT_STEP], low, high, left, right, call.packed(),
                    packedAt, scratch.floats(), biasAt(), channels, Piecewise.slope(f), Piecewise.lo(f),
                    Piecewise.hi(f), to, toAt, step, rowStep, ints[Blocks.HEIGHTS]);
        } else {
            DepthwiseColumns.two(from, at, channels, ints[HEIGHT_STEP], low, high, left, right, call.packed(),
                    packedAt, scratch.floats(), biasAt(), channels, Piecewise.slope(f), Piecewise.lo(f),
                    Piecewise.hi(f), to, toAt, step, rowStep, ints[Blocks.HEIGHTS]);
        }
    }

    /** Whether 2×2 results of a block are a tile, stored where they belong. */
    private boolean square(Call call, Phase phase, int[] block) {
        return !Lanes.MANY_REGISTERS && channels >= SQUARE_CHANNELS && channels % Budget.CROWDED != 0
                && square(phase) && block[Blocks.HEIGHTS] >= DepthwiseTile2x2.SIDE
                && block[Blocks.WIDTHS] >= DepthwiseTile2x2.SIDE
                && block[Blocks.DEPTHS] == 1 && direct(call);
    }

    /** Whether taps are 3×3 neighbours, and results one or two of them apart. */
    private static boolean square(Phase phase) {
        return phase.depth().shift().length == 1 && threeNeighbours(phase.height()) && threeNeighbours(phase.width())
                && phase.height().advance() == phase.width().advance();
    }

    private static boolean threeNeighbours(Lattice axis) {
        int[] shift = axis.shift();
        return axis.advance() <= 2 && shift.length == 3 && shift[1] == shift[0] + 1 && shift[2] == shift[1] + 1;
    }

    /** Whether results are stored in place: a residual may be the result itself, and is read before anything is written. */
    private boolean direct(Call call) {
        return geometry.result(call).array() != null && call.residual() == null;
    }

    /** A block in tiles of 2×2 results; the last ones overlap those before. */
    private void squares(Call call, int n, Phase phase, float[] from, int packedAt, Scratch scratch) {
        int[] ints = scratch.ints();
        Floats out = geometry.result(call);
        int read = phase.width().advance() + 3;
        int pd = phase.depth().advance() * ints[Blocks.DEPTH] + phase.depth().shift()[0];
        int step = phase.width().step() * channels;
        int rowStep = phase.height().step() * (int) target.position(0, 1, 0);
        int toAt = (int) (out.arrayOffset() + target.plane(n, 0)
                + target.position(phase.depth().first() + phase.depth().step() * ints[Blocks.DEPTH],
                        phase.height().first() + phase.height().step() * ints[Blocks.HEIGHT],
                        phase.width().first() + phase.width().step() * ints[Blocks.WIDTH]));
        for (int nextRow = 0; nextRow < ints[Blocks.HEIGHTS]; nextRow += DepthwiseTile2x2.SIDE) {
            int row = Math.min(nextRow, ints[Blocks.HEIGHTS] - DepthwiseTile2x2.SIDE);
            int ph = phase.height().advance() * (ints[Blocks.HEIGHT] + row) + phase.height().shift()[0];
            boolean inside = pd >= 0 && pd < phase.depth().extent() && ph >= 0
                    && ph + read <= phase.height().extent();
            for (int nextColumn = 0; nextColumn < ints[Blocks.WIDTHS]; nextColumn += DepthwiseTile2x2.SIDE) {
                int column = Math.min(nextColumn, ints[Blocks.WIDTHS] - DepthwiseTile2x2.SIDE);
                int pw = phase.width().advance() * (ints[Blocks.WIDTH] + column) + phase.width().shift()[0];
                int to = toAt + row * rowStep + column * step;
                if (inside && pw >= 0 && pw + read <= phase.width().extent()) {
                    int at = ints[BASE] + pd * ints[DEPTH_STEP] + ph * ints[HEIGHT_STEP] + pw * ints[WIDTH_STEP];
                    square(call, phase, from, at, ints[HEIGHT_STEP], packedAt, to, step, rowStep, scratch);
                } else {
                    window(phase, from, pd, ph, pw, read, scratch);
                    square(call, phase, scratch.floats(), windowAt(), read * channels, packedAt, to, step, rowStep,
                            scratch);
                }
            }
        }
        if (!Piecewise.is(call)) {
            for (int i = 0; i < ints[Blocks.HEIGHTS] * ints[Blocks.WIDTHS]; i++) {
                ChannelsLastEpilogue.finish(call.epilogue().activation(), null, 0, out.array(),
                        toAt + i / ints[Blocks.WIDTHS] * rowStep + i % ints[Blocks.WIDTHS] * step, channels);
            }
        }
    }

    /** Copies {@code read · read} pixels, zeros for those that are padding. */
    private void window(Phase phase, float[] from, int pd, int ph, int pw, int read, Scratch scratch) {
        int[] ints = scratch.ints();
        int to = windowAt();
        for (int i = 0; i < read * read; i++, to += channels) {
            int h = ph + i / read;
            int w = pw + i % read;
            if (pd >= 0 && pd < phase.depth().extent() && h >= 0 && h < phase.height().extent() && w >= 0
                    && w < phase.width().extent()) {
                System.arraycopy(from,
                        ints[BASE] + pd * ints[DEPTH_STEP] + h * ints[HEIGHT_STEP] + w * ints[WIDTH_STEP],
                        scratch.floats(), to, channels);
            } else {
                Arrays.fill(scratch.floats(), to, to + channels, 0f);
            }
        }
    }

    /** One tile, all channels: whole vectors, then the last one, which may overlap them. */
    private void square(Call call, Phase phase, float[] from, int at, int rowPitch, int packedAt, int toAt, int step,
            int rowStep, Scratch scratch) {
        float[] to = geometry.result(call).array();
        Activation f = Piecewise.is(call) ? call.epilogue().activation() : Activation.none();
        int count = channels;
        for (int c = 0; c < channels; c += count) {
            count = c == 0 ? channels / Lanes.COUNT * Lanes.COUNT : Lanes.COUNT;
            int first = Math.min(c, channels - count);
            if (phase.width().advance() == 1) {
                DepthwiseTile2x2.one(from, at + first, channels, rowPitch, call.packed(), packedAt + first, channels,
                        scratch.floats(), biasAt() + first, count, Piecewise.slope(f), Piecewise.lo(f), Piecewise.hi(f),
                        to, toAt + first, step,
                        rowStep);
            } else {
                DepthwiseTile2x2.two(from, at + first, channels, rowPitch, call.packed(), packedAt + first, channels,
                        scratch.floats(), biasAt() + first, count, Piecewise.slope(f), Piecewise.lo(f), Piecewise.hi(f),
                        to, toAt + first, step,
                        rowStep);
            }
        }
    }

    private void row(Call call, int n, Phase phase, int row, float[] from, int packedAt, Scratch scratch) {
        int[] ints = scratch.ints();
        int d = ints[Blocks.DEPTH] + row / ints[Blocks.HEIGHTS];
        int h = ints[Blocks.HEIGHT] + row % ints[Blocks.HEIGHTS];
        int begin = ints[Blocks.WIDTH];
        int end = begin + ints[Blocks.WIDTHS];
        Floats out = geometry.result(call);
        long place = place(n, phase, d, h, begin);
        long resultsEnd = out.arrayOffset() + place + ((long) (end - begin - 1) * phase.width().step() + 1) * channels;
        boolean direct = direct(call) && resultsEnd + missing() <= out.array().length;
        float[] to = direct ? out.array() : scratch.floats();
        int step = direct ? phase.width().step() * channels : channels;
        int toAt = direct ? (int) (out.arrayOffset() + place) : resultsAt();

        StageAxis width = geometry.stage().width();
        int lo = Math.clamp(Math.ceilDiv(-width.minShift(), phase.width().advance()), begin, end);
        int hi = Math.clamp(
                Math.ceilDiv(width.extent() - width.minShift() - width.span() * width.step(), phase.width().advance()),
                lo, end);
        if (hi - lo < DepthwiseTile.ROWS || channels < Lanes.COUNT) {
            hi = lo;
        }
        for (int t = begin; t < end; t++) {
            if (t < lo || t >= hi) {
                int taps = taps(phase, d, h, t, t + 1, packedAt, ints);
                single(call, from, t, taps, phase, to, toAt + (t - begin) * step, scratch);
            }
        }
        if (lo < hi) {
            int taps = taps(phase, d, h, lo, hi, packedAt, ints);
            for (int t = lo; t < hi; t += DepthwiseTile.ROWS) {
                // The last tile computes some results twice.
                int r = Math.min(t, hi - DepthwiseTile.ROWS);
                run(call, from, r, taps, phase, to, toAt + (r - begin) * step, step, scratch);
            }
        }
        finish(call, phase, place, end - begin, direct, to, toAt, step);
    }

    /** Finishes some results of a row, and stores them unless they are where they belong. */
    private void finish(Call call, Phase phase, long place, int count, boolean direct, float[] to, int toAt,
            int step) {
        long placeStep = (long) phase.width().step() * channels;
        for (int t = 0; t < count && !Piecewise.is(call); t++) {
            ChannelsLastEpilogue.finish(call.epilogue().activation(), call.residual(), place + t * placeStep, to,
                    toAt + t * step, channels);
        }
        int run = phase.width().step() == 1 ? count : 1;
        for (int t = 0; t < count && !direct; t += run) {
            geometry.result(call).write(place + t * placeStep, 1, to, toAt + t * channels, 1, run * channels);
        }
    }

    /** Where a result's first channel is in the tensor. */
    private long place(int n, Phase phase, int d, int h, int w) {
        return target.plane(n, 0) + target.position(phase.depth().first() + phase.depth().step() * d,
                phase.height().first() + phase.height().step() * h, phase.width().first() + phase.width().step() * w);
    }

    /** Lists the taps that results {@code [t, end)} of a row do not lose to the padding; none is lost by only some of them. */
    private int taps(Phase phase, int d, int h, int t, int end, int packedAt, int[] ints) {
        int taps = 0;
        int weight = packedAt;
        for (int sd : phase.depth().shift()) {
            int pd = phase.depth().advance() * d + sd;
            for (int sh : phase.height().shift()) {
                int ph = phase.height().advance() * h + sh;
                for (int sw : phase.width().shift()) {
                    if (pd >= 0 && pd < phase.depth().extent() && ph >= 0 && ph < phase.height().extent()
                            && phase.width().advance() * t + sw >= 0
                            && phase.width().advance() * (end - 1) + sw < phase.width().extent()) {
                        ints[TABLE + 2 * taps] =
                                pd * ints[DEPTH_STEP] + ph * ints[HEIGHT_STEP] + sw * ints[WIDTH_STEP];
                        ints[TABLE + 2 * taps + 1] = weight;
                        taps++;
                    }
                    weight += channels;
                }
            }
        }
        return taps;
    }

    private void single(Call call, float[] from, int t, int taps, Phase phase, float[] to, int toAt, Scratch scratch) {
        int[] ints = scratch.ints();
        Activation f = Piecewise.is(call) ? call.epilogue().activation() : Activation.none();
        int at = ints[BASE] + phase.width().advance() * t * ints[WIDTH_STEP];
        if (channels < Lanes.COUNT) {
            DepthwiseTile.narrow(from, at, ints, TABLE, taps, call.packed(), scratch.floats(), biasAt(), channels,
                    Piecewise.slope(f), Piecewise.lo(f), Piecewise.hi(f), to, toAt);
        } else {
            DepthwiseTile.single(from, at, ints, TABLE, taps, call.packed(), scratch.floats(), biasAt(), channels,
                    Piecewise.slope(f), Piecewise.lo(f), Piecewise.hi(f), to, toAt);
        }
    }

    private void run(Call call, float[] from, int t, int taps, Phase phase, float[] to, int toAt, int step,
            Scratch scratch) {
        int[] ints = scratch.ints();
        Activation f = Piecewise.is(call) ? call.epilogue().activation() : Activation.none();
        int pitch = phase.width().advance() * ints[WIDTH_STEP];
        int[] shift = phase.width().shift();
        if (phase.width().advance() == 1 && shift.length == 3 && shift[1] == shift[0] + 1 && shift[2] == shift[1] + 1) {
            DepthwiseTile3.run(from, ints[BASE] + t * pitch, pitch, ints, TABLE, taps, call.packed(), scratch.floats(),
                    biasAt(), channels, Piecewise.slope(f), Piecewise.lo(f), Piecewise.hi(f), to, toAt, step);
        } else {
            DepthwiseTile.run(from, ints[BASE] + t * pitch, pitch, ints, TABLE, taps, call.packed(), scratch.floats(),
                    biasAt(), channels, Piecewise.slope(f), Piecewise.lo(f), Piecewise.hi(f), to, toAt, step);
        }
    }

    /** What all channels are short of a vector. */
    private int missing() {
        return Math.max(0, Lanes.COUNT - channels);
    }

    private int biasAt() {
        return Math.toIntExact((long) blocks.plane() * channels * geometry.stage().depth().step()
                * geometry.stage().height().step() * geometry.stage().width().step());
    }

    private int resultsAt() {
        return biasAt() + channels;
    }

    private int windowAt() {
        return resultsAt() + blocks.results() * channels;
    }
}
