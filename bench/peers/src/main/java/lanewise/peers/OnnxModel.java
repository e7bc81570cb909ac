package lanewise.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import lanewise.bench.layers.LayerData;
import lanewise.core.Activation;
import lanewise.core.Layout;

/**
 * A layer as an ONNX model: the input is an input of the graph, so nothing can be computed beforehand, the weights are
 * constants of it. ONNX knows NCHW only; NHWC tensors are transposed on both sides.
 *
 * <p>The numbers are those of the fields in {@code onnx.proto}.
 */
final class OnnxModel {
    /** Name of the graph's input. */
    static final String INPUT = "x";
    /** Name of the graph's output. */
    static final String OUTPUT = "y";

    private static final int IR_VERSION = 8;
    private static final int OPSET = 13;
    static final int FLOAT = 1;
    static final int INT64 = 7;
    private static final int ATTRIBUTE_FLOAT = 1;
    private static final int ATTRIBUTE_INT = 2;
    private static final int ATTRIBUTE_STRING = 3;
    private static final int ATTRIBUTE_INTS = 7;

    private final Protobuf graph = new Protobuf();
    private final List<Node> nodes = new ArrayList<>();

    private OnnxModel() {
    }

    static byte[] of(Geometry geometry, LayerData data, Layout layout) {
        OnnxModel model = new OnnxModel();
        model.addLayer(geometry, data, layout == Layout.NHWC);
        for (int i = 0; i < model.nodes.size(); i++) {
            model.graph.put(1, model.nodes.get(i).message(i == 0 ? INPUT : "v" + i,
                    i == model.nodes.size() - 1 ? OUTPUT : "v" + (i + 1)));
        }
        model.graph.put(2, "layer").put(11, valueInfo(INPUT, FLOAT, shape(geometry.in(), layout))).put(12,
                valueInfo(OUTPUT, FLOAT, shape(geometry.out(), layout)));
        return message(model.graph);
    }

    /** {@return a model of a graph} */
    static byte[] message(Protobuf graph) {
        return new Protobuf().put(1, IR_VERSION).put(7, graph).put(8, new Protobuf().put(1, "").put(2, OPSET)).bytes();
    }

    /** {@return the shape in memory} */
    static long[] shape(long[] shape, Layout layout) {
        return layout == Layout.NCHW
                ? shape
                : LongStream.of(channelsLast(shape.length)).map(i -> shape[(int) i]).toArray();
    }

    private void addLayer(Geometry geometry, LayerData data, boolean channelsLast) {
        if (channelsLast) {
            node("Transpose", List.of(ints("perm", channelsFirst(geometry.in().length))));
        }
        List<Protobuf> attributes = new ArrayList<>(List.of(ints("kernel_shape", geometry.kernel()),
                ints("strides", geometry.stride()), ints("dilations", geometry.dilation()),
                ints("pads", LongStream.concat(LongStream.of(geometry.padLo()), LongStream.of(geometry.padHi()))
                        .toArray()),
                attribute("group", ATTRIBUTE_INT).put(3, geometry.groups())));
        if (geometry.transposed()) {
            attributes.add(ints("output_padding", geometry.outputPadding()));
        }
        List<String> constants = new ArrayList<>(List.of(constant("w", data.weights(), geometry.weights())));
        float[] bias = Bias.of(data.epilogue());
        if (bias != null) {
            constants.add(constant("b", bias, bias.length));
        }
        node(geometry.transposed() ? "ConvTranspose" : "Conv", attributes, constants.toArray(String[]::new));
        switch (data.epilogue().activation()) {
            case Activation.Identity _ -> {
            }
            case Activation.Relu _ -> node("Relu", List.of());
            case Activation.LeakyRelu leaky ->
                node("LeakyRelu", List.of(attribute("alpha", ATTRIBUTE_FLOAT).put(2, leaky.slope())));
            case Activation.Clip clip -> node("Clip", List.of(),
                    constant("lo", new float[]{clip.lo()}), constant("hi", new float[]{clip.hi()}));
            default -> throw new IllegalArgumentException("cannot apply " + data.epilogue().activation());
        }
        if (channelsLast) {
            node("Transpose", List.of(ints("perm", channelsLast(geometry.in().length))));
        }
    }

    private void node(String op, List<Protobuf> attributes, String... constants) {
        nodes.add(new Node(op, attributes, List.of(constants)));
    }

    /** An operation on the value before it and constants. */
    private record Node(String op, List<Protobuf> attributes, List<String> constants) {
        Protobuf message(String input, String output) {
            Protobuf node = new Protobuf().put(1, input);
            constants.forEach(constant -> node.put(1, constant));
            node.put(2, output).put(3, output).put(4, op);
            attributes.forEach(attribute -> node.put(5, attribute));
            return node;
        }
    }

    private String constant(String name, float[] elements, long... shape) {
        Protobuf tensor = new Protobuf();
        LongStream.of(shape).forEach(size -> tensor.put(1, size));
        graph.put(5, tensor.put(2, FLOAT).put(8, name).put(9, Protobuf.bytes(elements)));
        return name;
    }

    private static Protobuf attribute(String name, int type) {
        return new Protobuf().put(1, name).put(20, type);
    }

    static Protobuf ints(String name, long... elements) {
        Protobuf attribute = attribute(name, ATTRIBUTE_INTS);
        LongStream.of(elements).forEach(element -> attribute.put(8, element));
        return attribute;
    }

    /** {@return an attribute that is a list of integers, an integer or a text} */
    static Protobuf attributeOf(String name, Object value) {
        return switch (value) {
            case long[] list -> ints(name, list);
            case Long integer -> attribute(name, ATTRIBUTE_INT).put(3, integer);
            case String text -> attribute(name, ATTRIBUTE_STRING).put(4, text);
            default -> throw new IllegalArgumentException(name + " must be integers or a text, but is " + value);
        };
    }

    /** {@return a constant of integers} */
    static Protobuf integers(String name, long... elements) {
        Protobuf tensor = new Protobuf().put(1, (long) elements.length).put(2, INT64);
        LongStream.of(elements).forEach(element -> tensor.put(7, element));
        return tensor.put(8, name);
    }

    static Protobuf valueInfo(String name, int elements, long... shape) {
        Protobuf sizes = new Protobuf();
        LongStream.of(shape).forEach(size -> sizes.put(1, new Protobuf().put(1, size)));
        Protobuf type = new Protobuf().put(1, new Protobuf().put(1, elements).put(2, sizes));
        return new Protobuf().put(1, name).put(2, type);
    }

    /** {@return the permutation from NCHW to NHWC} */
    private static long[] channelsLast(int rank) {
        return LongStream.range(0, rank).map(i -> i == 0 ? 0 : i == rank - 1 ? 1 : i + 1).toArray();
    }

    /** {@return the permutation from NHWC to NCHW} */
    private static long[] channelsFirst(int rank) {
        return LongStream.range(0, rank).map(i -> i == 0 ? 0 : i == 1 ? rank - 1 : i - 1).toArray();
    }
}
