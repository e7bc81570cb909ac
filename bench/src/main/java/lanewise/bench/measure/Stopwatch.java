package lanewise.bench.measure;

import java.util.Arrays;

/** Times of repeated work. */
public final class Stopwatch {
    private static final double NANOS = 1e-9;

    private Stopwatch() {
    }

    /**
     * Repeats work for some time, so that the clock's resolution and single interruptions do not matter.
     *
     * @param work    what to time
     * @param atLeast seconds to go on for; the work runs at least once
     * @return mean seconds of one run
     */
    public static double secondsPerRun(Runnable work, double atLeast) {
        long start = System.nanoTime();
        long runs = 0;
        double elapsed;
        do {
            work.run();
            runs++;
            elapsed = (System.nanoTime() - start) * NANOS;
        } while (elapsed < atLeast);
        return elapsed / runs;
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
