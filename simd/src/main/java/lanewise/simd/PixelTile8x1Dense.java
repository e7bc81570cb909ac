package lanewise.simd;

import jdk.incubator.vector.FloatVector;

/**
 * {@link PixelTile8x1} where every offset is the one before plus one.
 */
final class PixelTile8x1Dense {
    private PixelTile8x1Dense() {
    }

    /** Multiplies; see {@link PixelTile8x3#run}. */
    static void run(float[] a, int[] table, int rowAt, int offsetAt, int k, float[] b, int bAt, float[] sums,
            int sumsAt, float[] bias, int biasAt, float[] c, int cAt, int pitch, int placeAt) {
        int a1 = table[rowAt + 1] - table[rowAt];
        int a2 = table[rowAt + 2] - table[rowAt];
        int a3 = table[rowAt + 3] - table[rowAt];
        int a4 = table[rowAt + 4] - table[rowAt];
        int a5 = table[rowAt + 5] - table[rowAt];
        int a6 = table[rowAt + 6] - table[rowAt];
        int a7 = table[rowAt + 7] - table[rowAt];
        FloatVector s0 = FloatVector.fromArray(Lanes.SPECIES, sums, sumsAt);
        FloatVector s1 = FloatVector.fromArray(Lanes.SPECIES, sums, sumsAt + Lanes.COUNT);
        FloatVector s2 = FloatVector.fromArray(Lanes.SPECIES, sums, sumsAt + 2 * Lanes.COUNT);
        FloatVector s3 = FloatVector.fromArray(Lanes.SPECIES, sums, sumsAt + 3 * Lanes.COUNT);
        FloatVector s4 = FloatVector.fromArray(Lanes.SPECIES, sums, sumsAt + 4 * Lanes.COUNT);
        FloatVector s5 = FloatVector.fromArray(Lanes.SPECIES, sums, sumsAt + 5 * Lanes.COUNT);
        FloatVector s6 = FloatVector.fromArray(Lanes.SPECIES, sums, sumsAt + 6 * Lanes.COUNT);
        FloatVector s7 = FloatVector.fromArray(Lanes.SPECIES, sums, sumsAt + 7 * Lanes.COUNT);
        int end = bAt + k * Lanes.COUNT;
        for (int bi = bAt, ai = table[rowAt] + table[offsetAt]; bi < end; bi += Lanes.COUNT, ai++) {
            FloatVector b0 = FloatVector.fromArray(Lanes.SPECIES, b, bi);
            s0 = FloatVector.broadcast(Lanes.SPECIES, a[ai]).fma(b0, s0);
            s1 = FloatVector.broadcast(Lanes.SPECIES, a[ai + a1]).fma(b0, s1);
            s2 = FloatVector.broadcast(Lanes.SPECIES, a[ai + a2]).fma(b0, s2);
            s3 = FloatVector.broadcast(Lanes.SPECIES, a[ai + a3]).fma(b0, s3);
            s4 = FloatVector.broadcast(Lanes.SPECIES, a[ai + a4]).fma(b0, s4);
            s5 = FloatVector.broadcast(Lanes.SPECIES, a[ai + a5]).fma(b0, s5);
            s6 = FloatVector.broadcast(Lanes.SPECIES, a[ai + a6]).fma(b0, s6);
            s7 = FloatVector.broadcast(Lanes.SPECIES, a[ai + a7]).fma(b0, s7);
        }
        FloatVector bias0 = FloatVector.fromArray(Lanes.SPECIES, bias, biasAt);
        s0.add(bias0).intoArray(c, cAt + table[placeAt] * pitch);
        s1.add(bias0).intoArray(c, cAt + table[placeAt + 1] * pitch);
        s2.add(bias0).intoArray(c, cAt + table[placeAt + 2] * pitch);
        s3.add(bias0).intoArray(c, cAt + table[placeAt + 3] * pitch);
        s4.add(bias0).intoArray(c, cAt + table[placeAt + 4] * pitch);
        s5.add(bias0).intoArray(c, cAt + table[placeAt + 5] * pitch);
        s6.add(bias0).intoArray(c, cAt + table[placeAt + 6] * pitch);
        s7.add(bias0).intoArray(c, cAt + table[placeAt + 7] * pitch);
    }
}
