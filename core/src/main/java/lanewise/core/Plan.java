package lanewise.core;

/**
 * An algorithm chosen for one of the two products that apply weights:
 *
 * <pre>
 *     forward:    y = activation(C x + bias + residual)     reads x [N, inChannels, in...],   writes y [N, outChannels, out...]
 *     transpose:  x = activation(Cᵀ y + bias + residual)    reads y [N, outChannels, out...], writes x [N, inChannels, in...]
 * </pre>
 *
 * <p>Immutable, made in microseconds whatever the size. {@link #bind} fixes the weights, {@link Operator#run} computes.
 */
public final class Plan {
    private final Choice choice;

    private Plan(Choice choice) {
        this.choice = choice;
    }

    /**
     * Plans a convolution.
     *
     * @param spec the convolution matrix C
     * @return a plan with {@link PlanOptions#DEFAULTS}
     */
    public static Plan forward(ConvSpec spec) {
        return forward(spec, PlanOptions.DEFAULTS);
    }

    /**
     * Plans a convolution.
     *
     * @param spec    the convolution matrix C
     * @param options what is asked of the plan
     * @return a plan
     * @throws IllegalArgumentException when no algorithm satisfies the options
     */
    public static Plan forward(ConvSpec spec, PlanOptions options) {
        return new Plan(Choice.of(Product.FORWARD, spec, options));
    }

    /**
     * Plans a transposed convolution.
     *
     * @param spec the convolution matrix C whose transpose is applied
     * @return a plan with {@link PlanOptions#DEFAULTS}
     */
    public static Plan transpose(ConvSpec spec) {
        return transpose(spec, PlanOptions.DEFAULTS);
    }

    /**
     * Plans a transposed convolution.
     *
     * @param spec    the convolution matrix C whose transpose is applied
     * @param options what is asked of the plan
     * @return a plan
     * @throws IllegalArgumentException when no algorithm satisfies the options
     */
    public static Plan transpose(ConvSpec spec, PlanOptions options) {
        return new Plan(Choice.of(Product.TRANSPOSE, spec, options));
    }

    /**
     * Packs weights for this plan.
     *
     * @param filter weights {@code [outChannels, inChannels/groups, kernel...]} of C, read now and not kept
     * @return an operator
     * @throws IllegalArgumentException for a wrong number of weights
     */
    public Operator bind(Filter filter) {
        return bind(filter, Epilogue.none());
    }

    /**
     * Packs weights for this plan, to be followed by bias, residual and activation.
     *
     * <p>Weights that are not finite are bound to the scalar reference: the fast algorithms multiply them by the zeros
     * of the padding, which is exact for finite ones only.
     *
     * @param filter   weights {@code [outChannels, inChannels/groups, kernel...]} of C, read now and not kept
     * @param epilogue bias, residual and activation; a bias has one value per channel written
     * @return an operator
     * @throws IllegalArgumentException for a wrong number of weights or bias values
     */
    public Operator bind(Filter filter, Epilogue epilogue) {
        float[] weights = checked(filter, epilogue);
        Choice safe = (filter.isBfloat16() ? choice.bfloat16() : choice).safeFor(weights);
        return new Operator(new Execution(safe, safe.kernel().pack(weights), epilogue));
    }

    /**
     * Packs weights for signals that arrive in chunks, otherwise as {@link #stream(Filter, Epilogue)}.
     *
     * @param filter weights {@code [outChannels, inChannels/groups, kernel...]} of C, copied
     * @return a stream at the beginning of a signal
     * @throws IllegalArgumentException for a wrong number of weights, or more than one axis
     */
    public SignalStream stream(Filter filter) {
        return stream(filter, Epilogue.none());
    }

    /**
     * Packs weights for signals that arrive in chunks. The length planned for is that of a usual chunk.
     *
     * @param filter   weights {@code [outChannels, inChannels/groups, kernel...]} of C, copied
     * @param epilogue bias and activation; a bias has one value per channel written
     * @return a stream at the beginning of a signal
     * @throws IllegalArgumentException for a wrong number of weights or bias values, more than one axis, a residual, or when
     *                                  no exact algorithm satisfies the options
     */
    public SignalStream stream(Filter filter, Epilogue epilogue) {
        return SignalStream.of(choice, checked(filter, epilogue), epilogue);
    }

    /** {@return the matrix planned for} */
    public ConvSpec spec() {
        return choice.problem().spec();
    }

    /** {@return {@code backend/algorithm} in short} */
    public String algorithm() {
        return choice.name();
    }

    /** {@return bytes of scratch that every thread of a run works in, supplied by its runner} */
    public long scratchBytes() {
        return choice.scratchBytes();
    }

    /** {@return what was chosen, why, and what it needs, in a few lines} */
    public String explain() {
        return choice.explain();
    }

    /** The weights, as many as there must be, for an epilogue that fits. */
    private float[] checked(Filter filter, Epilogue epilogue) {
        Check.given("filter", filter);
        Check.given("epilogue", epilogue);
        ConvSpec spec = choice.problem().spec();
        int channels = choice.problem().product() == Product.FORWARD ? spec.outChannels() : spec.inChannels();
        if (epilogue.biasLength() >= 0 && epilogue.biasLength() != channels) {
            throw new IllegalArgumentException("bias must have " + channels
                    + " elements, one per channel written, but has " + epilogue.biasLength());
        }
        return filter.toArray(spec);
    }
}
