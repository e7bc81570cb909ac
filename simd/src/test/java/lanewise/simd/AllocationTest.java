package lanewise.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;
import lanewise.core.Accuracy;
import lanewise.core.Activation;
import lanewise.core.ConvSpec;
import lanewise.core.Epilogue;
import lanewise.core.Filter;
import lanewise.core.Floats;
import lanewise.core.Layout;
import lanewise.core.Operator;
import lanewise.core.Plan;
import lanewise.core.PlanOptions;
import lanewise.core.Product;
import lanewise.core.Products;
import lanewise.core.Runner;
import lanewise.core.TensorFunction;
import lanewise.core.WeightGradient;
import lanewise.core.spi.Algorithm;
import lanewise.core.spi.Problem;
import org.junit.jupiter.api.BeforeAll;
import lanewise.core.pooling.PoolSpec;
import lanewise.core.pooling.Pooling;
import lanewise.core.rearrange.BlockOrder;
import lanewise.core.rearrange.Col2Im;
import lanewise.core.rearrange.DepthToSpace;
import lanewise.core.rearrange.Extension;
import lanewise.core.rearrange.Im2Col;
import lanewise.core.rearrange.Padding;
import lanewise.core.rearrange.Shape;
import lanewise.core.rearrange.SpaceToDepth;
import lanewise.core.rearrange.Stretch;
import lanewise.core.resize.Interpolation;
import lanewise.core.resize.Resize;
import lanewise.core.resize.ResizeSpec;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A warm run allocates nothing, whatever ran before it. Boxed vectors show here first. C2 keeps what it has seen in methods that all
 * layers call: an access, a list or a mask of another kind may cost those their objects that had none before.
 */
class AllocationTest {
    /** A minute: on a machine that others use C2 has taken eleven seconds for one kernel, and what allocates for good still does then. */
    private static final int WARM_UP_ROUNDS = 400;
    private static final int RUNS = 30;
    private static final long WARM_UP_NANOS = 150_000_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @BeforeAll
    static void afterManyOtherLayers() {
        assumeTrue(Lanes.SPECIES.vectorBitSize() <= Lanes.preferredBits(),
                "vectors wider than the machine's are emulated with objects");
        SameBitsTest.rows().forEach(AllocationTest::runEveryWay);
    }

    private static void runEveryWay(ConvSpec spec) {
        float[] x = new float[(int) spec.inElements()];
        float[] y = new float[(int) spec.outElements()];
        Filter w = Filter.of(new float[(int) spec.filterElements()]);
        for (Layout layout : Layout.values()) {
            for (Algorithm algorithm : Algorithms.ALL) {
                PlanOptions options = PlanOptions.DEFAULTS.withLayout(layout).withAlgorithm(algorithm.name());
                if (algorithm.rejects(new Problem(Product.FORWARD, spec, layout, Accuracy.DEFAULT, 1)) == null) {
                    Products.run(Plan.forward(spec, options).bind(w), x, y.length);
                }
                if (algorithm.rejects(new Problem(Product.TRANSPOSE, spec, layout, Accuracy.DEFAULT, 1)) == null) {
                    Products.run(Plan.transpose(spec, options).bind(w), y, x.length);
                }
            }
        }
    }

    static Stream<Named<Runnable>> runs() {
        ConvSpec dense = ConvSpec.conv(12, 20, 14, 14).kernel(3).padding(1).build();
        ConvSpec strided = ConvSpec.convTranspose(12, 8, 9, 9).kernel(4).stride(2).padding(1).build();
        int channels = 6 * Lanes.COUNT;
        ConvSpec wide =
                ConvSpec.conv(channels, channels, 20, 20).groups(channels).kernel(5).stride(4).padding(2).build();
        ConvSpec unstrided =
                ConvSpec.conv(channels, channels, 20, channels).groups(channels).kernel(3).padding(1).build();
        ConvSpec depthwise =
                ConvSpec.conv(channels, channels, 20, 20).groups(channels).kernel(3).stride(2).padding(1).build();
        ConvSpec few = ConvSpec.conv(3, 3, 13, 13).groups(3).kernel(3).padding(1).build();
        ConvSpec three = ConvSpec.convTranspose(12, 1, 9, 9).kernel(9).stride(3).padding(4).build();
        ConvSpec small = ConvSpec.conv(12, 20, 8, 8).kernel(3).padding(1).build();
        ConvSpec image = ConvSpec.convTranspose(12, 3, 9, 5 * Lanes.COUNT + 3).kernel(4).stride(2).padding(1).build();
        ConvSpec row = ConvSpec.conv(12, 20, 14, 14).kernel(1, 3).padding(0, 1).build();
        ConvSpec pixel = ConvSpec.convTranspose(40, 50, 1, 1).kernel(4).build();
        return Stream.of(Layout.values()).flatMap(layout -> {
            PlanOptions options = PlanOptions.DEFAULTS.withLayout(layout);
            return Stream.of(run("forward " + layout, Plan.forward(dense, options), false),
                    run("transpose " + layout, Plan.transpose(strided, options), false),
                    run("phases " + layout, Plan.transpose(strided, options.withAlgorithm("winograd-phases")), false),
                    run("few tiles " + layout, Plan.transpose(strided, options.withAlgorithm("winograd-few-tiles")),
                            false),
                    run("rows of phases " + layout, Plan.transpose(depthwise, options.withAlgorithm("direct-rows")),
                            false),
                    run("tiles of two " + layout, Plan.forward(small, options.withAlgorithm("winograd-2x2")), false),
                    run("small image " + layout, Plan.forward(small, options.withAlgorithm("winograd-few-tiles")),
                            false),
                    run("phases of three taps " + layout,
                            Plan.transpose(three, options.withAlgorithm("winograd-phases-4x4")), false),
                    run("all taps first " + layout, Plan.transpose(image, options.withAlgorithm("kn2row")), false),
                    run("tiles " + layout, Plan.forward(dense, options.withAlgorithm("winograd-4x4")), false),
                    run("tiles of rows " + layout, Plan.forward(row, options.withAlgorithm("winograd-row")), false),
                    run("few channels " + layout, Plan.forward(few, options), false),
                    run("depthwise " + layout, Plan.forward(depthwise, options), false),
                    run("depthwise stride 1 " + layout, Plan.forward(unstrided, options), false),
                    run("depthwise stride 4 " + layout, Plan.forward(wide, options), false),
                    bfloat16("bfloat16 " + layout, Plan.transpose(pixel, options.withAlgorithm("single-pixel"))),
                    run("segments " + layout, Plan.forward(dense, options), true),
                    weights("weights " + layout, WeightGradient.of(dense, options)));
        });
    }

    static Stream<Named<Runnable>> epilogues() {
        ConvSpec spec = ConvSpec.conv(12, 20, 13, 13).kernel(3).padding(1).build();
        PlanOptions options = PlanOptions.DEFAULTS.withAlgorithm("implicit-gemm");
        Stream<Named<Runnable>> activations = Stream
                .of(Activation.sigmoid(), Activation.tanh(), Activation.silu(), Activation.hardSwish(),
                        Activation.gelu(), Activation.geluTanh())
                .map(activation -> run(activation.toString(), Plan.forward(spec, options),
                        Epilogue.none().then(activation)));
        Epilogue adding = Epilogue.none().addResidual().then(Activation.relu());
        Stream<Named<Runnable>> residuals = Stream.of(Layout.values()).flatMap(layout -> {
            Plan plan = Plan.forward(spec, options.withLayout(layout));
            return Stream.of(run("residual " + layout, plan, adding),
                    addOnSegments("residual segments " + layout, plan));
        });
        return Stream.concat(activations, residuals);
    }

    static Stream<Named<Runnable>> functions() {
        PoolSpec windows = PoolSpec.of(3 * Lanes.COUNT, 20, 30).kernel(3).stride(2).padding(1).build();
        PoolSpec dense = PoolSpec.of(3 * Lanes.COUNT, 20, 30).kernel(3).padding(1).build();
        return Stream.of(Layout.values()).flatMap(layout -> {
            PlanOptions options = PlanOptions.DEFAULTS.withLayout(layout);
            return Stream.of(function(Pooling.max(windows, options)), function(Pooling.max(dense, options)),
                    function(Pooling.average(windows, false, options)),
                    indexed(Pooling.maxWithIndices(windows, options)),
                    indexed(Pooling.unpool(windows, options)),
                    function(Pooling.globalMax(2, 50, new int[]{9, 9}, options)),
                    function(Pooling.globalAverage(2, 50, new int[]{9, 9}, options)));
        });
    }

    static Stream<Named<Runnable>> movesAndResizes() {
        Shape shape = Shape.of(1, 8, 6, 24);
        ConvSpec spec = ConvSpec.conv(4, 1, 6, 24).kernel(3).stride(2).padding(1).build();
        int[] two = {2};
        return Stream.of(Layout.values()).flatMap(layout -> {
            PlanOptions options = PlanOptions.DEFAULTS.withLayout(layout);
            return Stream.of(function(resize(Interpolation.NEAREST, 2, options)),
                    function(resize(Interpolation.LINEAR, 2, options)),
                    onSegments(resize(Interpolation.LINEAR, 4, options)),
                    function(resize(Interpolation.CUBIC, 1.7f, options)),
                    function(resize(Interpolation.LINEAR, 0.5f, options)),
                    function(DepthToSpace.of(shape, BlockOrder.CRD, options, 2)),
                    onSegments(SpaceToDepth.of(shape, BlockOrder.DCR, options, 2)),
                    function(Padding.of(shape, Extension.REFLECTION, two, two, options)),
                    onSegments(Stretch.of(shape, options, 2)), function(Im2Col.of(spec, options)),
                    onSegments(Col2Im.of(spec, options)));
        });
    }

    private static TensorFunction resize(Interpolation interpolation, float scale, PlanOptions options) {
        return Resize.of(ResizeSpec.of(8, 6, 24).scale(scale).interpolation(interpolation).build(), options);
    }

    private static Named<Runnable> onSegments(TensorFunction function) {
        Floats in = Floats.of(Arena.ofAuto().allocate(4 * function.inElements()));
        Floats out = Floats.of(Arena.ofAuto().allocate(4 * function.outElements()));
        Runner runner = Runner.sequential();
        return Named.of(function + " on segments", () -> function.run(in, out, runner));
    }

    private static Named<Runnable> function(TensorFunction function) {
        float[] in = new float[(int) function.inElements()];
        float[] out = new float[(int) function.outElements()];
        Runner runner = Runner.sequential();
        return Named.of(function.toString(), () -> function.run(in, out, runner));
    }

    private static Named<Runnable> indexed(TensorFunction function) {
        Floats in = Floats.of(Arena.ofAuto().allocate(4 * function.inElements()));
        float[] out = new float[(int) function.outElements()];
        Floats to = Floats.of(out);
        int[] indices = new int[(int) Math.max(function.inElements(), out.length)];
        Runner runner = Runner.sequential();
        return Named.of(function.toString(), () -> function.run(in, to, indices, runner));
    }

    @ParameterizedTest
    @MethodSource({"runs", "epilogues", "functions", "movesAndResizes"})
    void warmRunsAllocateNothing(Runnable run) {
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < WARM_UP_ROUNDS && allocated > 0; round++) {
            long end = System.nanoTime() + WARM_UP_NANOS;
            while (System.nanoTime() < end) {
                run.run();
            }
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < RUNS; i++) {
                run.run();
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertEquals(0, allocated, "bytes in " + RUNS + " runs");
    }

    private static Named<Runnable> bfloat16(String name, Plan plan) {
        Operator operator = plan.bind(Filter.of(new float[(int) plan.spec().filterElements()]).asBfloat16());
        float[] x = new float[(int) plan.spec().inElements()];
        float[] y = new float[(int) plan.spec().outElements()];
        Runner runner = Runner.sequential();
        return Named.of(name, () -> operator.run(y, x, runner));
    }

    private static Named<Runnable> run(String name, Plan plan, boolean segments) {
        ConvSpec spec = plan.spec();
        float[] x = new float[(int) spec.inElements()];
        float[] y = new float[(int) spec.outElements()];
        boolean forward = plan.explain().startsWith("FORWARD");
        int channels = forward ? spec.outChannels() : spec.inChannels();
        Operator operator = plan.bind(Filter.of(new float[(int) spec.filterElements()]),
                Epilogue.of(new float[channels]).then(Activation.clip(-1, 1)));
        Runner runner = Runner.sequential();
        if (segments) {
            Floats in = Floats.of(Arena.ofAuto().allocate(4L * x.length, 64));
            Floats out = Floats.of(Arena.ofAuto().allocate(4L * y.length, 64));
            return Named.of(name, () -> operator.run(in, out, runner));
        }
        List<float[]> operands = forward ? List.of(x, y) : List.of(y, x);
        return Named.of(name, () -> operator.run(operands.get(0), operands.get(1), runner));
    }

    private static Named<Runnable> run(String name, Plan plan, Epilogue epilogue) {
        float[] x = new float[(int) plan.spec().inElements()];
        float[] y = new float[(int) plan.spec().outElements()];
        Operator operator = plan.bind(Filter.of(new float[(int) plan.spec().filterElements()]), epilogue);
        Runner runner = Runner.sequential();
        return Named.of(name,
                epilogue.addsResidual() ? () -> operator.run(x, y, y, runner) : () -> operator.run(x, y, runner));
    }

    private static Named<Runnable> addOnSegments(String name, Plan plan) {
        Floats x = Floats.of(Arena.ofAuto().allocate(4L * plan.spec().inElements(), 64));
        Floats y = Floats.of(Arena.ofAuto().allocate(4L * plan.spec().outElements(), 64));
        Floats residual = Floats.of(Arena.ofAuto().allocate(4L * plan.spec().outElements(), 64));
        Operator operator = plan.bind(Filter.of(new float[(int) plan.spec().filterElements()]),
                Epilogue.none().addResidual());
        Runner runner = Runner.sequential();
        return Named.of(name, () -> operator.run(x, residual, y, runner));
    }

    private static Named<Runnable> weights(String name, WeightGradient gradient) {
        ConvSpec spec = gradient.spec();
        Floats x = Floats.of(new float[(int) spec.inElements()]);
        Floats y = Floats.of(new float[(int) spec.outElements()]);
        Floats w = Floats.of(new float[(int) spec.filterElements()]);
        Runner runner = Runner.sequential();
        return Named.of(name, () -> gradient.run(x, y, w, runner));
    }
}
