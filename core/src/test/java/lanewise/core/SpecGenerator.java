package lanewise.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random problems small enough to check against definitions, and values for them. A failing property reports its seed;
 * {@code -Dlanewise.seed=<seed>} runs that one case alone.
 *
 * <p>Ranks 1 to 3, groups, dilation, kernels smaller than the stride, padding on one side or wider than the kernel,
 * output padding, one-pixel images, and now and then no image or no channel at all.
 */
public final class SpecGenerator {
    private static final long MAX_MACS = 50_000;

    private final Random random;

    private SpecGenerator(long seed) {
        random = new Random(seed);
    }

    /** What must hold for every specification. */
    public interface Property {
        void holds(ConvSpec spec, SpecGenerator values) throws Exception;
    }

    /** Checks a property for the seeds below {@code cases}. */
    public static void check(int cases, Property property) {
        long replayed = Long.getLong("lanewise.seed", -1);
        for (long seed = Math.max(replayed, 0); seed < (replayed < 0 ? cases : replayed + 1); seed++) {
            SpecGenerator generator = new SpecGenerator(seed);
            ConvSpec spec = generator.spec();
            try {
                property.holds(spec, generator);
            } catch (Exception | AssertionError failure) {
                throw new AssertionError("-Dlanewise.seed=" + seed + ": " + spec + ": " + failure.getMessage(),
                        failure);
            }
        }
    }

    public ConvSpec spec() {
        ConvSpec spec;
        do {
            List<Axis> axes = new ArrayList<>();
            for (int rank = between(1, 3); rank > 0; rank--) {
                axes.add(axis());
            }
            int groups = oneIn(2) ? 1 : between(2, 4);
            spec = new ConvSpec(oneIn(20) ? 0 : between(1, 3), groups, groups * channels(), groups * channels(), axes);
        } while (spec.macs() > MAX_MACS);
        return spec;
    }

    public Axis axis() {
        int in = oneIn(6) ? 1 : between(1, 10);
        int kernel = between(1, 5);
        int stride = oneIn(2) ? 1 : between(2, 4);
        int dilation = oneIn(2) ? 1 : between(2, 3);
        int effective = (kernel - 1) * dilation + 1;
        int padLo = oneIn(3) ? 0 : between(0, effective + 2);
        int padHi = oneIn(3) ? 0 : between(0, effective + 2);
        if (oneIn(2)) {
            return Axis.conv(in, kernel, stride, dilation, padLo, Math.max(padHi, effective - in - padLo));
        }
        int outputPadding = between(0, Math.max(stride, dilation) - 1);
        int written = stride * (in - 1) + outputPadding + effective;
        padLo = Math.min(padLo, written - 1);
        return Axis.transposed(in, kernel, stride, dilation, padLo, Math.min(padHi, written - 1 - padLo),
                outputPadding);
    }

    /** Values whose products and sums are exact in float32. */
    public float[] integers(long count) {
        return values(count, false);
    }

    /** Values in [-1, 1). */
    public float[] floats(long count) {
        return values(count, true);
    }

    public int between(int least, int greatest) {
        return random.nextInt(least, greatest + 1);
    }

    public boolean oneIn(int chances) {
        return random.nextInt(chances) == 0;
    }

    private int channels() {
        return oneIn(30) ? 0 : oneIn(2) ? 1 : between(2, 6);
    }

    private float[] values(long count, boolean fractions) {
        float[] values = new float[Math.toIntExact(count)];
        for (int i = 0; i < values.length; i++) {
            values[i] = fractions ? random.nextFloat(-1, 1) : between(-8, 8);
        }
        return values;
    }
}
