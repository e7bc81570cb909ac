package lanewise.bench.nodes;

import java.util.Arrays;
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
import lanewise.core.pooling.PoolSpec;
import lanewise.core.pooling.Pooling;

/**
 * An operation without weights at one size.
 *
 * @param name       network and layer
 * @param op         ONNX operator, its opset 13 semantics
 * @param indices    whether a MaxPool writes indices, which every MaxUnpool reads
 * @param x          shape {@code [N, C, spatial...]} of the input
 * @param y          shape of the output
 * @param attributes of the node, integers
 */
public record Node(String name, String op, boolean indices, int[] x, int[] y, Map<String, long[]> attributes) {

    static Node of(String name, String op, int[] x, int[] y, long... kernelStridePad) {
        Map<String, long[]> attributes = new TreeMap<>();
        int axes = x.length - 2;
        if (kernelStridePad.length > 0) {
            attributes.put("kernel_shape", all(axes, kernelStridePad[0]));
            attributes.put("strides", all(axes, kernelStridePad[1]));
            attributes.put("pads", all(2 * axes, kernelStridePad[2]));
        }
        return new Node(name, op, op.equals("MaxUnpool"), x, y, attributes);
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
        PoolAttributes pool = new PoolAttributes(new ConvAttributes(attributes, null));
        int[] in = Arrays.copyOfRange(x, 2, x.length);
        return switch (op) {
            case "MaxPool" -> indices
                    ? Pooling.maxWithIndices(pool.pool(x), options)
                    : Pooling.max(pool.pool(x), options);
            case "AveragePool" -> Pooling.average(pool.pool(x), pool.includesPadding(), options);
            case "GlobalAveragePool" -> Pooling.globalAverage(x[0], x[1], in, options);
            case "MaxUnpool" -> Pooling.unpool(windows(), options);
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

    private PoolSpec windows() {
        return new PoolAttributes(new ConvAttributes(attributes, null)).unpool(x, Arrays.copyOfRange(y, 2, y.length));
    }

    private static long[] all(int count, long value) {
        long[] values = new long[count];
        Arrays.fill(values, value);
        return values;
    }
}
