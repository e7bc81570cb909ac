package lanewise.core.spi;

/**
 * Working memory of one task at a time.
 *
 * @param floats float values
 * @param ints   int values
 */
public record Scratch(float[] floats, int[] ints) {

    /**
     * Scratch from a pool when it is large enough, otherwise new.
     *
     * @param pool where scratch is kept between runs
     * @param job  what it is for
     * @return scratch that the caller gives back to the pool
     */
    public static Scratch lease(Leases<Scratch> pool, Job job) {
        Scratch kept = pool.take();
        if (kept != null && kept.floats.length >= job.scratchFloats() && kept.ints.length >= job.scratchInts()) {
            return kept;
        }
        return new Scratch(new float[Math.max(job.scratchFloats(), kept == null ? 0 : kept.floats.length)],
                new int[Math.max(job.scratchInts(), kept == null ? 0 : kept.ints.length)]);
    }
}
