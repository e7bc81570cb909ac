package lanewise.simd;

import java.util.concurrent.TimeUnit;
import java.util.Random;
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

/**
 * Every register tile on panels that stay in the first-level cache, each in a JVM of its own: C2 compiles a tile as well alone
 * as it ever will. A tile for 32 registers is slow on a machine with 16, and that is a result too.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TileBench {
    private static final int MOST_ROWS = 8;
    private static final int MOST_COLUMNS = 3 * Lanes.COUNT;
    private static final int DEPTHWISE_TAPS = 9;

    /** Products of a sum. */
    @Param("128")
    public int k;

    private float[] a;
    private float[] b;
    private float[] c;
    private float[] zeros;
    /** {@code k} rows of B, then its columns. */
    private int[] inPlace;
    /** {@code MOST_ROWS} rows of A, {@code k} offsets, then the places of the rows of C. */
    private int[] pixels;
    /** Pairs of an operand's offset and a weight's. */
    private int[] taps;

    /** Fills the panels. */
    @Setup
    public void fill() {
        Random random = new Random(k);
        a = random(random, Math.max(k * MOST_ROWS, (DepthwiseTile.ROWS + DEPTHWISE_TAPS) * MOST_COLUMNS));
        b = random(random, Math.max(k, DEPTHWISE_TAPS) * MOST_COLUMNS);
        c = new float[MOST_ROWS * MOST_COLUMNS];
        zeros = new float[MOST_ROWS * MOST_COLUMNS];
        inPlace = new int[k + MOST_COLUMNS];
        pixels = new int[MOST_ROWS + k + MOST_ROWS];
        taps = new int[2 * DEPTHWISE_TAPS];
        for (int i = 0; i < k; i++) {
            inPlace[i] = i * MOST_COLUMNS;
            pixels[MOST_ROWS + i] = i;
        }
        for (int i = 0; i < DEPTHWISE_TAPS; i++) {
            taps[2 * i] = i * MOST_COLUMNS;
            taps[2 * i + 1] = i * MOST_COLUMNS;
        }
        for (int j = 0; j < MOST_COLUMNS; j++) {
            inPlace[k + j] = j;
        }
        for (int r = 0; r < MOST_ROWS; r++) {
            pixels[r] = r * k;
            pixels[MOST_ROWS + k + r] = r;
        }
    }

    /** {@return the sums} */
    @Benchmark
    public float[] tile8x3(Flops flops) {
        Tile8x3.run(a, 0, 1, b, 0, k, c, 0, MOST_COLUMNS, false, null, 0);
        return done(flops, Tile8x3.ROWS, Tile8x3.VECTORS);
    }

    /** {@return the sums} */
    @Benchmark
    public float[] tile8x3InPlace(Flops flops) {
        Tile8x3InPlace.run(a, 0, b, 0, inPlace, 0, k, k, c, 0, MOST_COLUMNS, false, null, 0);
        return done(flops, Tile8x3.ROWS, Tile8x3.VECTORS);
    }

    /** {@return the sums} */
    @Benchmark
    public float[] tile4x3InPlace(Flops flops) {
        Tile4x3InPlace.run(a, 0, b, 0, inPlace, 0, k, k, c, 0, MOST_COLUMNS, false, null, 0);
        return done(flops, Tile4x3InPlace.USED, Tile8x3.VECTORS);
    }

    /** {@return the sums} */
    @Benchmark
    public float[] tile8x2(Flops flops) {
        Tile8x2.run(a, 0, b, 0, k, c, 0, MOST_COLUMNS, false);
        return done(flops, Tile8x3.ROWS, 2);
    }

    /** {@return the sums} */
    @Benchmark
    public float[] tile8x1(Flops flops) {
        Tile8x1.run(a, 0, b, 0, k, c, 0, MOST_COLUMNS, false);
        return done(flops, Tile8x3.ROWS, 1);
    }

    /** {@return the sums} */
    @Benchmark
    public float[] tile6x2(Flops flops) {
        Tile6x2.run(a, 0, b, 0, k, zeros, 0, c, 0, MOST_COLUMNS);
        return done(flops, Tile6x2.ROWS, Tile6x2.VECTORS);
    }

    /** {@return the sums} */
    @Benchmark
    public float[] tile6x2InPlace(Flops flops) {
        Tile6x2InPlace.run(a, 0, b, 0, inPlace, 0, k, k, zeros, 0, zeros, 0, c, 0, MOST_COLUMNS);
        return done(flops, Tile6x2.ROWS, Tile6x2.VECTORS);
    }

    /** {@return the sums} */
    @Benchmark
    public float[] tile4x2(Flops flops) {
        Tile4x2.run(a, 0, b, 0, k, zeros, 0, zeros, 0, c, 0, MOST_COLUMNS);
        return done(flops, Tile4x2.ROWS, 2);
    }

    /** {@return the sums} */
    @Benchmark
    public float[] tile1x8(Flops flops) {
        Tile1x8.run(a, 0, b, 0, Lanes.COUNT, 4 * Lanes.COUNT, pixels, MOST_ROWS, k, c, 0, Lanes.COUNT,
                4 * Lanes.COUNT);
        return done(flops, 1, Tile1x8.VECTORS);
    }

    /** {@return the sums} */
    @Benchmark
    public float[] pixelTile8x3(Flops flops) {
        PixelTile8x3.run(a, pixels, 0, MOST_ROWS, k, b, 0, null, 0, zeros, 0, c, 0,
                MOST_COLUMNS, MOST_ROWS + k);
        return done(flops, PixelTile8x3.ROWS, PixelTile8x3.VECTORS);
    }

    /** {@return the sums} */
    @Benchmark
    public float[] pixelTile8x2(Flops flops) {
        PixelTile8x2.run(a, pixels, 0, MOST_ROWS, k, b, 0, null, 0, zeros, 0, c, 0,
                MOST_COLUMNS, MOST_ROWS + k);
        return done(flops, PixelTile8x3.ROWS, 2);
    }

    /** {@return the sums} */
    @Benchmark
    public float[] pixelTile8x1(Flops flops) {
        PixelTile8x1.run(a, pixels, 0, MOST_ROWS, k, b, 0, null, 0, zeros, 0, c, 0,
                MOST_COLUMNS, MOST_ROWS + k);
        return done(flops, PixelTile8x3.ROWS, 1);
    }

    /** {@return the sums} */
    @Benchmark
    public float[] packedTile6x2(Flops flops) {
        PackedTile6x2.run(a, 0, b, 0, k, zeros, 0, zeros, 0, c, 0, MOST_COLUMNS);
        return done(flops, PackedTile6x2.ROWS, PackedTile6x2.VECTORS);
    }

    /** {@return the sums} */
    @Benchmark
    public float[] pixelTile6x2(Flops flops) {
        PixelTile6x2.run(a, pixels, 0, MOST_ROWS, k, b, 0, zeros, 0, zeros, 0, c, 0, MOST_COLUMNS, MOST_ROWS + k);
        return done(flops, PixelTile6x2.ROWS, PixelTile6x2.VECTORS);
    }

    /** {@return the sums} */
    @Benchmark
    public float[] pixelTile6x2Dense(Flops flops) {
        PixelTile6x2Dense.run(a, pixels, 0, MOST_ROWS, k, b, 0, zeros, 0, zeros, 0, c, 0, MOST_COLUMNS, MOST_ROWS + k);
        return done(flops, PixelTile6x2.ROWS, PixelTile6x2.VECTORS);
    }

    /** {@return the sums of nine taps} */
    @Benchmark
    public float[] depthwiseTile(Flops flops) {
        DepthwiseTile.run(a, 0, MOST_COLUMNS, taps, 0, DEPTHWISE_TAPS, b, zeros, 0, MOST_COLUMNS, 1,
                Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, c, 0, MOST_COLUMNS);
        flops.multiplyAdds((long) DepthwiseTile.ROWS * MOST_COLUMNS * DEPTHWISE_TAPS);
        return c;
    }

    private float[] done(Flops flops, int rows, int vectors) {
        flops.multiplyAdds((long) rows * vectors * Lanes.COUNT * k);
        return c;
    }

    private static float[] random(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat(-1, 1);
        }
        return values;
    }
}
