package lanewise.simd;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;

/** Every benchmark runs once, so that it still works when it is wanted, and does work that it counts. */
class BenchmarksTest {

    @Test
    void tiles() throws ReflectiveOperationException {
        TileBench bench = new TileBench();
        bench.k = 9;
        bench.fill();
        runAll(bench);
    }

    @Test
    void packing() throws ReflectiveOperationException {
        for (int stride = 1; stride <= 2; stride++) {
            PackBench bench = new PackBench();
            bench.channels = 5;
            bench.size = 40;
            bench.stride = stride;
            bench.plan();
            runAll(bench);
        }
    }

    @Test
    void transforms() throws ReflectiveOperationException {
        TransformBench bench = new TransformBench();
        bench.channels = 8;
        bench.fill();
        runAll(bench);
    }

    private static void runAll(Object bench) throws ReflectiveOperationException {
        List<Method> benchmarks = Arrays.stream(bench.getClass().getMethods())
                .filter(method -> method.isAnnotationPresent(Benchmark.class)).toList();
        for (Method benchmark : benchmarks) {
            Flops flops = new Flops();
            Written written = new Written();
            boolean writes = benchmark.getParameterTypes()[0] == Written.class;
            float[] result = (float[]) benchmark.invoke(bench, writes ? written : flops);
            assertTrue(result.length > 0 && flops.gflop + written.gbyte > 0, benchmark.getName());
        }
    }
}
