package lanewise.simd;

import jdk.incubator.vector.FloatVector;

/**
 * {@link Tile7x3} for 2 vectors of channels, of which an odd number is left where they are dealt out to tiles.
 */
final class Tile7x2 {
    static final int VECTORS = 2;

    private Tile7x2() {
    }

    /** Multiplies; see {@link Tile7x3#run}. */
    static void run(float[] a, int a0At, int tiles, float[] b, int bAt, int k, float[] c, int c0At, int pitch,
            boolean accumulate, float[] bias, int biasAt) {
        int j1 = Lanes.COUNT;
        int endRow = tiles * Tile7x3.ROWS;
        for (int row = 0; row < endRow; row += Tile7x3.ROWS) {
            int aAt = a0At + row * k;
            int c0 = c0At + row * pitch;
            int c1 = c0 + pitch;
            int c2 = c1 + pitch;
            int c3 = c2 + pitch;
            int c4 = c3 + pitch;
            int c5 = c4 + pitch;
            int c6 = c5 + pitch;
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
            if (accumulate) {
                s00 = FloatVector.fromArray(Lanes.SPECIES, c, c0);
                s01 = FloatVector.fromArray(Lanes.SPECIES, c, c0 + j1);
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
            }
            for (int i = 0; i < k; i++) {
                int ai = aAt + i * Tile7x3.ROWS;
                int bi = bAt + i * VECTORS * Lanes.COUNT;
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
            }
            FloatVector bias0 = FloatVector.fromArray(Lanes.SPECIES, bias, biasAt);
            FloatVector bias1 = FloatVector.fromArray(Lanes.SPECIES, bias, biasAt + j1);
            s00.add(bias0).intoArray(c, c0);
            s01.add(bias1).intoArray(c, c0 + j1);
            s10.add(bias0).intoArray(c, c1);
            s11.add(bias1).intoArray(c, c1 + j1);
            s20.add(bias0).intoArray(c, c2);
            s21.add(bias1).intoArray(c, c2 + j1);
            s30.add(bias0).intoArray(c, c3);
            s31.add(bias1).intoArray(c, c3 + j1);
            s40.add(bias0).intoArray(c, c4);
            s41.add(bias1).intoArray(c, c4 + j1);
            s50.add(bias0).intoArray(c, c5);
            s51.add(bias1).intoArray(c, c5 + j1);
            s60.add(bias0).intoArray(c, c6);
            s61.add(bias1).intoArray(c, c6 + j1);
        }
    }
}
