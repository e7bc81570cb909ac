package lanewise.simd;

import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;

/**
 * {@link Tile6x2} with packed pixels as rows and channels as columns, which the bias belongs to:
 *
 * <pre>
 *     C[r, j] = init[r, j] + Σ_i A[i, r] · B[i, j] + bias[j],   0 ≤ i &lt; k, 0 ≤ r &lt; 6, 0 ≤ j &lt; 2 vectors
 * </pre>
 *
 * <p>Fences and two steps a turn are those of {@link Tile6x2}.
 */
final class PackedTile6x2 {
    static final int ROWS = Tile6x2.ROWS;
    static final int VECTORS = Tile6x2.VECTORS;

    private PackedTile6x2() {
    }

    /**
     * Multiplies two panels.
     *
     * @param a     {@code [k][ROWS]} from {@code aAt}
     * @param b     {@code [k][VECTORS · lanes]} from {@code bAt}
     * @param init  {@code [ROWS][VECTORS · lanes]} from {@code initAt}; may be C
     * @param bias  one for each column, from {@code biasAt}
     * @param c     {@code [ROWS][pitch]} from {@code cAt}
     */
    static void run(float[] a, int aAt, float[] b, int bAt, int k, float[] init, int initAt, float[] bias, int biasAt,
            float[] c, int cAt, int pitch) {
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
        int ai = aAt;
        int bi = bAt;
        int pairs = bAt + k / 2 * (2 * Tile6x2.STEP);
        for (; bi < pairs; bi += 2 * Tile6x2.STEP, ai += 2 * Tile6x2.ROWS) {
            FloatVector b0 = FloatVector.fromArray(Lanes.SPECIES, b, bi);
            FloatVector b1 = FloatVector.fromArray(Lanes.SPECIES, b, bi + Lanes.COUNT);
            FloatVector a0 = FloatVector.broadcast(Lanes.SPECIES, a[ai]);
            s00 = a0.fma(b0, s00);
            s01 = a0.fma(b1, s01);
            VarHandle.loadLoadFence();
            FloatVector a1 = FloatVector.broadcast(Lanes.SPECIES, a[ai + 1]);
            s10 = a1.fma(b0, s10);
            s11 = a1.fma(b1, s11);
            VarHandle.loadLoadFence();
            FloatVector a2 = FloatVector.broadcast(Lanes.SPECIES, a[ai + 2]);
            s20 = a2.fma(b0, s20);
            s21 = a2.fma(b1, s21);
            VarHandle.loadLoadFence();
            FloatVector a3 = FloatVector.broadcast(Lanes.SPECIES, a[ai + 3]);
            s30 = a3.fma(b0, s30);
            s31 = a3.fma(b1, s31);
            VarHandle.loadLoadFence();
            FloatVector a4 = FloatVector.broadcast(Lanes.SPECIES, a[ai + 4]);
            s40 = a4.fma(b0, s40);
            s41 = a4.fma(b1, s41);
            VarHandle.loadLoadFence();
            FloatVector a5 = FloatVector.broadcast(Lanes.SPECIES, a[ai + 5]);
            s50 = a5.fma(b0, s50);
            s51 = a5.fma(b1, s51);
            VarHandle.loadLoadFence();
            b0 = FloatVector.fromArray(Lanes.SPECIES, b, bi + Tile6x2.STEP);
            b1 = FloatVector.fromArray(Lanes.SPECIES, b, bi + Tile6x2.STEP + Lanes.COUNT);
            a0 = FloatVector.broadcast(Lanes.SPECIES, a[ai + Tile6x2.ROWS]);
            s00 = a0.fma(b0, s00);
            s01 = a0.fma(b1, s01);
            VarHandle.loadLoadFence();
            a1 = FloatVector.broadcast(Lanes.SPECIES, a[ai + Tile6x2.ROWS + 1]);
            s10 = a1.fma(b0, s10);
            s11 = a1.fma(b1, s11);
            VarHandle.loadLoadFence();
            a2 = FloatVector.broadcast(Lanes.SPECIES, a[ai + Tile6x2.ROWS + 2]);
            s20 = a2.fma(b0, s20);
            s21 = a2.fma(b1, s21);
            VarHandle.loadLoadFence();
            a3 = FloatVector.broadcast(Lanes.SPECIES, a[ai + Tile6x2.ROWS + 3]);
            s30 = a3.fma(b0, s30);
            s31 = a3.fma(b1, s31);
            VarHandle.loadLoadFence();
            a4 = FloatVector.broadcast(Lanes.SPECIES, a[ai + Tile6x2.ROWS + 4]);
            s40 = a4.fma(b0, s40);
            s41 = a4.fma(b1, s41);
            VarHandle.loadLoadFence();
            a5 = FloatVector.broadcast(Lanes.SPECIES, a[ai + Tile6x2.ROWS + 5]);
            s50 = a5.fma(b0, s50);
            s51 = a5.fma(b1, s51);
            VarHandle.loadLoadFence();
        }
        for (int end = bAt + k * Tile6x2.STEP; bi < end; bi += Tile6x2.STEP, ai += Tile6x2.ROWS) {
            FloatVector b0 = FloatVector.fromArray(Lanes.SPECIES, b, bi);
            FloatVector b1 = FloatVector.fromArray(Lanes.SPECIES, b, bi + Lanes.COUNT);
            FloatVector a0 = FloatVector.broadcast(Lanes.SPECIES, a[ai]);
            s00 = a0.fma(b0, s00);
            s01 = a0.fma(b1, s01);
            VarHandle.loadLoadFence();
            FloatVector a1 = FloatVector.broadcast(Lanes.SPECIES, a[ai + 1]);
            s10 = a1.fma(b0, s10);
            s11 = a1.fma(b1, s11);
            VarHandle.loadLoadFence();
            FloatVector a2 = FloatVector.broadcast(Lanes.SPECIES, a[ai + 2]);
            s20 = a2.fma(b0, s20);
            s21 = a2.fma(b1, s21);
            VarHandle.loadLoadFence();
            FloatVector a3 = FloatVector.broadcast(Lanes.SPECIES, a[ai + 3]);
            s30 = a3.fma(b0, s30);
            s31 = a3.fma(b1, s31);
            VarHandle.loadLoadFence();
            FloatVector a4 = FloatVector.broadcast(Lanes.SPECIES, a[ai + 4]);
            s40 = a4.fma(b0, s40);
            s41 = a4.fma(b1, s41);
            VarHandle.loadLoadFence();
            FloatVector a5 = FloatVector.broadcast(Lanes.SPECIES, a[ai + 5]);
            s50 = a5.fma(b0, s50);
            s51 = a5.fma(b1, s51);
            VarHandle.loadLoadFence();
        }
        FloatVector bias0 = FloatVector.fromArray(Lanes.SPECIES, bias, biasAt);
        FloatVector bias1 = FloatVector.fromArray(Lanes.SPECIES, bias, biasAt + Lanes.COUNT);
        s00.add(bias0).intoArray(c, cAt);
        s01.add(bias1).intoArray(c, cAt + Lanes.COUNT);
        int c1 = cAt + pitch;
        s10.add(bias0).intoArray(c, c1);
        s11.add(bias1).intoArray(c, c1 + Lanes.COUNT);
        int c2 = cAt + 2 * pitch;
        s20.add(bias0).intoArray(c, c2);
        s21.add(bias1).intoArray(c, c2 + Lanes.COUNT);
        int c3 = cAt + 3 * pitch;
        s30.add(bias0).intoArray(c, c3);
        s31.add(bias1).intoArray(c, c3 + Lanes.COUNT);
        int c4 = cAt + 4 * pitch;
        s40.add(bias0).intoArray(c, c4);
        s41.add(bias1).intoArray(c, c4 + Lanes.COUNT);
        int c5 = cAt + 5 * pitch;
        s50.add(bias0).intoArray(c, c5);
        s51.add(bias1).intoArray(c, c5 + Lanes.COUNT);
    }
}
