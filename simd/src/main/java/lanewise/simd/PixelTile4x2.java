package lanewise.simd;

import jdk.incubator.vector.FloatVector;

/**
 * The register tile with pixels as rows, for machines with 16 vector registers: 4 pixels by 2 vectors of channels.
 *
 * <pre>
 *     C[place[r], j] = (sums ? sums[r, j] : 0) + Σ_i A[row[r] + offset[i]] · B[i, j] + bias[j],   0 ≤ i &lt; k, 0 ≤ r &lt; 4, 0 ≤ j &lt; 2 vectors
 * </pre>
 *
 * <p>Rows of A are read where they are. The products of an element are added in the order of i, each with one rounding.
 */
final class PixelTile4x2 {
    static final int ROWS = 4;
    static final int VECTORS = 2;

    private PixelTile4x2() {
    }

    /**
     * Multiplies what some pixels read with one panel.
     *
     * @param a        operand; {@code a[row[r] + offset[i]]} is in bounds for every r and i
     * @param table    {@code row} from {@code rowAt} and {@code place} from {@code placeAt}, one for each row of the tile;
     *                 {@code offset}, k of them, from {@code offsetAt}
     * @param b        {@code [k][VECTORS · lanes]} from {@code bAt}
     * @param sums     what C starts from, {@code [ROWS][sumsPitch]} from {@code sumsAt}, or null for zeros
     * @param bias     one for each column from {@code biasAt}; −0 changes nothing
     * @param c        {@code [place][pitch]} from {@code cAt}
     */
    static void run(float[] a, int[] table, int rowAt, int offsetAt, int k, float[] b, int bAt, float[] sums,
            int sumsAt, int sumsPitch, float[] bias, int biasAt, float[] c, int cAt, int pitch, int placeAt) {
        int j1 = Lanes.COUNT;
        int a0 = table[rowAt];
        int a1 = table[rowAt + 1];
        int a2 = table[rowAt + 2];
        int a3 = table[rowAt + 3];
        FloatVector s00 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s01 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s10 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s11 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s20 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s21 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s30 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s31 = FloatVector.zero(Lanes.SPECIES);
        if (sums != null) {
            s00 = FloatVector.fromArray(Lanes.SPECIES, sums, sumsAt);
            s01 = FloatVector.fromArray(Lanes.SPECIES, sums, sumsAt + j1);
            int sums1 = sumsAt + sumsPitch;
            s10 = FloatVector.fromArray(Lanes.SPECIES, sums, sums1);
            s11 = FloatVector.fromArray(Lanes.SPECIES, sums, sums1 + j1);
            int sums2 = sumsAt + 2 * sumsPitch;
            s20 = FloatVector.fromArray(Lanes.SPECIES, sums, sums2);
            s21 = FloatVector.fromArray(Lanes.SPECIES, sums, sums2 + j1);
            int sums3 = sumsAt + 3 * sumsPitch;
            s30 = FloatVector.fromArray(Lanes.SPECIES, sums, sums3);
            s31 = FloatVector.fromArray(Lanes.SPECIES, sums, sums3 + j1);
        }
        for (int i = 0, bi = bAt; i < k; i++, bi += VECTORS * Lanes.COUNT) {
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
    }
}
