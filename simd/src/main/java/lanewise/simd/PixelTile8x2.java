package lanewise.simd;

import jdk.incubator.vector.FloatVector;

/** {@link PixelTile8x3} for panels of two vectors. */
final class PixelTile8x2 {
    private PixelTile8x2() {
    }

    /** The parameters of {@link PixelTile8x3#run}; the B panel is as wide as this tile. */
    static void run(float[] a, int[] table, int rowAt, int offsetAt, int k, float[] b, int bAt, float[] c, int cAt,
            int pitch, boolean accumulate) {
        int j1 = Lanes.COUNT;
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
        if (accumulate) {
            s00 = FloatVector.fromArray(Lanes.SPECIES, c, cAt);
            s01 = FloatVector.fromArray(Lanes.SPECIES, c, cAt + j1);
            s10 = FloatVector.fromArray(Lanes.SPECIES, c, c1);
            s11 = FloatVector.fromArray(Lanes.SPECIES, c, c1 + j1);
            s20 = FloatVector.fromArray(Lanes.SPECIES, c, c2);
            s21 = FloatVector.fromArray(Lanes.SPECIES, c, c2 + j1);
            s30 = FloatVector.fromArray(Lanes.SPECIES, c, c3);
            s31 = FloatVector.fromArray(Lanes.SPECIES, c, c3 + j1);
            s40 = FloatVector.fromArray(Lanes.SPECIES, c, c4);
            s41 = FloatVector.fromArray(Lanes.SPECIES, c, c4 + j1);
            s50 = FloatVector.fromArray(Lanes.SPECIES, c, c5);
            s51 = FloatVector.fromArray(Lanes.SPECIES, c, c5 + j1);
            s60 = FloatVector.fromArray(Lanes.SPECIES, c, c6);
            s61 = FloatVector.fromArray(Lanes.SPECIES, c, c6 + j1);
            s70 = FloatVector.fromArray(Lanes.SPECIES, c, c7);
            s71 = FloatVector.fromArray(Lanes.SPECIES, c, c7 + j1);
        }
        for (int i = 0, bi = bAt; i < k; i++, bi += 2 * Lanes.COUNT) {
            int at = table[offsetAt + i];
            FloatVector b0 = FloatVector.fromArray(Lanes.SPECIES, b, bi);
            FloatVector b1 = FloatVector.fromArray(Lanes.SPECIES, b, bi + j1);
            FloatVector x0 = FloatVector.broadcast(Lanes.SPECIES, a[a0 + at]);
            s00 = x0.fma(b0, s00);
            s01 = x0.fma(b1, s01);
            FloatVector x1 = FloatVector.broadcast(Lanes.SPECIES, a[a1 + at]);
            s10 = x1.fma(b0, s10);
            s11 = x1.fma(b1, s11);
            FloatVector x2 = FloatVector.broadcast(Lanes.SPECIES, a[a2 + at]);
            s20 = x2.fma(b0, s20);
            s21 = x2.fma(b1, s21);
            FloatVector x3 = FloatVector.broadcast(Lanes.SPECIES, a[a3 + at]);
            s30 = x3.fma(b0, s30);
            s31 = x3.fma(b1, s31);
            FloatVector x4 = FloatVector.broadcast(Lanes.SPECIES, a[a4 + at]);
            s40 = x4.fma(b0, s40);
            s41 = x4.fma(b1, s41);
            FloatVector x5 = FloatVector.broadcast(Lanes.SPECIES, a[a5 + at]);
            s50 = x5.fma(b0, s50);
            s51 = x5.fma(b1, s51);
            FloatVector x6 = FloatVector.broadcast(Lanes.SPECIES, a[a6 + at]);
            s60 = x6.fma(b0, s60);
            s61 = x6.fma(b1, s61);
            FloatVector x7 = FloatVector.broadcast(Lanes.SPECIES, a[a7 + at]);
            s70 = x7.fma(b0, s70);
            s71 = x7.fma(b1, s71);
        }
        s00.intoArray(c, cAt);
        s01.intoArray(c, cAt + j1);
        s10.intoArray(c, c1);
        s11.intoArray(c, c1 + j1);
        s20.intoArray(c, c2);
        s21.intoArray(c, c2 + j1);
        s30.intoArray(c, c3);
        s31.intoArray(c, c3 + j1);
        s40.intoArray(c, c4);
        s41.intoArray(c, c4 + j1);
        s50.intoArray(c, c5);
        s51.intoArray(c, c5 + j1);
        s60.intoArray(c, c6);
        s61.intoArray(c, c6 + j1);
        s70.intoArray(c, c7);
        s71.intoArray(c, c7 + j1);
    }
}
