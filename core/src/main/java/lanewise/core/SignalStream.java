package lanewise.core;

import java.util.Arrays;
import java.util.List;

/**
 * A product over one axis whose operand arrives in chunks, for signals too long, or not yet long enough, for one call. All
 * chunks together give the outputs of one call on the whole signal, with the same bits, whatever the chunks:
 *
 * <pre>
 *     forward:    reads x [batch, inChannels, n], any n;   writes the outputs y[.., o] that now have all their samples
 *     transpose:  reads y [batch, outChannels, n], any n;  writes the outputs x[.., u] that no later sample reaches
 *     both:       in NHWC [batch, n, channels] instead;    {@link #finish} writes what reaches into the padding behind
 * </pre>
 *
 * <pre>{@code
 * ConvSpec causal = ConvSpec.conv(64, 64, 480).kernel(3).dilation(4).padding(new int[]{8}, new int[]{0}).build();
 * SignalStream stream = Plan.forward(causal).stream(Filter.of(weights));
 * float[] y = new float[64 * stream.outputs(480)];           // 480 samples of 64 channels finish 480 outputs
 * int outputs = stream.process(x, 0, 480, y, 0, runner);     // as often as chunks come
 * stream.finish(rest, 0, runner);                            // 64 * stream.remaining() values; none if causal
 * stream.reset();                                            // the next signal
 * }</pre>
 *
 * <p>Samples and outputs are counted per image and channel. The length in the specification is that of a usual chunk and
 * decides which algorithm is planned; padding and output padding, in units, are those of the whole signal, so a signal of T
 * samples gives as many outputs as a specification with the same padding for length T. One too short for any output gives none.
 *
 * <p>A stream keeps up to {@code effectiveKernel - 1} input samples ({@code / stride} for a transpose) and copies them and
 * the chunk once; longer chunks are cheaper. Every output is one sum in one order, so plans are made as for
 * {@link Accuracy#STRICT} whatever the options say: inexact algorithms have other bits in another chunk. A chunk in the
 * steady state allocates nothing as long as its size is one of the last few; another one is planned in microseconds.
 *
 * <p>Not safe for several threads at once; one {@link #another stream for each signal} shares the weights.
 */
public final class SignalStream {
    private static final int PIECES_KEPT = 8;
    private static final float[] NOTHING = {};

    private final ConvSpec spec;
    private final StreamAxis axis;
    private final StreamWeights weights;
    private final int channelsRead;
    private final int channelsWritten;
    /** A row is what lies together in memory, a channel of an image or all of them, and {@code step} values a sample of it. */
    private final int rows;
    private final int step;
    private final int capacity;
    private final Piece[] pieces = new Piece[PIECES_KEPT];
    private final HeapFloats inView = new HeapFloats(NOTHING, 0, 0);
    private final HeapFloats outView = new HeapFloats(NOTHING, 0, 0);

    private float[] carried;
    private float[] spare;
    private float[] window = NOTHING;
    private Floats windowView = Floats.of(window);
    private int replaced;
    private long received;
    private long outputs;
    private boolean closed;

    private SignalStream(ConvSpec spec, boolean forward, Layout layout, StreamWeights weights) {
        this.spec = spec;
        this.weights = weights;
        axis = new StreamAxis(spec.axes().getFirst(), forward);
        channelsRead = forward ? spec.inChannels() : spec.outChannels();
        channelsWritten = forward ? spec.outChannels() : spec.inChannels();
        step = layout == Layout.NCHW ? 1 : channelsRead;
        rows = layout == Layout.NCHW ? Check.toSize("channels read", (long) spec.batch() * channelsRead) : spec.batch();
        capacity = axis.mostCarried();
        carried = new float[Check.toSize("elements carried", Check.product("elements carried", rows, step, capacity))];
        spare = new float[carried.length];
    }

    /** A stream at the beginning of a signal, for a product with weights checked before. */
    static SignalStream of(Choice planned, float[] values, Epilogue epilogue) {
        ConvSpec spec = planned.problem().spec();
        if (spec.rank() != 1) {
            throw new IllegalArgumentException("spec must have 1 axis to be streamed, but has " + spec.rank());
        }
        if (epilogue.addsResidual()) {
            throw new IllegalArgumentException(
                    "epilogue must add no residual to be streamed, because chunks have other outputs than samples, but does");
        }
        boolean forward = planned.problem().product() == Product.FORWARD;
        Axis whole = spec.axes().getFirst();
        Axis usual = new StreamAxis(whole, forward).usual(forward ? whole.in() : whole.out());
        Choice choice = Choice.of(planned.problem().product(), at(spec, usual),
                planned.options().withAccuracy(Accuracy.STRICT));
        return new SignalStream(spec, forward, planned.options().layout(),
                new StreamWeights(choice.safeFor(values), values.clone(), epilogue));
    }

    /** {@return another stream at the beginning of a signal, which shares the weights and may run on another thread} */
    public SignalStream another() {
        return new SignalStream(spec, axis.forward(), weights.usual().options().layout(), weights);
    }

    /**
     * How many outputs the next chunk will give.
     *
     * @param samples samples in the chunk, at least 0
     * @return what {@link #process} will return: outputs per image and channel
     * @throws IllegalArgumentException for a negative number of samples, or more outputs than an array holds
     * @throws IllegalStateException    after {@link #finish}
     */
    public int outputs(int samples) {
        checkOpen();
        Check.atLeast("samples", samples, 0);
        return Check.toSize("outputs", axis.finished(received + samples) - outputs);
    }

    /** {@return what {@link #finish} would return now: outputs per image and channel} */
    public int remaining() {
        return Check.toSize("outputs", axis.total(received) - outputs);
    }

    /**
     * Takes the next chunk of the signal and writes the outputs that are now finished.
     *
     * @param in      the chunk, {@code [batch, channels read, samples]} or in NHWC {@code [batch, samples, channels read]}
     * @param samples samples in the chunk, at least 0
     * @param out     what is written, {@code [batch, channels written, n]} or {@code [batch, n, channels written]}, where n is
     *                the number returned; may share memory with {@code in}
     * @param runner  who executes the tasks
     * @return {@link #outputs outputs(samples)}
     * @throws IllegalArgumentException before anything is written, for a negative number of samples, or when {@code in} or
     *                                  {@code out} is too short, the arena of one is closed or confined to another
     *                                  thread, or {@code out} is read-only
     * @throws IllegalStateException    after {@link #finish}
     * @throws TaskException            when a task fails; {@code out} is then undefined, the stream as if it had not been called
     */
    public int process(Floats in, int samples, Floats out, Runner runner) {
        int count = outputs(samples);
        Check.given("in", in);
        Check.holds("in", in.length(), (long) spec.batch() * channelsRead * samples);
        Check.accessible("in", in);
        advance(in, samples, count, out, runner);
        return count;
    }

    /**
     * The same as {@link #process(Floats, int, Floats, Runner)} on parts of arrays, which may be one.
     *
     * @param in        the chunk
     * @param inOffset  index of its first element
     * @param samples   samples in the chunk, at least 0
     * @param out       what is written
     * @param outOffset index of its first element
     * @param runner    who executes the tasks
     * @return {@link #outputs outputs(samples)}
     */
    public int process(float[] in, int inOffset, int samples, float[] out, int outOffset, Runner runner) {
        view(inView, "in", in, "inOffset", inOffset);
        view(outView, "out", out, "outOffset", outOffset);
        int count = process(inView, samples, outView, runner);
        inView.point(NOTHING, 0, 0);
        outView.point(NOTHING, 0, 0);
        return count;
    }

    /**
     * Ends the signal and writes its last outputs, those that reach into the padding behind it. Then only {@link #reset} and
     * {@link #another} are of use.
     *
     * @param out    what is written, {@code [batch, channels written, n]} or {@code [batch, n, channels written]}, where n is
     *               the number returned
     * @param runner who executes the tasks
     * @return {@link #remaining()}
     * @throws IllegalArgumentException before anything is written, when {@code out} is too short or read-only, or its arena is
     *                                  closed or confined to another thread
     * @throws IllegalStateException    after {@code finish}
     * @throws TaskException            when a task fails; {@code out} is then undefined, the stream as if it had not been called
     */
    public int finish(Floats out, Runner runner) {
        checkOpen();
        int count = remaining();
        advance(inView, 0, count, out, runner);
        closed = true;
        return count;
    }

    /**
     * The same as {@link #finish(Floats, Runner)} on a part of an array.
     *
     * @param out       what is written
     * @param outOffset index of its first element
     * @param runner    who executes the tasks
     * @return {@link #remaining()}
     */
    public int finish(float[] out, int outOffset, Runner runner) {
        view(outView, "out", out, "outOffset", outOffset);
        int count = finish(outView, runner);
        outView.point(NOTHING, 0, 0);
        return count;
    }

    /** Forgets the signal, finished or not, and is at the beginning of the next one. */
    public void reset() {
        received = 0;
        outputs = 0;
        closed = false;
    }

    /**
     * Copies what a causal stream knows of the past, the last {@code effectiveKernel - 1} samples, zeros before the beginning:
     * the {@code present_state} of ONNX's CausalConvWithState.
     *
     * @param state what is written, {@code [batch, inChannels, effectiveKernel - 1]} or in NHWC
     *              {@code [batch, effectiveKernel - 1, inChannels]}
     * @throws IllegalArgumentException before anything is written, when {@code state} is too short or read-only, or the stream is
     *                                  not causal: a forward product of stride 1 with {@code padLo = effectiveKernel - 1}
     */
    public void save(Floats state) {
        checkState(state);
        Check.writable("state", state);
        int known = (int) (received - axis.firstSample(outputs));
        Arrays.fill(spare, 0);
        for (int row = 0; row < rows; row++) {
            System.arraycopy(carried, row * capacity * step, spare, (row * capacity + capacity - known) * step,
                    known * step);
        }
        state.write(0, 1, spare, 0, 1, spare.length);
    }

    /**
     * Goes on behind a past that {@link #save} has copied, from this stream or another of the same specification, finished or
     * not: ONNX's {@code past_state}. A state of zeros is the beginning of a signal.
     *
     * @param state the samples before the next chunk, {@code [batch, inChannels, effectiveKernel - 1]} or in NHWC
     *              {@code [batch, effectiveKernel - 1, inChannels]}
     * @throws IllegalArgumentException when {@code state} is too short, or the stream is not causal
     */
    public void restore(Floats state) {
        checkState(state);
        state.read(0, 1, carried, 0, 1, carried.length);
        received = capacity;
        outputs = capacity;
        closed = false;
    }

    /** {@return {@code backend/algorithm} of a usual chunk, in short} */
    public String algorithm() {
        return weights.usual().name();
    }

    /** {@return what was chosen for a usual chunk, why, and what it needs, in a few lines} */
    public String explain() {
        return weights.usual().explain();
    }

    /** Nothing of the stream changes before the outputs are there. */
    private void advance(Floats in, int samples, int count, Floats out, Runner runner) {
        Check.given("out", out);
        Check.given("runner", runner);
        Check.holds("out", out.length(), (long) spec.batch() * channelsWritten * count);
        Check.accessible("out", out);
        Check.writable("out", out);
        long end = outputs + count;
        long until = received + samples;
        copy(axis.firstSample(end), until, in, samples, spare, capacity);
        if (count > 0) {
            long from = axis.firstSample(outputs);
            long to = Math.min(until, axis.endSample(end));
            Piece piece = piece((int) Math.max(0, to - from), count, axis.padLo(from, to, outputs, end));
            copy(from, to, in, samples, window, piece.samples);
            if (axis.forward()) {
                piece.execution.run(windowView, out, null, null, runner);
            } else {
                piece.execution.run(out, windowView, null, null, runner);
            }
        }
        float[] before = carried;
        carried = spare;
        spare = before;
        received = until;
        outputs = end;
    }

    /**
     * Copies samples {@code [from, to)}, carried or in a chunk of {@code samples}, to the beginnings of rows that are
     * {@code pitch} samples long.
     */
    private void copy(long from, long to, Floats in, int samples, float[] target, int pitch) {
        int skipped = (int) (from - axis.firstSample(outputs));
        int old = (int) Math.max(0, Math.min(to, received) - from);
        long first = Math.max(from, received);
        int fresh = (int) Math.max(0, to - first);
        for (int row = 0; row < rows; row++) {
            int at = row * pitch * step;
            if (old > 0) {
                System.arraycopy(carried, (row * capacity + skipped) * step, target, at, old * step);
            }
            if (fresh > 0) {
                in.read(((long) row * samples + first - received) * step, 1, target, at + old * step, 1, fresh * step);
            }
        }
    }

    private Piece piece(int samples, int count, int padLo) {
        for (Piece kept : pieces) {
            if (kept != null && kept.samples == samples && kept.outputs == count && kept.padLo == padLo) {
                return kept;
            }
        }
        Piece piece = new Piece(samples, count, padLo, weights.at(at(spec, axis.piece(samples, count, padLo))));
        long elements = Check.product("elements of a chunk", rows, step, Math.max(1, samples));
        if (window.length < elements) {
            window = new float[Check.toSize("elements of a chunk", elements)];
            windowView = Floats.of(window);
        }
        pieces[replaced] = piece;
        replaced = (replaced + 1) % PIECES_KEPT;
        return piece;
    }

    private void checkState(Floats state) {
        Axis whole = axis.axis();
        if (!axis.forward() || whole.stride() != 1 || whole.padLo() != whole.effectiveKernel() - 1) {
            throw new IllegalArgumentException(
                    "spec must be a causal convolution to have a state, forward with stride 1 and padLo = "
                            + (whole.effectiveKernel() - 1) + ", but is " + (axis.forward() ? "" : "the transpose of ")
                            + spec);
        }
        Check.given("state", state);
        Check.holds("state", state.length(), carried.length);
        Check.accessible("state", state);
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException(
                    "signal must not be finished, but was after " + received + " samples; reset() begins the next one");
        }
    }

    private static void view(HeapFloats view, String array, float[] values, String parameter, int offset) {
        Check.given(array, values);
        Check.between(parameter, offset, 0, values.length);
        view.point(values, offset, values.length - offset);
    }

    private static ConvSpec at(ConvSpec spec, Axis axis) {
        return new ConvSpec(spec.batch(), spec.groups(), spec.inChannels(), spec.outChannels(), List.of(axis));
    }

    /** A call planned for samples behind padding that give outputs. */
    private record Piece(int samples, int outputs, int padLo, Execution execution) {
    }
}
