package lanewise.core;

import lanewise.core.spi.Backends;
import lanewise.core.spi.Leases;
import lanewise.core.spi.Mapping;
import lanewise.core.spi.Mapping.Indices;
import lanewise.core.spi.Operands;
import lanewise.core.spi.Scratch;

/**
 * A planned operation without weights, {@code y = f(x)}, such as pooling. Immutable and safe for any number of threads at once,
 * each with an output of its own. A run on arrays or on views kept by the caller allocates nothing once the runner has its
 * scratch.
 */
public final class TensorFunction {
    private static final int RUNS_AT_ONCE = 4;

    private final Mapping mapping;
    private final HeapViews views = new HeapViews();
    private final Leases<Run> idle = new Leases<>(RUNS_AT_ONCE);

    private TensorFunction(Mapping mapping) {
        this.mapping = mapping;
    }

    /**
     * A function that is run by a mapping.
     *
     * @param mapping immutable
     * @return the function
     */
    public static TensorFunction of(Mapping mapping) {
        return new TensorFunction(Check.given("mapping", mapping));
    }

    /**
     * Computes the function.
     *
     * @param in     what it reads
     * @param out    what it writes; every element of the tensor is written, elements beyond it are not touched
     * @param runner who executes the tasks
     * @throws IllegalArgumentException before anything is written, when an operand is too short, {@code out} is read-only, the
     *                                  two share memory, or the function has indices
     * @throws TaskException            when a task fails; {@code out} is then undefined
     */
    public void run(Floats in, Floats out, Runner runner) {
        checkIndices(null);
        execute(in, out, null, runner);
    }

    /**
     * Computes a function that has indices, otherwise as {@link #run(Floats, Floats, Runner)}.
     *
     * @param in      what it reads
     * @param out     what it writes
     * @param indices written by functions that tell where each element of {@code out} comes from, read by those that are told
     *                where each element of {@code in} goes; from the first element on
     * @param runner  who executes the tasks
     * @throws IllegalArgumentException before anything is written, also when the function has no indices, when there are too
     *                                  few, or when one that is read is not in {@code [0, outElements())}
     * @throws TaskException            when a task fails; {@code out} is then undefined, and so are indices written
     */
    public void run(Floats in, Floats out, int[] indices, Runner runner) {
        checkIndices(Check.given("indices", indices));
        execute(in, out, indices, runner);
    }

    /**
     * Computes the function on arrays from their first element.
     *
     * @param in     what it reads
     * @param out    what it writes
     * @param runner who executes the tasks
     */
    public void run(float[] in, float[] out, Runner runner) {
        run(in, 0, out, 0, runner);
    }

    /**
     * Computes the function on parts of arrays, which may be disjoint parts of one, otherwise as
     * {@link #run(Floats, Floats, Runner)}.
     *
     * @param in        what it reads
     * @param inOffset  index of its first element
     * @param out       what it writes
     * @param outOffset index of its first element
     * @param runner    who executes the tasks
     */
    public void run(float[] in, int inOffset, float[] out, int outOffset, Runner runner) {
        HeapFloats from = views.of("in", in, "inOffset", inOffset, inElements());
        HeapFloats to = views.of("out", out, "outOffset", outOffset, outElements());
        run(from, to, runner);
        views.release(from);
        views.release(to);
    }

    /**
     * Computes a function that has indices, on arrays from their first element, otherwise as
     * {@link #run(Floats, Floats, int[], Runner)}.
     *
     * @param in      what it reads
     * @param out     what it writes
     * @param indices written or read
     * @param runner  who executes the tasks
     */
    public void run(float[] in, float[] out, int[] indices, Runner runner) {
        HeapFloats from = views.of("in", in, "inOffset", 0, inElements());
        HeapFloats to = views.of("out", out, "outOffset", 0, outElements());
        run(from, to, indices, runner);
        views.release(from);
        views.release(to);
    }

    /** {@return the number of elements read} */
    public long inElements() {
        return mapping.inElements();
    }

    /** {@return the number of elements written} */
    public long outElements() {
        return mapping.outElements();
    }

    /** {@return bytes of scratch that every thread of a run works in, supplied by its runner} */
    public long scratchBytes() {
        return (long) Float.BYTES * mapping.scratchFloats() + (long) Integer.BYTES * mapping.scratchInts();
    }

    /** {@return what is computed, by which backend, and what it needs, in a few lines} */
    public String explain() {
        return mapping + "\n" + mapping.tasks() + " tasks, " + scratchBytes() + " bytes of scratch each"
                + String.join("", Backends.unusable().stream().map(why -> "\nunusable: " + why).toList());
    }

    @Override
    public String toString() {
        return mapping.toString();
    }

    private void checkIndices(int[] indices) {
        if ((mapping.indices() == Indices.NONE) != (indices == null)) {
            throw new IllegalArgumentException(indices == null
                    ? "indices must be given, because they are "
                            + (mapping.indices() == Indices.READ ? "read" : "written")
                            + ", but are absent"
                    : "indices must be absent, because the function has none, but are given");
        }
        if (indices != null) {
            Check.holds("indices", indices.length, mapping.indices() == Indices.READ ? inElements() : outElements());
        }
    }

    private void execute(Floats in, Floats out, int[] indices, Runner runner) {
        Check.given("runner", runner);
        Execution.checkOperand("in", Check.given("in", in), inElements(), false);
        Execution.checkOperand("out", Check.given("out", out), outElements(), true);
        Check.disjoint("out", out, "in", in);
        Run run = idle.take();
        if (run == null) {
            run = new Run();
        }
        run.in = in;
        run.out = out;
        run.indices = indices;
        mapping.prepare(run);
        runner.run(run);
        run.in = null;
        run.out = null;
        run.indices = null;
        idle.give(run);
    }

    /** One run on its operands. */
    private final class Run extends Invocation implements Operands {
        private final int[] notes = new int[mapping.notes()];
        private Floats in;
        private Floats out;
        private int[] indices;

        @Override
        public int tasks() {
            return mapping.tasks();
        }

        @Override
        public int scratchFloats() {
            return mapping.scratchFloats();
        }

        @Override
        public int scratchInts() {
            return mapping.scratchInts();
        }

        @Override
        public boolean confined() {
            return confined(in) || confined(out);
        }

        @Override
        void compute(int task, Scratch scratch) {
            mapping.run(this, task, scratch);
        }

        @Override
        String what() {
            return mapping.toString();
        }

        @Override
        public Floats in() {
            return in;
        }

        @Override
        public Floats out() {
            return out;
        }

        @Override
        public int[] indices() {
            return indices;
        }

        @Override
        public int[] notes() {
            return notes;
        }
    }
}
