package lanewise.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.util.function.Function;
import java.util.stream.Stream;
import lanewise.core.ConvSpec;
import lanewise.core.Floats;
import lanewise.core.Functions;
import lanewise.core.Layout;
import lanewise.core.PlanOptions;
import lanewise.core.Runner;
import lanewise.core.SpecGenerator;
import lanewise.core.TensorFunction;
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
import lanewise.core.resize.RandomResizes;
import lanewise.core.resize.Resize;
import lanewise.core.resize.ResizeSpec;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Resized and moved tensors have the bits of the scalar backend, and warm runs allocate nothing. */
class RearrangedBitsTest {
    private static final int WARM_UP_ROUNDS = 60;
    private static final int RUNS = 30;
    private static final long WARM_UP_NANOS = 50_000_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void resized() {
        RandomResizes.check(600, (one, values) -> {
            ResizeSpec spec = one.spec();
            float[] x = values.floats(spec.inElements());
            if (x.length > 0) {
                x[values.between(0, x.length - 1)] = Float.NEGATIVE_INFINITY;
            }
            hasScalarBits(options -> Resize.of(spec, options), x);
        });
    }

    @Test
    void moved() {
        SpecGenerator.check(300, (_, values) -> {
            int block = values.between(1, 5);
            Shape small =
                    Shape.of(2, values.between(1, 3) * block * block, values.between(1, 9), values.between(1, 50));
            float[] x = values.floats(small.elements());
            Shape large = Shape.of(2, small.channels() / block / block, small.size().get(0) * block,
                    small.size().get(1) * block);
            for (BlockOrder order : BlockOrder.values()) {
                hasScalarBits(options -> DepthToSpace.of(small, order, options, block), x);
                hasScalarBits(options -> SpaceToDepth.of(large, order, options, block), x);
            }
        });
    }

    private static void hasScalarBits(Function<PlanOptions, TensorFunction> plan, float[] x) {
        for (Layout layout : Layout.values()) {
            PlanOptions options = PlanOptions.DEFAULTS.withLayout(layout);
            assertArrayEquals(Functions.run(plan.apply(options.withBackend("scalar")), x),
                    Functions.run(plan.apply(options.withBackend("simd")), x));
        }
    }

    static Stream<Named<Runnable>> runs() {
        Shape shape = Shape.of(2, 16, 20, 24);
        ConvSpec spec = ConvSpec.conv(4, 1, 20, 24).kernel(3).stride(2).padding(1).build();
        return Stream.of(Layout.values()).flatMap(layout -> {
            PlanOptions options = PlanOptions.DEFAULTS.withLayout(layout);
            return Stream.of(resize(Interpolation.NEAREST, 2, options), resize(Interpolation.LINEAR, 2, options),
                    resize(Interpolation.LINEAR, 4, options), resize(Interpolation.CUBIC, 1.7f, options),
                    resize(Interpolation.LINEAR, 0.5f, options),
                    run("to space " + layout, DepthToSpace.of(shape, BlockOrder.CRD, options, 2), false),
                    run("to depth " + layout, SpaceToDepth.of(shape, BlockOrder.DCR, options, 2), true),
                    run("padding " + layout,
                            Padding.of(shape, Extension.REFLECTION, new int[]{3}, new int[]{3}, options), false),
                    run("stretch " + layout, Stretch.of(shape, options, 2), true),
                    run("columns " + layout, Im2Col.of(spec, options), false),
                    run("images " + layout, Col2Im.of(spec, options), true));
        });
    }

    private static Named<Runnable> resize(Interpolation interpolation, float scale, PlanOptions options) {
        return run(interpolation + " " + scale + " " + options.layout(),
                Resize.of(ResizeSpec.of(16, 20, 24).scale(scale).interpolation(interpolation).build(), options),
                scale == 4);
    }

    private static Named<Runnable> run(String name, TensorFunction function, boolean segments) {
        Runner runner = Runner.sequential();
        if (segments) {
            Floats x = Floats.of(Arena.ofAuto().allocate(4 * function.inElements()));
            Floats y = Floats.of(Arena.ofAuto().allocate(4 * function.outElements()));
            return Named.of(name + " segments", () -> function.run(x, y, runner));
        }
        float[] x = new float[(int) function.inElements()];
        float[] y = new float[(int) function.outElements()];
        return Named.of(name, () -> function.run(x, y, runner));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void warmRunsAllocateNothing(Runnable run) {
        assumeTrue(Lanes.SPECIES.vectorBitSize() <= Lanes.preferredBits(),
                "vectors wider than the machine's are emulated with objects");
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
}
