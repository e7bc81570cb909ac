package lanewise.simd;

import jdk.incubator.vector.FloatVector;

/**
 * {@link Tile6x2} without a packed B panel: each row of B is read where it lies.
 *
 * <pre>
 *     B[i, j] = b[bAt + row[i] + column[j / lanes] + j % lanes]
 * </pre>
 *
 * <p>C2 keeps all sums in registers because the loop counts what nothing is addressed by: every check stays in it and keeps loads
 * and broadcasts apart. Had it counted steps, offsets or the rows of A, half of the speed would be lost to spilled sums.
 */
final class Tile6x2InPlace {
    /** What the loop counts a step as. */
    private static final int STEP = Tile6x2.VECTORS * Lanes.COUNT;
    /** The most that one loop counts: where the collector does not make C2 cut loops itself, it spills a sum in longer ones. */
    private static final int STRIP = 4096 * STEP;

    private Tile6x2InPlace() {
    }

    /**
     * Multiplies as {@link Tile6x2#run} does.
     *
     * @param table {@code row} from {@code rowAt}; {@code column}, one for every lane of two vectors, from {@code columnAt}
     */
    static void run(float[] a, int aAt, float[] b, int bAt, int[] table, int rowAt, int columnAt, int k,
            float[] init, int initAt, float[] bias, int biasAt, float[] c, int cAt, int pitch) {
        FloatVector s00 = FloatVector.fromArray(Lanes.SPECIES, init, initAt);
        FloatVector s01 = FloatVector.fromArray(Lanes.SPECIES, init, initAt + Lanes.COUNT);
        FloatVector s10 = FloatVector.fromArray(Lanes.SPECIES, init, initAt + 2 * Lanes.COUNT);
        FloatVector s11 = FloatVector.fromArray(Lanes.SPECIES, init, initAt + 3 * Lanes.COUNT);
        FloatVector s20 = FloatVector.fromArray(Lanes.SPECIES, init, initAt + 4 * Lanes.COUNT);
        FloatVector s21 = FloatVector.fromArray(Lanes.SPECIES, init, initAt + 5 * Lanes.COUNT);
        FloatVector s30 = FloatVector.fromArray(Lanes.SPECIES, init, initAt + 6 * Lanes.COUNT);
        FloatVector s31 = FloatVector.fromArray(Lanes.SPECIES, init, initAt + 7 * Lanes.COUNT);
        FloatVector s40 = FloatVector.fromArray(Lanes.SPECIES, init, initAt + 8 * Lanes.COUNT);
        FloatVector s41 = FloatVector.fromArray(Lanes.SPECIES, init, initAt + 9 * Lanes.COUNT);
        FloatVector s50 = FloatVector.fromArray(Lanes.SPECIES, init, initAt + 10 * Lanes.COUNT);
        FloatVector s51 = FloatVector.fromArray(Lanes.SPECIES, init, initAt + 11 * Lanes.COUNT);
        int b0At = bAt + table[columnAt];
        int b1At = bAt + table[columnAt + Lanes.COUNT];
        int end = k * STEP;
        int ai = aAt;
        int ri = rowAt;
        for (int i = 0; i < end;) {
            int stop = i + Math.min(end - i, STRIP);
            for (; i < stop; i += STEP, ai += Tile6x2.ROWS, ri++) {
                int row = table[ri];
                FloatVector b0 = FloatVector.fromArray(Lanes.SPECIES, b, b0At + row);
                FloatVector b1 = FloatVector.fromArray(Lanes.SPECIES, b, b1At + row);
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
                FloatVector a4 = FloatVector.broadcast(Lanes.SPECIES, a[ai + 4]);
                s40 = a4.fma(b0, s40);
                s41 = a4.fma(b1, s41);
                FloatVector a5 = FloatVector.broadcast(Lanes.SPECIES, a[ai + 5]);
                s50 = a5.fma(b0, s50);
                s51 = a5.fma(b1, s51);
            }
        }
        int c1 = cAt + pitch;
        int c2 = cAt + 2 * pitch;
        int c3 = cAt + 3 * pitch;
        int c4 = cAt + 4 * pitch;
        int c5 = cAt + 5 * pitch;
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
        float bias4 = bias[biasAt + 4];
        s40.add(bias4).intoArray(c, c4);
        s41.add(bias4).intoArray(c, c4 + Lanes.COUNT);
        float bias5 = bias[biasAt + 5];
        s50.add(bias5).intoArray(c, c5);
        s51.add(bias5).intoArray(c, c5 + Lanes.COUNT);
    }
}
