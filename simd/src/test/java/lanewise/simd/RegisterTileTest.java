package lanewise.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every tile against the triple loop that defines it, bit for bit, whichever tile this machine would choose. */
class RegisterTileTest {
    private static final int PITCH = 3 * Lanes.COUNT + 5;
    private static final int GUARD = 7;

    private interface Tile {
        void run(float[] a, int aAt, float[] b, int bAt, int k, float[] c, int cAt, int pitch, boolean accumulate);
    }

    /** @param panel vectors of a B panel, of which the tile multiplies the first */
    private record Shape(int rows, int vectors, int panel, Tile tile) {
        @Override
        public String toString() {
            return rows + "x" + vectors;
        }
    }

    static Stream<Shape> tiles() {
        return Stream.of(new Shape(4, 2, 2, Tile4x2::run), new Shape(8, 3, 3, Tile8x3::run),
                new Shape(8, 2, 3, Tile8x2::run), new Shape(8, 1, 3, Tile8x1::run));
    }

    @ParameterizedTest
    @MethodSource("tiles")
    void isTheProductOfItsPanels(Shape shape) {
        for (int k : new int[]{0, 1, 2, 3, 7, 64}) {
            check(shape, k, false);
            check(shape, k, true);
        }
    }

    private static void check(Shape shape, int k, boolean accumulate) {
        Random random = new Random(k);
        int columns = shape.vectors * Lanes.COUNT;
        float[] a = random(random, GUARD + k * shape.rows);
        int panel = shape.panel * Lanes.COUNT;
        float[] b = random(random, GUARD + k * panel);
        float[] c = random(random, 2 * GUARD + shape.rows * PITCH);
        float[] expected = c.clone();
        for (int r = 0; r < shape.rows; r++) {
            for (int j = 0; j < columns; j++) {
                int at = GUARD + r * PITCH + j;
                float sum = accumulate ? expected[at] : 0;
                for (int i = 0; i < k; i++) {
                    sum = Math.fma(a[GUARD + i * shape.rows + r], b[GUARD + i * panel + j], sum);
                }
                expected[at] = sum;
            }
        }
        shape.tile.run(a, GUARD, b, GUARD, k, c, GUARD, PITCH, accumulate);
        assertSameBits(expected, c);
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "9", "50"})
    void vectorsInPlaceAreTheSumsOfTheirTaps(int k) {
        Random random = new Random(k);
        int row = Lanes.COUNT + 3;
        float[] a = random(random, GUARD + k);
        float[] b = random(random, 1000 + 9 * row);
        int[] offset = random.ints(GUARD + k, 0, 900).toArray();
        float[] c = random(random, 2 * GUARD + 9 * row);
        float[] expected = c.clone();
        for (int j = 0; j < Tile1x8.VECTORS; j++) {
            for (int lane = 0; lane < Lanes.COUNT; lane++) {
                float sum = 0;
                for (int i = 0; i < k; i++) {
                    sum = Math.fma(a[GUARD + i], b[50 + offset[GUARD + i] + j * row + lane], sum);
                }
                expected[GUARD + j * (row + 1) + lane] = sum;
            }
        }
        Tile1x8.run(a, GUARD, b, 50, row, 4 * row, offset, GUARD, k, c, GUARD, row + 1, 4 * row + 4);
        assertSameBits(expected, c);
    }

    static void assertSameBits(float[] expected, float[] actual) {
        for (int i = 0; i < expected.length; i++) {
            int at = i;
            assertEquals(Float.floatToIntBits(expected[i]), Float.floatToIntBits(actual[i]),
                    () -> "at " + at + ": expected " + expected[at] + ", but is " + actual[at]);
        }
    }

    private static float[] random(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
