package lanewise.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import lanewise.bench.layers.Workers;
import lanewise.core.spi.Job;
import lanewise.core.spi.Scratch;

/**
 * What this machine can do at best, measured now: multiply-adds on one thread and memory bandwidth. A share of the peak
 * says how good a kernel is where a time alone says nothing.
 *
 * <p>Other work on the machine makes any single measurement too low, never too high, so each is the best of several.
 */
public final class MachinePeaks {
    private static final int BURST_STEPS = 100_000;
    private static final int WARM_UP_BURSTS = 200;
    private static final int WARM_UP_STEPS = 4_000;
    private static final double READ_WARM_UP_SECONDS = 1;
    private static final double READ_SECONDS = 0.05;
    private static final int CACHES = 8;
    private static final int MEMORY_PASSES = 6;
    private static final long LEAST_BYTES = 64L << 20;
    private static final long MOST_BYTES = 512L << 20;

    private static float sink;
    private static boolean warm;

    private MachinePeaks() {
    }

    /**
     * Measures as long, and in bursts as long, as a layer is, so that both figures are interrupted, and find the clock high,
     * equally often.
     *
     * @param atLeast seconds to go on for
     * @param burst   seconds of work of which the fastest counts
     * @return 10⁹ multiplications and additions per second on one thread, or NaN without the Vector API
     */
    public static synchronized double fmaGflops(double atLeast, double burst) {
        if (!vectors()) {
            return Double.NaN;
        }
        if (!warm) {
            for (int i = 0; i < WARM_UP_BURSTS; i++) {
                sink += VectorLoops.fma(WARM_UP_STEPS);
            }
            warm = true;
        }
        double once = Stopwatch.fastestSeconds(() -> sink += VectorLoops.fma(BURST_STEPS), burst);
        int steps = (int) Math.clamp(BURST_STEPS * burst / once, BURST_STEPS, Integer.MAX_VALUE);
        return 1e-9 * VectorLoops.flops(steps)
                / Stopwatch.fastestSeconds(() -> sink += VectorLoops.fma(steps), atLeast);
    }

    /**
     * Measures what threads can gain at all: cores share their clock, their caches and, on a virtual machine, their units.
     *
     * @param workers whose multiply-adds are compared with those of one of them
     * @param atLeast seconds to go on for, with one and with all
     * @return how many times the peak of one thread all of them reach together, or NaN without the Vector API
     */
    public static double fmaScaling(Workers workers, double atLeast) {
        if (!vectors()) {
            return Double.NaN;
        }
        Job one = new Bursts(1);
        Job all = new Bursts(workers.threads());
        double alone = Stopwatch.fastestSeconds(() -> workers.runner().run(one), atLeast);
        double together = Stopwatch.fastestSeconds(() -> workers.runner().run(all), atLeast);
        return workers.threads() * alone / together;
    }

    /**
     * {@return 10⁹ bytes per second that one thread reads again and again, or NaN without the Vector API}
     *
     * @param bytes how many, for a cache somewhat less than it holds
     */
    public static double readGbs(long bytes) {
        if (!vectors()) {
            return Double.NaN;
        }
        float[] values = new float[Math.toIntExact(bytes / Float.BYTES)];
        Stopwatch.warmUp(() -> sink += VectorLoops.sum(values), READ_WARM_UP_SECONDS);
        return 1e-9 * bytes / Stopwatch.fastestSeconds(() -> sink += VectorLoops.sum(values), READ_SECONDS);
    }

    /**
     * Bandwidth of the main memory, read and copied by one thread.
     *
     * @param readGbs 10⁹ bytes read per second, NaN without the Vector API
     * @param copyGbs 10⁹ bytes read or written per second while copying
     */
    public record Memory(double readGbs, double copyGbs) {
    }

    /** {@return the bandwidth over arrays four times the last-level cache, as far as the heap allows} */
    public static Memory memory() {
        long budget = Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / 4);
        int floats = (int) (Math.min(budget, Math.max(LEAST_BYTES, 4 * lastLevelCacheBytes())) / Float.BYTES);
        float[] from = new float[floats];
        float[] to = new float[floats];
        boolean vectors = vectors();
        double read = 0;
        double copy = 0;
        for (int pass = 0; pass < MEMORY_PASSES; pass++) {
            long start = System.nanoTime();
            if (vectors) {
                sink += VectorLoops.sum(from);
            }
            long middle = System.nanoTime();
            System.arraycopy(from, 0, to, 0, floats);
            long end = System.nanoTime();
            read = Math.max(read, (double) floats * Float.BYTES / (middle - start));
            copy = Math.max(copy, 2.0 * floats * Float.BYTES / (end - middle));
        }
        sink += to[floats / 2];
        return new Memory(vectors ? read : Double.NaN, copy);
    }

    /** {@return bytes of the largest cache the operating system lists, 0 when it lists none} */
    public static long lastLevelCacheBytes() {
        return LongStream.range(0, CACHES).map(MachinePeaks::cacheBytes).max().orElse(0);
    }

    /** {@return bytes of one core's second-level cache, 0 when the operating system does not list it} */
    public static long secondLevelCacheBytes() {
        return cacheBytes(2);
    }

    private static long cacheBytes(long index) {
        try {
            String size = Files.readString(Path.of("/sys/devices/system/cpu/cpu0/cache/index" + index + "/size"));
            return Long.parseLong(size.strip().replace("K", "")) << 10;
        } catch (IOException | NumberFormatException unlisted) {
            return 0;
        }
    }

    private static boolean vectors() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }

    private record Bursts(int tasks) implements Job {
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
            sink += VectorLoops.fma(BURST_STEPS);
        }
    }

    /** The loops; loaded only when the Vector API is there. */
    private static final class VectorLoops {
        private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
        private static final int ACCUMULATORS = 12;

        static long flops(int steps) {
            return 2L * steps * ACCUMULATORS * SPECIES.length();
        }

        /** Twelve independent chains hide the latency of two FMA units and leave four of sixteen registers free. */
        static float fma(int steps) {
            FloatVector m = FloatVector.broadcast(SPECIES, 0.999f);
            FloatVector a = FloatVector.broadcast(SPECIES, 0.001f);
            FloatVector s0 = FloatVector.broadcast(SPECIES, 0.1f);
            FloatVector s1 = FloatVector.broadcast(SPECIES, 0.2f);
            FloatVector s2 = FloatVector.broadcast(SPECIES, 0.3f);
            FloatVector s3 = FloatVector.broadcast(SPECIES, 0.4f);
            FloatVector s4 = FloatVector.broadcast(SPECIES, 0.5f);
            FloatVector s5 = FloatVector.broadcast(SPECIES, 0.6f);
            FloatVector s6 = FloatVector.broadcast(SPECIES, 0.7f);
            FloatVector s7 = FloatVector.broadcast(SPECIES, 0.8f);
            FloatVector s8 = FloatVector.broadcast(SPECIES, 0.9f);
            FloatVector s9 = FloatVector.broadcast(SPECIES, 1.0f);
            FloatVector s10 = FloatVector.broadcast(SPECIES, 1.1f);
            FloatVector s11 = FloatVector.broadcast(SPECIES, 1.2f);
            for (int i = 0; i < steps; i++) {
                s0 = m.fma(a, s0);
                s1 = m.fma(a, s1);
                s2 = m.fma(a, s2);
                s3 = m.fma(a, s3);
                s4 = m.fma(a, s4);
                s5 = m.fma(a, s5);
                s6 = m.fma(a, s6);
                s7 = m.fma(a, s7);
                s8 = m.fma(a, s8);
                s9 = m.fma(a, s9);
                s10 = m.fma(a, s10);
                s11 = m.fma(a, s11);
            }
            FloatVector low = s0.add(s1).add(s2).add(s3).add(s4).add(s5);
            FloatVector high = s6.add(s7).add(s8).add(s9).add(s10).add(s11);
            return low.add(high).reduceLanes(VectorOperators.ADD);
        }

        static float sum(float[] values) {
            int width = SPECIES.length();
            FloatVector s0 = FloatVector.zero(SPECIES);
            FloatVector s1 = FloatVector.zero(SPECIES);
            FloatVector s2 = FloatVector.zero(SPECIES);
            FloatVector s3 = FloatVector.zero(SPECIES);
            for (int i = 0; i <= values.length - 4 * width; i += 4 * width) {
                s0 = s0.add(FloatVector.fromArray(SPECIES, values, i));
                s1 = s1.add(FloatVector.fromArray(SPECIES, values, i + width));
                s2 = s2.add(FloatVector.fromArray(SPECIES, values, i + 2 * width));
                s3 = s3.add(FloatVector.fromArray(SPECIES, values, i + 3 * width));
            }
            return s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
        }
    }
}
