package lanewise.simd;

import jdk.incubator.vector.FloatVector;

/**
 * {@link ColumnTile} for 9 rows by 3 vectors.
 *
 * <pre>
 *     C[r, j] = Σ_i A[i, r] · B[i, j],   0 ≤ i &lt; k, 0 ≤ j &lt; 3 vectors
 * </pre>
 *
 * <p>The products of an element are added in the order of i, each with one rounding.
 */
final class ColumnTile9x3 {
    static final int ROWS = 9;
    static final int VECTORS = 3;

    private ColumnTile9x3() {
    }

    /**
     * Multiplies nine rows at a time with the same panel.
     *
     * @param a    {@code [k][aPitch]} from {@code a0At}
     * @param rows a multiple of {@link #ROWS}
     * @param b    {@code [k][VECTORS · lanes]} from {@code bAt}
     * @param c    {@code [rows][VECTORS · lanes]} from {@code c0At}
     */
    static void run(float[] a, int a0At, int aPitch, int rows, float[] b, int bAt, int k, float[] c, int c0At) {
        int j1 = Lanes.COUNT;
        int j2 = 2 * Lanes.COUNT;
        for (int row = 0; row < rows; row += ROWS) {
            FloatVector s00 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s01 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s02 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s10 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s11 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s12 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s20 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s21 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s22 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s30 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s31 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s32 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s40 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s41 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s42 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s50 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s51 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s52 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s60 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s61 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s62 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s70 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s71 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s72 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s80 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s81 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s82 = FloatVector.zero(Lanes.SPECIES);
            for (int i = 0, ai = a0At + row, bi = bAt; i < k; i++, ai += aPitch, bi += VECTORS * Lanes.COUNT) {
                FloatVector b0 = FloatVector.fromArray(Lanes.SPECIES, b, bi);
                FloatVector b1 = FloatVector.fromArray(Lanes.SPECIES, b, bi + j1);
                FloatVector b2 = FloatVector.fromArray(Lanes.SPECIES, b, bi + j2);
                FloatVector a0 = FloatVector.broadcast(Lanes.SPECIES, a[ai]);
                s00 = a0.fma(b0, s00);
                s01 = a0.fma(b1, s01);
                s02 = a0.fma(b2, s02);
                FloatVector a1 = FloatVector.broadcast(Lanes.SPECIES, a[ai + 1]);
                s10 = a1.fma(b0, s10);
                s11 = a1.fma(b1, s11);
                s12 = a1.fma(b2, s12);
                FloatVector a2 = FloatVector.broadcast(Lanes.SPECIES, a[ai + 2]);
                s20 = a2.fma(b0, s20);
                s21 = a2.fma(b1, s21);
                s22 = a2.fma(b2, s22);
                FloatVector a3 = FloatVector.broadcast(Lanes.SPECIES, a[ai + 3]);
                s30 = a3.fma(b0, s30);
                s31 = a3.fma(b1, s31);
                s32 = a3.fma(b2, s32);
                FloatVector a4 = FloatVector.broadcast(Lanes.SPECIES, a[ai + 4]);
                s40 = a4.fma(b0, s40);
                s41 = a4.fma(b1, s41);
                s42 = a4.fma(b2, s42);
                FloatVector a5 = FloatVector.broadcast(Lanes.SPECIES, a[ai + 5]);
                s50 = a5.fma(b0, s50);
                s51 = a5.fma(b1, s51);
                s52 = a5.fma(b2, s52);
                FloatVector a6 = FloatVector.broadcast(Lanes.SPECIES, a[ai + 6]);
                s60 = a6.fma(b0, s60);
                s61 = a6.fma(b1, s61);
                s62 = a6.fma(b2, s62);
                FloatVector a7 = FloatVector.broadcast(Lanes.SPECIES, a[ai + 7]);
                s70 = a7.fma(b0, s70);
                s71 = a7.fma(b1, s71);
                s72 = a7.fma(b2, s72);
                FloatVector a8 = FloatVector.broadcast(Lanes.SPECIES, a[ai + 8]);
                s80 = a8.fma(b0, s80);
                s81 = a8.fma(b1, s81);
                s82 = a8.fma(b2, s82);
            }
            int c0 = c0At + row * VECTORS * Lanes.COUNT;
            s00.intoArray(c, c0);
            s01.intoArray(c, c0 + j1);
            s02.intoArray(c, c0 + j2);
            int c1 = c0 + VECTORS * Lanes.COUNT;
            s10.intoArray(c, c1);
            s11.intoArray(c, c1 + j1);
            s12.intoArray(c, c1 + j2);
            int c2 = c1 + VECTORS * Lanes.COUNT;
            s20.intoArray(c, c2);
            s21.intoArray(c, c2 + j1);
            s22.intoArray(c, c2 + j2);
            int c3 = c2 + VECTORS * Lanes.COUNT;
            s30.intoArray(c, c3);
            s31.intoArray(c, c3 + j1);
            s32.intoArray(c, c3 + j2);
            int c4 = c3 + VECTORS * Lanes.COUNT;
            s40.intoArray(c, c4);
            s41.intoArray(c, c4 + j1);
            s42.intoArray(c, c4 + j2);
            int c5 = c4 + VECTORS * Lanes.COUNT;
            s50.intoArray(c, c5);
            s51.intoArray(c, c5 + j1);
            s52.intoArray(c, c5 + j2);
            int c6 = c5 + VECTORS * Lanes.COUNT;
            s60.intoArray(c, c6);
            s61.intoArray(c, c6 + j1);
            s62.intoArray(c, c6 + j2);
            int c7 = c6 + VECTORS * Lanes.COUNT;
            s70.intoArray(c, c7);
            s71.intoArray(c, c7 + j1);
            s72.intoArray(c, c7 + j2);
            int c8 = c7 + VECTORS * Lanes.COUNT;
            s80.intoArray(c, c8);
            s81.intoArray(c, c8 + j1);
            s82.intoArray(c, c8 + j2);
        }
    }
}
