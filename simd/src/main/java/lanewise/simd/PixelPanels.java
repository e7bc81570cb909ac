package lanewise.simd;

import java.util.Arrays;

import jdk.incubator.vector.FloatVector;

/**
 * Packs what pixels read into the panels of {@link Tile7x3} and {@link Tile7x2}, or {@link PackedTile6x2} with 16 registers, and
 * multiplies with them.
 */
final class PixelPanels {
    /** Pixels of a panel. */
    static final int ROWS = Lanes.MANY_REGISTERS ? Tile7x3.ROWS : PackedTile6x2.ROWS;

    /** What changes no sum: x + −0 is x, even for x = −0. */
    private static final float[] NO_BIAS = noBias();
    private static final float[] ZEROS = new float[ROWS * Lanes.TILE_COLUMNS];

    private static final int EXERCISE_STEPS = 16;
    private static final WarmUp PACK = new WarmUp(PixelPanels::exercisePack);
    private static final WarmUp THREE_VECTORS = new WarmUp(() -> exercise(Tile7x3.VECTORS * Lanes.COUNT));
    private static final WarmUp TWO_VECTORS = new WarmUp(() -> exercise(Tile7x2.VECTORS * Lanes.COUNT));

    private PixelPanels() {
    }

    /**
     * Packs a panel: {@code a[i][r] = from[at + product[i] + pixel[r]]}.
     *
     * @param table {@code product} from {@code productAt}; {@code pixel} from {@code pixelAt}, ascending, perhaps with the last one
     *              repeated
     * @param a     {@code [k][ROWS]} from {@code aAt}
     */
    static void pack(float[] from, int at, int[] table, int productAt, int k, int pixelAt, float[] a, int aAt) {
        int last = table[pixelAt + ROWS - 1];
        boolean neighbours = last - table[pixelAt] == ROWS - 1 && last > table[pixelAt + ROWS - 2];
        boolean vectors = neighbours && Lanes.COUNT >= ROWS && !PACK.cold();
        int done = vectors ? packVectors(from, at + table[pixelAt], table, productAt, k, a, aAt) : 0;
        packScalars(from, at, table, productAt + done, k - done, pixelAt, a, aAt + done * ROWS);
    }

    /**
     * Packs neighbours but for the last products, where a vector would go beyond the panel or the end of the array; gives how many
     * products were packed.
     */
    static int packVectors(float[] from, int at, int[] table, int productAt, int k, float[] a, int aAt) {
        int last = from.length - Lanes.COUNT - at;
        int end = k - Math.ceilDiv(Lanes.COUNT - ROWS, ROWS);
        int i = 0;
        for (; i < end && table[productAt + i] <= last; i++) {
            FloatVector.fromArray(Lanes.SPECIES, from, at + table[productAt + i]).intoArray(a, aAt + i * ROWS);
        }
        return i;
    }

    static void packScalars(float[] from, int at, int[] table, int productAt, int k, int pixelAt, float[] a, int aAt) {
        int p0 = at + table[pixelAt];
        int p1 = at + table[pixelAt + 1];
        int p2 = at + table[pixelAt + 2];
        int p3 = at + table[pixelAt + 3];
        int p4 = at + table[pixelAt + 4];
        int p5 = at + table[pixelAt + 5];
        int p6 = at + table[pixelAt + ROWS - 1];
        for (int i = 0, to = aAt; i < k; i++, to += ROWS) {
            int product = table[productAt + i];
            a[to] = from[p0 + product];
            a[to + 1] = from[p1 + product];
            a[to + 2] = from[p2 + product];
            a[to + 3] = from[p3 + product];
            a[to + 4] = from[p4 + product];
            a[to + 5] = from[p5 + product];
            if (ROWS > 6) {
                a[to + 6] = from[p6 + product];
            }
        }
    }

    /**
     * Multiplies with the tile for a panel of {@code width} channels; see {@link Tile7x3#run}. Without a bias it is null, with 16
     * registers the pitch is the width.
     */
    static void multiply(int width, float[] a, int aAt, int tiles, float[] b, int bAt, int k, float[] c, int cAt,
            int pitch, boolean accumulate, float[] bias, int biasAt) {
        float[] added = bias == null ? NO_BIAS : bias;
        int addedAt = bias == null ? 0 : biasAt;
        if ((width == Tile7x3.VECTORS * Lanes.COUNT ? THREE_VECTORS : TWO_VECTORS).cold()) {
            scalars(width, a, aAt, tiles, b, bAt, k, c, cAt, pitch, accumulate, added, addedAt);
        } else {
            vectors(width, a, aAt, tiles, b, bAt, k, c, cAt, pitch, accumulate, added, addedAt);
        }
    }

    /**
     * Multiplies one panel of pixels with some panels of {@link Lanes#TILE_COLUMNS} channels, with 16 registers.
     *
     * @param b    {@code [tiles][k][TILE_COLUMNS]} from {@code bAt}
     * @param bias of all channels, from {@code biasAt}, or null
     * @param c    {@code [ROWS][pitch]} from {@code cAt}
     */
    static void row(float[] a, int aAt, float[] b, int bAt, int tiles, int k, float[] bias, int biasAt, float[] c,
            int cAt, int pitch) {
        boolean cold = TWO_VECTORS.cold();
        for (int t = 0; t < tiles; t++) {
            int column = t * Lanes.TILE_COLUMNS;
            float[] added = bias == null ? NO_BIAS : bias;
            int addedAt = bias == null ? 0 : biasAt + column;
            if (cold) {
                scalars(Lanes.TILE_COLUMNS, a, aAt, 1, b, bAt + column * k, k, c, cAt + column, pitch, false, added,
                        addedAt);
            } else {
                PackedTile6x2.run(a, aAt, b, bAt + column * k, k, ZEROS, 0, added, addedAt, c, cAt + column, pitch);
            }
        }
    }

    /**
     * Multiplies one panel of pixels with one of {@link Lanes#TILE_COLUMNS} channels, with 16 registers.
     *
     * @param init {@code [ROWS][TILE_COLUMNS]} from {@code initAt}, where sums start, or null
     * @param c    {@code [ROWS][pitch]} from {@code cAt}
     */
    static void tile(float[] a, int aAt, float[] b, int bAt, int k, float[] init, int initAt, float[] bias, int biasAt,
            float[] c, int cAt, int pitch) {
        float[] from = init == null ? ZEROS : init;
        int fromAt = init == null ? 0 : initAt;
        if (TWO_VECTORS.cold()) {
            for (int r = 0; r < ROWS; r++) {
                System.arraycopy(from, fromAt + r * Lanes.TILE_COLUMNS, c, cAt + r * pitch, Lanes.TILE_COLUMNS);
            }
            scalars(Lanes.TILE_COLUMNS, a, aAt, 1, b, bAt, k, c, cAt, pitch, true, bias, biasAt);
        } else {
            PackedTile6x2.run(a, aAt, b, bAt, k, from, fromAt, bias, biasAt, c, cAt, pitch);
        }
    }

    static void vectors(int width, float[] a, int aAt, int tiles, float[] b, int bAt, int k, float[] c, int cAt,
            int pitch, boolean accumulate, float[] bias, int biasAt) {
        if (!Lanes.MANY_REGISTERS) {
            for (int row = 0; row < tiles * ROWS; row += ROWS) {
                int to = cAt + row * pitch;
                PackedTile6x2.run(a, aAt + row * k, b, bAt, k, accumulate ? c : ZEROS, accumulate ? to : 0, bias,
                        biasAt, c, to, pitch);
            }
        } else if (width == Tile7x3.VECTORS * Lanes.COUNT) {
            Tile7x3.run(a, aAt, tiles, b, bAt, k, c, cAt, pitch, accumulate, bias, biasAt);
        } else {
            Tile7x2.run(a, aAt, tiles, b, bAt, k, c, cAt, pitch, accumulate, bias, biasAt);
        }
    }

    static void scalars(int width, float[] a, int aAt, int tiles, float[] b, int bAt, int k, float[] c, int cAt,
            int pitch, boolean accumulate, float[] bias, int biasAt) {
        for (int row = 0; row < tiles * ROWS; row += ROWS) {
            int to = cAt + row * pitch;
            ScalarTile.run(a, aAt + row * k, ROWS, ROWS, b, bAt, width, k, c, to, pitch, accumulate);
            for (int r = 0; r < ROWS; r++) {
                for (int j = 0; j < width; j++) {
                    c[to + r * pitch + j] += bias[biasAt + j];
                }
            }
        }
    }

    private static void exercise(int width) {
        float[] a = new float[2 * EXERCISE_STEPS * ROWS];
        float[] b = new float[EXERCISE_STEPS * width];
        float[] c = new float[2 * ROWS * width];
        vectors(width, a, 0, 2, b, 0, EXERCISE_STEPS, c, 0, width, false, NO_BIAS, 0);
        vectors(width, a, 0, 1, b, 0, EXERCISE_STEPS, c, 0, width, true, NO_BIAS, 0);
    }

    private static void exercisePack() {
        float[] from = new float[Lanes.COUNT];
        float[] a = new float[EXERCISE_STEPS * ROWS];
        int[] table = new int[EXERCISE_STEPS];
        packVectors(from, 0, table, 0, EXERCISE_STEPS, a, 0);
    }

    private static float[] noBias() {
        float[] bias = new float[Tile7x3.VECTORS * Lanes.COUNT];
        Arrays.fill(bias, -0f);
        return bias;
    }
}
