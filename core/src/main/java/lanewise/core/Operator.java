package lanewise.core;

/**
 * A plan with its weights, bias and activation. Immutable and safe for any number of threads at once, each with an
 * output of its own. A run on arrays or on views kept by the caller allocates nothing once the runner has its scratch.
 */
public final class Operator {
    private final Execution execution;
    private final HeapViews views = new HeapViews();

    Operator(Execution execution) {
        this.execution = execution;
    }

    /**
     * Computes the product.
     *
     * @param in     what the product reads: x for {@link Plan#forward}, y for {@link Plan#transpose}
     * @param out    what it writes; every element of the tensor is written, elements beyond it are not touched
     * @param runner who executes the tasks
     * @throws IllegalArgumentException before anything is written, when an operand is too short, {@code out} is
     *                                  read-only, the arena of one is closed or confined to another thread, the two
     *                                  share memory, or the epilogue adds a residual
     * @throws TaskException            when a task fails; {@code out} is then undefined
     */
    public void run(Floats in, Floats out, Runner runner) {
        execute(in, null, out, runner);
    }

    /**
     * Computes the product and adds a residual, as {@link Epilogue#addResidual} announced; otherwise as
     * {@link #run(Floats, Floats, Runner)}.
     *
     * @param in       what the product reads
     * @param residual what is added, a tensor of the shape and layout of {@code out}; it may be {@code out} itself, or
     *                 begin where it begins, and may share memory with {@code in}
     * @param out      what the product writes
     * @param runner   who executes the tasks
     * @throws IllegalArgumentException before anything is written, also when the residual is too short, overlaps
     *                                  {@code out} without being the same, or the epilogue adds none
     * @throws TaskException            when a task fails; {@code out} is then undefined
     */
    public void run(Floats in, Floats residual, Floats out, Runner runner) {
        execute(in, Check.given("residual", residual), out, runner);
    }

    /**
     * Computes the product on arrays from their first element.
     *
     * @param in     what the product reads
     * @param out    what it writes
     * @param runner who executes the tasks
     */
    public void run(float[] in, float[] out, Runner runner) {
        run(in, 0, out, 0, runner);
    }

    /**
     * Computes the product and adds a residual, on arrays from their first element, otherwise as
     * {@link #run(Floats, Floats, Floats, Runner)}.
     *
     * @param in       what the product reads
     * @param residual what is added; may be {@code out}
     * @param out      what the product writes
     * @param runner   who executes the tasks
     */
    public void run(float[] in, float[] residual, float[] out, Runner runner) {
        long elements = forward() ? spec().outElements() : spec().inElements();
        HeapFloats from = views.of("in", in, "inOffset", 0, forward() ? spec().inElements() : spec().outElements());
        HeapFloats to = views.of("out", out, "outOffset", 0, elements);
        HeapFloats added = residual == out ? to : views.of("residual", residual, "residualOffset", 0, elements);
        run(from, added, to, runner);
        views.release(from);
        views.release(to);
        if (added != to) {
            views.release(added);
        }
    }

    /**
     * Computes the product on parts of arrays, which may be disjoint parts of one, otherwise as
     * {@link #run(Floats, Floats, Runner)}.
     *
     * @param in        what the product reads
     * @param inOffset  index of its first element
     * @param out       what it writes
     * @param outOffset index of its first element
     * @param runner    who executes the tasks
     */
    public void run(float[] in, int inOffset, float[] out, int outOffset, Runner runner) {
        ConvSpec spec = spec();
        HeapFloats from = views.of("in", in, "inOffset", inOffset, forward() ? spec.inElements() : spec.outElements());
        HeapFloats to =
                views.of("out", out, "outOffset", outOffset, forward() ? spec.outElements() : spec.inElements());
        run(from, to, runner);
        views.release(from);
        views.release(to);
    }

    /**
     * This operator for another size, padding or batch, sharing the packed weights.
     *
     * @param spec the same groups, channels, kernel, stride and dilation
     * @return an operator with the same algorithm, made in microseconds
     * @throws IllegalArgumentException when the weights or the algorithm do not fit the specification
     */
    public Operator withSpec(ConvSpec spec) {
        return new Operator(execution.at(spec));
    }

    /** {@return the matrix planned for} */
    public ConvSpec spec() {
        return execution.choice().problem().spec();
    }

    /** {@return {@code backend/algorithm} in short} */
    public String algorithm() {
        return execution.choice().name();
    }

    /** {@return what was chosen, why, and what it needs, in a few lines} */
    public String explain() {
        return execution.choice().explain();
    }

    private void execute(Floats in, Floats residual, Floats out, Runner runner) {
        Check.given("in", in);
        Check.given("out", out);
        if (forward()) {
            execution.run(in, out, null, residual, runner);
        } else {
            execution.run(out, in, null, residual, runner);
        }
    }

    private boolean forward() {
        return execution.choice().problem().product() == Product.FORWARD;
    }
}
