package lanewise.bench.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lanewise.bench.tensor.Tensor;
import lanewise.core.Activation;
import lanewise.core.Axis;
import lanewise.core.BiasGradient;
import lanewise.core.ConvSpec;
import lanewise.core.Epilogue;
import lanewise.core.Filter;
import lanewise.core.Floats;
import lanewise.core.Layout;
import lanewise.core.Operator;
import lanewise.core.Plan;
import lanewise.core.PlanOptions;
import lanewise.core.Product;
import lanewise.core.Runner;
import lanewise.core.SignalStream;
import lanewise.core.WeightGradient;

/**
 * The layer that an inference or training engine writes around the library: nodes with tensors in, tensors out. The
 * command line and the conformance cases run everything through it, in one layout, with one runner.
 *
 * <p>Activations are in the layout of the options, weights always {@code [M, C/group, kernel...]} of the convolution.
 *
 * @param options what is asked of every plan
 * @param runner  who executes
 * @param flipped whether kernels are turned by 180°, which makes every product the one of the mathematical convolution
 */
public record ConvEngine(PlanOptions options, Runner runner, boolean flipped) {

    /**
     * A result and how it came about.
     *
     * @param tensor      the result
     * @param algorithm   {@code backend/algorithm}
     * @param explanation why that algorithm
     */
    public record Computed(Tensor tensor, String algorithm, String explanation) {
    }

    /**
     * {@return Y of a Conv node}
     *
     * @param attributes of the node
     * @param x          input
     * @param w          weights
     * @param bias       {@code [M]}, or null
     * @param activation what follows
     */
    public Computed conv(ConvAttributes attributes, Tensor x, Tensor w, Tensor bias, Activation activation) {
        ConvSpec spec = attributes.conv(channelsFirst(x.shape()), w.shape());
        return apply(Product.FORWARD, spec, w, epilogue(bias, spec.outChannels(), activation), x);
    }

    /**
     * {@return Y of a ConvTranspose node}
     *
     * @param attributes of the node
     * @param x          input
     * @param w          weights {@code [C, M/group, kernel...]}
     * @param bias       {@code [M]}, or null
     * @param activation what follows
     */
    public Computed convTranspose(ConvAttributes attributes, Tensor x, Tensor w, Tensor bias, Activation activation) {
        ConvSpec spec = attributes.convTranspose(channelsFirst(x.shape()), w.shape());
        return apply(Product.TRANSPOSE, spec, w, epilogue(bias, spec.inChannels(), activation), x);
    }

    /**
     * {@return Y and the present state of a CausalConvWithState node}
     *
     * @param x          input {@code [N, C, L]} in the layout of the options
     * @param w          weights {@code [C, 1, K]}
     * @param bias       {@code [C]}, or null
     * @param past       the past state {@code [N, C, K - 1]} in the layout of the options, or null for zeros
     * @param activation what follows
     */
    public Tensor[] causalConvWithState(Tensor x, Tensor w, Tensor bias, Tensor past, Activation activation) {
        int[] shape = channelsFirst(x.shape());
        int before = w.shape()[2] - 1;
        ConvSpec spec = ConvSpec.conv(shape[1], shape[1], shape[2]).kernel(before + 1)
                .padding(new int[]{before}, new int[]{0}).groups(shape[1]).batch(shape[0]).build();
        SignalStream stream = Plan.forward(spec, options).stream(Filter.of(w.values()),
                epilogue(bias, shape[1], activation));
        int[] stateShape = {shape[0], shape[1], before};
        if (options.layout() == Layout.NHWC) {
            stateShape = Tensor.channelsLast(stateShape);
        }
        if (past != null) {
            checkShape("past state", past, stateShape);
            stream.restore(Floats.of(past.values()));
        }
        Tensor y = Tensor.zeros("the result", x.shape());
        Tensor present = Tensor.zeros("the present state", stateShape);
        stream.process(x.values(), 0, shape[2], y.values(), 0, runner);
        stream.save(Floats.of(present.values()));
        return new Tensor[]{y, present};
    }

    /**
     * {@return dX of a Conv node}
     *
     * @param attributes of the node
     * @param x          shape of X, which the sizes of dY and W do not determine
     * @param w          weights
     * @param dy         gradient of Y
     */
    public Computed convBackwardData(ConvAttributes attributes, int[] x, Tensor w, Tensor dy) {
        ConvSpec spec = attributes.conv(channelsFirst(x), w.shape());
        checkShape("dY", dy, shape(spec, Product.FORWARD));
        return apply(Product.TRANSPOSE, spec, w, Epilogue.none(), dy);
    }

    /**
     * {@return dX of a ConvTranspose node}
     *
     * @param attributes of the node
     * @param x          shape of X
     * @param w          weights {@code [C, M/group, kernel...]}
     * @param dy         gradient of Y
     */
    public Computed convTransposeBackwardData(ConvAttributes attributes, int[] x, Tensor w, Tensor dy) {
        ConvSpec spec = attributes.convTranspose(channelsFirst(x), w.shape());
        checkShape("dY", dy, shape(spec, Product.TRANSPOSE));
        return apply(Product.FORWARD, spec, w, Epilogue.none(), dy);
    }

    /**
     * {@return dW of a Conv node}
     *
     * @param attributes of the node
     * @param x          input
     * @param w          shape of W
     * @param dy         gradient of Y
     */
    public Computed convBackwardWeights(ConvAttributes attributes, Tensor x, int[] w, Tensor dy) {
        ConvSpec spec = attributes.conv(channelsFirst(x.shape()), w);
        checkShape("dY", dy, shape(spec, Product.FORWARD));
        return weightGradient(spec, x, dy, w);
    }

    /**
     * {@return dW of a ConvTranspose node}
     *
     * @param attributes of the node
     * @param x          input
     * @param w          shape {@code [C, M/group, kernel...]} of W
     * @param dy         gradient of Y
     */
    public Computed convTransposeBackwardWeights(ConvAttributes attributes, Tensor x, int[] w, Tensor dy) {
        ConvSpec spec = attributes.convTranspose(channelsFirst(x.shape()), w);
        checkShape("dY", dy, shape(spec, Product.TRANSPOSE));
        return weightGradient(spec, dy, x, w);
    }

    /**
     * {@return dB of either node}
     *
     * @param dy gradient of Y
     */
    public Tensor biasGradient(Tensor dy) {
        int[] shape = channelsFirst(dy.shape());
        Tensor db = Tensor.zeros("dB", shape[1]);
        long positions = Arrays.stream(shape, 2, shape.length).asLongStream().reduce(1, (a, b) -> a * b);
        BiasGradient.run(Floats.of(dy.values()), shape[0], shape[1], positions, options.layout(), db.values());
        return db;
    }

    private Computed apply(Product product, ConvSpec spec, Tensor w, Epilogue epilogue, Tensor in) {
        Plan plan = product == Product.FORWARD ? Plan.forward(spec, options) : Plan.transpose(spec, options);
        Filter filter = Filter.of(w.values());
        Operator operator = plan.bind(flipped ? filter.flipped() : filter, epilogue);
        Tensor out = Tensor.zeros("the result", shape(spec, product));
        operator.run(in.values(), out.values(), runner);
        return new Computed(out, operator.algorithm(), operator.explain());
    }

    private Computed weightGradient(ConvSpec spec, Tensor x, Tensor y, int[] shape) {
        WeightGradient gradient = WeightGradient.of(spec, options);
        Tensor dw = Tensor.zeros("the result", shape);
        gradient.run(Floats.of(x.values()), Floats.of(y.values()), Floats.of(dw.values()), runner);
        if (flipped) {
            turn(dw.values(), (int) spec.taps());
        }
        return new Computed(dw, gradient.algorithm(), gradient.explain());
    }

    /** What the product writes, in the layout of the options. */
    private int[] shape(ConvSpec spec, Product product) {
        boolean forward = product == Product.FORWARD;
        List<Axis> axes = spec.axes();
        IntStream head = IntStream.of(spec.batch(), forward ? spec.outChannels() : spec.inChannels());
        int[] shape = IntStream.concat(head, axes.stream().mapToInt(forward ? Axis::out : Axis::in)).toArray();
        return options.layout() == Layout.NCHW ? shape : Tensor.channelsLast(shape);
    }

    private int[] channelsFirst(int[] shape) {
        return options.layout() == Layout.NCHW || shape.length < 2 ? shape : Tensor.channelsFirst(shape);
    }

    private static Epilogue epilogue(Tensor bias, int channels, Activation activation) {
        if (bias == null) {
            return Epilogue.none().then(activation);
        }
        checkShape("bias", bias, channels);
        return Epilogue.of(bias.values()).then(activation);
    }

    private static void checkShape(String name, Tensor tensor, int... shape) {
        if (!Arrays.equals(tensor.shape(), shape)) {
            throw new IllegalArgumentException(
                    name + " must have shape " + Arrays.toString(shape) + ", but has " + tensor);
        }
    }

    private static void turn(float[] weights, int taps) {
        for (int plane = 0; plane < weights.length; plane += taps) {
            for (int lo = plane, hi = plane + taps - 1; lo < hi; lo++, hi--) {
                float swap = weights[lo];
                weights[lo] = weights[hi];
                weights[hi] = swap;
            }
        }
    }
}
