package lanewise.bench.soak;

import java.util.Arrays;
import java.util.SplittableRandom;
import lanewise.core.ConvSpec;
import lanewise.core.Filter;
import lanewise.core.Layout;
import lanewise.core.Plan;
import lanewise.core.PlanOptions;
import lanewise.core.Product;
import lanewise.core.Runner;
import lanewise.core.SignalStream;

/** The signal of a case over one axis, in chunks of random sizes. */
record Chunks(SoakCase one, Product product) {
    private static final int LONGEST = 9;

    float[] outputs(Runner runner) {
        ConvSpec spec = one.spec();
        boolean forward = product == Product.FORWARD;
        PlanOptions options = PlanOptions.DEFAULTS.withLayout(one.layout()).withThreads(one.threads());
        Plan plan = forward ? Plan.forward(spec, options) : Plan.transpose(spec, options);
        SignalStream stream = plan.stream(Filter.of(one.fractions().w()));
        float[] signal = forward ? one.fractions().x() : one.fractions().y();
        int samples = (int) (forward ? spec.inPositions() : spec.outPositions());
        int read = forward ? spec.inChannels() : spec.outChannels();
        int written = forward ? spec.outChannels() : spec.inChannels();
        int total = (int) (forward ? spec.outPositions() : spec.inPositions());
        float[] outputs = poisoned(spec.batch() * written * total);
        SplittableRandom sizes = new SplittableRandom(one.seed());
        int done = 0;
        for (int at = 0, count; at < samples; at += count) {
            count = Math.min(sizes.nextInt(LONGEST + 1), samples - at);
            float[] chunk = new float[spec.batch() * read * count];
            move(signal, samples, at, chunk, count, 0, count, read);
            float[] out = poisoned(spec.batch() * written * stream.outputs(count));
            int finished = stream.process(chunk, 0, count, out, 0, runner);
            move(out, finished, 0, outputs, total, done, finished, written);
            done += finished;
        }
        float[] out = poisoned(spec.batch() * written * stream.remaining());
        int finished = stream.finish(out, 0, runner);
        if (done + finished != total) {
            throw new SoakFailure("chunks must give " + total + " outputs, but give " + (done + finished));
        }
        move(out, finished, 0, outputs, total, done, finished, written);
        return outputs;
    }

    /** Copies positions between tensors of one number of channels. */
    private void move(float[] from, int fromLength, int fromAt, float[] to, int toLength, int toAt, int count,
            int channels) {
        int step = one.layout() == Layout.NCHW ? 1 : channels;
        int rows = one.layout() == Layout.NCHW ? one.spec().batch() * channels : one.spec().batch();
        for (int row = 0; row < rows; row++) {
            System.arraycopy(from, (row * fromLength + fromAt) * step, to, (row * toLength + toAt) * step,
                    count * step);
        }
    }

    private static float[] poisoned(int length) {
        float[] values = new float[length];
        Arrays.fill(values, Float.NaN);
        return values;
    }
}
