package lanewise.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A run allocates nothing once runner and operator have what they keep. */
class AllocationTest {
    private static final int WARM_UP = 200;
    private static final int ATTEMPTS = 50;

    private final Runner runner = Runner.sequential();
    private final ConvSpec spec = ConvSpec.conv(2, 4, 7, 9).groups(2).kernel(3).stride(2).padding(1).batch(2).build();
    private final float[] w = new float[(int) spec.filterElements()];
    private final float[] x = new float[(int) spec.inElements()];
    private final float[] y = new float[(int) spec.outElements()];

    @Test
    void runsOnArraysAllocateNothing() throws Throwable {
        Operator forward = Plan.forward(spec).bind(Filter.of(w), Epilogue.of(1, 2, 3, 4).then(Activation.relu()));
        Operator transpose = Plan.transpose(spec).bind(Filter.of(w));
        Operator adding = Plan.forward(spec).bind(Filter.of(w), Epilogue.none().addResidual());
        float[] residual = y.clone();
        assertAllocatesNothing(() -> forward.run(x, y, runner));
        assertAllocatesNothing(() -> adding.run(x, residual, y, runner));
        assertAllocatesNothing(() -> adding.run(x, y, y, runner));
        assertAllocatesNothing(() -> transpose.run(y, 0, x, 0, runner));
    }

    @ParameterizedTest
    @EnumSource
    void runsOnKeptViewsAllocateNothing(Layout layout) throws Throwable {
        PlanOptions options = PlanOptions.DEFAULTS.withLayout(layout);
        try (Arena arena = Arena.ofConfined()) {
            Floats xs = Floats.of(x);
            Floats ys = Floats.of(y);
            Floats ws = Floats.of(w);
            Operator forward = Plan.forward(spec, options).bind(Filter.of(w));
            Operator transpose = Plan.transpose(spec, options).bind(Filter.of(w));
            Operator adding = Plan.transpose(spec, options).bind(Filter.of(w), Epilogue.none().addResidual());
            WeightGradient weights = WeightGradient.of(spec, options);
            for (Floats view : List.of(xs, Floats.of(MemorySegment.ofArray(x.clone())),
                    Floats.of(arena.allocate(4L * x.length)))) {
                assertAllocatesNothing(() -> forward.run(view, ys, runner));
                assertAllocatesNothing(() -> transpose.run(ys, view, runner));
                assertAllocatesNothing(() -> adding.run(ys, xs, view, runner));
                assertAllocatesNothing(() -> adding.run(ys, view, view, runner));
                assertAllocatesNothing(() -> weights.run(view, ys, ws, runner));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void streamedChunksOfTheSameSizesAllocateNothing(Layout layout) throws Throwable {
        ConvSpec strided = ConvSpec.conv(2, 4, 7).groups(2).kernel(3).stride(2).dilation(2).padding(3).batch(2).build();
        PlanOptions options = PlanOptions.DEFAULTS.withLayout(layout);
        SignalStream forward = Plan.forward(strided, options).stream(Filter.of(new float[12]), Epilogue.of(1, 2, 3, 4));
        SignalStream transpose = Plan.transpose(strided, options).stream(Filter.of(new float[12]));
        float[] signal = new float[100];
        Floats in = Floats.of(signal);
        try (Arena arena = Arena.ofConfined()) {
            Floats out = Floats.of(arena.allocate(4L * signal.length));
            for (SignalStream stream : List.of(forward, transpose)) {
                assertAllocatesNothing(() -> {
                    stream.process(in, 3, out, runner);
                    stream.process(signal, 1, 5, signal, 2, runner);
                    stream.process(in, 0, out, runner);
                });
                assertAllocatesNothing(() -> {
                    stream.process(in, 2, out, runner);
                    stream.finish(signal, 9, runner);
                    stream.reset();
                });
            }
        }
    }

    private static void assertAllocatesNothing(Runnable run) throws Throwable {
        for (int i = 0; i < WARM_UP; i++) {
            run.run();
        }
        long least = Long.MAX_VALUE;
        for (int i = 0; i < ATTEMPTS && least > 0; i++) {
            long before = (long) Meter.ALLOCATED.invokeExact();
            run.run();
            least = Math.min(least, (long) Meter.ALLOCATED.invokeExact() - before);
        }
        assertEquals(0, least);
    }

    /** Bytes allocated by this thread. The handle spares module lanewise.core a dependency on java.management. */
    private static final class Meter {
        static final MethodHandle ALLOCATED;

        static {
            try {
                Class<?> bean = Class.forName("com.sun.management.ThreadMXBean");
                Object threads = Class.forName("java.lang.management.ManagementFactory")
                        .getMethod("getPlatformMXBean", Class.class).invoke(null, bean);
                ALLOCATED = MethodHandles.publicLookup()
                        .findVirtual(bean, "getCurrentThreadAllocatedBytes", MethodType.methodType(long.class))
                        .bindTo(threads);
            } catch (ReflectiveOperationException missing) {
                throw new ExceptionInInitializerError(missing);
            }
        }
    }
}
