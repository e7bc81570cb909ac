package lanewise.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import lanewise.core.ConvSpec;
import lanewise.core.Filter;
import lanewise.core.Operator;
import lanewise.core.Plan;
import lanewise.core.Runner;
import lanewise.core.TaskException;
import lanewise.core.spi.Job;
import lanewise.core.spi.Scratch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class FailureTest {
    private ForkJoinPool pool;
    private ForkJoinRunner runner;

    @BeforeEach
    void start() {
        pool = new ForkJoinPool(4);
        runner = new ForkJoinRunner(pool);
    }

    @AfterEach
    void stop() {
        pool.close();
    }

    static Stream<Throwable> failures() {
        return Stream.of(new IllegalStateException("one"), new AssertionError("two"), new StackOverflowError("three"),
                new IOException("four"), new OutOfMemoryError("five"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whateverATaskThrowsReachesTheCaller(Throwable failure) {
        for (int failing = 0; failing < 16; failing++) {
            int task = failing;
            assertSame(failure, assertThrows(Throwable.class, () -> runner.run(Tasks.of(16, drawn -> {
                if (drawn == task) {
                    FailureTest.<RuntimeException>sneak(failure);
                }
            }))));
        }
    }

    @Test
    void noTaskRunsAfterAFailure() {
        AtomicInteger running = new AtomicInteger();
        for (int run = 0; run < 2_000; run++) {
            AtomicInteger failed = new AtomicInteger();
            assertThrows(IllegalStateException.class, () -> runner.run(Tasks.of(64, _ -> {
                running.incrementAndGet();
                failed.getAndIncrement();
                Thread.onSpinWait();
                running.decrementAndGet();
                throw new IllegalStateException();
            })));
            assertEquals(0, running.get());
            assertTrue(failed.get() <= 4, "each thread fails at most once");
        }
    }

    @Test
    void theFirstFailureWins() {
        Thread caller = Thread.currentThread();
        CountDownLatch bothStarted = new CountDownLatch(2);
        Exception failure =
                assertThrows(IllegalStateException.class, () -> new ForkJoinRunner(pool, 2).run(Tasks.of(2, _ -> {
                    bothStarted.countDown();
                    await(bothStarted);
                    if (Thread.currentThread() == caller) {
                        sleep(50);
                        throw new IllegalStateException("second");
                    }
                    throw new IllegalStateException("first");
                })));
        assertEquals("first", failure.getMessage());
    }

    @Test
    void theOthersStopDrawing() {
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch helped = new CountDownLatch(1);
        CountDownLatch thrown = new CountDownLatch(1);
        assertThrows(IllegalStateException.class, () -> runner.run(Tasks.of(1_000, task -> {
            runs.incrementAndGet();
            if (task == 0) {
                await(helped);
                thrown.countDown();
                throw new IllegalStateException();
            }
            helped.countDown();
            await(thrown);
            sleep(20);
        })));
        assertTrue(runs.get() < 100, runs + " runs");
    }

    @Test
    void aFailureOfAHelperWaitsForTheCallersTask() {
        Thread caller = Thread.currentThread();
        CountDownLatch bothStarted = new CountDownLatch(2);
        AtomicInteger finished = new AtomicInteger();
        assertThrows(IllegalStateException.class, () -> new ForkJoinRunner(pool, 2).run(Tasks.of(2, _ -> {
            bothStarted.countDown();
            await(bothStarted);
            if (Thread.currentThread() != caller) {
                throw new IllegalStateException();
            }
            sleep(50);
            finished.incrementAndGet();
        })));
        assertEquals(1, finished.get());
    }

    @Test
    void aFailureOfTheCallerWaitsForTheHelpersTask() {
        Thread caller = Thread.currentThread();
        CountDownLatch bothStarted = new CountDownLatch(2);
        AtomicInteger finished = new AtomicInteger();
        assertThrows(IllegalStateException.class, () -> new ForkJoinRunner(pool, 2).run(Tasks.of(2, _ -> {
            bothStarted.countDown();
            await(bothStarted);
            if (Thread.currentThread() == caller) {
                throw new IllegalStateException();
            }
            sleep(50);
            finished.incrementAndGet();
        })));
        assertEquals(1, finished.get());
    }

    @Test
    void aRunnerSurvivesFailures() {
        for (int run = 0; run < 1_000; run++) {
            assertThrows(IllegalStateException.class, () -> runner.run(Tasks.of(8, _ -> {
                throw new IllegalStateException();
            })));
            AtomicInteger runs = new AtomicInteger();
            runner.run(Tasks.of(8, _ -> runs.incrementAndGet()));
            assertEquals(8, runs.get());
        }
    }

    /** Interpreted, because compiled frames are too small to hit every call of a run. */
    @Test
    void aCallerAtTheEndOfItsStackHarmsNeitherRunNorPool() throws Exception {
        Process jvm = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xint",
                "-cp", System.getProperty("java.class.path"), EndOfStack.class.getName()).redirectErrorStream(true)
                .start();
        if (!jvm.waitFor(45, TimeUnit.SECONDS)) {
            jvm.destroyForcibly();
            fail("a run never ends");
        }
        String output = new String(jvm.getInputStream().readAllBytes());
        assertTrue(output.matches("[1-9]\\d* overflows, 0 abandoned, 8 afterwards\\R"), output);
    }

    @Test
    void scratchThatCannotBeAllocatedIsAFailure() {
        Job greedy = new Tasks(8, Integer.MAX_VALUE, 0, (_, _) -> {
        });
        assertThrows(OutOfMemoryError.class, () -> runner.run(greedy));
    }

    @Test
    void aTaskExceptionNamesOperatorAndTask() {
        ConvSpec spec = ConvSpec.conv(1, 8, 4).kernel(3).build();
        Operator operator = Plan.forward(spec).bind(Filter.of(new float[24]));
        Runner withoutScratch = job -> runner.run(new Job() {
            @Override
            public int tasks() {
                return job.tasks();
            }

            @Override
            public int scratchFloats() {
                return 0;
            }

            @Override
            public int scratchInts() {
                return 0;
            }

            @Override
            public void run(int task, Scratch scratch) {
                job.run(task, null);
            }
        });
        TaskException failure = assertThrows(TaskException.class,
                () -> operator.run(new float[4], new float[16], withoutScratch));
        assertTrue(failure.getMessage().contains("of 8 failed in FORWARD of " + spec), failure.getMessage());
        assertInstanceOf(NullPointerException.class, failure.getCause());
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> void sneak(Throwable failure) throws X {
        throw (X) failure;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
