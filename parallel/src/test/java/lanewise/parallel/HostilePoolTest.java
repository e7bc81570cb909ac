package lanewise.parallel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import lanewise.core.ConvSpec;
import lanewise.core.Filter;
import lanewise.core.Operator;
import lanewise.core.Plan;
import lanewise.core.Runner;
import lanewise.core.spi.Scratch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pools that are busy, exhausted or gone, callers that are workers themselves, callers that are interrupted. */
@Timeout(60)
class HostilePoolTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void runsMayNestInsideTasksOfThePool(int parallelism) {
        try (ForkJoinPool pool = new ForkJoinPool(parallelism)) {
            ForkJoinRunner runner = new ForkJoinRunner(pool, parallelism + 1);
            for (int repeat = 0; repeat < 200; repeat++) {
                AtomicInteger leaves = new AtomicInteger();
                pool.submit(() -> nest(runner, 4, leaves)).join();
                assertEquals(256, leaves.get());
            }
        }
    }

    @Test
    void runsMayNestDeeperThanThereAreCrews() {
        try (ForkJoinPool pool = new ForkJoinPool(2)) {
            AtomicInteger leaves = new AtomicInteger();
            deepen(new ForkJoinRunner(pool), 50, leaves);
            assertEquals(52, leaves.get());
        }
    }

    @Test
    void everyWorkerOfThePoolMayCallAtOnce() {
        try (ForkJoinPool pool = new ForkJoinPool(4)) {
            ForkJoinRunner runner = new ForkJoinRunner(pool);
            AtomicInteger runs = new AtomicInteger();
            pool.submit(() -> {
                for (int repeat = 0; repeat < 500; repeat++) {
                    ForkJoinTask<?>[] callers = new ForkJoinTask<?>[8];
                    for (int i = 0; i < callers.length; i++) {
                        callers[i] = ForkJoinTask.adapt(() -> runner.run(Tasks.of(10, _ -> runs.incrementAndGet())));
                    }
                    ForkJoinTask.invokeAll(callers);
                }
            }).join();
            assertEquals(500 * 8 * 10, runs.get());
        }
    }

    @Test
    void helpersThatNeverCameLeaveTheWorkersOwnQueueAsItWas() {
        try (ForkJoinPool pool = new ForkJoinPool(1)) {
            ForkJoinRunner runner = new ForkJoinRunner(pool, 2);
            int queued = pool.submit(() -> {
                runner.run(Tasks.of(100, _ -> {
                }));
                return ForkJoinTask.getQueuedTaskCount();
            }).join();
            assertEquals(0, queued);
        }
    }

    @Test
    void aPoolThatWasShutDownLeavesEverythingToTheCaller() {
        ForkJoinPool pool = new ForkJoinPool(4);
        ForkJoinRunner runner = new ForkJoinRunner(pool);
        pool.shutdown();
        for (int run = 0; run < 100; run++) {
            AtomicInteger runs = new AtomicInteger();
            runner.run(Tasks.of(20, _ -> runs.incrementAndGet()));
            assertEquals(20, runs.get());
        }
    }

    @Test
    void aPoolMayBeShutDownInTheMiddleOfARun() throws InterruptedException {
        for (int repeat = 0; repeat < 300; repeat++) {
            ForkJoinPool pool = new ForkJoinPool(4);
            ForkJoinRunner runner = new ForkJoinRunner(pool);
            AtomicInteger runs = new AtomicInteger();
            int when = repeat % 20;
            for (int run = 0; run < 3; run++) {
                runner.run(Tasks.of(40, task -> {
                    if (task == when) {
                        pool.shutdownNow();
                    }
                    runs.incrementAndGet();
                }));
            }
            assertEquals(120, runs.get());
            assertTrue(pool.awaitTermination(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void aWorkerThatCallsWaitsForItsHelpersEvenWhenItsPoolStops() {
        ForkJoinPool pool = new ForkJoinPool(2);
        ForkJoinRunner runner = new ForkJoinRunner(pool);
        AtomicBoolean finished = new AtomicBoolean();
        AtomicBoolean waited = new AtomicBoolean();
        ForkJoinTask<?> call = pool.submit(() -> {
            runWithSlowHelper(runner, pool::shutdownNow, finished);
            waited.set(finished.get());
        });
        call.quietlyJoin();
        pool.close();
        assertTrue(waited.get());
    }

    @Test
    void aWorkerThatCallsWaitsForItsHelpersEvenWhenThePoolRefusesToCompensate() {
        try (ForkJoinPool pool = new ForkJoinPool(2, ForkJoinPool.defaultForkJoinWorkerThreadFactory, null, false, 2, 2,
                2, null, 1, TimeUnit.MINUTES)) {
            AtomicBoolean finished = new AtomicBoolean();
            assertTrue(pool.submit(() -> {
                runWithSlowHelper(new ForkJoinRunner(pool), () -> {
                }, finished);
                return finished.get();
            }).join());
        }
    }

    @Test
    void aBusyPoolDelaysNobodyAndItsQueueStaysShort() throws InterruptedException {
        try (ForkJoinPool pool = new ForkJoinPool(1)) {
            CountDownLatch started = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            ForkJoinTask<?> blocker = pool.submit(() -> {
                started.countDown();
                release.await();
                return null;
            });
            started.await();
            ForkJoinRunner runner = new ForkJoinRunner(pool, 2);
            AtomicInteger runs = new AtomicInteger();
            for (int run = 0; run < 10_000; run++) {
                runner.run(Tasks.of(10, _ -> runs.incrementAndGet()));
            }
            assertEquals(100_000, runs.get());
            assertTrue(pool.getQueuedSubmissionCount() <= 1, pool::toString);
            release.countDown();
            blocker.join();
            CountDownLatch both = new CountDownLatch(2);
            runner.run(Tasks.of(2, _ -> {
                both.countDown();
                awaitUninterruptibly(both);
            }));
        }
    }

    @Test
    void aThreadThatCannotBeMadeIsReportedWhenNoTaskRuns() {
        OutOfMemoryError noThread = new OutOfMemoryError("unable to create native thread");
        ForkJoinPool pool = new ForkJoinPool(2, _ -> {
            throw noThread;
        }, null, false);
        assertEquals(noThread,
                assertThrows(OutOfMemoryError.class, () -> new ForkJoinRunner(pool).run(Tasks.of(10, _ -> {
                }))));
        pool.shutdownNow();
    }

    @Test
    void anInterruptedCallerFinishesAndStaysInterrupted() {
        try (ForkJoinPool pool = new ForkJoinPool(4)) {
            ForkJoinRunner runner = new ForkJoinRunner(pool);
            for (int run = 0; run < 1_000; run++) {
                AtomicInteger runs = new AtomicInteger();
                Thread.currentThread().interrupt();
                runner.run(Tasks.of(20, _ -> runs.incrementAndGet()));
                assertTrue(Thread.interrupted());
                assertEquals(20, runs.get());
            }
        }
    }

    @Test
    void aCallerInterruptedWhileItWaitsDoesNotAbandonItsHelpers() {
        try (ForkJoinPool pool = new ForkJoinPool(2)) {
            Thread caller = Thread.currentThread();
            AtomicBoolean finished = new AtomicBoolean();
            AtomicBoolean waitsAgain = new AtomicBoolean();
            runWithSlowHelper(new ForkJoinRunner(pool), () -> {
                caller.interrupt();
                long end = System.nanoTime() + 10_000_000_000L;
                while (!waitsAgain.get() && System.nanoTime() < end) {
                    waitsAgain.set(!caller.isInterrupted() && caller.getState() == Thread.State.WAITING);
                }
            }, finished);
            assertTrue(Thread.interrupted());
            assertTrue(finished.get());
            assertTrue(waitsAgain.get(), "parked, not spinning");
        }
    }

    @Test
    void virtualThreadsMayCall() throws InterruptedException {
        try (ForkJoinPool pool = new ForkJoinPool(3)) {
            ForkJoinRunner runner = new ForkJoinRunner(pool);
            AtomicInteger runs = new AtomicInteger();
            Thread[] callers = new Thread[50];
            for (int i = 0; i < callers.length; i++) {
                callers[i] = Thread.startVirtualThread(() -> {
                    for (int run = 0; run < 100; run++) {
                        runner.run(Tasks.of(7, _ -> runs.incrementAndGet()));
                    }
                });
            }
            for (Thread caller : callers) {
                caller.join();
            }
            assertEquals(50 * 100 * 7, runs.get());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 8, 40})
    void callersMayShareARunner(int callers) throws InterruptedException {
        try (ForkJoinPool pool = new ForkJoinPool(3)) {
            ForkJoinRunner runner = new ForkJoinRunner(pool);
            AtomicInteger wrong = new AtomicInteger();
            Thread[] threads = new Thread[callers];
            for (int i = 0; i < callers; i++) {
                threads[i] = Thread.ofPlatform().start(() -> {
                    int[] counts = new int[33];
                    for (int run = 1; run <= 500; run++) {
                        runner.run(Tasks.of(counts.length, task -> counts[task]++));
                        for (int count : counts) {
                            wrong.addAndGet(count == run ? 0 : 1);
                        }
                    }
                });
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(0, wrong.get());
        }
    }

    /** Every task of a run calls the operator of that run, in a pool whose only worker is the caller. */
    @Test
    void anOperatorMayRunInsideItsOwnTasks() {
        ConvSpec spec = ConvSpec.conv(1, 8, 4).kernel(3).build();
        float[] w = new float[24];
        Arrays.fill(w, 2);
        Operator operator = Plan.forward(spec).bind(Filter.of(w));
        float[] x = {1, 2, 3, 4};
        float[] expected = new float[16];
        operator.run(x, expected, Runner.sequential());
        try (ForkJoinPool pool = new ForkJoinPool(1)) {
            ForkJoinRunner runner = new ForkJoinRunner(pool, 2);
            float[] outer = new float[16];
            float[][] inner = new float[8][16];
            Runner reentrant = job -> runner.run(Tasks.of(job.tasks(), task -> {
                operator.run(x, inner[task], runner);
                job.run(task, new Scratch(new float[job.scratchFloats()], new int[job.scratchInts()]));
            }));
            for (int repeat = 0; repeat < 200; repeat++) {
                Arrays.fill(outer, Float.NaN);
                pool.submit(() -> operator.run(x, outer, reentrant)).join();
                assertArrayEquals(expected, outer);
                for (float[] y : inner) {
                    assertArrayEquals(expected, y);
                    Arrays.fill(y, Float.NaN);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCancelledFutureDoesNotAbandonItsRun(boolean interrupt) throws Exception {
        try (ForkJoinPool pool = new ForkJoinPool(2); ExecutorService host = Executors.newSingleThreadExecutor()) {
            ForkJoinRunner runner = new ForkJoinRunner(pool);
            for (ExecutorService callers : List.of(host, pool)) {
                for (int repeat = 0; repeat < 200; repeat++) {
                    AtomicInteger runs = new AtomicInteger();
                    CountDownLatch started = new CountDownLatch(1);
                    CountDownLatch returned = new CountDownLatch(1);
                    Future<?> call = callers.submit(() -> {
                        runner.run(Tasks.of(20, _ -> {
                            started.countDown();
                            runs.incrementAndGet();
                        }));
                        returned.countDown();
                    });
                    started.await();
                    call.cancel(interrupt);
                    returned.await();
                    assertEquals(20, runs.get());
                }
            }
        }
    }

    private static void nest(ForkJoinRunner runner, int levels, AtomicInteger leaves) {
        if (levels == 0) {
            leaves.incrementAndGet();
            return;
        }
        runner.run(Tasks.of(4, _ -> nest(runner, levels - 1, leaves)));
    }

    private static void deepen(ForkJoinRunner runner, int levels, AtomicInteger leaves) {
        runner.run(Tasks.of(2, task -> {
            if (task == 0 || levels == 0) {
                leaves.incrementAndGet();
            } else {
                deepen(runner, levels - 1, leaves);
            }
        }));
    }

    /** A run of two tasks in which the caller is done first; once it waits, something happens, and only then the helper ends. */
    private static void runWithSlowHelper(ForkJoinRunner runner, Runnable meanwhile, AtomicBoolean finished) {
        Thread caller = Thread.currentThread();
        AtomicBoolean started = new AtomicBoolean();
        runner.run(Tasks.of(2, _ -> {
            if (Thread.currentThread() == caller) {
                while (!started.get()) {
                    Thread.onSpinWait();
                }
                return;
            }
            assertTrue(Thread.currentThread() instanceof ForkJoinWorkerThread);
            started.set(true);
            while (caller.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            meanwhile.run();
            long end = System.nanoTime() + 50_000_000;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            finished.set(true);
        }));
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
