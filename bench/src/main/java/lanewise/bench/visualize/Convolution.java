package lanewise.bench.visualize;

import lanewise.core.BiasGradient;
import lanewise.core.ConvSpec;
import lanewise.core.Epilogue;
import lanewise.core.Filter;
import lanewise.core.Floats;
import lanewise.core.Operator;
import lanewise.core.Plan;
import lanewise.core.PlanOptions;
import lanewise.core.Runner;
import lanewise.core.WeightGradient;

/** A layer planned for some images at once, what it read and wrote, and a signal on its way back. */
final class Convolution {
    private final Layer layer;
    private final ConvSpec spec;
    private final PlanOptions options;
    private final Runner runner;
    private final Plan forwardPlan;
    private final Plan transposePlan;
    private final WeightGradient weightGradient;
    private final float[] y;
    private final float[] signal;
    private final float[] below;
    private Operator forward;
    private Operator transpose;
    private float[] x;

    Convolution(Layer layer, int batch, PlanOptions options, Runner runner) {
        this.layer = layer;
        this.options = options;
        this.runner = runner;
        spec = layer.spec(batch);
        forwardPlan = Plan.forward(spec, options);
        transposePlan = Plan.transpose(spec, options);
        weightGradient = WeightGradient.of(spec, options);
        y = new float[(int) spec.outElements()];
        signal = new float[y.length];
        below = new float[(int) spec.inElements()];
    }

    /** Packs the weights as they are now. */
    void bind() {
        forward = forwardPlan.bind(Filter.of(layer.weights()), Epilogue.of(layer.bias()).then(layer.activation()));
        transpose = transposePlan.bind(Filter.of(layer.weights()));
    }

    /** {@return {@code y = activation(C x + b)}} */
    float[] forward(float[] input) {
        x = input;
        forward.run(x, y, runner);
        return y;
    }

    /** {@return {@code Cᵀ signal}, without a bias} */
    float[] transpose() {
        transpose.run(signal, below, runner);
        return below;
    }

    /** Gradients of what is learned, from the signal. */
    void gradients(float[] weights, float[] bias) {
        weightGradient.run(Floats.of(x), Floats.of(signal), Floats.of(weights), runner);
        BiasGradient.run(Floats.of(signal), spec.batch(), spec.outChannels(), spec.outPositions(), options.layout(),
                bias);
    }

    /** {@return what {@link #forward} wrote, {@code [batch, channels, rows, columns]}} */
    float[] y() {
        return y;
    }

    /** {@return what {@link #transpose} and {@link #gradients} read, as large as y} */
    float[] signal() {
        return signal;
    }
}
