package lanewise.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * One column of results, a vector wide, of a 3×3 kernel over one channel read where it is:
 *
 * <pre>
 *     C[r·cPitch + l] = Σ_h Σ_w A[3h + w] · X[(stride·r + h)·pitch + p + stride·l + w],   0 ≤ l &lt; lanes, 0 ≤ w &lt; 3
 * </pre>
 *
 * <p>X is zero where {@code p + stride·l + w} is outside {@code [0, extent)}: masked loads never touch what is there. The array must
 * hold the whole vectors nevertheless, since C2 makes objects of masks that are checked.
 * The products of an element are added in row-major order of the kernel, each with one rounding.
 */
final class Rows3x3 {
    private Rows3x3() {
    }

    /**
     * Rows of stride 1. Each row of the operand ends one row of results, continues the next and begins the one after that, so
     * every vector is loaded once.
     *
     * @param a        nine weights from {@code aAt}
     * @param x        operand; position 0 of row 0 is at {@code xAt}
     * @param firstRow first row of the operand to read
     * @param endRow   end of the rows to read; those before and after are zero
     * @param top      row of the first tap of the first result, may be negative
     * @param p        position of the first tap of the first result, may be negative
     * @param c        sums from {@code cAt}; two rows beyond the last are overwritten
     */
    static void one(float[] a, int aAt, float[] x, int xAt, int pitch, int firstRow, int endRow, int top, int p,
            int extent, float[] c, int cAt, int cPitch) {
        FloatVector lane = FloatVector.fromArray(Lanes.SPECIES, StageRows.LANE, 0);
        VectorMask<Float> m0 = lane.compare(VectorOperators.GE, -p).and(lane.compare(VectorOperators.LT, extent - p));
        VectorMask<Float> m1 = lane.compare(VectorOperators.GE, -p - 1)
                .and(lane.compare(VectorOperators.LT, extent - p - 1));
        VectorMask<Float> m2 = lane.compare(VectorOperators.GE, -p - 2)
                .and(lane.compare(VectorOperators.LT, extent - p - 2));
        FloatVector a0 = FloatVector.broadcast(Lanes.SPECIES, a[aAt]);
        FloatVector a1 = FloatVector.broadcast(Lanes.SPECIES, a[aAt + 1]);
        FloatVector a2 = FloatVector.broadcast(Lanes.SPECIES, a[aAt + 2]);
        FloatVector a3 = FloatVector.broadcast(Lanes.SPECIES, a[aAt + 3]);
        FloatVector a4 = FloatVector.broadcast(Lanes.SPECIES, a[aAt + 4]);
        FloatVector a5 = FloatVector.broadcast(Lanes.SPECIES, a[aAt + 5]);
        FloatVector a6 = FloatVector.broadcast(Lanes.SPECIES, a[aAt + 6]);
        FloatVector a7 = FloatVector.broadcast(Lanes.SPECIES, a[aAt + 7]);
        FloatVector a8 = FloatVector.broadcast(Lanes.SPECIES, a[aAt + 8]);
        FloatVector continued = FloatVector.zero(Lanes.SPECIES);
        FloatVector begun = FloatVector.zero(Lanes.SPECIES);
        int to = cAt + (firstRow - top - 2) * cPitch;
        for (int i = firstRow; i < endRow; i++, to += cPitch) {
            int at = xAt + i * pitch + p;
            FloatVector v0 = FloatVector.fromArray(Lanes.SPECIES, x, at, m0);
            FloatVector v1 = FloatVector.fromArray(Lanes.SPECIES, x, at + 1, m1);
            FloatVector v2 = FloatVector.fromArray(Lanes.SPECIES, x, at + 2, m2);
            // Rows before the first go where the first one will be.
            a8.fma(v2, a7.fma(v1, a6.fma(v0, continued))).intoArray(c, Math.max(to, cAt));
            continued = a5.fma(v2, a4.fma(v1, a3.fma(v0, begun)));
            begun = a2.fma(v2, a1.fma(v1, a0.fma(v0, FloatVector.zero(Lanes.SPECIES))));
        }
        continued.intoArray(c, Math.max(to, cAt));
        begun.intoArray(c, to + cPitch);
    }

    /**
     * Rows of stride 2. Every other row of the operand ends one row of results and begins the next, so every vector is loaded
     * once. Padding of one row is zero.
     *
     * @param a      nine weights from {@code aAt}
     * @param x      operand; position 0 of row 0 is at {@code xAt}
     * @param height rows of the operand
     * @param top    row of the first tap of the first result, at least -1
     * @param p      position of the first tap of the first result, may be negative
     * @param c      sums from {@code cAt}; a row beyond the last is overwritten
     * @param rows   results; the last tap of the last one is at most at {@code height}
     */
    static void two(float[] a, int aAt, float[] x, int xAt, int pitch, int height, int top, int p, int extent,
            float[] c, int cAt, int cPitch, int rows) {
        FloatVector lane = FloatVector.fromArray(Lanes.SPECIES, StageRows.LANE, 0);
        FloatVector next = lane.add(1);
        FloatVector even = lane.add(lane);
        FloatVector odd = even.add(1);
        int q = p + Lanes.COUNT;
        VectorMask<Float> m0 = lane.compare(VectorOperators.GE, -p).and(lane.compare(VectorOperators.LT, extent - p));
        VectorMask<Float> m1 = lane.compare(VectorOperators.GE, -q).and(lane.compare(VectorOperators.LT, extent - q));
        boolean last = q + Lanes.COUNT < extent;
        FloatVector a0 = FloatVector.broadcast(Lanes.SPECIES, a[aAt]);
        FloatVector a1 = FloatVector.broadcast(Lanes.SPECIES, a[aAt + 1]);
        FloatVector a2 = FloatVector.broadcast(Lanes.SPECIES, a[aAt + 2]);
        FloatVector a3 = FloatVector.broadcast(Lanes.SPECIES, a[aAt + 3]);
        FloatVector a4 = FloatVector.broadcast(Lanes.SPECIES, a[aAt + 4]);
        FloatVector a5 = FloatVector.broadcast(Lanes.SPECIES, a[aAt + 5]);
        FloatVector a6 = FloatVector.broadcast(Lanes.SPECIES, a[aAt + 6]);
        FloatVector a7 = FloatVector.broadcast(Lanes.SPECIES, a[aAt + 7]);
        FloatVector a8 = FloatVector.broadcast(Lanes.SPECIES, a[aAt + 8]);
        FloatVector begun = FloatVector.zero(Lanes.SPECIES);
        int end = Math.min(height, top + 2 * rows + 1);
        int i = top < 0 ? top + 2 : top;
        int to = cAt + (top < 0 ? 0 : -cPitch);
        for (; i < end; i += 2, to += cPitch) {
            int at = xAt + Math.max(i - 1, 0) * pitch + p;
            FloatVector v0 = FloatVector.fromArray(Lanes.SPECIES, x, at, m0);
            FloatVector v1 = FloatVector.fromArray(Lanes.SPECIES, x, at + Lanes.COUNT, m1);
            FloatVector v2 = FloatVector.broadcast(Lanes.SPECIES, last ? x[at + 2 * Lanes.COUNT] : 0);
            FloatVector w0 = even.selectFrom(v0, v1);
            begun = a5.fma(next.selectFrom(w0, v2), a4.fma(odd.selectFrom(v0, v1), a3.fma(w0, begun)));
            at = xAt + i * pitch + p;
            v0 = FloatVector.fromArray(Lanes.SPECIES, x, at, m0);
            v1 = FloatVector.fromArray(Lanes.SPECIES, x, at + Lanes.COUNT, m1);
            v2 = FloatVector.broadcast(Lanes.SPECIES, last ? x[at + 2 * Lanes.COUNT] : 0);
            w0 = even.selectFrom(v0, v1);
            FloatVector w1 = odd.selectFrom(v0, v1);
            FloatVector w2 = next.selectFrom(w0, v2);
            // A row before the first goes where the first one will be.
            a8.fma(w2, a7.fma(w1, a6.fma(w0, begun))).intoArray(c, Math.max(to, cAt));
            begun = a2.fma(w2, a1.fma(w1, a0.fma(w0, FloatVector.zero(Lanes.SPECIES))));
        }
        int at = xAt + Math.min(i - 1, height - 1) * pitch + p;
        FloatVector v0 = FloatVector.fromArray(Lanes.SPECIES, x, at, m0);
        FloatVector v1 = FloatVector.fromArray(Lanes.SPECIES, x, at + Lanes.COUNT, m1);
        FloatVector v2 = FloatVector.broadcast(Lanes.SPECIES, last ? x[at + 2 * Lanes.COUNT] : 0);
        FloatVector w0 = even.selectFrom(v0, v1);
        a5.fma(next.selectFrom(w0, v2), a4.fma(odd.selectFrom(v0, v1), a3.fma(w0, begun))).intoArray(c, to);
    }
}
