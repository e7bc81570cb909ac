package lanewise.bench.verify;

import java.util.Arrays;
import java.util.Map;
import lanewise.bench.onnx.ConvEngine;
import lanewise.bench.onnx.ResizeNode;
import lanewise.bench.tensor.Tensor;
import lanewise.core.ConvSpec;
import lanewise.core.Layout;
import lanewise.core.TensorFunction;
import lanewise.core.rearrange.BlockOrder;
import lanewise.core.rearrange.Col2Im;
import lanewise.core.rearrange.DepthToSpace;
import lanewise.core.rearrange.Shape;
import lanewise.core.rearrange.SpaceToDepth;
import tools.jackson.databind.JsonNode;

/** Operators that resize and move; integers in float32. */
final class ResizeOperators {
    static final Map<String, Operators.Operator> ALL = Map.of("Resize", ResizeOperators::resize, "Upsample",
            ResizeOperators::upsample, "DepthToSpace", ResizeOperators::depthToSpace, "SpaceToDepth",
            ResizeOperators::spaceToDepth, "Col2Im", ResizeOperators::col2Im);

    private static final int FIRST_WITH_ROI = 11;

    private ResizeOperators() {
    }

    private static Tensor[] resize(ConformanceCase one, ConvEngine engine) {
        boolean old = one.opset() < FIRST_WITH_ROI;
        return run(one, engine, old, old ? new float[0] : values(one, 1), values(one, old ? 1 : 2), values(one, 3));
    }

    private static Tensor[] upsample(ConformanceCase one, ConvEngine engine) {
        JsonNode scales = one.attribute("scales");
        float[] given = new float[scales.size()];
        for (int i = 0; i < given.length; i++) {
            given[i] = (float) scales.path(i).asDouble();
        }
        return run(one, engine, true, new float[0], scales.isArray() ? given : values(one, 1), new float[0]);
    }

    private static Tensor[] run(ConformanceCase one, ConvEngine engine, boolean old, float[] roi, float[] scales,
            float[] sizes) {
        ResizeNode node = old ? new ResizeNode().old() : new ResizeNode();
        one.attributes().forEach((name, value) -> {
            if (name.equals("axes")) {
                node.axes(ints(value));
            } else if (value.isString()) {
                node.set(name, value.stringValue());
            } else if (!name.equals("scales")) {
                node.set(name, (float) value.asDouble());
            }
        });
        ElementType type = one.inputType(0);
        if (type.integer()) {
            node.integers(type.least(), type.greatest());
        }
        return new Tensor[]{node.run(Operators.required(one, 0), roi, scales, ints(sizes), engine.options(),
                engine.runner())};
    }

    private static Tensor[] depthToSpace(ConformanceCase one, ConvEngine engine) {
        Tensor x = Operators.required(one, 0);
        String mode = one.attribute("mode").stringValue("DCR");
        if (!mode.equals("DCR") && !mode.equals("CRD")) {
            throw new IllegalArgumentException("mode must be DCR or CRD, but is " + mode);
        }
        int block = blockSize(one);
        TensorFunction function = DepthToSpace.of(shape(x), BlockOrder.valueOf(mode), engine.options(), block);
        return moved(one, engine, function, x.shape()[0], x.shape()[1] / block / block, x.shape()[2] * block,
                x.shape()[3] * block);
    }

    private static Tensor[] spaceToDepth(ConformanceCase one, ConvEngine engine) {
        Tensor x = Operators.required(one, 0);
        int block = blockSize(one);
        TensorFunction function = SpaceToDepth.of(shape(x), BlockOrder.DCR, engine.options(), block);
        return moved(one, engine, function, x.shape()[0], x.shape()[1] * block * block, x.shape()[2] / block,
                x.shape()[3] / block);
    }

    private static int blockSize(ConformanceCase one) {
        return one.attribute("blocksize").intValue();
    }

    private static Shape shape(Tensor x) {
        if (x.rank() != 4) {
            throw new IllegalArgumentException("X must have 4 dimensions, but has shape " + x);
        }
        return Shape.of(x.shape()[0], x.shape()[1], x.shape()[2], x.shape()[3]);
    }

    private static Tensor[] moved(ConformanceCase one, ConvEngine engine, TensorFunction function, int... shape) {
        boolean last = engine.options().layout() == Layout.NHWC;
        Tensor y = Tensor.zeros("Y", last ? Tensor.channelsLast(shape) : shape);
        function.run(Operators.in(one, 0, engine).values(), y.values(), engine.runner());
        return new Tensor[]{Operators.out(y, engine)};
    }

    private static Tensor[] col2Im(ConformanceCase one, ConvEngine engine) {
        Tensor columns = Operators.required(one, 0);
        int[] image = ints(values(one, 1));
        int[] block = ints(values(one, 2));
        if (columns.rank() != 3 || image.length != block.length) {
            throw new IllegalArgumentException(
                    "X must have 3 dimensions, image_shape and block_shape as many each, but "
                            + "have " + columns.rank() + ", " + image.length + " and " + block.length);
        }
        int taps = Arrays.stream(block).reduce(1, (a, b) -> a * b);
        int rows = columns.shape()[1];
        if (taps == 0 || rows == 0 || rows % taps != 0) {
            throw new IllegalArgumentException(
                    "channels of X must be a multiple of the " + taps + " of block_shape, but are " + rows);
        }
        int axes = image.length;
        int[] pads = list(one, "pads", 2 * axes, 0);
        int channels = rows / taps;
        ConvSpec spec = ConvSpec.conv(channels, 1, image).batch(columns.shape()[0]).kernel(block)
                .stride(list(one, "strides", axes, 1)).dilation(list(one, "dilations", axes, 1))
                .padding(Arrays.copyOf(pads, axes), Arrays.copyOfRange(pads, axes, 2 * axes)).build();
        if (columns.shape()[2] != spec.outPositions()) {
            throw new IllegalArgumentException(
                    "X must have " + spec.outPositions() + " columns for this image_shape, but has shape " + columns);
        }
        boolean last = engine.options().layout() == Layout.NHWC;
        float[] x = last ? channelsLast(columns, channels, taps) : columns.values();
        int[] shape = new int[axes + 2];
        shape[0] = columns.shape()[0];
        shape[1] = channels;
        System.arraycopy(image, 0, shape, 2, axes);
        Tensor y = Tensor.zeros("Y", last ? Tensor.channelsLast(shape) : shape);
        Col2Im.of(spec, engine.options()).run(x, y.values(), engine.runner());
        return new Tensor[]{Operators.out(y, engine)};
    }

    /** {@code [N, C·taps, L]} as {@code [N, L, taps·C]}. */
    private static float[] channelsLast(Tensor columns, int channels, int taps) {
        int length = columns.shape()[2];
        float[] last = new float[columns.values().length];
        for (int i = 0; i < last.length; i++) {
            int row = i / length % (channels * taps);
            int image = i / length / (channels * taps);
            last[((image * length + i % length) * taps + row % taps) * channels + row / taps] = columns.values()[i];
        }
        return last;
    }

    private static int[] list(ConformanceCase one, String name, int count, int fallback) {
        JsonNode given = one.attribute(name);
        int[] list = new int[count];
        Arrays.fill(list, fallback);
        if (given.isArray() && !given.isEmpty()) {
            if (given.size() != count) {
                throw new IllegalArgumentException(name + " must have " + count + " values, but has " + given.size());
            }
            return ints(given);
        }
        return list;
    }

    /** The values of an input, none of one that is absent. */
    private static float[] values(ConformanceCase one, int index) {
        Tensor input = one.input(index);
        return input == null ? new float[0] : input.values();
    }

    private static int[] ints(float[] values) {
        int[] ints = new int[values.length];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = (int) values[i];
        }
        return ints;
    }

    private static int[] ints(JsonNode values) {
        int[] ints = new int[values.size()];
        Arrays.setAll(ints, i -> values.path(i).intValue());
        return ints;
    }
}
