package lanewise.simd;

import jdk.incubator.vector.FloatVector;

/**
 * The register tile with pixels as rows, for machines with 16 vector registers: 6 pixels by 2 vectors of channels.
 *
 * <pre>
 *     C[place[r], j] = sums[r, j] + Σ_i A[row[r] + offset[i]] · B[i, j] + bias[j],   0 ≤ i &lt; k, 0 ≤ r &lt; 6, 0 ≤ j &lt; 2 vectors
 * </pre>
 *
 * <p>Rows of A are read where they are. The loop counts the place in the table, whose check is then gone, while those of A stay
 * and keep the broadcasts apart; see {@link Tile6x2}. The products of an element are added in the order of i, each with one
 * rounding. Where all offsets follow each other {@link PixelTile6x2Dense} is faster.
 */
final class PixelTile6x2 {
    static final int ROWS = 6;
    static final int VECTORS = 2;

    private PixelTile6x2() {
    }

    /**
     * Multiplies what some pixels read with one panel.
     *
     * @param a        operand; {@code a[row[r] + offset[i]]} is in bounds for every r and i
     * @param table    {@code row} from {@code rowAt} and {@code place} from {@code placeAt}, one for each row of the tile;
     *                 {@code offset}, k of them, from {@code offsetAt}
     * @param b        {@code [k][VECTORS · lanes]} from {@code bAt}
     * @param sums     {@code [ROWS][VECTORS · lanes]} from {@code sumsAt}
     * @param bias     one for each column from {@code biasAt}; −0 changes nothing
     * @param c        {@code [place][pitch]} from {@code cAt}
     */
    static void run(float[] a, int[] table, int rowAt, int offsetAt, int k, float[] b, int bAt, float[] sums,
            int sumsAt, float[] bias, int biasAt, float[] c, int cAt, int pitch, int placeAt) {
        FloatVector s00 = FloatVector.fromArray(Lanes.SPECIES, sums, sumsAt);
        FloatVector s01 = FloatVector.fromArray(Lanes.SPECIES, sums, sumsAt + Lanes.COUNT);
        FloatVector s10 = FloatVector.fromArray(Lanes.SPECIES, sums, sumsAt + 2 * Lanes.COUNT);
        FloatVector s11 = FloatVector.fromArray(Lanes.SPECIES, sums, sumsAt + 3 * Lanes.COUNT);
        FloatVector s20 = FloatVector.fromArray(Lanes.SPECIES, sums, sumsAt + 4 * Lanes.COUNT);
        FloatVector s21 = FloatVector.fromArray(Lanes.SPECIES, sums, sumsAt + 5 * Lanes.COUNT);
        FloatVector s30 = FloatVector.fromArray(Lanes.SPECIES, sums, sumsAt + 6 * Lanes.COUNT);
        FloatVector s31 = FloatVector.fromArray(Lanes.SPECIES, sums, sumsAt + 7 * Lanes.COUNT);
        FloatVector s40 = FloatVector.fromArray(Lanes.SPECIES, sums, sumsAt + 8 * Lanes.COUNT);
        FloatVector s41 = FloatVector.fromArray(Lanes.SPECIES, sums, sumsAt + 9 * Lanes.COUNT);
        FloatVector s50 = FloatVector.fromArray(Lanes.SPECIES, sums, sumsAt + 10 * Lanes.COUNT);
        FloatVector s51 = FloatVector.fromArray(Lanes.SPECIES, sums, sumsAt + 11 * Lanes.COUNT);
        int a0 = table[rowAt];
        int a1 = table[rowAt + 1];
        int a2 = table[rowAt + 2];
        int a3 = table[rowAt + 3];
        int a4 = table[rowAt + 4];
        int a5 = table[rowAt + 5];
        int end = offsetAt + k;
        for (int i = offsetAt, bi = bAt; i < end; i++, bi += VECTORS * Lanes.COUNT) {
            int at = table[i];
            FloatVector b0 = FloatVector.fromArray(Lanes.SPECIES, b, bi);
            FloatVector b1 = FloatVector.fromArray(Lanes.SPECIES, b, bi + Lanes.COUNT);
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
        }
        FloatVector bias0 = FloatVector.fromArray(Lanes.SPECIES, bias, biasAt);
        FloatVector bias1 = FloatVector.fromArray(Lanes.SPECIES, bias, biasAt + Lanes.COUNT);
        int c0 = cAt + table[placeAt] * pitch;
        s00.add(bias0).intoArray(c, c0);
        s01.add(bias1).intoArray(c, c0 + Lanes.COUNT);
        int c1 = cAt + table[placeAt + 1] * pitch;
        s10.add(bias0).intoArray(c, c1);
        s11.add(bias1).intoArray(c, c1 + Lanes.COUNT);
        int c2 = cAt + table[placeAt + 2] * pitch;
        s20.add(bias0).intoArray(c, c2);
        s21.add(bias1).intoArray(c, c2 + Lanes.COUNT);
        int c3 = cAt + table[placeAt + 3] * pitch;
        s30.add(bias0).intoArray(c, c3);
        s31.add(bias1).intoArray(c, c3 + Lanes.COUNT);
        int c4 = cAt + table[placeAt + 4] * pitch;
        s40.add(bias0).intoArray(c, c4);
        s41.add(bias1).intoArray(c, c4 + Lanes.COUNT);
        int c5 = cAt + table[placeAt + 5] * pitch;
        s50.add(bias0).intoArray(c, c5);
        s51.add(bias1).intoArray(c, c5 + Lanes.COUNT);
    }
}
