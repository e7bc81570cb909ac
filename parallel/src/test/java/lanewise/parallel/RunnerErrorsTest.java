package lanewise.parallel;

import static lanewise.core.ErrorsPage.Row.absent;
import static lanewise.core.ErrorsPage.Row.harmless;
import static lanewise.core.ErrorsPage.Row.refused;
import static lanewise.core.ErrorsPage.Row.thrown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import lanewise.core.ErrorsPage;
import lanewise.core.ErrorsPage.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a runner refuses, and what it takes although it looks wrong. */
@Timeout(60)
class RunnerErrorsTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("runners")
    void isRefusedOrNot(Row row) throws Throwable {
        row.holds();
    }

    @Test
    void thePageSaysSo() throws IOException {
        ErrorsPage.check(RunnerErrorsTest.class, Map.of("runners", runners()));
    }

    static Stream<Row> runners() {
        ForkJoinPool pool = ForkJoinPool.commonPool();
        ForkJoinPool closed = new ForkJoinPool(2);
        closed.close();
        return Stream.of(refused("threads must be at least 1, but is 0", () -> new ForkJoinRunner(pool, 0)),
                refused("threads must be at least 1, but is -2147483648",
                        () -> new ForkJoinRunner(pool, Integer.MIN_VALUE)),
                absent("pool", () -> new ForkJoinRunner(null)), absent("pool", () -> new ForkJoinRunner(null, 2)),
                thrown(IllegalStateException.class, "thrown by a task", () -> new ForkJoinRunner(pool).run(failing())),
                harmless("no more threads than the pool has, and the caller",
                        () -> runsAll(new ForkJoinRunner(pool, Integer.MAX_VALUE))),
                harmless("the caller does all the work", () -> runsAll(new ForkJoinRunner(closed))),
                harmless("the run finishes, and the caller stays interrupted",
                        () -> interruptedRunsAll(new ForkJoinRunner(pool))));
    }

    private static Tasks failing() {
        return Tasks.of(8, _ -> {
            throw new IllegalStateException("thrown by a task");
        });
    }

    private static void runsAll(ForkJoinRunner runner) {
        AtomicInteger runs = new AtomicInteger();
        runner.run(Tasks.of(20, _ -> runs.incrementAndGet()));
        assertEquals(20, runs.get());
    }

    private static void interruptedRunsAll(ForkJoinRunner runner) {
        Thread.currentThread().interrupt();
        try {
            runsAll(runner);
        } finally {
            assertTrue(Thread.interrupted());
        }
    }
}
