package lanewise.simd;

import jdk.incubator.vector.FloatVector;

/** {@link Tile8x3InPlace} for a last A panel of which only the first four rows count. */
final class Tile4x3InPlace {
    /** Rows of an A panel. */
    private static final int ROWS = Tile8x3.ROWS;
    /** Rows that are multiplied. */
    static final int USED = 4;

    private Tile4x3InPlace() {
    }

    /** The parameters and panels of {@link Tile8x3InPlace#run}; {@code c} has four rows. */
    static void run(float[] a, int aAt, float[] b, int bAt, int[] table, int rowAt, int columnAt, int k, float[] c,
            int cAt, int pitch, boolean accumulate, float[] bias, int biasAt) {
        int b0At = bAt + table[columnAt];
        int b1At = bAt + table[columnAt + Lanes.COUNT];
        int b2At = bAt + table[columnAt + 2 * Lanes.COUNT];
        int j1 = Lanes.COUNT;
        int j2 = 2 * Lanes.COUNT;
        int c1 = cAt + pitch;
        int c2 = cAt + 2 * pitch;
        int c3 = cAt + 3 * pitch;
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
        }
        for (int i = 0, ai = aAt; i < k; i++, ai += ROWS) {
            int row = table[rowAt + i];
            FloatVector b0 = FloatVector.fromArray(Lanes.SPECIES, b, b0At + row);
            FloatVector b1 = FloatVector.fromArray(Lanes.SPECIES, b, b1At + row);
            FloatVector b2 = FloatVector.fromArray(Lanes.SPECIES, b, b2At + row);
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
        }
        if (bias != null) {
            float bias0 = bias[biasAt];
            s00 = s00.add(bias0);
            s01 = s01.add(bias0);
            s02 = s02.add(bias0);
            float bias1 = bias[biasAt + 1];
            s10 = s10.add(bias1);
            s11 = s11.add(bias1);
            s12 = s12.add(bias1);
            float bias2 = bias[biasAt + 2];
            s20 = s20.add(bias2);
            s21 = s21.add(bias2);
            s22 = s22.add(bias2);
            float bias3 = bias[biasAt + 3];
            s30 = s30.add(bias3);
            s31 = s31.add(bias3);
            s32 = s32.add(bias3);
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
    }
}
