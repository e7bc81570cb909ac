package lanewise.bench.nodes;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import lanewise.bench.onnx.ConvAttributes;
import lanewise.bench.onnx.PoolAttributes;
import lanewise.core.Layout;
import lanewise.core.PlanOptions;
import lanewise.core.Runner;
import lanewise.core.TensorFunction;
import lanewise.core.pooling.Pooling;
import lanewise.core.rearrange.BlockOrder;
import lanewise.core.rearrange.DepthToSpace;
import lanewise.core.rearrange.Shape;
import lanewise.core.rearrange.SpaceToDepth;
import lanewise.core.resize.Coordinates;
import lanewise.core.resize.Interpolation;
import lanewise.core.resize.Resize;
import lanewise.core.resize.ResizeSpec;
import lanewise.core.resize.ResizeSpecBuilder;
import lanewise.core.resize.Rounding;

/**
 * An operation without weights at one size.
 *
 * @param name       network and layer
 * @param op         ONNX operator, its opset 13 semantics
 * @param indices    whether a MaxPool writes indices, which every MaxUnpool reads
 * @param x          shape {@code [N, C, spatial...]} of the input
 * @param y          shape of the output
 * @param attributes of the node: lists of integers, integers and texts
 */
public record Node(String name, String op, boolean indices, int[] x, int[] y, Map<String, Object> attributes) {

    /** Pooling or unpooling; without attributes over all positions. */
    static Node pool(String name, String op, int[] x, int[] y, long... kernelStridePad) {
        Map<String, Object> attributes = new TreeMap<>();
        int axes = x.length - 2;
        if (kernelStridePad.length > 0) {
            attributes.put("kernel_shape", all(axes, kernelStridePad[0]));
            attributes.put("strides", all(axes, kernelStridePad[1]));
            attributes.put("pads", all(2 * axes, kernelStridePad[2]));
        }
        return new Node(name, op, op.equals("MaxUnpool"), x, y, attributes);
    }

    /** A Resize by nearest neighbours, those of whole scales, as frameworks export it. */
    static Node nearest(String name, int[] x, int[] y) {
        return new Node(name, "Resize", false, x, y, Map.of("mode", "nearest", "coordinate_transformation_mode",
                "asymmetric", "nearest_mode", "floor"));
    }

    /** A linear Resize. */
    static Node linear(String name, int[] x, int[] y, String coordinates) {
        return new Node(name, "Resize", false, x, y, Map.of("mode", "linear", "coordinate_transformation_mode",
                coordinates));
    }

    /** A DepthToSpace, as PyTorch's PixelShuffle. */
    static Node depthToSpace(String name, int[] x, int[] y) {
        return new Node(name, "DepthToSpace", false, x, y, Map.of("blocksize", (long) y[2] / x[2], "mode", "CRD"));
    }

    /** A SpaceToDepth. */
    static Node spaceToDepth(String name, int[] x, int[] y) {
        return new Node(name, "SpaceToDepth", false, x, y, Map.of("blocksize", (long) x[2] / y[2]));
    }

    /** {@return the same MaxPool with indices} */
    Node withIndices() {
        return new Node(name, op, true, x, y, attributes);
    }

    /**
     * {@return the function}
     *
     * @param options what is asked of its plan
     */
    public TensorFunction plan(PlanOptions options) {
        PoolAttributes pool = pool();
        int[] in = Arrays.copyOfRange(x, 2, x.length);
        return switch (op) {
            case "MaxPool" -> indices
                    ? Pooling.maxWithIndices(pool.pool(x), options)
                    : Pooling.max(pool.pool(x), options);
            case "AveragePool" -> Pooling.average(pool.pool(x), pool.includesPadding(), options);
            case "GlobalAveragePool" -> Pooling.globalAverage(x[0], x[1], in, options);
            case "MaxUnpool" ->
                Pooling.unpool(pool.unpool(x, Arrays.copyOfRange(y, 2, y.length)), options);
            case "Resize" -> Resize.of(resize(in), options);
            case "DepthToSpace" -> DepthToSpace.of(Shape.of(x[0], x[1], in),
                    BlockOrder.valueOf((String) attributes.get("mode")), options, block());
            case "SpaceToDepth" -> SpaceToDepth.of(Shape.of(x[0], x[1], in), BlockOrder.DCR, options, block());
            default -> throw new IllegalArgumentException("op must be an operator that is known, but is " + op);
        };
    }

    /** {@return elements read} */
    public int inElements() {
        return IntStream.of(x).reduce(1, Math::multiplyExact);
    }

    /** {@return elements written} */
    public int outElements() {
        return IntStream.of(y).reduce(1, Math::multiplyExact);
    }

    /** {@return number of indices read or written} */
    public int indexElements() {
        return !indices ? 0 : op.equals("MaxUnpool") ? inElements() : outElements();
    }

    /** {@return bytes read and written, once each} */
    public double bytes() {
        return (double) Float.BYTES * (inElements() + outElements() + indexElements());
    }

    /** {@return the input, the same every time} */
    public float[] input() {
        SplittableRandom random = new SplittableRandom(name.hashCode());
        float[] values = new float[inElements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (random.nextInt() >> 8) * 0x1p-23f;
        }
        return values;
    }

    /**
     * {@return indices that a MaxPool of random values gives a MaxUnpool to read, otherwise room for those written}
     *
     * @param layout order of the tensors
     */
    public int[] indices(Layout layout) {
        int[] found = new int[indexElements()];
        if (op.equals("MaxUnpool")) {
            Node pool = new Node(name, "MaxPool", true, y, x, attributes);
            pool.plan(PlanOptions.DEFAULTS.withLayout(layout)).run(pool.input(), new float[found.length], found,
                    Runner.sequential());
        }
        return found;
    }

    private PoolAttributes pool() {
        Map<String, long[]> lists = new TreeMap<>();
        attributes.forEach((attribute, value) -> {
            if (value instanceof long[] list) {
                lists.put(attribute, list);
            }
        });
        return new PoolAttributes(new ConvAttributes(lists, null));
    }

    private ResizeSpec resize(int[] in) {
        ResizeSpecBuilder builder = ResizeSpec.of(x[1], in).batch(x[0]).size(Arrays.copyOfRange(y, 2, y.length))
                .interpolation(Interpolation.valueOf(upper("mode")))
                .coordinates(Coordinates.valueOf(upper("coordinate_transformation_mode")));
        return (attributes.containsKey("nearest_mode")
                ? builder.rounding(Rounding.valueOf(upper("nearest_mode")))
                : builder).build();
    }

    private String upper(String attribute) {
        return ((String) attributes.get(attribute)).toUpperCase(Locale.ROOT);
    }

    private int block() {
        return Math.toIntExact((long) attributes.get("blocksize"));
    }

    private static long[] all(int count, long value) {
        long[] values = new long[count];
        Arrays.fill(values, value);
        return values;
    }
}
