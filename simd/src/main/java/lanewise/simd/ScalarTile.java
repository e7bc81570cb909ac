package lanewise.simd;

/**
 * The register tile in scalars, with the bits of every other one:
 *
 * <pre>
 *     C[r, j] = (accumulate ? C[r, j] : 0) + Σ_i A[i, r] · B[i, j] + bias[r],   0 ≤ i &lt; k, 0 ≤ r &lt; TILE_ROWS, 0 ≤ j &lt; columns
 * </pre>
 */
final class ScalarTile {
    private static final int ROWS = 2;
    private static final int COLUMNS = 4;

    private ScalarTile() {
    }

    /**
     * Multiplies two panels.
     *
     * @param a          {@code [k][TILE_ROWS]} from {@code aAt}
     * @param rows       rows of C; even
     * @param b          {@code [k][columns]} from {@code bAt}
     * @param columns    columns of C, a multiple of four
     * @param c          {@code [rows][pitch]} from {@code cAt}
     * @param accumulate whether C is added to rather than overwritten
     * @param bias       what is added to the finished sums of each row, from {@code biasAt}, or null
     */
    static void run(float[] a, int aAt, int rows, float[] b, int bAt, int columns, int k, float[] c, int cAt, int pitch,
            boolean accumulate, float[] bias, int biasAt) {
        for (int r = 0; r < rows; r += ROWS) {
            float bias0 = bias == null ? -0f : bias[biasAt + r];
            float bias1 = bias == null ? -0f : bias[biasAt + r + 1];
            for (int j = 0; j < columns; j += COLUMNS) {
                twoByFour(a, aAt + r, b, bAt + j, columns, k, c, cAt + r * pitch + j, pitch, accumulate, bias0, bias1);
            }
        }
    }

    private static void twoByFour(float[] a, int aAt, float[] b, int bAt, int columns, int k, float[] c, int c0,
            int pitch, boolean accumulate, float bias0, float bias1) {
        int c1 = c0 + pitch;
        float s00 = accumulate ? c[c0] : 0;
        float s01 = accumulate ? c[c0 + 1] : 0;
        float s02 = accumulate ? c[c0 + 2] : 0;
        float s03 = accumulate ? c[c0 + 3] : 0;
        float s10 = accumulate ? c[c1] : 0;
        float s11 = accumulate ? c[c1 + 1] : 0;
        float s12 = accumulate ? c[c1 + 2] : 0;
        float s13 = accumulate ? c[c1 + 3] : 0;
        for (int i = 0, ai = aAt, bi = bAt; i < k; i++, ai += Lanes.TILE_ROWS, bi += columns) {
            float a0 = a[ai];
            float a1 = a[ai + 1];
            float b0 = b[bi];
            float b1 = b[bi + 1];
            float b2 = b[bi + 2];
            float b3 = b[bi + 3];
            s00 = Math.fma(a0, b0, s00);
            s01 = Math.fma(a0, b1, s01);
            s02 = Math.fma(a0, b2, s02);
            s03 = Math.fma(a0, b3, s03);
            s10 = Math.fma(a1, b0, s10);
            s11 = Math.fma(a1, b1, s11);
            s12 = Math.fma(a1, b2, s12);
            s13 = Math.fma(a1, b3, s13);
        }
        c[c0] = s00 + bias0;
        c[c0 + 1] = s01 + bias0;
        c[c0 + 2] = s02 + bias0;
        c[c0 + 3] = s03 + bias0;
        c[c1] = s10 + bias1;
        c[c1 + 1] = s11 + bias1;
        c[c1 + 2] = s12 + bias1;
        c[c1 + 3] = s13 + bias1;
    }
}
