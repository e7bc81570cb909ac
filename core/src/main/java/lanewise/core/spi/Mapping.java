package lanewise.core.spi;

/**
 * An operation without weights, planned for one geometry: an immutable range of independent tasks that write disjoint parts of
 * the output, so that results depend neither on their order nor on how many threads run them. Its {@link Object#toString} says
 * in one line what is computed, and by which backend.
 */
public interface Mapping {

    /** What a mapping does with a tensor of indices next to its operands. */
    enum Indices {
        /** There is none. */
        NONE,
        /** It writes one for each element of the output: where in the input that comes from, or -1. */
        WRITTEN,
        /** It reads one for each element of the input: where in the output that goes, in {@code [0, outElements)}. */
        READ
    }

    /** {@return the number of elements read} */
    long inElements();

    /** {@return the number of elements written} */
    long outElements();

    /** {@return what happens to indices} */
    default Indices indices() {
        return Indices.NONE;
    }

    /** {@return the number of tasks, which does not depend on the number of threads} */
    int tasks();

    /** {@return floats of scratch that one task needs} */
    int scratchFloats();

    /** {@return ints of scratch that one task needs} */
    int scratchInts();

    /** {@return ints that {@link #prepare} leaves to the tasks of its run} */
    default int notes() {
        return 0;
    }

    /**
     * Called once before the tasks of a run, which see what it wrote to the notes.
     *
     * @param operands of the run, validated but for the values of indices
     * @throws IllegalArgumentException when an index is out of bounds
     */
    default void prepare(Operands operands) {
    }

    /**
     * Computes one task.
     *
     * @param operands of the run, validated
     * @param task     in {@code [0, tasks())}
     * @param scratch  at least as large as announced, contents undefined
     */
    void run(Operands operands, int task, Scratch scratch);
}
