package lanewise.core.pooling;

import static lanewise.core.ErrorsPage.Row.absent;
import static lanewise.core.ErrorsPage.Row.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.stream.Stream;
import lanewise.core.Border;
import lanewise.core.ErrorsPage;
import lanewise.core.ErrorsPage.Row;
import lanewise.core.Floats;
import lanewise.core.PlanOptions;
import lanewise.core.Runner;
import lanewise.core.TensorFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad input is refused with a message that names the parameter, its value and the bound, before anything is written. */
class PoolingErrorsTest {
    private static final int MAX = Integer.MAX_VALUE;
    private static final Runner RUNNER = Runner.sequential();
    private static final PoolSpec SPEC = PoolSpec.of(2, 4).kernel(2).stride(2).build();
    private static final TensorFunction POOL = Pooling.max(SPEC, PlanOptions.DEFAULTS);
    private static final TensorFunction INDEXED = Pooling.maxWithIndices(SPEC, PlanOptions.DEFAULTS);
    private static final TensorFunction UNPOOL = Pooling.unpool(SPEC, PlanOptions.DEFAULTS);

    @ParameterizedTest(name = "{0}")
    @MethodSource({"specs", "runs"})
    void isRefused(Row row) throws Throwable {
        row.holds();
    }

    @Test
    void thePageSaysSo() throws IOException {
        ErrorsPage.check(PoolingErrorsTest.class, Map.of("specs", specs(), "runs", runs()));
    }

    @Test
    void nothingIsWrittenWhenAnIndexIsRefused() {
        float[] x = {1, 2, 3, 4, 5, 6, 7, 8};
        int[] indices = {0, 1, 2, 8};
        assertThrows(IllegalArgumentException.class, () -> UNPOOL.run(new float[4], x, indices, RUNNER));
        assertArrayEquals(new float[]{1, 2, 3, 4, 5, 6, 7, 8}, x);
    }

    static Stream<Row> specs() {
        PoolSpec huge = PoolSpec.of(1, MAX, 2).build();
        return Stream.of(refused("channels must be at least 0, but is -1", () -> PoolSpec.of(-1, 4)),
                refused("axes must be 1 to 3, but are 0", () -> PoolSpec.of(1)),
                refused("batch must be at least 0, but is -1", () -> PoolSpec.of(1, 4).batch(-1).build()),
                refused("kernel must have 1 or 1 values, but has 2", () -> PoolSpec.of(1, 4).kernel(2, 2)),
                refused("axis W: kernel must be at least 1, but is 0", () -> PoolSpec.of(1, 4).kernel(0).build()),
                refused("axis H: stride must be at least 1, but is 0",
                        () -> PoolSpec.of(1, 4, 4).stride(0, 1).ceilMode(true).build()),
                refused("axis W: padLo must be at least 0, but is -1",
                        () -> PoolSpec.of(1, 4).padding(new int[]{-1}, new int[]{0}).ceilMode(true).build()),
                refused("axis W: kernel must fit the padded input, but its effective size 5 exceeds 4: "
                        + "the output would be empty", () -> PoolSpec.of(1, 4).kernel(3).dilation(2).build()),
                refused("elements of x must be at most 2147483647 to have indices, but are 4294967294",
                        () -> Pooling.maxWithIndices(huge, PlanOptions.DEFAULTS)),
                refused("elements of x must be at most 2147483647 to have indices, but are 4294967294",
                        () -> Pooling.unpool(huge, PlanOptions.DEFAULTS)),
                refused("backend must be one of scalar, but is none (simd: module lanewise.simd is not on the path)",
                        () -> Pooling.max(SPEC, PlanOptions.DEFAULTS.withBackend("none"))),
                refused("batch must be at least 0, but is -1",
                        () -> Pooling.globalMax(-1, 1, new int[]{4}, PlanOptions.DEFAULTS)),
                absent("spec", () -> Pooling.max(null, PlanOptions.DEFAULTS)),
                absent("options", () -> Pooling.average(SPEC, false, null)),
                absent("mode", () -> PoolSpec.of(1, 4).padding((Border) null)));
    }

    static Stream<Row> runs() {
        float[] shared = new float[12];
        Floats readOnly = Floats.of(MemorySegment.ofArray(new float[4]).asReadOnly());
        return Stream.of(
                refused("in must have at least 8 elements, but has 7",
                        () -> POOL.run(new float[7], new float[4], RUNNER)),
                refused("out must have at least 4 elements, but has 3",
                        () -> POOL.run(new float[8], new float[3], RUNNER)),
                refused("inOffset must be between 0 and 9, but is 10",
                        () -> POOL.run(new float[9], 10, new float[4], 0, RUNNER)),
                refused("out must not share memory with in, but does", () -> POOL.run(shared, 0, shared, 7, RUNNER)),
                refused("out must be writable, but is a read-only segment",
                        () -> POOL.run(Floats.of(new float[8]), readOnly, RUNNER)),
                refused("indices must be absent, because the function has none, but are given",
                        () -> POOL.run(new float[8], new float[4], new int[4], RUNNER)),
                refused("indices must be given, because they are written, but are absent",
                        () -> INDEXED.run(new float[8], new float[4], RUNNER)),
                refused("indices must have at least 4 elements, but has 3",
                        () -> INDEXED.run(new float[8], new float[4], new int[3], RUNNER)),
                refused("indices must be given, because they are read, but are absent",
                        () -> UNPOOL.run(new float[4], new float[8], RUNNER)),
                refused("indices[2] must be between 0 and 7, but is 8",
                        () -> UNPOOL.run(new float[4], new float[8], new int[]{0, 1, 8, -1}, RUNNER)),
                refused("indices[3] must be between 0 and 7, but is -1",
                        () -> UNPOOL.run(new float[4], new float[8], new int[]{0, 1, 7, -1}, RUNNER)),
                absent("indices", () -> INDEXED.run(new float[8], new float[4], null, RUNNER)),
                absent("in", () -> POOL.run(null, new float[4], RUNNER)),
                absent("out", () -> POOL.run(new float[8], null, RUNNER)),
                absent("runner", () -> POOL.run(new float[8], new float[4], null)),
                absent("mapping", () -> TensorFunction.of(null)));
    }
}
