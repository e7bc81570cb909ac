package lanewise.bench.verify;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lanewise.bench.onnx.ConvAttributes;
import lanewise.bench.onnx.ConvEngine;
import lanewise.bench.tensor.Tensor;
import lanewise.core.Activation;
import lanewise.core.Layout;
import tools.jackson.databind.JsonNode;

/** The operators whose cases can be run, each as the calls that an engine would make. */
final class Operators {
    private static final Set<String> GRADIENT_SHAPES = Set.of("input_shape", "weight_shape");
    private static final Set<String> FUSED = Set.of("activation", "activation_params");
    private static final Map<String, Operator> CONVOLUTIONS = Map.of("Conv", Operators::conv, "ConvTranspose",
            Operators::convTranspose, "FusedConv", Operators::fusedConv, "NhwcConv", Operators::nhwcConv, "ConvGrad",
            Operators::convGrad, "ConvTransposeGrad", Operators::convTransposeGrad, "SeparableConv",
            Operators::separableConv, "CausalConvWithState", Operators::causalConvWithState);
    private static final Map<String, Operator> ALL = Stream.of(CONVOLUTIONS, PoolingOperators.ALL, ResizeOperators.ALL)
            .flatMap(operators -> operators.entrySet().stream())
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private Operators() {
    }

    /** Outputs of a case, in its layout; null where it expects none. */
    interface Operator {
        Tensor[] run(ConformanceCase one, ConvEngine engine);
    }

    /** What of a case is not supported, or null. */
    static String unsupported(ConformanceCase one) {
        if (!ALL.containsKey(one.operator())) {
            return "operator " + one.operator() + " is not supported";
        }
        if (one.unreadableType() != null) {
            return "tensors of " + one.unreadableType() + " are not supported";
        }
        return activation(one) != null
                ? null
                : "activation " + one.attribute("activation").stringValue("") + " is not supported";
    }

    static Tensor[] run(ConformanceCase one, ConvEngine engine) {
        return ALL.get(one.operator()).run(one, engine);
    }

    private static Tensor[] conv(ConformanceCase one, ConvEngine engine) {
        Tensor y = engine.conv(one.attributes(Set.of()), in(one, 0, engine), required(one, 1), one.input(2),
                Activation.none()).tensor();
        return outputs(out(y, engine));
    }

    private static Tensor[] convTranspose(ConformanceCase one, ConvEngine engine) {
        Tensor y = engine.convTranspose(one.attributes(Set.of()), in(one, 0, engine), required(one, 1), one.input(2),
                Activation.none()).tensor();
        return outputs(out(y, engine));
    }

    private static Tensor[] nhwcConv(ConformanceCase one, ConvEngine engine) {
        Tensor x = required(one, 0);
        Tensor y = engine.conv(one.attributes(Set.of()),
                engine.options().layout() == Layout.NHWC ? x : x.channelsFirst(), required(one, 1).channelsFirst(),
                one.input(2), Activation.none()).tensor();
        return outputs(engine.options().layout() == Layout.NHWC ? y : y.channelsLast());
    }

    private static Tensor[] fusedConv(ConformanceCase one, ConvEngine engine) {
        Activation activation = activation(one);
        Tensor added = one.input(3);
        Tensor y = out(engine.conv(one.attributes(FUSED), in(one, 0, engine), required(one, 1), one.input(2),
                added == null ? activation : Activation.none()).tensor(), engine);
        if (added != null) {
            if (!Arrays.equals(added.shape(), y.shape())) {
                throw new IllegalArgumentException("Z must have shape " + y + ", but has " + added);
            }
            for (int i = 0; i < y.values().length; i++) {
                y.values()[i] = activation.apply(y.values()[i] + added.values()[i]);
            }
        }
        return outputs(y);
    }

    private static Tensor[] separableConv(ConformanceCase one, ConvEngine engine) {
        Tensor depthwise = engine.conv(one.attributes(Set.of()), in(one, 0, engine), required(one, 1), null,
                Activation.none()).tensor();
        Tensor y = engine.conv(ConvAttributes.none(), depthwise, required(one, 2), null, Activation.none()).tensor();
        return outputs(out(y, engine));
    }

    private static Tensor[] causalConvWithState(ConformanceCase one, ConvEngine engine) {
        Tensor past = one.input(3) == null ? null : in(one, 3, engine);
        Tensor[] results = engine.causalConvWithState(in(one, 0, engine), required(one, 1), one.input(2), past,
                activation(one));
        return outputs(out(results[0], engine), out(results[1], engine));
    }

    private static Tensor[] convGrad(ConformanceCase one, ConvEngine engine) {
        ConvAttributes attributes = one.attributes(GRADIENT_SHAPES);
        Tensor w = one.input(1);
        Tensor dy = in(one, 3, engine);
        Tensor dx = w == null
                ? null
                : engine.convBackwardData(attributes, shapeOfX(one, engine), w, dy).tensor();
        Tensor dw = one.input(0) == null
                ? null
                : engine.convBackwardWeights(attributes, in(one, 0, engine), shapeOfW(one), dy).tensor();
        return outputs(out(dx, engine), dw, engine.biasGradient(dy));
    }

    private static Tensor[] convTransposeGrad(ConformanceCase one, ConvEngine engine) {
        ConvAttributes attributes = one.attributes(GRADIENT_SHAPES);
        Tensor w = one.input(1);
        Tensor dy = in(one, 3, engine);
        Tensor dx = w == null
                ? null
                : engine.convTransposeBackwardData(attributes, shapeOfX(one, engine), w, dy).tensor();
        Tensor dw = one.input(0) == null
                ? null
                : engine.convTransposeBackwardWeights(attributes, in(one, 0, engine), shapeOfW(one), dy).tensor();
        return outputs(out(dx, engine), dw, engine.biasGradient(dy));
    }

    private static int[] shapeOfX(ConformanceCase one, ConvEngine engine) {
        int[] shape = shape(one, 0, "input_shape");
        return engine.options().layout() == Layout.NCHW ? shape : Tensor.channelsLast(shape);
    }

    private static int[] shapeOfW(ConformanceCase one) {
        return shape(one, 1, "weight_shape");
    }

    private static int[] shape(ConformanceCase one, int input, String attribute) {
        Tensor given = one.input(input);
        if (given != null) {
            return given.shape();
        }
        JsonNode sizes = one.attribute(attribute);
        int[] shape = new int[sizes.size()];
        Arrays.setAll(shape, i -> sizes.path(i).intValue());
        return shape;
    }

    /** The activation of a node that has one, none elsewhere, null for one that the library does not have. */
    private static Activation activation(ConformanceCase one) {
        JsonNode parameters = one.attribute("activation_params");
        return switch (one.attribute("activation").stringValue("")) {
            case "", "none" -> Activation.none();
            case "silu", "swish" -> Activation.silu();
            case "Relu" -> Activation.relu();
            case "LeakyRelu" -> Activation.leakyRelu((float) parameters.path(0).asDouble(0.01));
            case "Clip" -> Activation.clip((float) parameters.path(0).asDouble(-Float.MAX_VALUE),
                    (float) parameters.path(1).asDouble(Float.MAX_VALUE));
            default -> null;
        };
    }

    static Tensor required(ConformanceCase one, int index) {
        Tensor tensor = one.input(index);
        if (tensor == null) {
            throw new IllegalArgumentException("input " + index + " must be given, but is absent");
        }
        return tensor;
    }

    /** A tensor {@code [N, C, spatial...]} in the engine's layout. */
    static Tensor in(ConformanceCase one, int index, ConvEngine engine) {
        Tensor tensor = required(one, index);
        boolean move = engine.options().layout() == Layout.NHWC && tensor.rank() > 2;
        return move ? tensor.channelsLast() : tensor;
    }

    static Tensor out(Tensor tensor, ConvEngine engine) {
        return tensor == null || engine.options().layout() == Layout.NCHW ? tensor : tensor.channelsFirst();
    }

    static Tensor[] outputs(Tensor... tensors) {
        return tensors;
    }
}
