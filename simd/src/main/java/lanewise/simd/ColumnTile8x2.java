package lanewise.simd;

import jdk.incubator.vector.FloatVector;

/** {@link ColumnTile8x3} for 2 vectors. */
final class ColumnTile8x2 {
    static final int VECTORS = 2;

    private ColumnTile8x2() {
    }

    /** Multiplies; see {@link ColumnTile8x3#run}. */
    static void run(float[] a, int a0At, int aPitch, int rows, float[] b, int bAt, int k, float[] c, int c0At) {
        int j1 = Lanes.COUNT;
        for (int row = 0; row < rows; row += ColumnTile8x3.ROWS) {
            FloatVector s00 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s01 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s10 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s11 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s20 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s21 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s30 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s31 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s40 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s41 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s50 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s51 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s60 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s61 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s70 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s71 = FloatVector.zero(Lanes.SPECIES);
            for (int i = 0, ai = a0At + row, bi = bAt; i < k; i++, ai += aPitch, bi += VECTORS * Lanes.COUNT) {
                FloatVector b0 = FloatVector.fromArray(Lanes.SPECIES, b, bi);
                FloatVector b1 = FloatVector.fromArray(Lanes.SPECIES, b, bi + j1);
                FloatVector a0 = FloatVector.broadcast(Lanes.SPECIES, a[ai]);
                s00 = a0.fma(b0, s00);
                s01 = a0.fma(b1, s01);
                FloatVector a1 = FloatVector.broadcast(Lanes.SPECIES, a[ai + 1]);
                s10 = a1.fma(b0, s10);
                s11 = a1.fma(b1, s11);
                FloatVector a2 = FloatVector.broadcast(Lanes.SPECIES, a[ai + 2]);
                s20 = a2.fma(b0, s20);
                s21 = a2.fma(b1, s21);
                FloatVector a3 = FloatVector.broadcast(Lanes.SPECIES, a[ai + 3]);
                s30 = a3.fma(b0, s30);
                s31 = a3.fma(b1, s31);
                FloatVector a4 = FloatVector.broadcast(Lanes.SPECIES, a[ai + 4]);
                s40 = a4.fma(b0, s40);
                s41 = a4.fma(b1, s41);
                FloatVector a5 = FloatVector.broadcast(Lanes.SPECIES, a[ai + 5]);
                s50 = a5.fma(b0, s50);
                s51 = a5.fma(b1, s51);
                FloatVector a6 = FloatVector.broadcast(Lanes.SPECIES, a[ai + 6]);
                s60 = a6.fma(b0, s60);
                s61 = a6.fma(b1, s61);
                FloatVector a7 = FloatVector.broadcast(Lanes.SPECIES, a[ai + 7]);
                s70 = a7.fma(b0, s70);
                s71 = a7.fma(b1, s71);
            }
            int c0 = c0At + row * VECTORS * Lanes.COUNT;
            s00.intoArray(c, c0);
            s01.intoArray(c, c0 + j1);
            int c1 = c0 + VECTORS * Lanes.COUNT;
            s10.intoArray(c, c1);
            s11.intoArray(c, c1 + j1);
            int c2 = c1 + VECTORS * Lanes.COUNT;
            s20.intoArray(c, c2);
            s21.intoArray(c, c2 + j1);
            int c3 = c2 + VECTORS * Lanes.COUNT;
            s30.intoArray(c, c3);
            s31.intoArray(c, c3 + j1);
            int c4 = c3 + VECTORS * Lanes.COUNT;
            s40.intoArray(c, c4);
            s41.intoArray(c, c4 + j1);
            int c5 = c4 + VECTORS * Lanes.COUNT;
            s50.intoArray(c, c5);
            s51.intoArray(c, c5 + j1);
            int c6 = c5 + VECTORS * Lanes.COUNT;
            s60.intoArray(c, c6);
            s61.intoArray(c, c6 + j1);
            int c7 = c6 + VECTORS * Lanes.COUNT;
            s70.intoArray(c, c7);
            s71.intoArray(c, c7 + j1);
        }
    }
}
