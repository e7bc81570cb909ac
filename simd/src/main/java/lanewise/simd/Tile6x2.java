package lanewise.simd;

import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;

/**
 * The register tile for machines with 16 vector registers: 6 rows by 2 vectors.
 *
 * <pre>
 *     C[r, j] = Σ_i A[i, r] · B[i, j] + bias[r],   0 ≤ i &lt; k, 0 ≤ r &lt; 6, 0 ≤ j &lt; 2 vectors
 * </pre>
 *
 * <p>Twelve accumulators, two vectors of B and a broadcast leave one register. A fence after every row keeps C2 from loading the
 * next ones early, which would spill a sum; on x86 it is no instruction. Two steps a turn share the loop's counters and checks: where
 * the other hyperthread of the core is busy, too, it is the number of instructions that decides. There is no branch around the
 * bias, which would cost half of the speed. The products of an element are added in the order of i, each with one
 * rounding. {@link PackedTile6x2} adds to sums that there are.
 */
final class Tile6x2 {
    static final int ROWS = 6;
    static final int VECTORS = 2;
    /** What a step takes of B. */
    static final int STEP = VECTORS * Lanes.COUNT;

    private Tile6x2() {
    }

    /**
     * Multiplies two panels.
     *
     * @param a     {@code [k][ROWS]} from {@code aAt}
     * @param b     {@code [k][VECTORS · lanes]} from {@code bAt}
     * @param bias  one for each row, from {@code biasAt}
     * @param c     {@code [ROWS][pitch]} from {@code cAt}
     */
    static void run(float[] a, int aAt, float[] b, int bAt, int k, float[] bias, int biasAt, float[] c,
            int cAt, int pitch) {
        FloatVector s00 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s01 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s10 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s11 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s20 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s21 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s30 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s31 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s40 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s41 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s50 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s51 = FloatVector.zero(Lanes.SPECIES);
        int ai = aAt;
        int bi = bAt;
        int pairs = bAt + k / 2 * (2 * STEP);
        for (; bi < pairs; bi += 2 * STEP, ai += 2 * ROWS) {
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
            b0 = FloatVector.fromArray(Lanes.SPECIES, b, bi + STEP);
            b1 = FloatVector.fromArray(Lanes.SPECIES, b, bi + STEP + Lanes.COUNT);
            a0 = FloatVector.broadcast(Lanes.SPECIES, a[ai + ROWS]);
            s00 = a0.fma(b0, s00);
            s01 = a0.fma(b1, s01);
            VarHandle.loadLoadFence();
            a1 = FloatVector.broadcast(Lanes.SPECIES, a[ai + ROWS + 1]);
            s10 = a1.fma(b0, s10);
            s11 = a1.fma(b1, s11);
            VarHandle.loadLoadFence();
            a2 = FloatVector.broadcast(Lanes.SPECIES, a[ai + ROWS + 2]);
            s20 = a2.fma(b0, s20);
            s21 = a2.fma(b1, s21);
            VarHandle.loadLoadFence();
            a3 = FloatVector.broadcast(Lanes.SPECIES, a[ai + ROWS + 3]);
            s30 = a3.fma(b0, s30);
            s31 = a3.fma(b1, s31);
            VarHandle.loadLoadFence();
            a4 = FloatVector.broadcast(Lanes.SPECIES, a[ai + ROWS + 4]);
            s40 = a4.fma(b0, s40);
            s41 = a4.fma(b1, s41);
            VarHandle.loadLoadFence();
            a5 = FloatVector.broadcast(Lanes.SPECIES, a[ai + ROWS + 5]);
            s50 = a5.fma(b0, s50);
            s51 = a5.fma(b1, s51);
            VarHandle.loadLoadFence();
        }
        for (int end = bAt + k * STEP; bi < end; bi += STEP, ai += ROWS) {
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
        int c1 = cAt + pitch;
        int c2 = cAt + 2 * pitch;
        int c3 = cAt + 3 * pitch;
        int c4 = cAt + 4 * pitch;
        int c5 = cAt + 5 * pitch;
        FloatVector bias0 = FloatVector.broadcast(Lanes.SPECIES, bias[biasAt]);
        s00.add(bias0).intoArray(c, cAt);
        s01.add(bias0).intoArray(c, cAt + Lanes.COUNT);
        FloatVector bias1 = FloatVector.broadcast(Lanes.SPECIES, bias[biasAt + 1]);
        s10.add(bias1).intoArray(c, c1);
        s11.add(bias1).intoArray(c, c1 + Lanes.COUNT);
        FloatVector bias2 = FloatVector.broadcast(Lanes.SPECIES, bias[biasAt + 2]);
        s20.add(bias2).intoArray(c, c2);
        s21.add(bias2).intoArray(c, c2 + Lanes.COUNT);
        FloatVector bias3 = FloatVector.broadcast(Lanes.SPECIES, bias[biasAt + 3]);
        s30.add(bias3).intoArray(c, c3);
        s31.add(bias3).intoArray(c, c3 + Lanes.COUNT);
        FloatVector bias4 = FloatVector.broadcast(Lanes.SPECIES, bias[biasAt + 4]);
        s40.add(bias4).intoArray(c, c4);
        s41.add(bias4).intoArray(c, c4 + Lanes.COUNT);
        FloatVector bias5 = FloatVector.broadcast(Lanes.SPECIES, bias[biasAt + 5]);
        s50.add(bias5).intoArray(c, c5);
        s51.add(bias5).intoArray(c, c5 + Lanes.COUNT);
    }
}
