package lanewise.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;

/** A signal in one call, and in chunks. Signals are {@code [batch, channels, samples]} in the layout of the options. */
public final class Streaming {
    private static final int GUARD = 3;
    /** One for all chunks: it finds in its scratch what others left there. */
    private static final Runner RUNNER = Runner.sequential();

    private final Product product;
    private final ConvSpec spec;
    private final PlanOptions options;

    /** A product over one axis, of which the length does not matter. */
    public Streaming(Product product, ConvSpec spec, PlanOptions options) {
        this.product = product;
        this.spec = spec;
        this.options = options;
    }

    /** The stream. */
    public SignalStream stream(float[] w, Epilogue epilogue) {
        return plan(spec, options).stream(Filter.of(w), epilogue);
    }

    /** The same matrix for a signal of some length, or null when that gives no outputs. */
    public ConvSpec whole(int samples) {
        Axis axis = spec.axes().getFirst();
        boolean forward = product == Product.FORWARD;
        long missing = forward ? axis.slack() / axis.stride() * axis.stride() : axis.slack();
        long free = missing - axis.padLo() - axis.padHi();
        long windows = Math.floorDiv(samples - axis.effectiveKernel() - free, (long) axis.stride()) + 1;
        long in = forward ? samples : axis.stride() * (samples - 1L) + axis.effectiveKernel() + free;
        long out = forward ? windows : samples;
        if (samples == 0 || in < 1 || out < 1) {
            return null;
        }
        return new ConvSpec(spec.batch(), spec.groups(), spec.inChannels(), spec.outChannels(),
                List.of(new Axis((int) in, (int) out, axis.kernel(), axis.stride(), axis.dilation(), axis.padLo(),
                        axis.padHi())));
    }

    /** Outputs of a signal of some length, per image and channel. */
    public int outputs(int samples) {
        ConvSpec whole = whole(samples);
        return whole == null ? 0 : (int) (product == Product.FORWARD ? whole.outPositions() : whole.inPositions());
    }

    /** The outputs of one call of the scalar reference. */
    public float[] once(float[] w, Epilogue epilogue, float[] signal, int samples) {
        if (outputs(samples) == 0) {
            return new float[0];
        }
        Plan plan = plan(whole(samples), options.withBackend("scalar").withAlgorithm(null));
        return Products.run(plan.bind(Filter.of(w), epilogue), signal,
                spec.batch() * written() * (long) outputs(samples));
    }

    /** The outputs of a stream for chunks of the sizes that {@code values} draws, at most {@code longest} samples. */
    public float[] inChunks(SignalStream stream, float[] signal, int samples, int longest, SpecGenerator values) {
        return inChunks(stream, signal, samples, longest, values, () -> {
        });
    }

    /** The same with something done after each chunk. */
    public float[] inChunks(SignalStream stream, float[] signal, int samples, int longest, SpecGenerator values,
            Runnable after) {
        float[] outputs = Products.unwritten((long) spec.batch() * written() * outputs(samples));
        int done = 0;
        for (int at = 0; at < samples;) {
            int count = Math.min(values.between(0, longest), samples - at);
            float[] chunk = new float[spec.batch() * read() * count];
            move(signal, samples, at, chunk, count, 0, count, read());
            float[] out = guarded(stream.outputs(count));
            float[] guardedChunk = new float[chunk.length + GUARD];
            System.arraycopy(chunk, 0, guardedChunk, GUARD, chunk.length);
            int finished = values.oneIn(2)
                    ? stream.process(guardedChunk, GUARD, count, out, GUARD, RUNNER)
                    : stream.process(Floats.of(chunk), count, Floats.of(out, GUARD, out.length - 2 * GUARD),
                            RUNNER);
            at += count;
            take(out, finished, outputs, outputs(samples), done);
            done += finished;
            assertEquals(outputs(at) - done, stream.remaining());
            after.run();
        }
        float[] out = guarded(stream.remaining());
        int finished = stream.finish(out, GUARD, RUNNER);
        take(out, finished, outputs, outputs(samples), done);
        assertEquals(outputs(samples), done + finished);
        return outputs;
    }

    /** Channels read. */
    public int read() {
        return product == Product.FORWARD ? spec.inChannels() : spec.outChannels();
    }

    /** Channels written. */
    public int written() {
        return product == Product.FORWARD ? spec.outChannels() : spec.inChannels();
    }

    private Plan plan(ConvSpec at, PlanOptions with) {
        return product == Product.FORWARD ? Plan.forward(at, with) : Plan.transpose(at, with);
    }

    private float[] guarded(int outputs) {
        return Products.unwritten((long) spec.batch() * written() * outputs + 2 * GUARD);
    }

    private void take(float[] out, int finished, float[] outputs, int total, int done) {
        for (int i = 0; i < GUARD; i++) {
            assertEquals(Float.NaN, out[i]);
            assertEquals(Float.NaN, out[out.length - 1 - i]);
        }
        assertEquals(out.length - 2 * GUARD, spec.batch() * written() * finished);
        move(Arrays.copyOfRange(out, GUARD, out.length - GUARD), finished, 0, outputs, total, done, finished,
                written());
    }

    /** Copies positions between tensors of one number of channels. */
    private void move(float[] from, int fromLength, int fromAt, float[] to, int toLength, int toAt, int count,
            int channels) {
        int step = options.layout() == Layout.NCHW ? 1 : channels;
        int rows = options.layout() == Layout.NCHW ? spec.batch() * channels : spec.batch();
        for (int row = 0; row < rows; row++) {
            System.arraycopy(from, (row * fromLength + fromAt) * step, to, (row * toLength + toAt) * step,
                    count * step);
        }
    }
}
