package lanewise.bench.onnx;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import lanewise.bench.layers.Workers;
import lanewise.bench.tensor.Npy;
import lanewise.bench.tensor.Tensor;
import lanewise.bench.tensor.WholeFile;
import lanewise.core.Accuracy;
import lanewise.core.Activation;
import lanewise.core.Layout;
import lanewise.core.PlanOptions;
import lanewise.core.Runner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Any single operation on tensors in files, so that another implementation can be held against this one. */
@Command(name = "run", description = {"Computes one operation on float32 NPY tensors in 1 to 3 spatial dimensions.",
        "Lists have one value per spatial dimension, or one for all of them. Parameters mean what they mean in ONNX."})
public final class RunCommand implements Callable<Integer> {
    private static final String ACTIVATIONS = "none, relu, clip:LO,HI, leaky_relu:SLOPE, sigmoid, tanh, silu, "
            + "hard_swish, gelu or gelu_tanh";

    @Spec
    private CommandSpec spec;

    @Option(names = "--op", required = true, paramLabel = "OP",
            description = "conv, conv_transpose, conv_backward_data, conv_backward_weights; without weights max_pool, "
                    + "average_pool, global_max_pool, global_average_pool, resize, depth_to_space, space_to_depth, pad.")
    private Op op;

    @Option(names = "--x", paramLabel = "X.npy", description = "Input [N, C, spatial...].")
    private Path x;

    @Option(names = "--x-shape", paramLabel = "N,C,...", split = ",",
            description = "Shape of X where only that is needed: conv_backward_data.")
    private int[] xShape;

    @Option(names = "--w", paramLabel = "W.npy", description = "Weights in either layout: [M, C/groups, kernel...], "
            + "for conv_transpose [C, M/groups, kernel...]; for conv_backward_weights only their shape counts.")
    private Path w;

    @Option(names = "--kernel", paramLabel = "K,...", split = ",",
            description = "Taps where W is not given: conv_backward_weights; elsewhere checked against W.")
    private long[] kernel;

    @Option(names = "--b", paramLabel = "B.npy", description = "Bias [M].")
    private Path b;

    @Option(names = "--dy", paramLabel = "DY.npy", description = "Gradient of Y: the two backward operations.")
    private Path dy;

    @Option(names = "--stride", paramLabel = "S,...", split = ",", description = "Strides (default: 1).")
    private long[] stride;

    @Option(names = "--dilation", paramLabel = "D,...", split = ",", description = "Dilations (default: 1).")
    private long[] dilation;

    @Option(names = "--pads", paramLabel = "P,...", split = ",",
            description = "All begins, then all ends (default: 0); no effect next to --output-shape.")
    private long[] pads;

    @Option(names = "--auto-pad", paramLabel = "MODE",
            description = "NOTSET, VALID, SAME_UPPER, SAME_LOWER, HALF or FULL, instead of --pads.")
    private String autoPad;

    @Option(names = "--groups", paramLabel = "G", description = "Channel groups (default: 1).")
    private Long groups;

    @Option(names = "--output-padding", paramLabel = "U,...", split = ",",
            description = "conv_transpose: units added at the ends (default: 0).")
    private long[] outputPadding;

    @Option(names = "--output-shape", paramLabel = "O,...", split = ",",
            description = "conv_transpose: spatial shape of Y, from which padding follows.")
    private long[] outputShape;

    @Option(names = "--flip", description = "Turn kernels by 180°: convolution in the mathematical sense.")
    private boolean flip;

    @Option(names = "--layout", paramLabel = "nchw|nhwc", defaultValue = "nchw",
            description = "Order of X, Y and DY (default: nchw).")
    private Layout layout;

    @Option(names = "--activation", paramLabel = "F", defaultValue = "none",
            description = ACTIVATIONS + " (default: none).")
    private String activation;

    @Option(names = "--threads", paramLabel = "N", defaultValue = "1", description = "Threads (default: 1).")
    private int threads;

    @Option(names = "--backend", paramLabel = "scalar|simd", description = "Backend (default: the fastest).")
    private String backend;

    @Option(names = "--accuracy", paramLabel = "strict|default", defaultValue = "default",
            description = "Which algorithms are allowed (default: default).")
    private Accuracy accuracy;

    @Option(names = "--explain", description = "Also say which algorithm was chosen and why.")
    private boolean explain;

    @Option(names = {"-o", "--output"}, required = true, paramLabel = "Y.npy", description = "Result.")
    private Path output;

    @Mixin
    private FunctionOptions functions;

    /** Created by the command line. */
    public RunCommand() {
    }

    @Override
    public Integer call() throws IOException {
        WholeFile.checkWritable(output);
        checkUnused();
        PlanOptions options = PlanOptions.DEFAULTS.withLayout(layout).withBackend(backend).withAccuracy(accuracy);
        try (Workers workers = Workers.of(threads)) {
            ConvEngine.Computed computed = compute(options, workers.runner());
            Npy.write(output, computed.tensor());
            PrintWriter out = spec.commandLine().getOut();
            out.println(output + " " + computed.tensor() + " by " + computed.algorithm());
            if (explain) {
                out.println(computed.explanation());
            }
            out.flush();
        }
        return 0;
    }

    private ConvEngine.Computed compute(PlanOptions options, Runner runner) throws IOException {
        ConvEngine engine = new ConvEngine(options, runner, flip);
        return switch (op) {
            case CONV -> {
                Tensor in = read("--x", x);
                yield engine.conv(attributes(in.rank()), in, read("--w", w), b == null ? null : Npy.read(b),
                        activation());
            }
            case CONV_TRANSPOSE -> {
                Tensor in = read("--x", x);
                yield engine.convTranspose(attributes(in.rank()), in, read("--w", w), b == null ? null : Npy.read(b),
                        activation());
            }
            case CONV_BACKWARD_DATA -> {
                int[] shape = xShape != null ? xShape : read("--x (or --x-shape)", x).shape();
                yield engine.convBackwardData(attributes(shape.length), shape, read("--w", w), read("--dy", dy));
            }
            case CONV_BACKWARD_WEIGHTS -> {
                Tensor in = read("--x", x);
                Tensor gradient = read("--dy", dy);
                yield engine.convBackwardWeights(attributes(in.rank()), in, weightShape(in, gradient), gradient);
            }
            default -> {
                Tensor in = read("--x", x);
                yield functions.run(op, in, attributes(in.rank()), options, runner);
            }
        };
    }

    /** From W, otherwise from the kernel and the channels of X and DY. */
    private int[] weightShape(Tensor in, Tensor gradient) throws IOException {
        if (w != null || kernel == null) {
            return read("--w (or --kernel)", w).shape();
        }
        long[] taps = perAxis(kernel, in.rank());
        if (in.rank() < 3 || gradient.rank() != in.rank() || taps.length != in.rank() - 2) {
            throw new IllegalArgumentException(
                    "--kernel must have a value per spatial dimension of --x and --dy, but has "
                            + taps.length + " for shapes " + in + " and " + gradient);
        }
        int channel = layout == Layout.NCHW ? 1 : in.rank() - 1;
        int[] shape = new int[in.rank()];
        shape[0] = gradient.shape()[channel];
        shape[1] = (int) (in.shape()[channel] / (groups == null ? 1 : Math.max(1, groups)));
        for (int axis = 2; axis < shape.length; axis++) {
            shape[axis] = Math.toIntExact(taps[axis - 2]);
        }
        return shape;
    }

    private ConvAttributes attributes(int rank) {
        Map<String, long[]> values = new LinkedHashMap<>();
        put(values, "kernel_shape", perAxis(kernel, rank));
        put(values, "strides", perAxis(stride, rank));
        put(values, "dilations", perAxis(dilation, rank));
        put(values, "pads", pads);
        put(values, "group", groups == null ? null : new long[]{groups});
        put(values, "output_padding", perAxis(outputPadding, rank));
        put(values, "output_shape", perAxis(outputShape, rank));
        return new ConvAttributes(values, autoPad);
    }

    private static void put(Map<String, long[]> values, String name, long[] given) {
        if (given != null) {
            values.put(name, given);
        }
    }

    private static long[] perAxis(long[] given, int rank) {
        if (given == null || given.length != 1 || rank < 3) {
            return given;
        }
        long[] all = new long[rank - 2];
        Arrays.fill(all, given[0]);
        return all;
    }

    private Activation activation() {
        String[] parts = activation.split("[:,]", -1);
        try {
            return switch (parts[0] + "/" + (parts.length - 1)) {
                case "none/0" -> Activation.none();
                case "relu/0" -> Activation.relu();
                case "clip/2" -> Activation.clip(Float.parseFloat(parts[1]), Float.parseFloat(parts[2]));
                case "leaky_relu/1" -> Activation.leakyRelu(Float.parseFloat(parts[1]));
                case "sigmoid/0" -> Activation.sigmoid();
                case "tanh/0" -> Activation.tanh();
                case "silu/0" -> Activation.silu();
                case "hard_swish/0" -> Activation.hardSwish();
                case "gelu/0" -> Activation.gelu();
                case "gelu_tanh/0" -> Activation.geluTanh();
                default -> throw new NumberFormatException();
            };
        } catch (NumberFormatException malformed) {
            throw new IllegalArgumentException(
                    "--activation must be " + ACTIVATIONS + ", but is " + activation, malformed);
        }
    }

    /** An option that the operation does not read is a misunderstanding, and is refused. */
    private void checkUnused() {
        for (OptionSpec given : spec.commandLine().getParseResult().matchedOptions()) {
            refuse(given.longestName(), !op.reads(given.longestName()), "for " + op.name().toLowerCase(Locale.ROOT));
        }
        refuse("--x-shape", xShape != null && x != null, "next to --x");
        boolean mode = autoPad != null && !autoPad.equals("NOTSET");
        refuse("--pads", mode && pads != null && Arrays.stream(pads).anyMatch(units -> units != 0),
                "next to --auto-pad " + autoPad);
    }

    private static void refuse(String option, boolean given, String where) {
        if (given) {
            throw new IllegalArgumentException(option + " must be absent " + where + ", but is given");
        }
    }

    private static Tensor read(String option, Path file) throws IOException {
        if (file == null) {
            throw new IllegalArgumentException(option + " must be given, but is absent");
        }
        return Npy.read(file);
    }
}
