package lanewise.bench.onnx;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import lanewise.bench.tensor.Tensor;
import lanewise.core.Layout;
import lanewise.core.PlanOptions;
import lanewise.core.Runner;
import lanewise.core.TensorFunction;
import lanewise.core.resize.AspectRatio;
import lanewise.core.resize.Coordinates;
import lanewise.core.resize.Interpolation;
import lanewise.core.resize.Resize;
import lanewise.core.resize.ResizeAxis;
import lanewise.core.resize.ResizeSpec;
import lanewise.core.resize.ResizeSpecBuilder;
import lanewise.core.resize.Rounding;

/**
 * An ONNX Resize or Upsample node. It may resize any dimensions; runs of up to three neighbours that change are resized
 * together, those before them are images and channels, those behind them channels that come last.
 */
public final class ResizeNode {
    private static final int MOST_AXES = 3;

    private Interpolation interpolation = Interpolation.NEAREST;
    private Coordinates coordinates = Coordinates.HALF_PIXEL;
    private Rounding rounding = Rounding.ROUND_PREFER_FLOOR;
    private AspectRatio aspectRatio = AspectRatio.STRETCH;
    private boolean roundingByScale;
    private boolean excludeOutside;
    private boolean antialias;
    private float cubicCoefficient = -0.75f;
    private float extrapolationValue;
    private int[] axes;
    private DoubleUnaryOperator toInteger;

    /** A node of the newest version that sets no attribute. */
    public ResizeNode() {
    }

    /**
     * A node of version 10 or an Upsample: coordinates without halves, nearest ones rounded down, up where a dimension shrinks.
     *
     * @return this
     */
    public ResizeNode old() {
        coordinates = Coordinates.ASYMMETRIC;
        roundingByScale = true;
        return this;
    }

    /**
     * Sets an attribute whose value is text.
     *
     * @param name  its name
     * @param value its value
     * @return this
     * @throws IllegalArgumentException for an unknown name or value
     */
    public ResizeNode set(String name, String value) {
        switch (name) {
            case "mode" -> interpolation = named(Interpolation.values(), name, value);
            case "coordinate_transformation_mode" -> coordinates = named(Coordinates.values(), name, value);
            case "nearest_mode" -> rounding = named(Rounding.values(), name, value);
            case "keep_aspect_ratio_policy" -> aspectRatio = named(AspectRatio.values(), name, value);
            default -> throw new IllegalArgumentException("attribute " + name + " is unknown");
        }
        return this;
    }

    /**
     * Sets an attribute whose value is a number.
     *
     * @param name  its name
     * @param value its value
     * @return this
     * @throws IllegalArgumentException for an unknown name
     */
    public ResizeNode set(String name, float value) {
        switch (name) {
            case "antialias" -> antialias = value != 0;
            case "exclude_outside" -> excludeOutside = value != 0;
            case "cubic_coeff_a" -> cubicCoefficient = value;
            case "extrapolation_value" -> extrapolationValue = value;
            default -> throw new IllegalArgumentException("attribute " + name + " is unknown");
        }
        return this;
    }

    /**
     * Sets {@code axes}.
     *
     * @param values dimensions that scales, sizes and roi are about, negative ones from the end
     * @return this
     */
    public ResizeNode axes(int... values) {
        axes = values.clone();
        return this;
    }

    /**
     * Makes integers of sums, as ONNX Runtime does: with antialias after every dimension, the last one first, halves up;
     * otherwise at the end, towards 0.
     *
     * @param least    of the type
     * @param greatest of the type
     * @return this
     */
    public ResizeNode integers(float least, float greatest) {
        toInteger = value -> Math.clamp((float) (antialias
                ? Math.floor(value + 0.5)
                : value < 0 ? Math.ceil(value) : Math.floor(value)), least, greatest);
        return this;
    }

    /**
     * Runs the node.
     *
     * @param x       input, channels not moved
     * @param roi     or empty
     * @param scales  or empty
     * @param sizes   or empty
     * @param options of the plan, whose layout the tensors of every run have
     * @param runner  who executes
     * @return output, of the rank of x
     * @throws IllegalArgumentException naming what does not fit
     */
    public Tensor run(Tensor x, float[] roi, float[] scales, int[] sizes, PlanOptions options, Runner runner) {
        int[] of = normalAxes(x.rank());
        if ((scales.length == 0) == (sizes.length == 0)) {
            throw new IllegalArgumentException("one of scales and sizes must be given, but "
                    + (scales.length == 0 ? "neither" : "both") + " are");
        }
        boolean crop = coordinates == Coordinates.TF_CROP_AND_RESIZE;
        checkLength(scales.length == 0 ? "sizes" : "scales", Math.max(scales.length, sizes.length), of.length);
        if (crop) {
            checkLength("roi", roi.length, 2 * of.length);
        }
        Dimension[] dimensions = new Dimension[x.rank()];
        for (int i = 0; i < of.length; i++) {
            float start = crop ? roi[i] : 0;
            float end = crop ? roi[i + of.length] : 1;
            int units = x.shape()[of[i]];
            boolean changes = start != 0 || end != 1
                    || (scales.length == 0 ? sizes[i] != units || aspectRatio != AspectRatio.STRETCH : scales[i] != 1);
            if (changes) {
                dimensions[of[i]] = new Dimension(scales.length == 0 ? 0 : scales[i],
                        scales.length == 0 ? sizes[i] : 0, start, end);
            }
        }
        return run(x, dimensions, options, runner);
    }

    /** What becomes of a dimension that changes. */
    private record Dimension(float scale, int size, float start, float end) {
    }

    private int[] normalAxes(int rank) {
        if (axes == null) {
            return IntStream.range(0, rank).toArray();
        }
        int[] normal = new int[axes.length];
        for (int i = 0; i < axes.length; i++) {
            if (axes[i] < -rank || axes[i] >= rank) {
                throw new IllegalArgumentException(
                        "axes must be between " + -rank + " and " + (rank - 1) + ", but one is " + axes[i]);
            }
            normal[i] = Math.floorMod(axes[i], rank);
        }
        if (Arrays.stream(normal).distinct().count() < normal.length) {
            throw new IllegalArgumentException("axes must be different ones, but are " + Arrays.toString(axes));
        }
        return normal;
    }

    private static void checkLength(String name, int length, int expected) {
        if (length != expected) {
            throw new IllegalArgumentException(
                    name + " must have a length of " + expected + " for these axes, but has " + length);
        }
    }

    private Tensor run(Tensor x, Dimension[] dimensions, PlanOptions options, Runner runner) {
        int most = antialias && toInteger != null ? 1 : MOST_AXES;
        Tensor result = x;
        for (int to = dimensions.length, from; to > 0; to = from) {
            from = to - 1;
            if (dimensions[from] == null) {
                continue;
            }
            while (from > 0 && to - from < most && dimensions[from - 1] != null
                    && rounding(dimensions[from - 1]) == rounding(dimensions[from])) {
                from--;
            }
            result = run(result, from, Arrays.copyOfRange(dimensions, from, to), options, runner);
        }
        return result;
    }

    private Rounding rounding(Dimension dimension) {
        return !roundingByScale ? rounding : dimension.scale < 1 ? Rounding.CEIL : Rounding.FLOOR;
    }

    /** Resizes neighbouring dimensions: with dimensions behind them channels come last, otherwise the one before is channels. */
    private Tensor run(Tensor x, int from, Dimension[] changed, PlanOptions options, Runner runner) {
        int[] shape = x.shape();
        int behind = IntStream.range(from + changed.length, shape.length).map(i -> shape[i]).reduce(1, (a, b) -> a * b);
        boolean last = from + changed.length < shape.length;
        int channels = last ? behind : from > 0 ? shape[from - 1] : 1;
        int batch =
                IntStream.range(0, last ? from : Math.max(0, from - 1)).map(i -> shape[i]).reduce(1, (a, b) -> a * b);
        int[] in = Arrays.copyOfRange(shape, from, from + changed.length);
        ResizeSpec spec = spec(batch, channels, in, changed);
        int[] out = spec.axes().stream().mapToInt(ResizeAxis::out).toArray();
        TensorFunction function = Resize.of(spec, options);
        Tensor operand = new Tensor(shape(batch, channels, in, last), x.values());
        boolean move = last != (options.layout() == Layout.NHWC);
        if (move) {
            operand = last ? operand.channelsFirst() : operand.channelsLast();
        }
        Tensor result = Tensor.zeros("Y", shape(batch, channels, out, options.layout() == Layout.NHWC));
        function.run(operand.values(), result.values(), runner);
        if (move) {
            result = last ? result.channelsLast() : result.channelsFirst();
        }
        for (int i = 0; toInteger != null && interpolation != Interpolation.NEAREST
                && i < result.values().length; i++) {
            result.values()[i] = (float) toInteger.applyAsDouble(result.values()[i]);
        }
        int[] resized = shape.clone();
        System.arraycopy(out, 0, resized, from, out.length);
        return new Tensor(resized, result.values());
    }

    private static int[] shape(int batch, int channels, int[] size, boolean last) {
        int[] shape = IntStream.concat(IntStream.of(batch, channels), Arrays.stream(size)).toArray();
        return last ? Tensor.channelsLast(shape) : shape;
    }

    private ResizeSpec spec(int batch, int channels, int[] in, Dimension[] changed) {
        ResizeSpecBuilder builder = ResizeSpec.of(channels, in).batch(batch).interpolation(interpolation)
                .coordinates(coordinates).rounding(rounding(changed[0])).aspectRatio(aspectRatio)
                .cubicCoefficient(cubicCoefficient).extrapolationValue(extrapolationValue);
        float[] scale = new float[changed.length];
        float[] start = new float[changed.length];
        float[] end = new float[changed.length];
        for (int i = 0; i < changed.length; i++) {
            scale[i] = changed[i].scale;
            start[i] = changed[i].start;
            end[i] = changed[i].end;
        }
        if (changed[0].size != 0) {
            builder.size(Arrays.stream(changed).mapToInt(Dimension::size).toArray());
        } else {
            builder.scale(scale);
        }
        if (coordinates == Coordinates.TF_CROP_AND_RESIZE) {
            builder.crop(start, end);
        }
        if (antialias) {
            builder.antialias();
        }
        return (excludeOutside ? builder.excludeOutside() : builder).build();
    }

    private static <E extends Enum<E>> E named(E[] all, String attribute, String value) {
        return Arrays.stream(all).filter(one -> one.name().equalsIgnoreCase(value)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        attribute + " must be one of " + Arrays.toString(all) + ", but is " + value));
    }
}
