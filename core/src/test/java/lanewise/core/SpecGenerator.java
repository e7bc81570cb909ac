package lanewise.core;

import lanewise.core.reference.RandomSpecs;

/**
 * Random specifications with a property to hold for each. One that fails reports its seed; {@code -Dlanewise.seed=<seed>} runs
 * that one case alone.
 */
public final class SpecGenerator extends RandomSpecs {
    private static final long MOST_MACS = 50_000;

    private SpecGenerator(long seed) {
        super(seed, MOST_MACS);
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
}
