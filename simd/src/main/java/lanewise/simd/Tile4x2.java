package lanewise.simd;

import jdk.incubator.vector.FloatVector;

/**
 * What is left of the last row tile on machines with 16 vector registers: 4 rows by 2 vectors.
 *
 * <pre>
 *     C[r, j] = (accumulate ? C[r, j] : 0) + Σ_i A[i, r] · B[i, j] + bias[r],   0 ≤ i &lt; k, 0 ≤ r &lt; 4, 0 ≤ j &lt; 2 vectors
 * </pre>
 *
 * <p>Eight accumulators just cover the latency of two FMA units. The products of an element are added in the order of i, each with one rounding.
 */
final class Tile4x2 {
    static final int ROWS = 4;
    static final int VECTORS = 2;

    private Tile4x2() {
    }

    /**
     * Multiplies two panels.
     *
     * @param a          the first {@code ROWS} of {@code [k][Tile6x2.ROWS]} from {@code aAt}
     * @param b          {@code [k][VECTORS · lanes]} from {@code bAt}
     * @param c          {@code [ROWS][pitch]} from {@code cAt}
     * @param accumulate whether C is added to rather than overwritten
     * @param bias       what is added to the finished sums of each row, from {@code biasAt}, or null
     */
    static void run(float[] a, int aAt, float[] b, int bAt, int k, float[] c, int cAt, int pitch, boolean accumulate,
            float[] bias, int biasAt) {
        int j1 = Lanes.COUNT;
        int c1 = cAt + pitch;
        int c2 = cAt + 2 * pitch;
        int c3 = cAt + 3 * pitch;
        FloatVector s00 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s01 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s10 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s11 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s20 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s21 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s30 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s31 = FloatVector.zero(Lanes.SPECIES);
        if (accumulate) {
            s00 = FloatVector.fromArray(Lanes.SPECIES, c, cAt);
            s01 = FloatVector.fromArray(Lanes.SPECIES, c, cAt + j1);
            s10 = FloatVector.fromArray(Lanes.SPECIES, c, c1);
            s11 = FloatVector.fromArray(Lanes.SPECIES, c, c1 + j1);
            s20 = FloatVector.fromArray(Lanes.SPECIES, c, c2);
            s21 = FloatVector.fromArray(Lanes.SPECIES, c, c2 + j1);
            s30 = FloatVector.fromArray(Lanes.SPECIES, c, c3);
            s31 = FloatVector.fromArray(Lanes.SPECIES, c, c3 + j1);
        }
        int end = bAt + k * VECTORS * Lanes.COUNT;
        for (int bi = bAt, ai = aAt; bi < end; bi += VECTORS * Lanes.COUNT, ai += Tile6x2.ROWS) {
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
        }
        if (bias != null) {
            float bias0 = bias[biasAt];
            s00 = s00.add(bias0);
            s01 = s01.add(bias0);
            float bias1 = bias[biasAt + 1];
            s10 = s10.add(bias1);
            s11 = s11.add(bias1);
            float bias2 = bias[biasAt + 2];
            s20 = s20.add(bias2);
            s21 = s21.add(bias2);
            float bias3 = bias[biasAt + 3];
            s30 = s30.add(bias3);
            s31 = s31.add(bias3);
        }
        s00.intoArray(c, cAt);
        s01.intoArray(c, cAt + j1);
        s10.intoArray(c, c1);
        s11.intoArray(c, c1 + j1);
        s20.intoArray(c, c2);
        s21.intoArray(c, c2 + j1);
        s30.intoArray(c, c3);
        s31.intoArray(c, c3 + j1);
    }
}
