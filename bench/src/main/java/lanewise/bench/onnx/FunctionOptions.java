package lanewise.bench.onnx;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import lanewise.bench.tensor.Tensor;
import lanewise.core.Axis;
import lanewise.core.Layout;
import lanewise.core.PlanOptions;
import lanewise.core.Runner;
import lanewise.core.TensorFunction;
import lanewise.core.pooling.PoolSpec;
import lanewise.core.pooling.Pooling;
import lanewise.core.rearrange.BlockOrder;
import lanewise.core.rearrange.DepthToSpace;
import lanewise.core.rearrange.Extension;
import lanewise.core.rearrange.Padding;
import lanewise.core.rearrange.Shape;
import lanewise.core.rearrange.SpaceToDepth;
import picocli.CommandLine.Option;

/** What only operations without weights are told, and the calls that follow from it. */
final class FunctionOptions {
    @Option(names = "--ceil-mode", description = "Pooling: windows may reach beyond the padding at the end.")
    private boolean ceilMode;

    @Option(names = "--count-include-pad", description = "average_pool: padding counts.")
    private boolean countIncludePad;

    @Option(names = "--scale", paramLabel = "S,...", split = ",", description = "resize: sizes of Y ÷ sizes of X.")
    private float[] scale = {};

    @Option(names = "--size", paramLabel = "O,...", split = ",",
            description = "resize: sizes of Y, instead of --scale.")
    private int[] size = {};

    @Option(names = "--mode", paramLabel = "nearest|linear|cubic", description = "resize (default: nearest).")
    private String mode;

    @Option(names = "--coordinates", paramLabel = "RULE",
            description = "resize: half_pixel, half_pixel_symmetric, pytorch_half_pixel, align_corners, asymmetric or "
                    + "tf_half_pixel_for_nn (default: half_pixel).")
    private String coordinates;

    @Option(names = "--nearest-mode", paramLabel = "RULE",
            description = "resize: round_prefer_floor, round_prefer_ceil, floor or ceil (default: round_prefer_floor).")
    private String nearestMode;

    @Option(names = "--antialias", description = "resize: every unit counts where an axis shrinks.")
    private boolean antialias;

    @Option(names = "--exclude-outside", description = "resize: taps beyond the ends have no weight.")
    private boolean excludeOutside;

    @Option(names = "--cubic-coefficient", paramLabel = "A", description = "resize (default: -0.75).")
    private Float cubicCoefficient;

    @Option(names = "--block", paramLabel = "B",
            description = "depth_to_space, space_to_depth: positions along an axis.")
    private Integer block;

    @Option(names = "--block-order", paramLabel = "dcr|crd", description = "Channels of a block (default: dcr).")
    private BlockOrder blockOrder = BlockOrder.DCR;

    @Option(names = "--extension", paramLabel = "reflection|replication|wrap|VALUE", defaultValue = "0",
            description = "pad: what X is continued with (default: 0).")
    private String extension;

    /** Y, and how it came about. */
    ConvEngine.Computed run(Op op, Tensor x, ConvAttributes attributes, PlanOptions options, Runner runner) {
        if (op == Op.RESIZE) {
            return new ConvEngine.Computed(resize(x, options, runner), "resize", "resize " + x);
        }
        boolean last = options.layout() == Layout.NHWC;
        int[] shape = last ? Tensor.channelsFirst(x.shape()) : x.shape();
        ConvAttributes.checkRank(shape);
        int[] out = shape.clone();
        TensorFunction function = switch (op) {
            case MAX_POOL, AVERAGE_POOL -> {
                PoolSpec spec = new PoolAttributes(attributes.with("ceil_mode", ceilMode ? 1 : 0)).pool(shape);
                setSpatial(out, spec.axes().stream().mapToInt(Axis::out).toArray());
                yield op == Op.MAX_POOL
                        ? Pooling.max(spec, options)
                        : Pooling.average(spec, countIncludePad, options);
            }
            case GLOBAL_MAX_POOL, GLOBAL_AVERAGE_POOL -> {
                int[] in = ConvAttributes.spatial(shape);
                setSpatial(out, IntStream.generate(() -> 1).limit(in.length).toArray());
                yield op == Op.GLOBAL_MAX_POOL
                        ? Pooling.globalMax(shape[0], shape[1], in, options)
                        : Pooling.globalAverage(shape[0], shape[1], in, options);
            }
            case PAD -> {
                int axes = shape.length - 2;
                int[] pads = attributes.list("pads", 2 * axes, 0);
                int[] lo = Arrays.copyOf(pads, axes);
                int[] hi = Arrays.copyOfRange(pads, axes, 2 * axes);
                setSpatial(out, IntStream.range(0, axes).map(i -> lo[i] + shape[2 + i] + hi[i]).toArray());
                yield padding(shape(shape), lo, hi, options);
            }
            default -> {
                if (block == null) {
                    throw new IllegalArgumentException("--block must be given, but is absent");
                }
                boolean unfold = op == Op.DEPTH_TO_SPACE;
                TensorFunction moved = unfold
                        ? DepthToSpace.of(shape(shape), blockOrder, options, block)
                        : SpaceToDepth.of(shape(shape), blockOrder, options, block);
                setSpatial(out, Arrays.stream(ConvAttributes.spatial(shape)).map(n -> unfold ? n * block : n / block)
                        .toArray());
                long positions =
                        Arrays.stream(ConvAttributes.spatial(out)).asLongStream().reduce(shape[0], (a, b) -> a * b);
                out[1] = positions == 0 ? shape[1] : (int) (moved.outElements() / positions);
                yield moved;
            }
        };
        Tensor y = Tensor.zeros("the result", last ? Tensor.channelsLast(out) : out);
        function.run(x.values(), y.values(), runner);
        return new ConvEngine.Computed(y, function.toString(), function.explain());
    }

    private Tensor resize(Tensor x, PlanOptions options, Runner runner) {
        int first = options.layout() == Layout.NCHW ? 2 : 1;
        int[] axes = IntStream.range(first, first + x.rank() - 2).toArray();
        ResizeNode node = new ResizeNode().axes(axes).set("antialias", antialias ? 1 : 0).set("exclude_outside",
                excludeOutside ? 1 : 0);
        set(node, "mode", mode);
        set(node, "coordinate_transformation_mode", coordinates);
        set(node, "nearest_mode", nearestMode);
        if (cubicCoefficient != null) {
            node.set("cubic_coeff_a", cubicCoefficient);
        }
        float[] scales = scale.length != 1 ? scale : new float[axes.length];
        int[] sizes = size.length != 1 ? size : new int[axes.length];
        if (scale.length == 1) {
            Arrays.fill(scales, scale[0]);
        }
        if (size.length == 1) {
            Arrays.fill(sizes, size[0]);
        }
        return node.run(x, new float[0], scales, sizes, options, runner);
    }

    private static void set(ResizeNode node, String name, String value) {
        if (value != null) {
            node.set(name, value);
        }
    }

    private TensorFunction padding(Shape shape, int[] lo, int[] hi, PlanOptions options) {
        for (Extension one : Extension.values()) {
            if (one.name().equals(extension.toUpperCase(Locale.ROOT))) {
                return Padding.of(shape, one, lo, hi, options);
            }
        }
        try {
            return Padding.constant(shape, Float.parseFloat(extension), lo, hi, options);
        } catch (NumberFormatException malformed) {
            throw new IllegalArgumentException(
                    "--extension must be a number or one of " + Arrays.toString(Extension.values()) + ", but is "
                            + extension,
                    malformed);
        }
    }

    private static Shape shape(int[] shape) {
        return Shape.of(shape[0], shape[1], ConvAttributes.spatial(shape));
    }

    private static void setSpatial(int[] shape, int[] sizes) {
        System.arraycopy(sizes, 0, shape, 2, sizes.length);
    }
}
