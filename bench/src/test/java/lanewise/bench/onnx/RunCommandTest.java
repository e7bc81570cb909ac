package lanewise.bench.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import lanewise.bench.CommandLineCase;
import lanewise.bench.tensor.Npy;
import lanewise.bench.tensor.Tensor;
import lanewise.core.Activation;
import lanewise.core.ConvSpec;
import lanewise.core.Epilogue;
import lanewise.core.Filter;
import lanewise.core.Floats;
import lanewise.core.Plan;
import lanewise.core.PlanOptions;
import lanewise.core.Runner;
import lanewise.core.WeightGradient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
    private static final PlanOptions SCALAR = PlanOptions.DEFAULTS.withBackend("scalar");

    @TempDir
    private Path folder;
    private Tensor x;
    private Tensor w;
    private Tensor b;
    private Tensor dy;
    private final ConvSpec spec = ConvSpec.conv(4, 6, 7, 9).batch(2).groups(2).kernel(3, 2).stride(2, 1)
            .dilation(1, 2).padding(new int[]{1, 0}, new int[]{2, 1}).build();

    @BeforeEach
    void write() throws IOException {
        x = tensor("x", 2, 4, 7, 9);
        w = tensor("w", 6, 2, 3, 2);
        b = tensor("b", 6);
        dy = tensor("dy", 2, 6, 4, 8);
    }

    @Test
    void convolves() throws IOException {
        Tensor y = Tensor.zeros("y", 2, 6, 4, 8);
        Plan.forward(spec, SCALAR).bind(Filter.of(w.values()), Epilogue.of(b.values()).then(Activation.clip(-1, 2)))
                .run(x.values(), y.values(), Runner.sequential());
        assertSame(y, run("conv", "--x", "x", "--w", "w", "--b", "b", "--activation", "clip:-1,2"));
        assertSame(y, run("conv", "--x", "x", "--w", "w", "--b", "b", "--activation", "clip:-1,2", "--threads", "2",
                "--kernel", "3,2"));
    }

    @Test
    void knowsEveryActivation() throws IOException {
        Map<String, Activation> activations = Map.of("none", Activation.none(), "relu", Activation.relu(),
                "leaky_relu:0.5", Activation.leakyRelu(0.5f), "sigmoid", Activation.sigmoid(), "tanh",
                Activation.tanh(), "silu", Activation.silu(), "hard_swish", Activation.hardSwish(), "gelu",
                Activation.gelu(), "gelu_tanh", Activation.geluTanh());
        for (String name : activations.keySet()) {
            Tensor y = Tensor.zeros("y", 2, 6, 4, 8);
            Plan.forward(spec, SCALAR).bind(Filter.of(w.values()), Epilogue.none().then(activations.get(name)))
                    .run(x.values(), y.values(), Runner.sequential());
            assertSame(y, run("conv", "--x", "x", "--w", "w", "--activation", name));
        }
    }

    @Test
    void convolvesInTheOtherLayout() throws IOException {
        Tensor y = run("conv", "--x", "x", "--w", "w");
        Npy.write(folder.resolve("x.npy"), x.channelsLast());
        assertSame(y.channelsLast(), run("conv", "--x", "x", "--w", "w", "--layout", "nhwc"));
    }

    @Test
    void transposes() throws IOException {
        Tensor y = Tensor.zeros("y", 2, 4, 7, 9);
        Plan.transpose(spec, SCALAR).bind(Filter.of(w.values()).flipped()).run(dy.values(), y.values(),
                Runner.sequential());
        assertSame(y, run("conv_transpose", "--x", "dy", "--w", "w", "--flip", "--output-padding", "1,0"));
    }

    @Test
    void computesGradients() throws IOException {
        Tensor dx = Tensor.zeros("dx", 2, 4, 7, 9);
        Plan.transpose(spec, SCALAR).bind(Filter.of(w.values())).run(dy.values(), dx.values(), Runner.sequential());
        assertSame(dx, run("conv_backward_data", "--x-shape", "2,4,7,9", "--w", "w", "--dy", "dy"));
        assertSame(dx, run("conv_backward_data", "--x", "x", "--w", "w", "--dy", "dy"));
        Tensor dw = Tensor.zeros("dw", 6, 2, 3, 2);
        WeightGradient.of(spec, SCALAR).run(Floats.of(x.values()), Floats.of(dy.values()), Floats.of(dw.values()),
                Runner.sequential());
        assertSame(dw, run("conv_backward_weights", "--x", "x", "--w", "w", "--dy", "dy"));
        assertSame(dw, run("conv_backward_weights", "--x", "x", "--kernel", "3,2", "--dy", "dy"));
    }

    @Test
    void broadcastsAndExplains() throws IOException {
        Path out = folder.resolve("y.npy");
        String said = CommandLineCase.run("run", "--op", "conv", "--x", file("x"), "--w", file("w"), "--groups", 2,
                "--stride", 2, "--auto-pad", "SAME_LOWER", "--explain", "-o", out).succeeds().out();
        assertArrayEquals(new int[]{2, 6, 4, 5}, Npy.read(out).shape());
        assertTrue(said.contains("candidates"), said);
    }

    @Test
    void computesFunctionsWithoutWeights() throws IOException {
        assertShape(new int[]{2, 4, 3, 9}, "max_pool", "--kernel", "3,1", "--stride", "2,1");
        assertShape(new int[]{2, 4, 4, 5}, "average_pool", "--kernel", 2, "--stride", 2, "--ceil-mode");
        assertShape(new int[]{2, 4, 1, 1}, "global_max_pool");
        assertShape(new int[]{2, 4, 1, 1}, "global_average_pool");
        assertShape(new int[]{2, 4, 14, 18}, "resize", "--scale", 2, "--mode", "linear");
        assertShape(new int[]{2, 4, 5, 20}, "resize", "--size", "5,20", "--mode", "cubic", "--cubic-coefficient", -0.5);
        assertShape(new int[]{2, 1, 14, 18}, "depth_to_space", "--block", 2);
        assertShape(new int[]{2, 4, 9, 11}, "pad", "--pads", "1,1,1,1", "--extension", "reflection");
        Npy.write(file("x"), tensor("even", 2, 4, 6, 8));
        assertShape(new int[]{2, 16, 3, 4}, "space_to_depth", "--block", 2);
    }

    /** Runs in both layouts: the results are each other moved. */
    private void assertShape(int[] shape, String op, Object... options) throws IOException {
        Tensor in = Npy.read(file("x"));
        Npy.write(file("last"), in.channelsLast());
        Tensor y = function(op, "x", "nchw", options);
        assertArrayEquals(shape, y.shape());
        assertSame(y.channelsLast(), function(op, "last", "nhwc", options));
    }

    private Tensor function(String op, String in, String layout, Object... options) throws IOException {
        Path out = folder.resolve("y.npy");
        List<Object> all = new ArrayList<>(List.of("run", "--op", op, "--x", file(in), "--layout", layout, "-o", out));
        all.addAll(List.of(options));
        CommandLineCase.run(all.toArray()).succeeds();
        return Npy.read(out);
    }

    @Test
    void refusesBadInputAndWritesNothing() throws IOException {
        refused("--x must be given", "conv", "--w", "w");
        refused("--dy must be absent for conv", "conv", "--x", "x", "--w", "w", "--dy", "dy");
        refused("--b must be absent for conv_backward_data", "conv_backward_data", "--x", "x", "--w", "w", "--b", "b");
        refused("must be a file, but there is none", "conv", "--x", "absent", "--w", "w");
        refused("bias must have shape [6]", "conv", "--x", "x", "--w", "w", "--b", "w");
        refused("dY must have shape [2, 6, 4, 8]", "conv_backward_data", "--x", "x", "--w", "w", "--dy", "x");
        refused("--x-shape must be absent next to --x", "conv_backward_data", "--x", "x", "--x-shape", "1,1,1");
        refused("--activation must be none, relu", "conv", "--x", "x", "--w", "w", "--activation", "relu:3");
        refused("lo must be at most hi", "conv", "--x", "x", "--w", "w", "--activation", "clip:2,1");
        refused("backend must be one of", "conv", "--x", "x", "--w", "w", "--backend", "gpu");
        refused("threads must be at least 1", "conv", "--x", "x", "--w", "w", "--threads", "0");
        refused("--pads must be absent next to --auto-pad", "conv", "--x", "x", "--w", "w", "--auto-pad", "VALID");
        refused("--kernel must have a value per spatial dimension", "conv_backward_weights", "--x", "x", "--dy", "dy",
                "--kernel", "3,2,1");
        Files.writeString(folder.resolve("text.npy"), "no numbers in here");
        refused("NPY magic", "conv", "--x", "text", "--w", "w");
        CommandLineCase.run("run", "--op", "pool", "-o", "y").isRefused("pool");
        CommandLineCase.run("run", "--op", "conv", "--x", file("x"), "--w", file("w"), "--scale", 2, "-o", "y")
                .isRefused("--scale must be absent for conv");
        CommandLineCase.run("run", "--op", "resize", "--x", file("x"), "--kernel", 2, "-o", "y")
                .isRefused("--kernel must be absent for resize");
        CommandLineCase.run("run", "--op", "pad", "--x", file("x"), "--extension", "mirror", "-o", "y")
                .isRefused("--extension must be a number or one of");
        CommandLineCase.run("run", "--op", "conv", "--x", file("x"), "--w", file("w"), "-o", folder)
                .isRefused("is a directory");
    }

    private void refused(String reason, String... args) {
        Path out = folder.resolve("y.npy");
        CommandLineCase.run(arguments(out, args)).isRefused(reason);
        assertFalse(Files.exists(out));
    }

    private Tensor run(String... args) throws IOException {
        Path out = folder.resolve("y.npy");
        CommandLineCase.run(arguments(out, args)).succeeds();
        return Npy.read(out);
    }

    /** The operation first; values behind the options of files are names of files. */
    private Object[] arguments(Path out, String... args) {
        List<Object> all = new ArrayList<>(List.of("run", "--op", args[0], "--groups", "2", "--stride", "2,1",
                "--dilation", "1,2", "--pads", "1,0,2,1", "-o", out));
        for (int i = 1; i < args.length; i++) {
            boolean file = List.of("--x", "--w", "--b", "--dy").contains(args[i - 1]);
            all.add(file ? file(args[i]) : args[i]);
        }
        return all.toArray();
    }

    private Path file(String name) {
        return folder.resolve(name + ".npy");
    }

    private Tensor tensor(String name, int... shape) throws IOException {
        Tensor tensor = Tensor.zeros(name, shape);
        for (int i = 0; i < tensor.values().length; i++) {
            tensor.values()[i] = (i * 37 + name.length()) % 29 / 7f - 2;
        }
        Npy.write(file(name), tensor);
        return tensor;
    }

    private static void assertSame(Tensor expected, Tensor got) {
        assertArrayEquals(expected.shape(), got.shape(), () -> got + " " + Arrays.toString(got.shape()));
        assertArrayEquals(expected.values(), got.values());
    }
}
