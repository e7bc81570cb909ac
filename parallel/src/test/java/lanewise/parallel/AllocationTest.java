package lanewise.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import lanewise.core.ConvSpec;
import lanewise.core.Filter;
import lanewise.core.Floats;
import lanewise.core.Operator;
import lanewise.core.Plan;
import lanewise.core.WeightGradient;
import lanewise.core.spi.Job;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Steady runs allocate nothing, neither on the caller nor on any worker. */
@Timeout(120)
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int PARALLELISM = 3;

    @Test
    void ofTheRunner() {
        AtomicInteger runs = new AtomicInteger();
        Job job = new Tasks(16, 1000, 100, (_, _) -> runs.incrementAndGet());
        assertAllocatesNothing(runner -> runner.run(job));
    }

    @Test
    void ofAnOperator() {
        ConvSpec spec = ConvSpec.conv(4, 8, 9, 9).kernel(3).padding(1).build();
        Operator operator = Plan.forward(spec).bind(Filter.of(random(8 * 4 * 9)));
        float[] x = random(4 * 81);
        float[] y = new float[8 * 81];
        assertAllocatesNothing(runner -> operator.run(x, y, runner));
    }

    @Test
    void ofAWeightGradient() {
        WeightGradient gradient = WeightGradient.of(ConvSpec.conv(4, 8, 9, 9).kernel(3).padding(1).build());
        Floats x = Floats.of(random(4 * 81));
        Floats y = Floats.of(random(8 * 81));
        Floats w = Floats.of(new float[8 * 4 * 9]);
        assertAllocatesNothing(runner -> gradient.run(x, y, w, runner));
    }

    @Test
    void ofACallerInThePool() {
        AtomicInteger runs = new AtomicInteger();
        Job job = new Tasks(16, 1000, 100, (_, _) -> runs.incrementAndGet());
        try (ForkJoinPool pool = new ForkJoinPool(PARALLELISM)) {
            ForkJoinRunner runner = new ForkJoinRunner(pool, PARALLELISM + 1);
            pool.submit(() -> assertAllocatesNothing(r -> r.run(job), runner, PARALLELISM)).join();
        }
    }

    private interface Steady {
        void run(ForkJoinRunner runner);
    }

    private static void assertAllocatesNothing(Steady steady) {
        try (ForkJoinPool pool = new ForkJoinPool(PARALLELISM)) {
            assertAllocatesNothing(steady, new ForkJoinRunner(pool, PARALLELISM + 1), PARALLELISM + 1);
        }
    }

    /**
     * Warms up with all threads in one run, so that every thread is known and has its scratch. A take from the leases may
     * miss an object that changes its slot meanwhile and add one more, which is rare and ends; so one quiet round will do.
     */
    private static void assertAllocatesNothing(Steady steady, ForkJoinRunner runner, int threads) {
        long[] ids = idsOfAllThreads(runner, threads);
        long[] nothing = new long[threads];
        long[] allocated = null;
        for (int round = 0; round < 8 && !Arrays.equals(nothing, allocated); round++) {
            for (int run = 0; run < 10_000; run++) {
                steady.run(runner);
            }
            long[] start = THREADS.getThreadAllocatedBytes(ids);
            long[] before = THREADS.getThreadAllocatedBytes(ids);
            for (int run = 0; run < 10_000; run++) {
                steady.run(runner);
            }
            long[] after = THREADS.getThreadAllocatedBytes(ids);
            allocated = new long[threads];
            for (int i = 0; i < threads; i++) {
                long ofMeasuring = before[i] - start[i];
                allocated[i] = after[i] - before[i] - ofMeasuring;
            }
        }
        assertEquals(Arrays.toString(nothing), Arrays.toString(allocated), "bytes by thread");
    }

    private static long[] idsOfAllThreads(ForkJoinRunner runner, int threads) {
        long[] ids = new long[threads];
        CountDownLatch all = new CountDownLatch(threads);
        runner.run(new Tasks(threads, 10_000, 1_000, (task, _) -> {
            ids[task] = Thread.currentThread().threadId();
            all.countDown();
            try {
                assertTrue(all.await(10, TimeUnit.SECONDS), "every thread has a task of its own");
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }));
        return ids;
    }

    private static float[] random(int length) {
        Random random = new Random(length);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return values;
    }
}
