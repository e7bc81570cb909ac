package lanewise.simd;

import jdk.incubator.vector.FloatVector;

/**
 * The register tile with pixels as rows, for machines with 32 vector registers: 8 pixels by 1 vector of channels.
 *
 * <pre>
 *     C[place[r], j] = (sums ? sums[r, j] : 0) + Σ_i A[row[r] + offset[i]] · B[i, j] + bias[j],   0 ≤ i &lt; k, 0 ≤ r &lt; 8, 0 ≤ j &lt; 1 vector
 * </pre>
 *
 * <p>Rows of A are read where they are. The products of an element are added in the order of i, each with one rounding.
 */
final class PixelTile8x1 {
    static final int ROWS = 8;
    static final int VECTORS = 1;

    private PixelTile8x1() {
    }

    /**
     * Multiplies what some pixels read with one panel.
     *
     * @param a        operand; {@code a[row[r] + offset[i]]} is in bounds for every r and i
     * @param table    {@code row} from {@code rowAt} and {@code place} from {@code placeAt}, one for each row of the tile;
     *                 {@code offset}, k of them, from {@code offsetAt}
     * @param b        {@code [k][VECTORS · lanes]} from {@code bAt}
     * @param sums     what C starts from, {@code [ROWS][VECTORS · lanes]} from {@code sumsAt}, or null for zeros
     * @param bias     one for each column from {@code biasAt}; −0 changes nothing
     * @param c        {@code [place][pitch]} from {@code cAt}
     */
    static void run(float[] a, int[] table, int rowAt, int offsetAt, int k, float[] b, int bAt, float[] sums,
            int sumsAt, float[] bias, int biasAt, float[] c, int cAt, int pitch, int placeAt) {
        int a0 = table[rowAt];
        int a1 = table[rowAt + 1];
        int a2 = table[rowAt + 2];
        int a3 = table[rowAt + 3];
        int a4 = table[rowAt + 4];
        int a5 = table[rowAt + 5];
        int a6 = table[rowAt + 6];
        int a7 = table[rowAt + 7];
        FloatVector s00 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s10 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s20 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s30 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s40 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s50 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s60 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s70 = FloatVector.zero(Lanes.SPECIES);
        if (sums != null) {
            s00 = FloatVector.fromArray(Lanes.SPECIES, sums, sumsAt);
            int sums1 = sumsAt + Lanes.COUNT;
            s10 = FloatVector.fromArray(Lanes.SPECIES, sums, sums1);
            int sums2 = sumsAt + 2 * Lanes.COUNT;
            s20 = FloatVector.fromArray(Lanes.SPECIES, sums, sums2);
            int sums3 = sumsAt + 3 * Lanes.COUNT;
            s30 = FloatVector.fromArray(Lanes.SPECIES, sums, sums3);
            int sums4 = sumsAt + 4 * Lanes.COUNT;
            s40 = FloatVector.fromArray(Lanes.SPECIES, sums, sums4);
            int sums5 = sumsAt + 5 * Lanes.COUNT;
            s50 = FloatVector.fromArray(Lanes.SPECIES, sums, sums5);
            int sums6 = sumsAt + 6 * Lanes.COUNT;
            s60 = FloatVector.fromArray(Lanes.SPECIES, sums, sums6);
            int sums7 = sumsAt + 7 * Lanes.COUNT;
            s70 = FloatVector.fromArray(Lanes.SPECIES, sums, sums7);
        }
        for (int i = 0, bi = bAt; i < k; i++, bi += Lanes.COUNT) {
            int at = table[offsetAt + i];
            FloatVector b0 = FloatVector.fromArray(Lanes.SPECIES, b, bi);
            FloatVector x0 = FloatVector.broadcast(Lanes.SPECIES, a[a0 + at]);
            s00 = x0.fma(b0, s00);
            FloatVector x1 = FloatVector.broadcast(Lanes.SPECIES, a[a1 + at]);
            s10 = x1.fma(b0, s10);
            FloatVector x2 = FloatVector.broadcast(Lanes.SPECIES, a[a2 + at]);
            s20 = x2.fma(b0, s20);
            FloatVector x3 = FloatVector.broadcast(Lanes.SPECIES, a[a3 + at]);
            s30 = x3.fma(b0, s30);
            FloatVector x4 = FloatVector.broadcast(Lanes.SPECIES, a[a4 + at]);
            s40 = x4.fma(b0, s40);
            FloatVector x5 = FloatVector.broadcast(Lanes.SPECIES, a[a5 + at]);
            s50 = x5.fma(b0, s50);
            FloatVector x6 = FloatVector.broadcast(Lanes.SPECIES, a[a6 + at]);
            s60 = x6.fma(b0, s60);
            FloatVector x7 = FloatVector.broadcast(Lanes.SPECIES, a[a7 + at]);
            s70 = x7.fma(b0, s70);
        }
        FloatVector bias0 = FloatVector.fromArray(Lanes.SPECIES, bias, biasAt);
        int c0 = cAt + table[placeAt] * pitch;
        s00.add(bias0).intoArray(c, c0);
        int c1 = cAt + table[placeAt + 1] * pitch;
        s10.add(bias0).intoArray(c, c1);
        int c2 = cAt + table[placeAt + 2] * pitch;
        s20.add(bias0).intoArray(c, c2);
        int c3 = cAt + table[placeAt + 3] * pitch;
        s30.add(bias0).intoArray(c, c3);
        int c4 = cAt + table[placeAt + 4] * pitch;
        s40.add(bias0).intoArray(c, c4);
        int c5 = cAt + table[placeAt + 5] * pitch;
        s50.add(bias0).intoArray(c, c5);
        int c6 = cAt + table[placeAt + 6] * pitch;
        s60.add(bias0).intoArray(c, c6);
        int c7 = cAt + table[placeAt + 7] * pitch;
        s70.add(bias0).intoArray(c, c7);
    }
}
