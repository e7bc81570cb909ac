package lanewise.core;

/**
 * What happens to a finished sum before it is stored: {@code activation((sum + bias[channel]) + residual)}. A missing
 * bias counts as {@code +0}, and adding it makes every zero sum {@code +0}, so no stored sum depends on how many zeros
 * were added; a missing residual changes nothing.
 */
public final class Epilogue {
    private static final Epilogue NONE = new Epilogue(null, false, Activation.none());

    private final float[] bias;
    private final boolean residual;
    private final Activation activation;

    private Epilogue(float[] bias, boolean residual, Activation activation) {
        this.bias = bias;
        this.residual = residual;
        this.activation = activation;
    }

    /** {@return no bias, no residual, no activation} */
    public static Epilogue none() {
        return NONE;
    }

    /**
     * A bias.
     *
     * @param bias one value per output channel, copied
     * @return the epilogue
     */
    public static Epilogue of(float... bias) {
        float[] copy = Check.given("bias", bias).clone();
        for (int i = 0; i < copy.length; i++) {
            copy[i] += 0f;
        }
        return new Epilogue(copy, false, Activation.none());
    }

    /**
     * The same with a residual, a tensor of the output's shape and layout given to
     * {@link Operator#run(Floats, Floats, Floats, Runner) each run} and added before the activation.
     *
     * @return the epilogue
     */
    public Epilogue addResidual() {
        return new Epilogue(bias, true, activation);
    }

    /**
     * The same followed by another activation.
     *
     * @param function what to apply
     * @return the epilogue
     */
    public Epilogue then(Activation function) {
        return new Epilogue(bias, residual, Check.given("function", function));
    }

    /** {@return the number of bias values, or -1 without a bias} */
    public int biasLength() {
        return bias == null ? -1 : bias.length;
    }

    /**
     * {@return the bias of a channel, {@code +0} without one and never {@code -0}}
     *
     * @param channel output channel
     */
    public float bias(int channel) {
        return bias == null ? 0f : bias[channel];
    }

    /** {@return whether each run adds a residual} */
    public boolean addsResidual() {
        return residual;
    }

    /** {@return the activation} */
    public Activation activation() {
        return activation;
    }

    /**
     * The scalar definition without a residual: {@code activation(sum + bias[channel])}.
     *
     * @param sum     finished sum
     * @param channel output channel
     * @return the value to store
     */
    public float apply(float sum, int channel) {
        return activation.apply(sum + bias(channel));
    }

    /**
     * The scalar definition: {@code activation((sum + bias[channel]) + residual)}.
     *
     * @param sum      finished sum
     * @param channel  output channel
     * @param residual what the residual holds there
     * @return the value to store
     */
    public float apply(float sum, int channel, float residual) {
        return activation.apply(sum + bias(channel) + residual);
    }
}
