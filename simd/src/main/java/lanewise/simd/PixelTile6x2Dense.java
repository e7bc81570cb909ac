package lanewise.simd;

import jdk.incubator.vector.FloatVector;

/**
 * {@link PixelTile6x2} where a pixel reads one value after the other, as a single tap does channels that lie next to each other:
 *
 * <pre>
 *     C[place[r], j] = sums[r, j] + Σ_i A[row[r] + offset[0] + i] · B[i, j] + bias[j],   0 ≤ i &lt; k, 0 ≤ r &lt; 6, 0 ≤ j &lt; 2 vectors
 * </pre>
 *
 * <p>Nothing is looked up. The loop counts the offset into B, which leaves the checks of A in it; they keep the broadcasts
 * apart, as in {@link Tile6x2}.
 */
final class PixelTile6x2Dense {
    private PixelTile6x2Dense() {
    }

    /** Multiplies; see {@link PixelTile6x2#run}. */
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
        int ai = table[rowAt] + table[offsetAt];
        int a1 = table[rowAt + 1] - table[rowAt];
        int a2 = table[rowAt + 2] - table[rowAt];
        int a3 = table[rowAt + 3] - table[rowAt];
        int a4 = table[rowAt + 4] - table[rowAt];
        int a5 = table[rowAt + 5] - table[rowAt];
        int end = bAt + k * PixelTile6x2.VECTORS * Lanes.COUNT;
        for (int bi = bAt; bi < end; bi += PixelTile6x2.VECTORS * Lanes.COUNT, ai++) {
            FloatVector b0 = FloatVector.fromArray(Lanes.SPECIES, b, bi);
            FloatVector b1 = FloatVector.fromArray(Lanes.SPECIES, b, bi + Lanes.COUNT);
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
