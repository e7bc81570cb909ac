package lanewise.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link Tile8x3InPlace} that also packs the B panel for the row tiles after it: copies wait for nothing where multiply-adds take longer.
 *
 * <p>Here columns of a vector may have a gap, as where a row of results ends: what follows it is blended in.
 */
final class Tile8x3Packing {
    private static final int ROWS = Tile8x3.ROWS;

    private Tile8x3Packing() {
    }

    /**
     * Multiplies as {@link Tile8x3InPlace#run} does.
     *
     * @param table columns of a vector are neighbours, but for one gap between two of them at most
     * @param panel {@code [k][3 · lanes]} from {@code panelAt}, written
     */
    static void run(float[] a, int aAt, float[] b, int bAt, int[] table, int rowAt, int columnAt, int k,
            float[] panel, int panelAt, float[] c, int cAt, int pitch, float[] bias, int biasAt) {
        int j1 = Lanes.COUNT;
        int j2 = 2 * Lanes.COUNT;
        int last = Lanes.COUNT - 1;
        int b0At = bAt + table[columnAt];
        int b1At = bAt + table[columnAt + j1];
        int b2At = bAt + table[columnAt + j2];
        // Where vectors would begin whose last columns those after the gap are.
        int after0At = bAt + table[columnAt + last] - last;
        int after1At = bAt + table[columnAt + j1 + last] - last;
        int after2At = bAt + table[columnAt + j2 + last] - last;
        int before0 = beforeGap(table, columnAt);
        int before1 = beforeGap(table, columnAt + j1);
        int before2 = beforeGap(table, columnAt + j2);
        int c1 = cAt + pitch;
        int c2 = cAt + 2 * pitch;
        int c3 = cAt + 3 * pitch;
        int c4 = cAt + 4 * pitch;
        int c5 = cAt + 5 * pitch;
        int c6 = cAt + 6 * pitch;
        int c7 = cAt + 7 * pitch;
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
        FloatVector s40 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s41 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s42 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s50 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s51 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s52 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s60 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s61 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s62 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s70 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s71 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s72 = FloatVector.zero(Lanes.SPECIES);
        for (int i = 0, ai = aAt, to = panelAt; i < k; i++, ai += ROWS, to += 3 * Lanes.COUNT) {
            int row = table[rowAt + i];
            // A mask that outlives a step would be stored and loaded in each; a comparison here is moved ahead of the loop.
            FloatVector b0 = FloatVector.fromArray(Lanes.SPECIES, b, b0At + row)
                    .blend(FloatVector.fromArray(Lanes.SPECIES, b, after0At + row),
                            FloatVector.zero(Lanes.SPECIES).addIndex(1).compare(VectorOperators.GE, before0));
            FloatVector b1 = FloatVector.fromArray(Lanes.SPECIES, b, b1At + row)
                    .blend(FloatVector.fromArray(Lanes.SPECIES, b, after1At + row),
                            FloatVector.zero(Lanes.SPECIES).addIndex(1).compare(VectorOperators.GE, before1));
            FloatVector b2 = FloatVector.fromArray(Lanes.SPECIES, b, b2At + row)
                    .blend(FloatVector.fromArray(Lanes.SPECIES, b, after2At + row),
                            FloatVector.zero(Lanes.SPECIES).addIndex(1).compare(VectorOperators.GE, before2));
            b0.intoArray(panel, to);
            b1.intoArray(panel, to + j1);
            b2.intoArray(panel, to + j2);
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
            FloatVector a4 = FloatVector.broadcast(Lanes.SPECIES, a[ai + 4]);
            s40 = a4.fma(b0, s40);
            s41 = a4.fma(b1, s41);
            s42 = a4.fma(b2, s42);
            FloatVector a5 = FloatVector.broadcast(Lanes.SPECIES, a[ai + 5]);
            s50 = a5.fma(b0, s50);
            s51 = a5.fma(b1, s51);
            s52 = a5.fma(b2, s52);
            FloatVector a6 = FloatVector.broadcast(Lanes.SPECIES, a[ai + 6]);
            s60 = a6.fma(b0, s60);
            s61 = a6.fma(b1, s61);
            s62 = a6.fma(b2, s62);
            FloatVector a7 = FloatVector.broadcast(Lanes.SPECIES, a[ai + 7]);
            s70 = a7.fma(b0, s70);
            s71 = a7.fma(b1, s71);
            s72 = a7.fma(b2, s72);
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
            float bias4 = bias[biasAt + 4];
            s40 = s40.add(bias4);
            s41 = s41.add(bias4);
            s42 = s42.add(bias4);
            float bias5 = bias[biasAt + 5];
            s50 = s50.add(bias5);
            s51 = s51.add(bias5);
            s52 = s52.add(bias5);
            float bias6 = bias[biasAt + 6];
            s60 = s60.add(bias6);
            s61 = s61.add(bias6);
            s62 = s62.add(bias6);
            float bias7 = bias[biasAt + 7];
            s70 = s70.add(bias7);
            s71 = s71.add(bias7);
            s72 = s72.add(bias7);
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
        s40.intoArray(c, c4);
        s41.intoArray(c, c4 + j1);
        s42.intoArray(c, c4 + j2);
        s50.intoArray(c, c5);
        s51.intoArray(c, c5 + j1);
        s52.intoArray(c, c5 + j2);
        s60.intoArray(c, c6);
        s61.intoArray(c, c6 + j1);
        s62.intoArray(c, c6 + j2);
        s70.intoArray(c, c7);
        s71.intoArray(c, c7 + j1);
        s72.intoArray(c, c7 + j2);
    }

    /** How many columns of a vector lie before its gap. */
    private static int beforeGap(int[] table, int columnAt) {
        int count = table[columnAt + Lanes.COUNT - 1] == table[columnAt] + Lanes.COUNT - 1 ? Lanes.COUNT : 1;
        while (count < Lanes.COUNT && table[columnAt + count] == table[columnAt] + count) {
            count++;
        }
        return count;
    }
}
