package lanewise.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.Arrays;
import java.util.SplittableRandom;
import lanewise.core.Epilogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** While a kernel is cold, scalars answer with its bits. */
class WarmUpTest {
    private static final int SIZE = 4096;

    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void isHotAsSoonAsItIsFast() {
        assumeFalse(Boolean.getBoolean("lanewise.simd.hot"));
        WarmUp fast = new WarmUp(() -> {
        });
        WarmUp slow = new WarmUp(() -> {
            for (long end = System.nanoTime() + 100_000; System.nanoTime() < end;) {
                Thread.onSpinWait();
            }
        });
        boolean cold = true;
        for (long end = System.nanoTime() + 1_000_000_000; cold && System.nanoTime() < end;) {
            cold = fast.cold();
            assertTrue(slow.cold());
        }
        assertFalse(cold);
        assertTrue(WarmUp.wasCold());
        assertFalse(WarmUp.wasCold());
        assertTrue(slow.cold());
        assertTrue(new SimdBackend().wasCold());
    }

    @ParameterizedTest
    @CsvSource({"8, true", "8, false", "4, false", "4, true"})
    void tile(int rows, boolean accumulate) {
        for (int columns = 1; columns <= Lanes.TILE_COLUMNS; columns += Lanes.COUNT - 1) {
            int k = 11;
            int width = RegisterTile.panelColumns(columns);
            float[] a = values();
            float[] b = values();
            float[] scalars = values();
            float[] vectors = scalars.clone();
            RegisterTile.vectors(a, 3, rows, b, 5, k, vectors, 7, accumulate, columns);
            ScalarTile.run(a, 3, Lanes.TILE_ROWS, RegisterTile.rows(rows), b, 5, width, k, scalars, 7, width,
                    accumulate);
            assertArrayEquals(vectors, scalars);
        }
    }

    @Test
    void panel() {
        int count = 2 * Lanes.COUNT;
        int k = 9;
        int[] table = new int[k + 3 * count];
        for (int j = 0; j < k + count; j++) {
            table[j] = random.nextInt(j < k ? SIZE / 4 : 2) + (j < k ? 0 : j);
        }
        float[] from = values();
        float[] scalars = new float[SIZE];
        float[] vectors = new float[SIZE];
        Panels.vectors(from, 1, table, 0, k, k, k + count, count, vectors, 2);
        Panels.scalars(from, 1, table, 0, k, k, count, scalars, 2);
        for (int i = 2 + k * count; i < SIZE; i++) {
            vectors[i] = 0;
        }
        assertArrayEquals(vectors, scalars);
    }

    @ParameterizedTest
    @CsvSource({"2", "4"})
    void transformOfTheInput(int tile) {
        int window = tile + 2;
        int channels = 2;
        int vectors = 2;
        int at = 1 + Winograd4x3.BEFORE;
        int channelStep = vectors * Lanes.COUNT;
        int productStep = (channels + 1) * channelStep;
        int[] runs = {0, 9, 300, 411, 27, 16, 200, 31};
        float[] from = values();
        float[] buffer = new float[SIZE];
        float[] expected = new float[SIZE];
        float[] actual = new float[SIZE];
        ScalarWinograd.input(tile, from, at, 500, 41, channels, runs, 0, vectors, buffer, 0, expected, 3, productStep,
                channelStep);
        if (tile == Winograd4x3.TILE) {
            Winograd4x3.inputVectors(from, at, 500, 41, channels, runs, 0, vectors, buffer, 0, actual, 3, productStep,
                    channelStep);
        } else {
            Winograd2x3.inputVectors(from, at, 500, 41, channels, runs, 0, vectors, buffer, 0, actual, 3, productStep,
                    channelStep);
        }
        assertTrue(actual[3 + (window * window - 1) * productStep] != 0);
        assertArrayEquals(expected, actual);
    }

    @Test
    void transformsOfTheOutput() {
        int productStep = 2 * Lanes.COUNT;
        int[] table = {0, 400, 20, 500, Lanes.COUNT, Lanes.COUNT - 1, 1, 0};
        Epilogue bias = Epilogue.of(new float[]{0.5f, -1, 3});
        float[] m = values();
        float[] scalars = new float[SIZE];
        float[] vectors = new float[SIZE];
        ScalarWinograd.outputOfFour(m, 1, productStep, Lanes.COUNT, bias, 1, 2, new float[SIZE], 0, scalars, 2, 100,
                1000, table, 0, 4);
        Winograd4x3.outputVectors(m, 1, productStep, Lanes.COUNT, bias, 1, 2, new float[SIZE], 0, vectors, 2, 100,
                1000, table, 0, 4);
        assertArrayEquals(vectors, scalars);
        ScalarWinograd.outputOfTwo(m, 1, productStep, Lanes.COUNT, 2, new float[SIZE], 0, scalars, 2, 100, 1000);
        Winograd2x3.outputVectors(m, 1, productStep, Lanes.COUNT, 2, new float[SIZE], 0, vectors, 2, 100, 1000);
        assertArrayEquals(vectors, scalars);
    }

    @ParameterizedTest
    @CsvSource({"true, 5, 3", "true, 40, 0", "false, 5, 3", "false, 40, 0"})
    void transformOfTheInputOfPhases(boolean tall, int tiles, int skip) {
        int rows = tall ? 3 * Winograd3x2.TILE + 1 : 3;
        int columns = 2 * Lanes.COUNT;
        int width = tiles * Winograd3x2.TILE + 1;
        int part = Winograd3x2.part(3, tiles);
        int k = 4;
        int productStep = k * columns + 1;
        float[] scalars = Arrays.copyOf(values(), 1 << 16);
        float[] vectors = scalars.clone();
        int v = 1 << 15;
        ScalarWinograd.inputOfThree(scalars, 1, rows * width, 2, width, tall, tiles, skip, columns, 4 * SIZE, v, k, 1,
                productStep);
        Winograd3x2.inputVectors(vectors, 1, rows * width, 2, width, rows, tall, tiles, skip, columns, 4 * SIZE, part,
                v, k, 1, productStep);
        int found = Math.min(columns, 3 * tiles - skip);
        for (int product = 0; product < Winograd3x2.WINDOW * (tall ? Winograd3x2.WINDOW : 1); product++) {
            for (int column = 0; column < found; column++) {
                for (int c = 0; c < 2; c++) {
                    int panel = RegisterTile.nextPanel(columns);
                    int at = v + product * productStep + column / panel * panel * k + (1 + c) * panel + column % panel;
                    assertTrue(vectors[at] != 0);
                    assertEquals(vectors[at], scalars[at]);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "0, 2", "1, 1", "1, 2", "2, 1", "2, 2"})
    void transformOfTheOutputOfPhases(int taps, int across) {
        float[] scalars = Arrays.copyOf(values(), 3 * SIZE);
        float[] vectors = scalars.clone();
        ScalarWinograd.outputOfThree(scalars, 1, 2 * Lanes.COUNT, Lanes.COUNT, 2, taps, across, SIZE, 2 * SIZE, 200,
                1000);
        Winograd3x2.outputVectors(vectors, 1, 2 * Lanes.COUNT, Lanes.COUNT, 2, taps, across, SIZE, 2 * SIZE, 200,
                1000);
        assertTrue(vectors[2 * SIZE + 1000] != 0);
        assertArrayEquals(Arrays.copyOfRange(vectors, 2 * SIZE, 3 * SIZE),
                Arrays.copyOfRange(scalars, 2 * SIZE, 3 * SIZE));
    }

    @ParameterizedTest
    @CsvSource({"2, true, 5", "2, true, 20", "2, false, 20", "3, true, 5", "3, true, 20", "3, false, 20"})
    void transformsOfColumns(int side, boolean tall, int tiles) {
        int tileRows = 3;
        int rows = tall ? side * (tileRows - 1) + Winograd3x2.WINDOW : tileRows;
        int width = side * (tiles - 1) + Winograd3x2.WINDOW;
        int columns = tileRows * tiles;
        int productStep = 2 * columns + Lanes.COUNT;
        int products = Winograd3x2.WINDOW * (tall ? Winograd3x2.WINDOW : 1);
        int buffer = 1 << 14;
        int to = 1 << 15;
        float[] scalars = new float[1 << 16];
        for (int i = 0; i < scalars.length; i++) {
            scalars[i] = random.nextInt(1, 1000) * 0x1.23p-9f;
        }
        float[] vectors = scalars.clone();
        ScalarWinograd.inputOfColumns(side, scalars, 1, rows * width, 2, width, tall, tiles, tileRows, buffer, to,
                columns, productStep);
        WinogradColumns.inputVectors(side, vectors, 1, rows * width, 2, width, tall, tiles, tileRows, buffer, to,
                columns, productStep);
        for (int product = 0; product < products; product++) {
            int at = to + product * productStep;
            assertArrayEquals(Arrays.copyOfRange(scalars, at, at + 2 * columns),
                    Arrays.copyOfRange(vectors, at, at + 2 * columns));
        }

        int channels = 2 * Lanes.COUNT;
        int rowStep = (side * tiles - 1) * channels;
        float[] m = scalars.clone();
        float[] others = scalars.clone();
        ScalarWinograd.outputOfColumns(side, m, 1, tiles * channels, tiles, channels, tall, buffer, to, rowStep,
                channels);
        WinogradColumns.outputVectors(side, others, 1, tiles * channels, tiles, channels, tall, buffer, to, rowStep,
                channels);
        assertArrayEquals(Arrays.copyOfRange(m, to, m.length), Arrays.copyOfRange(others, to, m.length));
    }

    private float[] values() {
        float[] values = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            values[i] = random.nextInt(-1000, 1000) * 0x1.23p-9f;
        }
        return values;
    }
}
