package lanewise.simd;

/**
 * Keeps a vector kernel out of the way until C2 has compiled it: before that every vector is an object, and a call takes
 * hundreds of times as long as it will. Until then a loop over scalars computes the same bits, and a fifth of
 * the time goes into exercising the kernel on small operands, which is what makes C2 compile it, on another core.
 *
 * <p>Exercise shows C2 every branch of a kernel, so that no later call finds one that was left out and throws the code away.
 *
 * <p>All state is racy: nothing depends on it but time.
 */
final class WarmUp {
    /** Tests that are about the kernels set this system property, and have them from the first call on. */
    private static final String SKIP = "lanewise.simd.hot";
    /** An exercise of compiled code takes a tenth of this, any other ten times as long. */
    private static final long FAST_NANOS = 5_000;
    /** Answers take so many times as long as exercise. */
    private static final int ANSWERS = 4;
    /** The most that one call may spend on exercise, however long ago the last one was. */
    private static final long MOST_NANOS = 1_000_000;
    /** More than any compiler asks for: what is not fast by now will never be. */
    private static final int ENOUGH = 50_000;

    /** For so long what answers is compiled, and exercise would only keep C2 from it. */
    private static final long FIRST_NANOS = 300_000_000;

    /** From when on answers entitle to exercise; in the future while exercise is ahead. */
    private static long since = System.nanoTime() + FIRST_NANOS;

    private static boolean answered;

    private final Runnable exercise;
    private boolean hot = Boolean.getBoolean(SKIP);
    private int times;

    /**
     * A kernel that may be cold.
     *
     * @param exercise runs it on small operands, with every branch that it has; makes them itself, because the JVM needs
     *                 milliseconds for a lambda that captures what none before did
     */
    WarmUp(Runnable exercise) {
        this.exercise = exercise;
    }

    /** Whether the kernel had better not be called yet; may exercise it. */
    boolean cold() {
        if (hot || exercised()) {
            return false;
        }
        answered = true;
        return true;
    }

    /** Whether some kernel was cold when it was wanted since this was last asked. */
    static boolean wasCold() {
        boolean cold = answered;
        answered = false;
        return cold;
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
