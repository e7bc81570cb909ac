package lanewise.simd;

import jdk.incubator.vector.FloatVector;

/** {@link PixelTile8x3Dense} for 2 vectors of channels. */
final class PixelTile8x2Dense {
    private PixelTile8x2Dense() {
    }

    /** Multiplies; see {@link PixelTile8x3#run}. */
    static void run(float[] a, int[] table, int rowAt, int offsetAt, int k, float[] b, int bAt, float[] sums,
            int sumsAt, float[] bias, int biasAt, float[] c, int cAt, int pitch, int placeAt) {
        int j1 = Lanes.COUNT;
        int a1 = table[rowAt + 1] - table[rowAt];
        int a2 = table[rowAt + 2] - table[rowAt];
        int a3 = table[rowAt + 3] - table[rowAt];
        int a4 = table[rowAt + 4] - table[rowAt];
        int a5 = table[rowAt + 5] - table[rowAt];
        int a6 = table[rowAt + 6] - table[rowAt];
        int a7 = table[rowAt + 7] - table[rowAt];
        FloatVector s00 = FloatVector.fromArray(Lanes.SPECIES, sums, sumsAt);
        FloatVector s01 = FloatVector.fromArray(Lanes.SPECIES, sums, sumsAt + j1);
        int sums1 = sumsAt + 2 * Lanes.COUNT;
        FloatVector s10 = FloatVector.fromArray(Lanes.SPECIES, sums, sums1);
        FloatVector s11 = FloatVector.fromArray(Lanes.SPECIES, sums, sums1 + j1);
        int sums2 = sumsAt + 4 * Lanes.COUNT;
        FloatVector s20 = FloatVector.fromArray(Lanes.SPECIES, sums, sums2);
        FloatVector s21 = FloatVector.fromArray(Lanes.SPECIES, sums, sums2 + j1);
        int sums3 = sumsAt + 6 * Lanes.COUNT;
        FloatVector s30 = FloatVector.fromArray(Lanes.SPECIES, sums, sums3);
        FloatVector s31 = FloatVector.fromArray(Lanes.SPECIES, sums, sums3 + j1);
        int sums4 = sumsAt + 8 * Lanes.COUNT;
        FloatVector s40 = FloatVector.fromArray(Lanes.SPECIES, sums, sums4);
        FloatVector s41 = FloatVector.fromArray(Lanes.SPECIES, sums, sums4 + j1);
        int sums5 = sumsAt + 10 * Lanes.COUNT;
        FloatVector s50 = FloatVector.fromArray(Lanes.SPECIES, sums, sums5);
        FloatVector s51 = FloatVector.fromArray(Lanes.SPECIES, sums, sums5 + j1);
        int sums6 = sumsAt + 12 * Lanes.COUNT;
        FloatVector s60 = FloatVector.fromArray(Lanes.SPECIES, sums, sums6);
        FloatVector s61 = FloatVector.fromArray(Lanes.SPECIES, sums, sums6 + j1);
        int sums7 = sumsAt + 14 * Lanes.COUNT;
        FloatVector s70 = FloatVector.fromArray(Lanes.SPECIES, sums, sums7);
        FloatVector s71 = FloatVector.fromArray(Lanes.SPECIES, sums, sums7 + j1);
        int end = bAt + k * PixelTile8x2.VECTORS * Lanes.COUNT;
        for (int bi = bAt, ai = table[rowAt] + table[offsetAt]; bi < end; bi +=
                PixelTile8x2.VECTORS * Lanes.COUNT, ai++) {
            FloatVector b0 = FloatVector.fromArray(Lanes.SPECIES, b, bi);
            FloatVector b1 = FloatVector.fromArray(Lanes.SPECIES, b, bi + j1);
            FloatVector x0 = FloatVector.broadcast(Lanes.SPECIES, a[ai]);
            s00 = x0.fma(b0, s00);
            s01 = x0.fma(b1, s01);
            FloatVector x1 = FloatVector.broadcast(Lanes.SPECIES, a[ai + a1]);
            s10 = x1.fma(b0, s10);
            s11 = x1.fma(b1, s11);
            FloatVector x2 = FloatVector.broadcast(Lanes.SPECIES, a[ai + a2]);
            s20 = x2.fma(b0, s20);
            s21 = x2.fma(b1, s21);
            FloatVector x3 = FloatVector.broadcast(Lanes.SPECIES, a[ai + a3]);
            s30 = x3.fma(b0, s30);
            s31 = x3.fma(b1, s31);
            FloatVector x4 = FloatVector.broadcast(Lanes.SPECIES, a[ai + a4]);
            s40 = x4.fma(b0, s40);
            s41 = x4.fma(b1, s41);
            FloatVector x5 = FloatVector.broadcast(Lanes.SPECIES, a[ai + a5]);
            s50 = x5.fma(b0, s50);
            s51 = x5.fma(b1, s51);
            FloatVector x6 = FloatVector.broadcast(Lanes.SPECIES, a[ai + a6]);
            s60 = x6.fma(b0, s60);
            s61 = x6.fma(b1, s61);
            FloatVector x7 = FloatVector.broadcast(Lanes.SPECIES, a[ai + a7]);
            s70 = x7.fma(b0, s70);
            s71 = x7.fma(b1, s71);
        }
        FloatVector bias0 = FloatVector.fromArray(Lanes.SPECIES, bias, biasAt);
        FloatVector bias1 = FloatVector.fromArray(Lanes.SPECIES, bias, biasAt + j1);
        int c0 = cAt + table[placeAt] * pitch;
        s00.add(bias0).intoArray(c, c0);
        s01.add(bias1).intoArray(c, c0 + j1);
        int c1 = cAt + table[placeAt + 1] * pitch;
        s10.add(bias0).intoArray(c, c1);
        s11.add(bias1).intoArray(c, c1 + j1);
        int c2 = cAt + table[placeAt + 2] * pitch;
        s20.add(bias0).intoArray(c, c2);
        s21.add(bias1).intoArray(c, c2 + j1);
        int c3 = cAt + table[placeAt + 3] * pitch;
        s30.add(bias0).intoArray(c, c3);
        s31.add(bias1).intoArray(c, c3 + j1);
        int c4 = cAt + table[placeAt + 4] * pitch;
        s40.add(bias0).intoArray(c, c4);
        s41.add(bias1).intoArray(c, c4 + j1);
        int c5 = cAt + table[placeAt + 5] * pitch;
        s50.add(bias0).intoArray(c, c5);
        s51.add(bias1).intoArray(c, c5 + j1);
        int c6 = cAt + table[placeAt + 6] * pitch;
        s60.add(bias0).intoArray(c, c6);
        s61.add(bias1).intoArray(c, c6 + j1);
        int c7 = cAt + table[placeAt + 7] * pitch;
        s70.add(bias0).intoArray(c, c7);
        s71.add(bias1).intoArray(c, c7 + j1);
    }
}
