package lanewise.simd;

/**
 * The tile with pixels as rows in scalars, with the bits of every other one:
 *
 * <pre>
 *     C[place[r], j] = (sums ? sums[r, j] : 0) + Σ_i A[row[r] + offset[i]] · B[i, j] + bias[j],   0 ≤ i &lt; k, 0 ≤ r &lt; ROWS, 0 ≤ j &lt; columns
 * </pre>
 */
final class ScalarPixelTile {
    private static final int COLUMNS = 4;

    private ScalarPixelTile() {
    }

    /** Multiplies what {@link PixelTile#ROWS} pixels read with a panel of {@code columns}; see {@link PixelTile8x3#run}. */
    static void run(int columns, float[] a, int[] table, int rowAt, int offsetAt, int k, float[] b, int bAt,
            float[] sums, int sumsAt, float[] bias, int biasAt, float[] c, int cAt, int pitch,
            int placeAt) {
        for (int r = 0; r < PixelTile.ROWS; r++) {
            int from = sumsAt + r * columns;
            int to = cAt + table[placeAt + r] * pitch;
            for (int j = 0; j < columns; j += COLUMNS) {
                four(columns, a, table, table[rowAt + r], offsetAt, k, b, bAt + j, sums, from + j, bias, biasAt + j, c,
                        to + j);
            }
        }
    }

    private static void four(int columns, float[] a, int[] table, int row, int offsetAt, int k, float[] b, int bAt,
            float[] sums, int sumsAt, float[] bias, int biasAt, float[] c, int cAt) {
        float s0 = sums == null ? 0 : sums[sumsAt];
        float s1 = sums == null ? 0 : sums[sumsAt + 1];
        float s2 = sums == null ? 0 : sums[sumsAt + 2];
        float s3 = sums == null ? 0 : sums[sumsAt + 3];
        for (int i = 0, bi = bAt; i < k; i++, bi += columns) {
            float x = a[row + table[offsetAt + i]];
            s0 = Math.fma(x, b[bi], s0);
            s1 = Math.fma(x, b[bi + 1], s1);
            s2 = Math.fma(x, b[bi + 2], s2);
            s3 = Math.fma(x, b[bi + 3], s3);
        }
        c[cAt] = s0 + bias[biasAt];
        c[cAt + 1] = s1 + bias[biasAt + 1];
        c[cAt + 2] = s2 + bias[biasAt + 2];
        c[cAt + 3] = s3 + bias[biasAt + 3];
    }
}
