package lanewise.bench.measure;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/** Times of repeated work. */
public final class Stopwatch {
    private static final double NANOS = 1e-9;

    private Stopwatch() {
    }

    /**
     * Repeats work for some time and takes its fastest run: what else the machine does makes a run slower, never
     * faster.
     *
     * @param work    what to time
     * @param atLeast seconds to go on for; the work runs at least once
     * @return seconds of the fastest run
     */
    public static double fastestSeconds(Runnable work, double atLeast) {
        long start = System.nanoTime();
        long fastest = Long.MAX_VALUE;
        long before = start;
        do {
            work.run();
            long after = System.nanoTime();
            fastest = Math.min(fastest, after - before);
            before = after;
        } while ((before - start) * NANOS < atLeast);
        return fastest * NANOS;
    }

    /**
     * Repeats work for some time of this thread's own, however busy the machine is, so that the compiler gets its share
     * too.
     *
     * @param work    what to warm up
     * @param atLeast seconds to go on for; the work runs at least once
     */
    public static void warmUp(Runnable work, double atLeast) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        do {
            work.run();
        } while ((threads.getCurrentThreadCpuTime() - start) * NANOS < atLeast);
    }

    /**
     * {@return the median, NaN of nothing}
     *
     * @param values any number of values
     */
    public static double median(double... values) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
