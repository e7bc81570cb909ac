package lanewise.simd;

import java.util.Arrays;

import jdk.incubator.vector.FloatVector;

/** Packs what pixels read into the panels of {@link Tile7x3} and {@link Tile7x2}, and multiplies with them. */
final class PixelPanels {
    /** Pixels of a panel. */
    static final int ROWS = Tile7x3.ROWS;

    /** Room for the pieces of a panel. */
    static final int PIECES = 2 * ROWS;

    /** What changes no sum: x + −0 is x, even for x = −0. */
    private static final float[] NO_BIAS = noBias();

    private static final int EXERCISE_STEPS = 16;
    private static final WarmUp PACK = exercisePack();
    private static final WarmUp THREE_VECTORS = exercise(Tile7x3.VECTORS * Lanes.COUNT);
    private static final WarmUp TWO_VECTORS = exercise(Tile7x2.VECTORS * Lanes.COUNT);

    private PixelPanels() {
    }

    /**
     * Packs a panel: {@code a[i][r] = from[at + product[i] + pixel[r]]}. Up to a vector less one float beyond the panel is
     * overwritten, and up to as much beyond the last pixel is read.
     *
     * @param table {@code product} from {@code productAt}, {@code pixel} from {@code pixelAt}; room for {@link #PIECES} more from
     *              {@code pieceAt}
     * @param a     {@code [k][ROWS]} from {@code aAt}
     */
    static void pack(float[] from, int at, int[] table, int productAt, int k, int pixelAt, int pieceAt, float[] a,
            int aAt) {
        if (PACK.cold()) {
            for (int i = 0; i < k; i++) {
                for (int r = 0; r < ROWS; r++) {
                    a[aAt + i * ROWS + r] = from[at + table[productAt + i] + table[pixelAt + r]];
                }
            }
        } else {
            packVectors(from, at, table, productAt, k, pixelAt, pieceAt, a, aAt);
        }
    }

    static void packVectors(float[] from, int at, int[] table, int productAt, int k, int pixelAt, int pieceAt,
            float[] a, int aAt) {
        int end = pieceAt;
        for (int r = 0; r < ROWS; end += 2) {
            table[end] = table[pixelAt + r];
            table[end + 1] = r;
            int most = Math.min(r + Lanes.COUNT, ROWS);
            r++;
            while (r < most && table[pixelAt + r] == table[pixelAt + r - 1] + 1) {
                r++;
            }
        }
        if (end == pieceAt + 2) {
            int first = at + table[pieceAt];
            for (int i = 0; i < k; i++) {
                FloatVector.fromArray(Lanes.SPECIES, from, first + table[productAt + i]).intoArray(a, aAt + i * ROWS);
            }
            return;
        }
        // From left to right: what one piece copies too much, the next one overwrites.
        for (int i = 0; i < k; i++) {
            int first = at + table[productAt + i];
            for (int piece = pieceAt; piece < end; piece += 2) {
                FloatVector.fromArray(Lanes.SPECIES, from, first + table[piece])
                        .intoArray(a, aAt + i * ROWS + table[piece + 1]);
            }
        }
    }

    /** Multiplies with the tile for a panel of {@code width} channels; see {@link Tile7x3#run}. Without a bias it is null. */
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

    static void vectors(int width, float[] a, int aAt, int tiles, float[] b, int bAt, int k, float[] c, int cAt,
            int pitch, boolean accumulate, float[] bias, int biasAt) {
        if (width == Tile7x3.VECTORS * Lanes.COUNT) {
            Tile7x3.run(a, aAt, tiles, b, bAt, k, c, cAt, pitch, accumulate, bias, biasAt);
        } else {
            Tile7x2.run(a, aAt, tiles, b, bAt, k, c, cAt, pitch, accumulate, bias, biasAt);
        }
    }

    static void scalars(int width, float[] a, int aAt, int tiles, float[] b, int bAt, int k, float[] c, int cAt,
            int pitch, boolean accumulate, float[] bias, int biasAt) {
        for (int r = 0; r < tiles * ROWS; r++) {
            int row = aAt + r / ROWS * ROWS * k + r % ROWS;
            for (int j = 0; j < width; j += 2) {
                int to = cAt + r * pitch + j;
                float s0 = accumulate ? c[to] : 0;
                float s1 = accumulate ? c[to + 1] : 0;
                for (int i = 0, bi = bAt + j; i < k; i++, bi += width) {
                    float x = a[row + i * ROWS];
                    s0 = Math.fma(x, b[bi], s0);
                    s1 = Math.fma(x, b[bi + 1], s1);
                }
                c[to] = s0 + bias[biasAt + j];
                c[to + 1] = s1 + bias[biasAt + j + 1];
            }
        }
    }

    private static WarmUp exercise(int width) {
        float[] a = new float[2 * EXERCISE_STEPS * ROWS];
        float[] b = new float[EXERCISE_STEPS * width];
        float[] c = new float[2 * ROWS * width];
        return new WarmUp(() -> {
            vectors(width, a, 0, 2, b, 0, EXERCISE_STEPS, c, 0, width, false, NO_BIAS, 0);
            vectors(width, a, 0, 1, b, 0, EXERCISE_STEPS, c, 0, width, true, NO_BIAS, 0);
        });
    }

    /** A panel of neighbours, and one with a gap. */
    private static WarmUp exercisePack() {
        float[] from = new float[2 * ROWS + Lanes.COUNT];
        float[] a = new float[EXERCISE_STEPS * ROWS + Lanes.COUNT];
        int[] table = new int[2 * ROWS + EXERCISE_STEPS + PIECES];
        for (int r = 0; r < ROWS; r++) {
            table[r] = r;
            table[ROWS + r] = r < 2 ? r : ROWS + r;
        }
        int pieceAt = 2 * ROWS + EXERCISE_STEPS;
        return new WarmUp(() -> {
            packVectors(from, 0, table, 2 * ROWS, EXERCISE_STEPS, 0, pieceAt, a, 0);
            packVectors(from, 0, table, 2 * ROWS, EXERCISE_STEPS, ROWS, pieceAt, a, 0);
        });
    }

    private static float[] noBias() {
        float[] bias = new float[Tile7x3.VECTORS * Lanes.COUNT];
        Arrays.fill(bias, -0f);
        return bias;
    }
}
