package lanewise.bench.verify;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import lanewise.bench.onnx.ConvAttributes;
import lanewise.bench.onnx.ConvEngine;
import lanewise.bench.onnx.PoolAttributes;
import lanewise.bench.tensor.Tensor;
import lanewise.core.Axis;
import lanewise.core.Layout;
import lanewise.core.TensorFunction;
import lanewise.core.pooling.PoolSpec;
import lanewise.core.pooling.Pooling;

/** Pooling and unpooling. Cases count indices as NCHW lies in memory, the library as its tensors do. */
final class PoolingOperators {
    static final Map<String, Operators.Operator> ALL =
            Map.of("MaxPool", PoolingOperators::maxPool, "AveragePool", PoolingOperators::averagePool,
                    "GlobalAveragePool",
                    (one, engine) -> global(one, engine, true), "GlobalMaxPool",
                    (one, engine) -> global(one, engine, false), "MaxUnpool", PoolingOperators::maxUnpool);

    private PoolingOperators() {
    }

    private static Tensor[] maxPool(ConformanceCase one, ConvEngine engine) {
        PoolAttributes attributes = attributes(one);
        PoolSpec spec = attributes.pool(Operators.required(one, 0).shape());
        boolean columnMajor = attributes.columnMajor();
        Tensor x = Operators.in(one, 0, engine);
        Tensor y = result(spec, true, engine);
        if (one.outputs().size() < 2) {
            Pooling.max(spec, engine.options()).run(x.values(), y.values(), engine.runner());
            return Operators.outputs(Operators.out(y, engine));
        }
        int[] indices = new int[y.values().length];
        Pooling.maxWithIndices(spec, engine.options()).run(x.values(), y.values(), indices, engine.runner());
        Tensor positions = new Tensor(y.shape(), new float[indices.length]);
        for (int i = 0; i < indices.length; i++) {
            int index = indices[i] < 0 ? indices[i] : fromMemory(indices[i], spec, engine.options().layout());
            positions.values()[i] = columnMajor ? columnMajor(index, spec) : index;
        }
        return Operators.outputs(Operators.out(y, engine), Operators.out(positions, engine));
    }

    private static Tensor[] averagePool(ConformanceCase one, ConvEngine engine) {
        PoolAttributes attributes = attributes(one);
        PoolSpec spec = attributes.pool(Operators.required(one, 0).shape());
        Tensor x = Operators.in(one, 0, engine);
        Tensor y = result(spec, true, engine);
        Pooling.average(spec, attributes.includesPadding(), engine.options()).run(x.values(), y.values(),
                engine.runner());
        return Operators.outputs(Operators.out(y, engine));
    }

    private static Tensor[] global(ConformanceCase one, ConvEngine engine, boolean average) {
        int[] shape = Operators.required(one, 0).shape();
        int[] in = Arrays.copyOfRange(shape, 2, shape.length);
        TensorFunction function = average
                ? Pooling.globalAverage(shape[0], shape[1], in, engine.options())
                : Pooling.globalMax(shape[0], shape[1], in, engine.options());
        int[] pooled = shape.clone();
        Arrays.fill(pooled, 2, pooled.length, 1);
        Tensor y = Tensor.zeros("the result", pooled);
        function.run(Operators.in(one, 0, engine).values(), y.values(), engine.runner());
        return Operators.outputs(y);
    }

    private static Tensor[] maxUnpool(ConformanceCase one, ConvEngine engine) {
        Tensor values = Operators.required(one, 0);
        Tensor positions = Operators.required(one, 1);
        if (!Arrays.equals(values.shape(), positions.shape())) {
            throw new IllegalArgumentException("I must have the shape " + values + " of X, but has " + positions);
        }
        Tensor sizes = one.input(2);
        int[] given = sizes == null ? null : new int[Math.max(sizes.values().length - 2, 0)];
        for (int i = 0; given != null && i < given.length; i++) {
            given[i] = (int) sizes.values()[2 + i];
        }
        PoolSpec spec = attributes(one).unpool(values.shape(), given);
        Tensor laid = Operators.in(one, 1, engine);
        int[] indices = new int[laid.values().length];
        for (int i = 0; i < indices.length; i++) {
            int index = (int) laid.values()[i];
            boolean inside = index >= 0 && index < spec.inElements();
            indices[i] = inside ? toMemory(index, spec, engine.options().layout()) : index;
        }
        Tensor x = result(spec, false, engine);
        Pooling.unpool(spec, engine.options()).run(Operators.in(one, 0, engine).values(), x.values(), indices,
                engine.runner());
        return Operators.outputs(Operators.out(x, engine));
    }

    private static PoolAttributes attributes(ConformanceCase one) {
        ConvAttributes node = one.attributes(Set.of());
        return new PoolAttributes(node);
    }

    /** Zeros of the shape of y, or of x, in the engine's layout. */
    private static Tensor result(PoolSpec spec, boolean pooled, ConvEngine engine) {
        int[] shape = new int[2 + spec.axes().size()];
        shape[0] = spec.batch();
        shape[1] = spec.channels();
        for (int i = 2; i < shape.length; i++) {
            Axis axis = spec.axes().get(i - 2);
            shape[i] = pooled ? axis.out() : axis.in();
        }
        return Tensor.zeros("the result",
                engine.options().layout() == Layout.NCHW ? shape : Tensor.channelsLast(shape));
    }

    private static int positions(PoolSpec spec) {
        return (int) (spec.inElements() / spec.batch() / spec.channels());
    }

    /** The position in an NCHW tensor of an element of x. */
    private static int fromMemory(int index, PoolSpec spec, Layout layout) {
        int channels = spec.channels();
        int positions = positions(spec);
        return layout == Layout.NCHW
                ? index
                : (index / (channels * positions) * channels + index % channels) * positions
                        + index / channels % positions;
    }

    /** Where an element of an NCHW tensor x is. */
    private static int toMemory(int index, PoolSpec spec, Layout layout) {
        int channels = spec.channels();
        int positions = positions(spec);
        return layout == Layout.NCHW
                ? index
                : (index / (channels * positions) * positions + index % positions) * channels
                        + index / positions % channels;
    }

    /** The position in an NCHW tensor whose spatial axes are stored first one fastest. */
    private static int columnMajor(int index, PoolSpec spec) {
        int positions = positions(spec);
        int rest = index % positions;
        int moved = 0;
        for (Axis axis : spec.axes().reversed()) {
            moved = moved * axis.in() + rest % axis.in();
            rest /= axis.in();
        }
        return index - index % positions + moved;
    }
}
