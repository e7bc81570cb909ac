package lanewise.simd;

import jdk.incubator.vector.FloatVector;

/** {@link Tile8x3} for a last B panel of one vector. */
final class Tile8x1 {
    private static final int ROWS = Tile8x3.ROWS;

    private Tile8x1() {
    }

    /** Multiplies as {@link Tile8x3#run} does; {@code b} is {@code [k][lanes]}. */
    static void run(float[] a, int aAt, float[] b, int bAt, int k, float[] c, int cAt, int pitch, boolean accumulate) {
        int c1 = cAt + pitch;
        int c2 = cAt + 2 * pitch;
        int c3 = cAt + 3 * pitch;
        int c4 = cAt + 4 * pitch;
        int c5 = cAt + 5 * pitch;
        int c6 = cAt + 6 * pitch;
        int c7 = cAt + 7 * pitch;
        FloatVector s00 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s10 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s20 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s30 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s40 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s50 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s60 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s70 = FloatVector.zero(Lanes.SPECIES);
        if (accumulate) {
            s00 = FloatVector.fromArray(Lanes.SPECIES, c, cAt);
            s10 = FloatVector.fromArray(Lanes.SPECIES, c, c1);
            s20 = FloatVector.fromArray(Lanes.SPECIES, c, c2);
            s30 = FloatVector.fromArray(Lanes.SPECIES, c, c3);
            s40 = FloatVector.fromArray(Lanes.SPECIES, c, c4);
            s50 = FloatVector.fromArray(Lanes.SPECIES, c, c5);
            s60 = FloatVector.fromArray(Lanes.SPECIES, c, c6);
            s70 = FloatVector.fromArray(Lanes.SPECIES, c, c7);
        }
        for (int i = 0, ai = aAt, bi = bAt; i < k; i++, ai += ROWS, bi += Lanes.COUNT) {
            FloatVector b0 = FloatVector.fromArray(Lanes.SPECIES, b, bi);
            FloatVector a0 = FloatVector.broadcast(Lanes.SPECIES, a[ai]);
            s00 = a0.fma(b0, s00);
            FloatVector a1 = FloatVector.broadcast(Lanes.SPECIES, a[ai + 1]);
            s10 = a1.fma(b0, s10);
            FloatVector a2 = FloatVector.broadcast(Lanes.SPECIES, a[ai + 2]);
            s20 = a2.fma(b0, s20);
            FloatVector a3 = FloatVector.broadcast(Lanes.SPECIES, a[ai + 3]);
            s30 = a3.fma(b0, s30);
            FloatVector a4 = FloatVector.broadcast(Lanes.SPECIES, a[ai + 4]);
            s40 = a4.fma(b0, s40);
            FloatVector a5 = FloatVector.broadcast(Lanes.SPECIES, a[ai + 5]);
            s50 = a5.fma(b0, s50);
            FloatVector a6 = FloatVector.broadcast(Lanes.SPECIES, a[ai + 6]);
            s60 = a6.fma(b0, s60);
            FloatVector a7 = FloatVector.broadcast(Lanes.SPECIES, a[ai + 7]);
            s70 = a7.fma(b0, s70);
        }
        s00.intoArray(c, cAt);
        s10.intoArray(c, c1);
        s20.intoArray(c, c2);
        s30.intoArray(c, c3);
        s40.intoArray(c, c4);
        s50.intoArray(c, c5);
        s60.intoArray(c, c6);
        s70.intoArray(c, c7);
    }
}
