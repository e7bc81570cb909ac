package lanewise.simd;

import jdk.incubator.vector.FloatVector;

/**
 * The register tile with pixels as rows, for machines with 32 vector registers: 8 pixels by 3 vectors of channels.
 *
 * <pre>
 *     C[r, j] = (accumulate ? C[r, j] : 0) + Σ_i A[row[r] + offset[i]] · B[i, j],   0 ≤ i &lt; k, 0 ≤ r &lt; 8, 0 ≤ j &lt; 3 vectors
 * </pre>
 *
 * <p>Rows of A are read where they are. The products of an element are added in the order of i, each with one rounding.
 */
final class PixelTile8x3 {
    static final int ROWS = 8;
    static final int VECTORS = 3;

    private PixelTile8x3() {
    }

    /**
     * Multiplies what some pixels read with one panel.
     *
     * @param a          operand; {@code a[row[r] + offset[i]]} is in bounds for every r and i
     * @param table      {@code row}, one for each row of the tile, from {@code rowAt}; {@code offset}, k of them, from {@code offsetAt}
     * @param b          {@code [k][VECTORS · lanes]} from {@code bAt}
     * @param c          {@code [ROWS][pitch]} from {@code cAt}
     * @param accumulate whether C is added to rather than overwritten
     */
    static void run(float[] a, int[] table, int rowAt, int offsetAt, int k, float[] b, int bAt, float[] c, int cAt,
            int pitch, boolean accumulate) {
        int j1 = Lanes.COUNT;
        int j2 = 2 * Lanes.COUNT;
        int a0 = table[rowAt];
        int a1 = table[rowAt + 1];
        int a2 = table[rowAt + 2];
        int a3 = table[rowAt + 3];
        int a4 = table[rowAt + 4];
        int a5 = table[rowAt + 5];
        int a6 = table[rowAt + 6];
        int a7 = table[rowAt + 7];
        int c1 = cAt + pitch;
        int c2 = cAt + 2 * pitch;
        int c3 = cAt + 3 * pitch;
        int c4 = cAt + 4 * pitch;
        int c5 = cAt + 5 * pitch;
        int c6 = cAt + 6 * pitch;
        int c7 = cAt + 7 * pitch;
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
        if (accumulate) {
            s00 = FloatVector.fromArray(Lanes.SPECIES, c, cAt);
            s01 = FloatVector.fromArray(Lanes.SPECIES, c, cAt + j1);
            s02 = FloatVector.fromArray(Lanes.SPECIES, c, cAt + j2);
            s10 = FloatVector.fromArray(Lanes.SPECIES, c, c1);
            s11 = FloatVector.fromArray(Lanes.SPECIES, c, c1 + j1);
            s12 = FloatVector.fromArray(Lanes.SPECIES, c, c1 + j2);
            s20 = FloatVector.fromArray(Lanes.SPECIES, c, c2);
            s21 = FloatVector.fromArray(Lanes.SPECIES, c, c2 + j1);
            s22 = FloatVector.fromArray(Lanes.SPECIES, c, c2 + j2);
            s30 = FloatVector.fromArray(Lanes.SPECIES, c, c3);
            s31 = FloatVector.fromArray(Lanes.SPECIES, c, c3 + j1);
            s32 = FloatVector.fromArray(Lanes.SPECIES, c, c3 + j2);
            s40 = FloatVector.fromArray(Lanes.SPECIES, c, c4);
            s41 = FloatVector.fromArray(Lanes.SPECIES, c, c4 + j1);
            s42 = FloatVector.fromArray(Lanes.SPECIES, c, c4 + j2);
            s50 = FloatVector.fromArray(Lanes.SPECIES, c, c5);
            s51 = FloatVector.fromArray(Lanes.SPECIES, c, c5 + j1);
            s52 = FloatVector.fromArray(Lanes.SPECIES, c, c5 + j2);
            s60 = FloatVector.fromArray(Lanes.SPECIES, c, c6);
            s61 = FloatVector.fromArray(Lanes.SPECIES, c, c6 + j1);
            s62 = FloatVector.fromArray(Lanes.SPECIES, c, c6 + j2);
            s70 = FloatVector.fromArray(Lanes.SPECIES, c, c7);
            s71 = FloatVector.fromArray(Lanes.SPECIES, c, c7 + j1);
            s72 = FloatVector.fromArray(Lanes.SPECIES, c, c7 + j2);
        }
        for (int i = 0, bi = bAt; i < k; i++, bi += 3 * Lanes.COUNT) {
            int at = table[offsetAt + i];
            FloatVector b0 = FloatVector.fromArray(Lanes.SPECIES, b, bi);
            FloatVector b1 = FloatVector.fromArray(Lanes.SPECIES, b, bi + j1);
            FloatVector b2 = FloatVector.fromArray(Lanes.SPECIES, b, bi + j2);
            FloatVector x0 = FloatVector.broadcast(Lanes.SPECIES, a[a0 + at]);
            s00 = x0.fma(b0, s00);
            s01 = x0.fma(b1, s01);
            s02 = x0.fma(b2, s02);
            FloatVector x1 = FloatVector.broadcast(Lanes.SPECIES, a[a1 + at]);
            s10 = x1.fma(b0, s10);
            s11 = x1.fma(b1, s11);
            s12 = x1.fma(b2, s12);
            FloatVector x2 = FloatVector.broadcast(Lanes.SPECIES, a[a2 + at]);
            s20 = x2.fma(b0, s20);
            s21 = x2.fma(b1, s21);
            s22 = x2.fma(b2, s22);
            FloatVector x3 = FloatVector.broadcast(Lanes.SPECIES, a[a3 + at]);
            s30 = x3.fma(b0, s30);
            s31 = x3.fma(b1, s31);
            s32 = x3.fma(b2, s32);
            FloatVector x4 = FloatVector.broadcast(Lanes.SPECIES, a[a4 + at]);
            s40 = x4.fma(b0, s40);
            s41 = x4.fma(b1, s41);
            s42 = x4.fma(b2, s42);
            FloatVector x5 = FloatVector.broadcast(Lanes.SPECIES, a[a5 + at]);
            s50 = x5.fma(b0, s50);
            s51 = x5.fma(b1, s51);
            s52 = x5.fma(b2, s52);
            FloatVector x6 = FloatVector.broadcast(Lanes.SPECIES, a[a6 + at]);
            s60 = x6.fma(b0, s60);
            s61 = x6.fma(b1, s61);
            s62 = x6.fma(b2, s62);
            FloatVector x7 = FloatVector.broadcast(Lanes.SPECIES, a[a7 + at]);
            s70 = x7.fma(b0, s70);
            s71 = x7.fma(b1, s71);
            s72 = x7.fma(b2, s72);
        }
        s00.intoArray(c, cAt);
        s01.intoArray(c, cAt + j1);
        s02.intoArray(c, cAt + j2);
        s10.intoArray(c, c1);
        s11.intoArray(c, c1 + j1);
        s12.intoArray(c, c1 + j2);
        s20.intoArray(c, c2);
        s21.intoArray(c, c2 + j1);
        s22.intoArray(c, c2 + j2);
        s30.intoArray(c, c3);
        s31.intoArray(c, c3 + j1);
        s32.intoArray(c, c3 + j2);
        s40.intoArray(c, c4);
        s41.intoArray(c, c4 + j1);
        s42.intoArray(c, c4 + j2);
        s50.intoArray(c, c5);
        s51.intoArray(c, c5 + j1);
        s52.intoArray(c, c5 + j2);
        s60.intoArray(c, c6);
        s61.intoArray(c, c6 + j1);
        s62.intoArray(c, c6 + j2);
        s70.intoArray(c, c7);
        s71.intoArray(c, c7 + j1);
        s72.intoArray(c, c7 + j2);
    }
}
