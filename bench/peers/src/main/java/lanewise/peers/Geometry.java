package lanewise.peers;

import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.LongStream;
import lanewise.bench.layers.Layer;
import lanewise.core.Axis;
import lanewise.core.ConvSpec;
import lanewise.core.Layout;
import lanewise.core.Product;

/**
 * A layer in the terms that all engines share. A signal is a plane of one row: engines have their fastest kernels for
 * planes.
 *
 * @param transposed    whether it is a transposed convolution
 * @param in            {@code [N, C, spatial...]} of the tensor that is read
 * @param out           {@code [N, C, spatial...]} of the tensor that is written
 * @param weights       shape of the weights: {@code [M, C/groups, kernel...]}, transposed {@code [C, M/groups, kernel...]}
 * @param stride        per axis
 * @param dilation      per axis, 1 for neighbouring taps
 * @param padLo         per axis
 * @param padHi         per axis
 * @param outputPadding per axis, zeros for a convolution
 * @param groups        number of groups
 */
record Geometry(boolean transposed, long[] in, long[] out, long[] weights, long[] stride, long[] dilation, long[] padLo,
        long[] padHi, long[] outputPadding, int groups) {

    static Geometry of(Layer layer) {
        ConvSpec spec = layer.spec();
        boolean transposed = layer.product() == Product.TRANSPOSE;
        List<Axis> axes = spec.rank() == 1 ? spec.threeAxes().subList(1, 3) : spec.axes();
        long[] x = join(spec.batch(), spec.inChannels(), each(axes, Axis::in));
        long[] y = join(spec.batch(), spec.outChannels(), each(axes, Axis::out));
        return new Geometry(transposed, transposed ? y : x, transposed ? x : y,
                join(spec.outChannels(), spec.inChannelsPerGroup(), each(axes, Axis::kernel)), each(axes, Axis::stride),
                each(axes, Axis::dilation), each(axes, Axis::padLo), each(axes, Axis::padHi),
                each(axes, axis -> transposed ? Math.toIntExact(axis.slack()) : 0), spec.groups());
    }

    int rank() {
        return stride.length;
    }

    long[] kernel() {
        return LongStream.of(weights).skip(2).toArray();
    }

    /** {@return elements of a tensor of a shape} */
    static int elements(long[] shape) {
        return Math.toIntExact(LongStream.of(shape).reduce(1, Math::multiplyExact));
    }

    /** Elements between neighbours on each of {@code [N, C, spatial...]}. */
    static long[] strides(long[] shape, Layout layout) {
        long[] strides = new long[shape.length];
        int[] order = new int[shape.length];
        for (int i = 0; i < shape.length; i++) {
            boolean last = i == shape.length - 1;
            order[i] = layout == Layout.NCHW || i == 0 ? i : last ? 1 : i + 1;
        }
        long stride = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            strides[order[i]] = stride;
            stride *= shape[order[i]];
        }
        return strides;
    }

    private static long[] each(List<Axis> axes, ToIntFunction<Axis> value) {
        return axes.stream().mapToLong(value::applyAsInt).toArray();
    }

    private static long[] join(long first, long second, long[] others) {
        return LongStream.concat(LongStream.of(first, second), LongStream.of(others)).toArray();
    }
}
