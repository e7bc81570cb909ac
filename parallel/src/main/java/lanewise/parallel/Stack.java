package lanewise.parallel;

/**
 * Finds the end of the calling thread's stack where it does no harm. A run that ended half-way would leave helpers at work on
 * memory of a caller who has gone, and a pool that overflows while it holds its own lock never gives it back.
 */
final class Stack {
    /** Frames, of 32 bytes at least, for what closes a run and waits for its helpers: 80 ns. */
    static final int TO_END_A_RUN = 64;
    /** Frames for {@link java.util.concurrent.ForkJoinPool#execute}, which may make a thread. */
    static final int TO_SUBMIT = 256;

    private Stack() {
    }

    /**
     * Does nothing, in as many frames.
     *
     * @return the number of frames, so that none is optimised away
     * @throws StackOverflowError when there is no room for them
     */
    static int reserve(int frames) {
        return frames == 0 ? 0 : reserve(frames - 1) + 1;
    }
}
