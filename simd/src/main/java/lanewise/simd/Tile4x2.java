package lanewise.simd;

import jdk.incubator.vector.FloatVector;

/** {@link Tile6x2} for a last A panel of which only the first four rows count; eight chains just hide the latency. */
final class Tile4x2 {
    static final int ROWS = 4;

    private Tile4x2() {
    }

    /**
     * Multiplies two panels.
     *
     * @param a     {@code [k][Tile6x2.ROWS]} from {@code aAt}
     * @param b     {@code [k][Tile6x2.VECTORS · lanes]} from {@code bAt}
     * @param init  {@code [ROWS][Tile6x2.VECTORS · lanes]} from {@code initAt}; may be C
     * @param bias  one for each row, from {@code biasAt}
     * @param c     {@code [ROWS][pitch]} from {@code cAt}
     */
    static void run(float[] a, int aAt, float[] b, int bAt, int k, float[] init, int initAt, float[] bias, int biasAt,
            float[] c, int cAt, int pitch) {
        FloatVector s00 = FloatVector.fromArray(Lanes.SPECIES, init, initAt);
        FloatVector s01 = FloatVector.fromArray(Lanes.SPECIES, init, initAt + Lanes.COUNT);
        FloatVector s10 = FloatVector.fromArray(Lanes.SPECIES, init, initAt + 2 * Lanes.COUNT);
        FloatVector s11 = FloatVector.fromArray(Lanes.SPECIES, init, initAt + 3 * Lanes.COUNT);
        FloatVector s20 = FloatVector.fromArray(Lanes.SPECIES, init, initAt + 4 * Lanes.COUNT);
        FloatVector s21 = FloatVector.fromArray(Lanes.SPECIES, init, initAt + 5 * Lanes.COUNT);
        FloatVector s30 = FloatVector.fromArray(Lanes.SPECIES, init, initAt + 6 * Lanes.COUNT);
        FloatVector s31 = FloatVector.fromArray(Lanes.SPECIES, init, initAt + 7 * Lanes.COUNT);
        int end = bAt + k * Tile6x2.VECTORS * Lanes.COUNT;
        for (int bi = bAt, ai = aAt; bi < end; bi += Tile6x2.VECTORS * Lanes.COUNT, ai += Tile6x2.ROWS) {
            FloatVector b0 = FloatVector.fromArray(Lanes.SPECIES, b, bi);
            FloatVector b1 = FloatVector.fromArray(Lanes.SPECIES, b, bi + Lanes.COUNT);
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
        }
        int c1 = cAt + pitch;
        int c2 = cAt + 2 * pitch;
        int c3 = cAt + 3 * pitch;
        float bias0 = bias[biasAt];
        s00.add(bias0).intoArray(c, cAt);
        s01.add(bias0).intoArray(c, cAt + Lanes.COUNT);
        float bias1 = bias[biasAt + 1];
        s10.add(bias1).intoArray(c, c1);
        s11.add(bias1).intoArray(c, c1 + Lanes.COUNT);
        float bias2 = bias[biasAt + 2];
        s20.add(bias2).intoArray(c, c2);
        s21.add(bias2).intoArray(c, c2 + Lanes.COUNT);
        float bias3 = bias[biasAt + 3];
        s30.add(bias3).intoArray(c, c3);
        s31.add(bias3).intoArray(c, c3 + Lanes.COUNT);
    }
}
