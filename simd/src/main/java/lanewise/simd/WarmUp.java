package lanewise.simd;

/**
 * Keeps a vector kernel out of the way until C2 has compiled it: before that every vector is an object, and a call takes a
 * thousand times as long as it will. Until then a loop over scalars computes the same bits, and a share of the time is spent on
 * exercising the kernel on small operands, which is what makes C2 compile it, on another core.
 *
 * <p>Exercise also shows C2 every branch of the kernel, so that no later call finds one that was left out and throws the code
 * away.
 */
final class WarmUp {
    /** Tests that are about the kernels set this system property, and have them from the first call on. */
    private static final String SKIP = "lanewise.simd.hot";
    /** An exercise of compiled code takes a tenth of this, any other ten times as long. */
    private static final long FAST_NANOS = 5_000;
    /** Answers take at least so many times as long as exercise. */
    private static final int ANSWERS = 4;
    /** More than any compiler asks for: what is not fast by now will never be. */
    private static final int ENOUGH = 50_000;

    /** The most that one call may spend on exercise, however long the last one is ago. */
    private static final long MOST_NANOS = 1_000_000;

    /** Since when answers are not yet paid back by exercise; racy, as all state here: nothing but time depends on it. */
    private static long since = System.nanoTime();

    private final Runnable exercise;
    private boolean hot = Boolean.getBoolean(SKIP);
    private int times;

    /**
     * A kernel that may be cold.
     *
     * @param exercise runs it on small operands, with every branch that it has
     */
    WarmUp(Runnable exercise) {
        this.exercise = exercise;
    }

    /** Whether the kernel had better not be called yet; may exercise it. */
    boolean cold() {
        return !hot && !exercised();
    }

    private boolean exercised() {
        long start = System.nanoTime();
        long allowed = Math.min((start - since) / ANSWERS, MOST_NANOS);
        long end = start;
        while (!hot && end - start < allowed) {
            long before = end;
            exercise.run();
            end = System.nanoTime();
            hot = end - before < FAST_NANOS || ++times > ENOUGH;
        }
        if (end > start) {
            since = Math.max(end, since + (ANSWERS + 1) * (end - start));
        }
        return hot;
    }
}
