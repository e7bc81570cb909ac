package lanewise.core.spi;

/** Tasks for a {@link lanewise.core.Runner}: independent, in any order, on any thread. */
public interface Job {

    /** {@return the number of tasks} */
    int tasks();

    /** {@return floats of scratch that one task needs} */
    int scratchFloats();

    /** {@return ints of scratch that one task needs} */
    int scratchInts();

    /** {@return whether only the thread that calls the runner may run tasks, because operands are confined to it} */
    default boolean confined() {
        return false;
    }

    /**
     * Runs one task.
     *
     * @param task    in {@code [0, tasks())}, each exactly once
     * @param scratch leased to this call alone, at least as large as announced, contents undefined
     */
    void run(int task, Scratch scratch);
}
