package lanewise.parallel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ForkJoinRunnerTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void runsEveryTaskOnce(int threads) {
        try (ForkJoinPool pool = new ForkJoinPool(threads)) {
            ForkJoinRunner runner = new ForkJoinRunner(pool);
            for (int tasks : new int[]{0, 1, 2, 3, 5, 8, 15, 16, 17, 64, 1000, 20_000}) {
                AtomicIntegerArray runs = new AtomicIntegerArray(tasks);
                runner.run(Tasks.of(tasks, runs::getAndIncrement));
                for (int task = 0; task < tasks; task++) {
                    assertEquals(1, runs.get(task), "runs of task " + task + " of " + tasks);
                }
            }
        }
    }

    @Test
    void whatTasksWriteIsVisibleToTheCaller() {
        try (ForkJoinPool pool = new ForkJoinPool(4)) {
            ForkJoinRunner runner = new ForkJoinRunner(pool);
            int[] written = new int[16];
            int[] expected = new int[16];
            for (int run = 1; run <= 50_000; run++) {
                int value = run;
                runner.run(Tasks.of(16, task -> written[task] = value));
                Arrays.fill(expected, value);
                assertArrayEquals(expected, written);
            }
        }
    }

    @Test
    void whatTheCallerWroteIsVisibleToTasks() {
        try (ForkJoinPool pool = new ForkJoinPool(4)) {
            ForkJoinRunner runner = new ForkJoinRunner(pool);
            int[] read = new int[1];
            AtomicInteger stale = new AtomicInteger();
            for (int run = 1; run <= 50_000; run++) {
                int value = run;
                read[0] = value;
                runner.run(Tasks.of(8, _ -> stale.addAndGet(read[0] == value ? 0 : 1)));
            }
            assertEquals(0, stale.get());
        }
    }

    @Test
    void oneTaskRunsOnTheCallerWithoutThePool() {
        try (ForkJoinPool pool = new ForkJoinPool(4)) {
            Thread[] ran = new Thread[1];
            new ForkJoinRunner(pool).run(Tasks.of(1, _ -> ran[0] = Thread.currentThread()));
            assertEquals(Thread.currentThread(), ran[0]);
            assertEquals(0, pool.getPoolSize());
        }
    }

    @Test
    void oneThreadRunsOnTheCallerWithoutThePool() {
        try (ForkJoinPool pool = new ForkJoinPool(4)) {
            Thread[] ran = new Thread[100];
            new ForkJoinRunner(pool, 1).run(Tasks.of(100, task -> ran[task] = Thread.currentThread()));
            for (Thread thread : ran) {
                assertEquals(Thread.currentThread(), thread);
            }
            assertEquals(0, pool.getPoolSize());
        }
    }

    @Test
    void theCallerDoesTheFirstTasksAndAHelperTheLastOnes() {
        try (ForkJoinPool pool = new ForkJoinPool(1)) {
            ForkJoinRunner runner = new ForkJoinRunner(pool, 2);
            Thread[] ran = new Thread[6];
            for (int run = 0; run < 500; run++) {
                CountDownLatch both = new CountDownLatch(2);
                runner.run(Tasks.of(ran.length, task -> {
                    ran[task] = Thread.currentThread();
                    meet(both);
                }));
                assertEquals(Thread.currentThread(), ran[0]);
                assertNotEquals(Thread.currentThread(), ran[ran.length - 1]);
                for (int task = 1, changes = 0; task < ran.length; task++) {
                    changes += ran[task] == ran[task - 1] ? 0 : 1;
                    assertTrue(changes < 2, "both in turn");
                }
            }
        }
    }

    /** A pool wakes threads one by one, and may leave a last helper in its queue while all that are awake wait for it. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8, 16})
    void allThreadsWorkAtOnce(int threads) {
        try (ForkJoinPool pool = new ForkJoinPool(threads)) {
            ForkJoinRunner runner = new ForkJoinRunner(pool);
            AtomicInteger incomplete = new AtomicInteger();
            for (int run = 0; run < 500; run++) {
                CountDownLatch all = new CountDownLatch(threads);
                AtomicBoolean missed = new AtomicBoolean();
                runner.run(Tasks.of(threads, _ -> {
                    if (!met(all, 1) && missed.compareAndSet(false, true)) {
                        incomplete.incrementAndGet();
                    }
                }));
            }
            assertTrue(incomplete.get() <= 5, "in " + incomplete + " of 500 runs some thread had no task of its own");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 8})
    void neverMoreThreadsThanAllowed(int threads) {
        try (ForkJoinPool pool = new ForkJoinPool(8)) {
            ForkJoinRunner runner = new ForkJoinRunner(pool, threads);
            AtomicInteger now = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            for (int run = 0; run < 5_000; run++) {
                runner.run(Tasks.of(32, _ -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    now.decrementAndGet();
                }));
            }
            assertTrue(most.get() <= threads, most + " threads at once");
        }
    }

    @Test
    void theCallerMayComeOnTopOfThePool() {
        try (ForkJoinPool pool = new ForkJoinPool(1)) {
            CountDownLatch both = new CountDownLatch(2);
            new ForkJoinRunner(pool, Integer.MAX_VALUE).run(Tasks.of(2, _ -> meet(both)));
        }
    }

    @Test
    void acceptsTheCommonPoolWhenAskedTo() {
        AtomicInteger runs = new AtomicInteger();
        new ForkJoinRunner(ForkJoinPool.commonPool()).run(Tasks.of(100, _ -> runs.incrementAndGet()));
        assertEquals(100, runs.get());
    }

    private static void meet(CountDownLatch others) {
        assertTrue(met(others, 10), "every thread has a task of its own");
    }

    private static boolean met(CountDownLatch others, int seconds) {
        others.countDown();
        try {
            return others.await(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
