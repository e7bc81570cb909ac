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
    private static final int COUNTS_AT = Winograd.RUNS;

    /** Channels, a multiple of the rows of a tile. */
    @Param("64")
    public int channels;

    private Problem problem;
    private float[] weights;
    private float[] pixels;
    private float[] products;
    private float[] buffer;
    /** Where four runs of tiles lie, and how many pixels of each are stored. */
    private int[] four;
    private int[] two;
    private int width;
    private int plane;
    private int productStep;

    /** Makes weights, and pixels that are followed by room for the vectors that reach beyond them. */
    @Setup
    public void fill() {
        ConvSpec spec = ConvSpec.conv(channels, channels, 56, 56).kernel(3).padding(1).build();
        problem = new Problem(Product.FORWARD, spec, Layout.NCHW, Accuracy.DEFAULT, 1);
        weights = new float[(int) spec.filterElements()];
        Arrays.fill(weights, 1);
        width = (Winograd.RUNS + 1) * Lanes.COUNT;
        plane = Winograd4x3.WINDOW * width;
        pixels = new float[Winograd4x3.BEFORE + channels * plane + 2 * Lanes.COUNT];
        Arrays.fill(pixels, 1);
        productStep = (channels + 1) * Lanes.COUNT;
        int count = Winograd4x3.WINDOW * Winograd4x3.WINDOW;
        products = new float[count * productStep];
        buffer = new float[count * Lanes.COUNT];
        four = table(Winograd4x3.TILE);
        two = table(Winograd2x3.TILE);
    }

    /** {@return 36 products of every channel and tile} */
    @Benchmark
    public float[] input4x3(Written written) {
        Winograd4x3.input(pixels, Winograd4x3.BEFORE, plane, width, channels, four, 0, 1, buffer, 0, products, 0,
                productStep, Lanes.COUNT);
        return done(written, products, Winograd4x3.WINDOW * Winograd4x3.WINDOW);
    }

    /** {@return 16 results of every channel and tile} */
    @Benchmark
    public float[] output4x3(Written written) {
        Winograd4x3.output(products, 0, productStep, Lanes.COUNT, Epilogue.none(), 0, channels, buffer, 0, pixels, 0,
                width, plane, four, 0, COUNTS_AT);
        return done(written, pixels, Winograd4x3.TILE * Winograd4x3.TILE);
    }

    /** {@return 16 products of every channel and tile} */
    @Benchmark
    public float[] input2x3(Written written) {
        Winograd2x3.input(pixels, Winograd4x3.BEFORE, plane, width, channels, two, 0, 1, buffer, 0, products, 0,
                productStep, Lanes.COUNT);
        return done(written, products, Winograd2x3.WINDOW * Winograd2x3.WINDOW);
    }

    /** {@return 4 results of every channel and tile} */
    @Benchmark
    public float[] output2x3(Written written) {
        Winograd2x3.output(products, 0, productStep, Lanes.COUNT, channels, buffer, 0, pixels, 0,
                width, plane);
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

    private static int[] table(int tile) {
        int[] table = new int[COUNTS_AT + Winograd.RUNS];
        for (int run = 0; run < Winograd.RUNS; run++) {
            table[run] = run * tile * Winograd.RUN;
            table[COUNTS_AT + run] = Lanes.COUNT;
        }
        return table;
    }
}
