package lanewise.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every tile against the triple loop that defines it, bit for bit, whichever tile this machine would choose. */
class RegisterTileTest {
    private static final int PITCH = 3 * Lanes.COUNT + 5;
    private static final int GUARD = 7;
    private static final int COLUMN_PITCH = 11;

    private interface Tile {
        void run(float[] a, int aAt, float[] b, int bAt, int k, float[] c, int cAt, int pitch, boolean accumulate,
                float[] bias, int biasAt);
    }

    private record Shape(int rows, int panelRows, int vectors, boolean addsBias, boolean accumulates, Tile tile) {
        Shape(int rows, int vectors, boolean addsBias, Tile tile) {
            this(rows, rows, vectors, addsBias, true, tile);
        }

        @Override
        public String toString() {
            return rows + "x" + vectors;
        }
    }

    private interface TileInPlace {
        void run(float[] a, int aAt, float[] b, int bAt, int[] table, int rowAt, int columnAt, int k, float[] c,
                int cAt,
                int pitch, boolean accumulate, float[] bias, int biasAt);
    }

    private interface TileOfTwo {
        void run(float[] a, int aAt, float[] b, int bAt, int k, float[] init, int initAt, float[] bias, int biasAt,
                float[] c, int cAt, int pitch);
    }

    private interface TileOfColumns {
        void run(float[] a, int aAt, int aPitch, int rows, float[] b, int bAt, int k, float[] c, int cAt);
    }

    static Stream<Shape> tiles() {
        return Stream.of(new Shape(4, Tile6x2.ROWS, 2, true, true, ofTwo(4, Tile4x2::run)),
                new Shape(6, Tile6x2.ROWS, 2, true, false,
                        ofTwo(6, (a, aAt, b, bAt, k, init, initAt, bias, biasAt, c, cAt,
                                pitch) -> Tile6x2.run(a, aAt, b, bAt, k, bias, biasAt, c, cAt, pitch))),
                new Shape(8, 3, true, (a, aAt, b, bAt, k, c, cAt, pitch, accumulate, bias,
                        biasAt) -> Tile8x3.run(a, aAt, 1, b, bAt, k, c, cAt, pitch, accumulate, bias, biasAt)),
                new Shape(6, 2, true,
                        inPlace(2, Lanes.COUNT, (a, aAt, b, bAt, table, rowAt, columnAt, k, c, cAt, pitch, accumulate,
                                bias,
                                biasAt) -> ofTwo(6, (a2, a2At, b2, b2At, k2, init, initAt, bias2, bias2At, c2, c2At,
                                        pitch2) -> Tile6x2InPlace.run(a2, a2At, b2, b2At, table, rowAt, columnAt, k2,
                                                init, initAt,
                                                bias2, bias2At, c2, c2At, pitch2))
                                        .run(a, aAt, b, bAt, k, c, cAt, pitch, accumulate, bias, biasAt))),
                new Shape(8, 3, true, inPlace(3, 2 * Lanes.COUNT, Tile8x3InPlace::run)),
                new Shape(8, 8, 3, true, false, inPlace(3, Lanes.COUNT + 1, RegisterTileTest::packing)),
                new Shape(8, 2, false, (a, aAt, b, bAt, k, c, cAt, pitch, accumulate, bias,
                        biasAt) -> Tile8x2.run(a, aAt, b, bAt, k, c, cAt, pitch, accumulate)),
                new Shape(8, 1, false, (a, aAt, b, bAt, k, c, cAt, pitch, accumulate, bias,
                        biasAt) -> Tile8x1.run(a, aAt, b, bAt, k, c, cAt, pitch, accumulate)),
                new Shape(9, COLUMN_PITCH, 3, false, false, ofColumns(9, 3, ColumnTile9x3::run)),
                new Shape(9, COLUMN_PITCH, 2, false, false, ofColumns(9, 2, ColumnTile9x2::run)),
                new Shape(8, COLUMN_PITCH, 3, false, false, ofColumns(8, 3, ColumnTile8x3::run)),
                new Shape(8, COLUMN_PITCH, 2, false, false, ofColumns(8, 2, ColumnTile8x2::run)));
    }

    /** The tile that packs what it reads, which must then be the panel of {@link Panels}. */
    private static void packing(float[] a, int aAt, float[] b, int bAt, int[] table, int rowAt, int columnAt, int k,
            float[] c, int cAt, int pitch, boolean accumulate, float[] bias, int biasAt) {
        int columns = 3 * Lanes.COUNT;
        float[] panel = new float[GUARD + k * columns];
        float[] expected = new float[panel.length];
        Tile8x3Packing.run(a, aAt, b, bAt, table, rowAt, columnAt, k, panel, GUARD, c, cAt, pitch, bias, biasAt);
        Panels.scalars(b, bAt, table, rowAt, k, columnAt, columns, expected, GUARD);
        assertSameBits(expected, panel);
    }

    /** A tile that writes dense rows, given columns of A that lie apart. */
    private static Tile ofColumns(int rows, int vectors, TileOfColumns tile) {
        return (a, aAt, b, bAt, k, c, cAt, pitch, accumulate, bias, biasAt) -> {
            int columns = vectors * Lanes.COUNT;
            float[] dense = new float[GUARD + rows * columns];
            tile.run(a, aAt, COLUMN_PITCH, rows, b, bAt, k, dense, GUARD);
            for (int r = 0; r < rows; r++) {
                System.arraycopy(dense, GUARD + r * columns, c, cAt + r * pitch, columns);
            }
        };
    }

    /** A tile that always starts from something and always adds a bias, given zeros and −0 where there is nothing. */
    private static Tile ofTwo(int rows, TileOfTwo tile) {
        return (a, aAt, b, bAt, k, c, cAt, pitch, accumulate, bias, biasAt) -> {
            int columns = 2 * Lanes.COUNT;
            float[] init = new float[GUARD + rows * columns];
            for (int r = 0; accumulate && r < rows; r++) {
                System.arraycopy(c, cAt + r * pitch, init, GUARD + r * columns, columns);
            }
            float[] none = new float[GUARD + rows];
            Arrays.fill(none, -0f);
            tile.run(a, aAt, b, bAt, k, init, GUARD, bias == null ? none : bias, bias == null ? GUARD : biasAt, c, cAt,
                    pitch);
        };
    }

    @ParameterizedTest
    @MethodSource("tiles")
    void isTheProductOfItsPanels(Shape shape) {
        for (int k : new int[]{0, 1, 2, 3, 7, 64}) {
            for (boolean accumulate : new boolean[]{false, true}) {
                if (accumulate && !shape.accumulates) {
                    continue;
                }
                check(shape, k, accumulate, false);
                if (shape.addsBias) {
                    check(shape, k, accumulate, true);
                }
            }
        }
    }

    @Test
    void theTileOfTheMachineGoesOnWithSums() {
        int k = 7;
        int columns = Lanes.TILE_COLUMNS;
        Random random = new Random(k);
        float[] a = random(random, 2 * k * Lanes.TILE_ROWS);
        float[] b = random(random, 2 * k * columns);
        float[] whole = new float[Lanes.TILE_ROWS * columns];
        float[] parts = whole.clone();
        RegisterTile.multiply(a, 0, Lanes.TILE_ROWS, b, 0, 2 * k, whole, 0, false, columns);
        RegisterTile.multiply(a, 0, Lanes.TILE_ROWS, b, 0, k, parts, 0, false, columns);
        RegisterTile.multiply(a, k * Lanes.TILE_ROWS, Lanes.TILE_ROWS, b, k * columns, k, parts, 0, true, columns);
        assertSameBits(whole, parts);
    }

    @Test
    void theTileOfTheMachineFinishesRowsWhereTheyBelong() {
        int k = 5;
        int columns = Lanes.TILE_COLUMNS;
        for (int rows = 1; rows <= 2 * Lanes.TILE_ROWS; rows++) {
            Random random = new Random(rows);
            float[] a = random(random, 2 * k * Lanes.TILE_ROWS);
            float[] b = random(random, k * columns);
            float[] bias = random(random, 2 * Lanes.TILE_ROWS);
            float[] sums = random(random, Lanes.TILE_ROWS * columns);
            float[] out = random(random, 2 * Lanes.TILE_ROWS * PITCH);
            float[] expected = out.clone();
            for (int tile = 0; tile < rows; tile += Lanes.TILE_ROWS) {
                RegisterTile.multiply(a, tile * k, rows - tile, b, 0, k, sums, 0, false, columns);
                for (int r = 0; r < RegisterTile.rows(rows - tile); r++) {
                    for (int j = 0; j < columns; j++) {
                        expected[(tile + r) * PITCH + j] = sums[r * columns + j] + bias[tile + r];
                    }
                }
            }
            RegisterTile.finish(a, 0, rows, b, 0, k, bias, 0, out, 0, PITCH);
            assertSameBits(expected, out);
        }
    }

    private static void check(Shape shape, int k, boolean accumulate, boolean biased) {
        Random random = new Random(k);
        int columns = shape.vectors * Lanes.COUNT;
        float[] a = random(random, GUARD + k * shape.panelRows);
        float[] b = random(random, GUARD + k * columns);
        float[] c = random(random, 2 * GUARD + shape.rows * PITCH);
        float[] bias = biased ? random(random, GUARD + shape.rows) : null;
        float[] expected = c.clone();
        for (int r = 0; r < shape.rows; r++) {
            for (int j = 0; j < columns; j++) {
                int at = GUARD + r * PITCH + j;
                float sum = accumulate ? expected[at] : 0;
                for (int i = 0; i < k; i++) {
                    sum = Math.fma(a[GUARD + i * shape.panelRows + r], b[GUARD + i * columns + j], sum);
                }
                expected[at] = biased ? sum + bias[GUARD + r] : sum;
            }
        }
        shape.tile.run(a, GUARD, b, GUARD, k, c, GUARD, PITCH, accumulate, bias, GUARD);
        assertSameBits(expected, c);
    }

    /** A tile that reads in place, given rows in descending order and a gap after every {@code run} columns. */
    private static Tile inPlace(int vectors, int run, TileInPlace tile) {
        return (a, aAt, b, bAt, k, c, cAt, pitch, accumulate, bias, biasAt) -> {
            int columns = vectors * Lanes.COUNT;
            int gap = 9;
            int row = columns + columns / run * gap;
            float[] spread = new float[GUARD + k * row];
            int[] table = new int[GUARD + k + columns];
            for (int i = 0; i < k; i++) {
                table[GUARD + i] = (k - 1 - i) * row;
            }
            for (int j = 0; j < columns; j++) {
                table[GUARD + k + j] = j + j / run * gap;
                for (int i = 0; i < k; i++) {
                    spread[GUARD + table[GUARD + i] + table[GUARD + k + j]] = b[bAt + i * columns + j];
                }
            }
            tile.run(a, aAt, spread, GUARD, table, GUARD, GUARD + k, k, c, cAt, pitch, accumulate, bias, biasAt);
        };
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

    private interface InPlaceTile {
        void run(float[] a, int[] table, int rowAt, int offsetAt, int k, float[] b, int bAt, float[] sums, int sumsAt,
                float[] bias, int biasAt, float[] c, int cAt, int pitch, int placeAt);
    }

    private record PixelShape(int rows, int vectors, InPlaceTile tile) {
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "7", "64"})
    void aTileOfPixelsIsTheProductOfItsPanels(int k) {
        for (PixelShape shape : new PixelShape[]{new PixelShape(6, 2, fromSums(PixelTile6x2::run)),
                new PixelShape(8, 3, PixelTile8x3::run), new PixelShape(8, 2, PixelTile8x2::run),
                new PixelShape(8, 1, PixelTile8x1::run),
                new PixelShape(PixelTile.ROWS, 2, RegisterTileTest::inScalars)}) {
            checkPixels(shape, k, false, false);
            checkPixels(shape, k, true, false);
        }
    }

    /** A tile that always starts from sums, given zeros where there are none. */
    private static InPlaceTile fromSums(InPlaceTile tile) {
        return (a, table, rowAt, offsetAt, k, b, bAt, sums, sumsAt, bias, biasAt, c, cAt, pitch, placeAt) -> tile.run(a,
                table, rowAt, offsetAt, k, b, bAt, sums == null ? new float[2 * PITCH * PITCH] : sums, sumsAt, bias,
                biasAt, c, cAt, pitch, placeAt);
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "7", "64"})
    void offsetsThatFollowEachOtherNeedNoTable(int k) {
        for (boolean accumulate : new boolean[]{false, true}) {
            checkPixels(new PixelShape(6, 2, fromSums(PixelTile6x2Dense::run)), k, accumulate, true);
            checkPixels(new PixelShape(8, 3, fromSums(PixelTile8x3Dense::run)), k, accumulate, true);
            checkPixels(new PixelShape(8, 2, fromSums(PixelTile8x2Dense::run)), k, accumulate, true);
            checkPixels(new PixelShape(8, 1, fromSums(PixelTile8x1Dense::run)), k, accumulate, true);
        }
    }

    private interface PackedPixels {
        void run(float[] a, int aAt, int tiles, float[] b, int bAt, int k, float[] c, int cAt, int pitch,
                boolean accumulate, float[] bias, int biasAt);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 2", "7, 1", "64, 3"})
    void panelsOfPixelsMeetPanelsOfWeights(int k, int tiles) {
        for (boolean accumulate : new boolean[]{false, true}) {
            checkPackedPixels(Tile7x3.ROWS, 3, k, tiles, accumulate, Tile7x3::run);
            checkPackedPixels(Tile7x3.ROWS, 2, k, tiles, accumulate, Tile7x2::run);
            checkPackedPixels(PackedTile6x2.ROWS, 2, k, tiles, accumulate, RegisterTileTest::sixRows);
            checkPackedPixels(PixelPanels.ROWS, 3, k, tiles, accumulate,
                    (a, aAt, count, b, bAt, length, c, cAt, pitch, adds, bias,
                            biasAt) -> PixelPanels.scalars(3 * Lanes.COUNT, a, aAt, count, b, bAt, length, c, cAt,
                                    pitch, adds,
                                    bias, biasAt));
        }
    }

    private static void sixRows(float[] a, int aAt, int tiles, float[] b, int bAt, int k, float[] c, int cAt, int pitch,
            boolean accumulate, float[] bias, int biasAt) {
        Tile tile = ofTwo(PackedTile6x2.ROWS, PackedTile6x2::run);
        for (int r = 0; r < tiles * PackedTile6x2.ROWS; r += PackedTile6x2.ROWS) {
            tile.run(a, aAt + r * k, b, bAt, k, c, cAt + r * pitch, pitch, accumulate, bias, biasAt);
        }
    }

    private static void checkPackedPixels(int rows, int vectors, int k, int tiles, boolean accumulate,
            PackedPixels tile) {
        Random random = new Random(k);
        int columns = vectors * Lanes.COUNT;
        float[] a = random(random, GUARD + tiles * k * rows);
        float[] b = random(random, GUARD + k * columns);
        float[] bias = random(random, GUARD + columns);
        float[] c = random(random, 2 * GUARD + tiles * rows * PITCH);
        float[] expected = c.clone();
        for (int r = 0; r < tiles * rows; r++) {
            for (int j = 0; j < columns; j++) {
                int at = GUARD + r * PITCH + j;
                float sum = accumulate ? expected[at] : 0;
                for (int i = 0; i < k; i++) {
                    sum = Math.fma(a[GUARD + (r / rows * k + i) * rows + r % rows], b[GUARD + i * columns + j], sum);
                }
                expected[at] = sum + bias[GUARD + j];
            }
        }
        tile.run(a, GUARD, tiles, b, GUARD, k, c, GUARD, PITCH, accumulate, bias, GUARD);
        assertSameBits(expected, c);
    }

    @ParameterizedTest
    @CsvSource({"1, 3", "1, 40", "2, 9"})
    void panelsOfPixelsAreTheirProducts(int distance, int k) {
        Random random = new Random(k);
        int rows = PixelPanels.ROWS;
        float[] from = random(random, GUARD + k + distance * (rows - 1));
        int[] table = new int[k + rows];
        for (int i = 0; i < k; i++) {
            table[i] = i;
        }
        for (int r = 0; r < rows; r++) {
            table[k + r] = r * distance;
        }
        float[] scalars = random(random, 2 * GUARD + k * rows);
        float[] panel = scalars.clone();
        PixelPanels.packScalars(from, GUARD, table, 0, k, k, scalars, GUARD);
        assertEquals(from[GUARD + k - 1 + (rows - 1) * distance], scalars[GUARD + k * rows - 1]);
        PixelPanels.pack(from, GUARD, table, 0, k, k, panel, GUARD);
        assertSameBits(scalars, panel);
        if (distance == 1 && Lanes.COUNT >= rows) {
            int done = PixelPanels.packVectors(from, GUARD, table, 0, k, panel, GUARD);
            assertTrue(done < k);
            assertSameBits(Arrays.copyOf(scalars, GUARD + done * rows), Arrays.copyOf(panel, GUARD + done * rows));
        }
    }

    private static void inScalars(float[] a, int[] table, int rowAt, int offsetAt, int k, float[] b, int bAt,
            float[] sums, int sumsAt, float[] bias, int biasAt, float[] c, int cAt, int pitch, int placeAt) {
        ScalarPixelTile.run(2 * Lanes.COUNT, a, table, rowAt, offsetAt, k, b, bAt, sums, sumsAt, bias, biasAt, c, cAt,
                pitch, placeAt);
    }

    private static void checkPixels(PixelShape shape, int k, boolean accumulate, boolean dense) {
        Random random = new Random(k);
        int columns = shape.vectors * Lanes.COUNT;
        float[] a = random(random, 1000);
        int[] table = random.ints(GUARD + 2 * shape.rows + k, 0, 500).toArray();
        float[] b = random(random, GUARD + k * columns);
        float[] sums = random(random, GUARD + shape.rows * columns);
        float[] bias = random(random, GUARD + columns);
        float[] c = random(random, 2 * GUARD + 2 * shape.rows * PITCH);
        float[] expected = c.clone();
        int placeAt = GUARD + shape.rows + k;
        for (int i = 1; dense && i < k; i++) {
            table[GUARD + shape.rows + i] = table[GUARD + shape.rows] + i;
        }
        for (int r = 0; r < shape.rows; r++) {
            table[placeAt + r] = 2 * (shape.rows - 1 - r);
            for (int j = 0; j < columns; j++) {
                float sum = accumulate ? sums[GUARD + r * columns + j] : 0;
                for (int i = 0; i < k; i++) {
                    sum = Math.fma(a[table[GUARD + r] + table[GUARD + shape.rows + i]], b[GUARD + i * columns + j],
                            sum);
                }
                expected[GUARD + table[placeAt + r] * PITCH + j] = sum + bias[GUARD + j];
            }
        }
        shape.tile.run(a, table, GUARD, GUARD + shape.rows, k, b, GUARD, accumulate ? sums : null, GUARD, bias, GUARD,
                c,
                GUARD, PITCH, placeAt);
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
