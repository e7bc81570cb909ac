package lanewise.simd;

/** The tiles whose rows are pixels next to each other, by the taps in a row that each of them meets. */
final class PixelRow {
    /** Pixels of a tile. */
    static final int ROWS = 8;
    /** Channels of a tile. */
    static final int WIDTH = 2 * Lanes.COUNT;

    /** Floats of a line of the cache; one is touched in every step. */
    static final int LINE = 16;

    private static final int EXERCISE_STEPS = 8;
    private static final WarmUp TWO = new WarmUp(() -> exercise(PixelRow2.TAPS));
    private static final WarmUp THREE = new WarmUp(() -> exercise(PixelRow3.TAPS));

    private PixelRow() {
    }

    /** {@return whether there is a tile for so many taps} */
    static boolean suits(int taps) {
        return taps == PixelRow2.TAPS || taps == PixelRow3.TAPS;
    }

    /** {@return the multiplications of a step for each channel, where so many pixels are needed} */
    static int multiplications(int taps, int pixels) {
        int computed = taps == PixelRow3.TAPS ? Math.max(pixels, ROWS - 1) : ROWS;
        return taps * computed;
    }

    /** Multiplies with the tile for some taps; see {@link PixelRow3#run}. */
    static float multiply(int taps, float[] a, int aAt, int step, int[] table, int tableAt, int k, float[] b, int bAt,
            int next, boolean padded, int positions, int rows, float[] c, int cAt, int pitch, boolean accumulate) {
        if ((taps == PixelRow2.TAPS ? TWO : THREE).cold()) {
            scalars(taps, a, aAt, step, table, tableAt, k, b, bAt, rows, c, cAt, pitch, accumulate);
            return 0;
        }
        return vectors(taps, a, aAt, step, table, tableAt, k, b, bAt, next, padded, positions, rows, c, cAt, pitch,
                accumulate);
    }

    private static float vectors(int taps, float[] a, int aAt, int step, int[] table, int tableAt, int k, float[] b,
            int bAt, int next, boolean padded, int positions, int rows, float[] c, int cAt, int pitch,
            boolean accumulate) {
        if (taps == PixelRow2.TAPS) {
            return PixelRow2.run(a, aAt, step, table, tableAt, k, b, bAt, next, padded, positions, rows, c, cAt, pitch,
                    accumulate);
        }
        return PixelRow3.run(a, aAt, step, table, tableAt, k, b, bAt, next, padded, positions, rows, c, cAt, pitch,
                accumulate);
    }

    private static void scalars(int taps, float[] a, int aAt, int step, int[] table, int tableAt, int k, float[] b,
            int bAt, int rows, float[] c, int cAt, int pitch, boolean accumulate) {
        for (int r = 0; r < rows; r++) {
            int to = cAt + r * pitch;
            for (int j = 0; !accumulate && j < WIDTH; j++) {
                c[to + j] = 0;
            }
            for (int i = 0; i < k; i++) {
                for (int t = 0; t < taps; t++) {
                    float x = a[aAt + table[tableAt + 2 * i] + (r + t) * step];
                    int panel = bAt + table[tableAt + 2 * i + 1] + t * WIDTH;
                    for (int j = 0; j < WIDTH; j++) {
                        c[to + j] = Math.fma(x, b[panel + j], c[to + j]);
                    }
                }
            }
        }
    }

    private static void exercise(int taps) {
        int[] table = new int[2 * EXERCISE_STEPS];
        float[] a = new float[ROWS + taps];
        float[] b = new float[Math.max(EXERCISE_STEPS * LINE, taps * WIDTH)];
        float[] c = new float[ROWS * WIDTH];
        vectors(taps, a, 0, 1, table, 0, EXERCISE_STEPS, b, 0, 0, false, ROWS + taps, ROWS, c, 0, WIDTH, false);
        vectors(taps, a, 0, 1, table, 0, EXERCISE_STEPS, b, 0, 0, true, ROWS + taps - 2, ROWS, c, 0, WIDTH, true);
        vectors(taps, a, 0, 1, table, 0, EXERCISE_STEPS, b, 0, 0, true, taps - 1, 1, c, 0, WIDTH, true);
    }
}
