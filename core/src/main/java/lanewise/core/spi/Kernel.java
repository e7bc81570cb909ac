package lanewise.core.spi;

/**
 * An algorithm planned for one problem: an immutable range of independent tasks that write disjoint parts of the
 * output. No sum is split across tasks, so results depend neither on their order nor on how many threads run them.
 */
public interface Kernel {

    /** {@return the predicted time on one thread, in units that all algorithms of a backend share} */
    double cost();

    /** {@return the number of tasks, which does not depend on the number of threads} */
    int tasks();

    /** {@return floats of scratch that one task needs} */
    int scratchFloats();

    /** {@return ints of scratch that one task needs} */
    int scratchInts();

    /**
     * Rearranges weights for this kernel. The result depends on {@link lanewise.core.ConvSpec#sameFilter the filter} and on
     * {@link #packing} only, so that it serves every kernel of the same algorithm and filter where that is equal.
     *
     * @param weights finite values {@code [outChannels, inChannels/groups, kernel...]}; not to be written to
     * @return packed weights
     */
    float[] pack(float[] weights);

    /** {@return what packed weights depend on beyond the filter, the same for every kernel of most algorithms} */
    default Object packing() {
        return "";
    }

    /**
     * {@return this kernel for weights that are finite values of bfloat16, which it packs into half the memory, with the bits of
     * this one; null when it has no such form}
     */
    default Kernel bfloat16() {
        return null;
    }

    /**
     * Computes one task.
     *
     * @param call    operands, already validated
     * @param task    in {@code [0, tasks())}
     * @param scratch at least as large as announced, contents undefined
     */
    void run(Call call, int task, Scratch scratch);
}
