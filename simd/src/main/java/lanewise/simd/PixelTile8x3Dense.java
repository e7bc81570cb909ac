package lanewise.simd;

import jdk.incubator.vector.FloatVector;

/**
 * {@link PixelTile8x3} where a pixel reads one value after the other, as a single tap does channels that lie next to each other,
 * or weight gradients positions:
 *
 * <pre>
 *     C[place[r], j] = sums[r, j] + Σ_i A[row[r] + offset[0] + i] · B[i, j] + bias[j],   0 ≤ i &lt; k, 0 ≤ r &lt; 8, 0 ≤ j &lt; 3 vectors
 * </pre>
 *
 * <p>Nothing is looked up, and the loop counts the offset into B. Counting steps, C2 proves all accesses of A in bounds, schedules
 * the broadcasts first and multiplies at 0.91 of the speed.
 */
final class PixelTile8x3Dense {
    private PixelTile8x3Dense() {
    }

    /** Multiplies; see {@link PixelTile8x3#run}. */
    static void run(float[] a, int[] table, int rowAt, int offsetAt, int k, float[] b, int bAt, float[] sums,
            int sumsAt, float[] bias, int biasAt, float[] c, int cAt, int pitch, int placeAt) {
        int j1 = Lanes.COUNT;
        int j2 = 2 * Lanes.COUNT;
        int a1 = table[rowAt + 1] - table[rowAt];
        int a2 = table[rowAt + 2] - table[rowAt];
        int a3 = table[rowAt + 3] - table[rowAt];
        int a4 = table[rowAt + 4] - table[rowAt];
        int a5 = table[rowAt + 5] - table[rowAt];
        int a6 = table[rowAt + 6] - table[rowAt];
        int a7 = table[rowAt + 7] - table[rowAt];
        FloatVector s00 = FloatVector.fromArray(Lanes.SPECIES, sums, sumsAt);
        FloatVector s01 = FloatVector.fromArray(Lanes.SPECIES, sums, sumsAt + j1);
        FloatVector s02 = FloatVector.fromArray(Lanes.SPECIES, sums, sumsAt + j2);
        int sums1 = sumsAt + 3 * Lanes.COUNT;
        FloatVector s10 = FloatVector.fromArray(Lanes.SPECIES, sums, sums1);
        FloatVector s11 = FloatVector.fromArray(Lanes.SPECIES, sums, sums1 + j1);
        FloatVector s12 = FloatVector.fromArray(Lanes.SPECIES, sums, sums1 + j2);
        int sums2 = sumsAt + 6 * Lanes.COUNT;
        FloatVector s20 = FloatVector.fromArray(Lanes.SPECIES, sums, sums2);
        FloatVector s21 = FloatVector.fromArray(Lanes.SPECIES, sums, sums2 + j1);
        FloatVector s22 = FloatVector.fromArray(Lanes.SPECIES, sums, sums2 + j2);
        int sums3 = sumsAt + 9 * Lanes.COUNT;
        FloatVector s30 = FloatVector.fromArray(Lanes.SPECIES, sums, sums3);
        FloatVector s31 = FloatVector.fromArray(Lanes.SPECIES, sums, sums3 + j1);
        FloatVector s32 = FloatVector.fromArray(Lanes.SPECIES, sums, sums3 + j2);
        int sums4 = sumsAt + 12 * Lanes.COUNT;
        FloatVector s40 = FloatVector.fromArray(Lanes.SPECIES, sums, sums4);
        FloatVector s41 = FloatVector.fromArray(Lanes.SPECIES, sums, sums4 + j1);
        FloatVector s42 = FloatVector.fromArray(Lanes.SPECIES, sums, sums4 + j2);
        int sums5 = sumsAt + 15 * Lanes.COUNT;
        FloatVector s50 = FloatVector.fromArray(Lanes.SPECIES, sums, sums5);
        FloatVector s51 = FloatVector.fromArray(Lanes.SPECIES, sums, sums5 + j1);
        FloatVector s52 = FloatVector.fromArray(Lanes.SPECIES, sums, sums5 + j2);
        int sums6 = sumsAt + 18 * Lanes.COUNT;
        FloatVector s60 = FloatVector.fromArray(Lanes.SPECIES, sums, sums6);
        FloatVector s61 = FloatVector.fromArray(Lanes.SPECIES, sums, sums6 + j1);
        FloatVector s62 = FloatVector.fromArray(Lanes.SPECIES, sums, sums6 + j2);
        int sums7 = sumsAt + 21 * Lanes.COUNT;
        FloatVector s70 = FloatVector.fromArray(Lanes.SPECIES, sums, sums7);
        FloatVector s71 = FloatVector.fromArray(Lanes.SPECIES, sums, sums7 + j1);
        FloatVector s72 = FloatVector.fromArray(Lanes.SPECIES, sums, sums7 + j2);
        int end = bAt + k * PixelTile8x3.VECTORS * Lanes.COUNT;
        for (int bi = bAt, ai = table[rowAt] + table[offsetAt]; bi < end; bi +=
                PixelTile8x3.VECTORS * Lanes.COUNT, ai++) {
            FloatVector b0 = FloatVector.fromArray(Lanes.SPECIES, b, bi);
            FloatVector b1 = FloatVector.fromArray(Lanes.SPECIES, b, bi + j1);
            FloatVector b2 = FloatVector.fromArray(Lanes.SPECIES, b, bi + j2);
            FloatVector x0 = FloatVector.broadcast(Lanes.SPECIES, a[ai]);
            s00 = x0.fma(b0, s00);
            s01 = x0.fma(b1, s01);
            s02 = x0.fma(b2, s02);
            FloatVector x1 = FloatVector.broadcast(Lanes.SPECIES, a[ai + a1]);
            s10 = x1.fma(b0, s10);
            s11 = x1.fma(b1, s11);
            s12 = x1.fma(b2, s12);
            FloatVector x2 = FloatVector.broadcast(Lanes.SPECIES, a[ai + a2]);
            s20 = x2.fma(b0, s20);
            s21 = x2.fma(b1, s21);
            s22 = x2.fma(b2, s22);
            FloatVector x3 = FloatVector.broadcast(Lanes.SPECIES, a[ai + a3]);
            s30 = x3.fma(b0, s30);
            s31 = x3.fma(b1, s31);
            s32 = x3.fma(b2, s32);
            FloatVector x4 = FloatVector.broadcast(Lanes.SPECIES, a[ai + a4]);
            s40 = x4.fma(b0, s40);
            s41 = x4.fma(b1, s41);
            s42 = x4.fma(b2, s42);
            FloatVector x5 = FloatVector.broadcast(Lanes.SPECIES, a[ai + a5]);
            s50 = x5.fma(b0, s50);
            s51 = x5.fma(b1, s51);
            s52 = x5.fma(b2, s52);
            FloatVector x6 = FloatVector.broadcast(Lanes.SPECIES, a[ai + a6]);
            s60 = x6.fma(b0, s60);
            s61 = x6.fma(b1, s61);
            s62 = x6.fma(b2, s62);
            FloatVector x7 = FloatVector.broadcast(Lanes.SPECIES, a[ai + a7]);
            s70 = x7.fma(b0, s70);
            s71 = x7.fma(b1, s71);
            s72 = x7.fma(b2, s72);
        }
        FloatVector bias0 = FloatVector.fromArray(Lanes.SPECIES, bias, biasAt);
        FloatVector bias1 = FloatVector.fromArray(Lanes.SPECIES, bias, biasAt + j1);
        FloatVector bias2 = FloatVector.fromArray(Lanes.SPECIES, bias, biasAt + j2);
        int c0 = cAt + table[placeAt] * pitch;
        s00.add(bias0).intoArray(c, c0);
        s01.add(bias1).intoArray(c, c0 + j1);
        s02.add(bias2).intoArray(c, c0 + j2);
        int c1 = cAt + table[placeAt + 1] * pitch;
        s10.add(bias0).intoArray(c, c1);
        s11.add(bias1).intoArray(c, c1 + j1);
        s12.add(bias2).intoArray(c, c1 + j2);
        int c2 = cAt + table[placeAt + 2] * pitch;
        s20.add(bias0).intoArray(c, c2);
        s21.add(bias1).intoArray(c, c2 + j1);
        s22.add(bias2).intoArray(c, c2 + j2);
        int c3 = cAt + table[placeAt + 3] * pitch;
        s30.add(bias0).intoArray(c, c3);
        s31.add(bias1).intoArray(c, c3 + j1);
        s32.add(bias2).intoArray(c, c3 + j2);
        int c4 = cAt + table[placeAt + 4] * pitch;
        s40.add(bias0).intoArray(c, c4);
        s41.add(bias1).intoArray(c, c4 + j1);
        s42.add(bias2).intoArray(c, c4 + j2);
        int c5 = cAt + table[placeAt + 5] * pitch;
        s50.add(bias0).intoArray(c, c5);
        s51.add(bias1).intoArray(c, c5 + j1);
        s52.add(bias2).intoArray(c, c5 + j2);
        int c6 = cAt + table[placeAt + 6] * pitch;
        s60.add(bias0).intoArray(c, c6);
        s61.add(bias1).intoArray(c, c6 + j1);
        s62.add(bias2).intoArray(c, c6 + j2);
        int c7 = cAt + table[placeAt + 7] * pitch;
        s70.add(bias0).intoArray(c, c7);
        s71.add(bias1).intoArray(c, c7 + j1);
        s72.add(bias2).intoArray(c, c7 + j2);
    }
}
