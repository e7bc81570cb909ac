package lanewise.simd;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import lanewise.core.Accuracy;
import lanewise.core.ConvSpec;
import lanewise.core.Epilogue;
import lanewise.core.Layout;
import lanewise.core.Product;
import lanewise.core.spi.Problem;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Winograd's transforms of one vector of tiles, in cache, and of weights; {@code gbyte} is what is written. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TransformBench {
    private static final int RUNS = 4;
    private static final int RUNS_AT = Winograd4x3.WINDOW;
    private static final int COUNTS_AT = RUNS_AT + RUNS;

    /** Channels, a multiple of the rows of a tile. */
    @Param("64")
    public int channels;

    private Problem problem;
    private float[] weights;
    private float[] pixels;
    private float[] products;
    private float[] buffer;
    /** Where the rows of a window lie, where four runs of tiles do, and how many pixels of each are stored. */
    private int[] four;
    private int[] two;
    private int plane;
    private int productStep;

    /** Makes weights, and pixels that are followed by room for the vectors that reach beyond them. */
    @Setup
    public void fill() {
        ConvSpec spec = ConvSpec.conv(channels, channels, 56, 56).kernel(3).padding(1).build();
        problem = new Problem(Product.FORWARD, spec, Layout.NCHW, Accuracy.DEFAULT, 1);
        weights = new float[(int) spec.filterElements()];
        Arrays.fill(weights, 1);
        int width = (RUNS + 1) * Lanes.COUNT;
        plane = Winograd4x3.WINDOW * width;
        pixels = new float[channels * plane + 2 * Lanes.COUNT];
        Arrays.fill(pixels, 1);
        productStep = (channels + 1) * Lanes.COUNT;
        int count = Winograd4x3.WINDOW * Winograd4x3.WINDOW;
        products = new float[count * productStep];
        buffer = new float[count * Lanes.COUNT];
        four = table(width, Winograd4x3.TILE);
        two = table(width, Winograd2x3.TILE);
    }

    /** {@return 36 products of every channel and tile} */
    @Benchmark
    public float[] input4x3(Written written) {
        Winograd4x3.input(pixels, 0, plane, channels, four, 0, RUNS_AT, buffer, 0, products, 0, productStep,
                Lanes.COUNT);
        return done(written, products, Winograd4x3.WINDOW * Winograd4x3.WINDOW);
    }

    /** {@return 16 results of every channel and tile} */
    @Benchmark
    public float[] output4x3(Written written) {
        Winograd4x3.output(products, 0, productStep, Lanes.COUNT, Epilogue.none(), 0, channels, buffer, 0, pixels, 0,
                plane / Winograd4x3.WINDOW, plane, four, RUNS_AT, COUNTS_AT);
        return done(written, pixels, Winograd4x3.TILE * Winograd4x3.TILE);
    }

    /** {@return 16 products of every channel and tile} */
    @Benchmark
    public float[] input2x3(Written written) {
        Winograd2x3.input(pixels, 0, plane, channels, two, 0, RUNS_AT, buffer, 0, products, 0, productStep,
                Lanes.COUNT);
        return done(written, products, Winograd2x3.WINDOW * Winograd2x3.WINDOW);
    }

    /** {@return 4 results of every channel and tile} */
    @Benchmark
    public float[] output2x3(Written written) {
        Winograd2x3.output(products, 0, productStep, Lanes.COUNT, channels, buffer, 0, pixels, 0,
                plane / Winograd4x3.WINDOW, plane);
        return done(written, pixels, Winograd2x3.TILE * Winograd2x3.TILE);
    }

    /** {@return 36 transformed weights for every pair of channels, in A panels} */
    @Benchmark
    public float[] filter4x3(Written written) {
        float[] packed = Winograd.ofFour(problem).pack(weights);
        written.floats(packed.length);
        return packed;
    }

    private float[] done(Written written, float[] values, int vectors) {
        written.floats((long) channels * vectors * Lanes.COUNT);
        return values;
    }

    private static int[] table(int width, int tile) {
        int[] table = new int[COUNTS_AT + RUNS];
        for (int i = 0; i < Winograd4x3.WINDOW; i++) {
            table[i] = i * width;
        }
        for (int run = 0; run < RUNS; run++) {
            table[RUNS_AT + run] = run * tile * Lanes.COUNT / RUNS;
            table[COUNTS_AT + run] = Lanes.COUNT;
        }
        return table;
    }
}
