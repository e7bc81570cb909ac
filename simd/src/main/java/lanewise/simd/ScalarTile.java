package lanewise.simd;

import java.util.Arrays;

/**
 * The product of two packed panels in scalars, with the bits of every register tile:
 *
 * <pre>
 *     C[r, j] = (accumulate ? C[r, j] : 0) + Σ_i A[i, r] · B[i, j],   0 ≤ i &lt; k, 0 ≤ r &lt; rows, 0 ≤ j &lt; columns
 * </pre>
 *
 * <p>Eight sums of a row hide the latency of the multiply-add, and with what they read need no more than 16 registers.
 */
final class ScalarTile {
    private static final int COLUMNS = 8;

    private ScalarTile() {
    }

    /**
     * Multiplies two panels.
     *
     * @param a          {@code [k][step]} from {@code aAt}
     * @param step       from a product of A to the next
     * @param b          {@code [k][columns]} from {@code bAt}
     * @param c          {@code [rows][pitch]} from {@code cAt}
     * @param accumulate whether C is added to rather than overwritten
     */
    static void run(float[] a, int aAt, int step, int rows, float[] b, int bAt, int columns, int k, float[] c, int cAt,
            int pitch, boolean accumulate) {
        for (int r = 0; r < rows; r++) {
            int to = cAt + r * pitch;
            if (!accumulate) {
                Arrays.fill(c, to, to + columns, 0);
            }
            int j = 0;
            for (; j <= columns - COLUMNS; j += COLUMNS) {
                eight(a, aAt + r, step, b, bAt + j, columns, k, c, to + j);
            }
            for (; j < columns; j++) {
                one(a, aAt + r, step, b, bAt + j, columns, k, c, to + j);
            }
        }
    }

    private static void eight(float[] a, int aAt, int step, float[] b, int bAt, int columns, int k, float[] c,
            int cAt) {
        float s0 = c[cAt];
        float s1 = c[cAt + 1];
        float s2 = c[cAt + 2];
        float s3 = c[cAt + 3];
        float s4 = c[cAt + 4];
        float s5 = c[cAt + 5];
        float s6 = c[cAt + 6];
        float s7 = c[cAt + 7];
        for (int i = 0, ai = aAt, bi = bAt; i < k; i++, ai += step, bi += columns) {
            float x = a[ai];
            s0 = Math.fma(x, b[bi], s0);
            s1 = Math.fma(x, b[bi + 1], s1);
            s2 = Math.fma(x, b[bi + 2], s2);
            s3 = Math.fma(x, b[bi + 3], s3);
            s4 = Math.fma(x, b[bi + 4], s4);
            s5 = Math.fma(x, b[bi + 5], s5);
            s6 = Math.fma(x, b[bi + 6], s6);
            s7 = Math.fma(x, b[bi + 7], s7);
        }
        c[cAt] = s0;
        c[cAt + 1] = s1;
        c[cAt + 2] = s2;
        c[cAt + 3] = s3;
        c[cAt + 4] = s4;
        c[cAt + 5] = s5;
        c[cAt + 6] = s6;
        c[cAt + 7] = s7;
    }

    private static void one(float[] a, int aAt, int step, float[] b, int bAt, int columns, int k, float[] c, int cAt) {
        float sum = c[cAt];
        for (int i = 0, ai = aAt, bi = bAt; i < k; i++, ai += step, bi += columns) {
            sum = Math.fma(a[ai], b[bi], sum);
        }
        c[cAt] = sum;
    }
}
