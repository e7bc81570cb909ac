package lanewise.core;

/**
 * The weight gradient of a convolution, and of the transposed convolution that applies the same matrix transposed:
 *
 * <pre>
 *     w[m, c, k] = Σ_n Σ_o y[n, m, o] · x[n, c, stride·o + dilation·k - padLo]
 * </pre>
 *
 * <p>For a convolution x is its input and y the gradient of its output; for a transposed convolution y is its input and
 * x the gradient of its output.
 *
 * <p>Positions o are taken in row-major order, image by image. Every 512 of them are added one by one, each product with one
 * rounding; these sums are added in pairs, see {@link lanewise.core.spi.BlockSums}. So the bits depend on nothing but the
 * geometry, and the error does not grow with the number of positions. Immutable and thread-safe.
 */
public final class WeightGradient {
    private final Execution execution;

    private WeightGradient(Choice choice) {
        execution = new Execution(choice, null, Epilogue.none());
    }

    /**
     * Plans the product.
     *
     * @param spec the convolution matrix C
     * @return a plan with {@link PlanOptions#DEFAULTS}
     */
    public static WeightGradient of(ConvSpec spec) {
        return of(spec, PlanOptions.DEFAULTS);
    }

    /**
     * Plans the product.
     *
     * @param spec    the convolution matrix C
     * @param options what is asked of the plan
     * @return a plan
     * @throws IllegalArgumentException when no algorithm satisfies the options
     */
    public static WeightGradient of(ConvSpec spec, PlanOptions options) {
        return new WeightGradient(Choice.of(Product.WEIGHTS, spec, options));
    }

    /**
     * Computes the product.
     *
     * @param x      {@code [N, inChannels, in...]}
     * @param y      {@code [N, outChannels, out...]}
     * @param w      {@code [outChannels, inChannels/groups, kernel...]} in either layout, overwritten
     * @param runner who executes the tasks
     * @throws IllegalArgumentException before anything is written, when an operand is too short, {@code w} is
     *                                  read-only, the arena of one is closed or confined to another thread, or
     *                                  {@code w} shares memory with another operand
     * @throws TaskException            when a task fails; {@code w} is then undefined
     */
    public void run(Floats x, Floats y, Floats w, Runner runner) {
        execution.run(Check.given("x", x), Check.given("y", y), Check.given("w", w), null, runner);
    }

    /** {@return the matrix planned for} */
    public ConvSpec spec() {
        return execution.choice().problem().spec();
    }

    /** {@return {@code backend/algorithm} in short} */
    public String algorithm() {
        return execution.choice().name();
    }

    /** {@return bytes of scratch that every thread of a run works in, supplied by its runner} */
    public long scratchBytes() {
        return execution.choice().scratchBytes();
    }

    /** {@return what was chosen, why, and what it needs, in a few lines} */
    public String explain() {
        return execution.choice().explain();
    }
}
