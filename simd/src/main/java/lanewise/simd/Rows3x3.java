package lanewise.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * One column of results, a vector wide, of a 3×3 kernel over planes read where they are:
 *
 * <pre>
 *     C[k·cStep + r·cPitch + l] = activation(bias[k] + Σ_h Σ_w A[9k + 3h + w] · X[k·xStep + (stride·r + h)·pitch + p + stride·l + w])
 *     0 ≤ k &lt; planes, 0 ≤ r &lt; rows, 0 ≤ l &lt; lanes, 0 ≤ h, w &lt; 3
 * </pre>
 *
 * <p>X is zero where {@code p + stride·l + w} is outside {@code [0, extent)}: masked loads never touch what is there. The array must
 * hold the whole vectors nevertheless, since C2 makes objects of masks that are checked.
 * The products of an element are added in row-major order of the kernel, each with one rounding. The activation is
 * {@link Piecewise}. Rows and planes are written in order: what a vector exceeds a row by stays behind the last one only.
 */
final class Rows3x3 {
    private Rows3x3() {
    }

    /**
     * Rows of stride 1. Each row of the operand ends one row of results, continues the next and begins the one after that, so
     * every vector is loaded once.
     *
     * @param a      nine weights of each plane from {@code aAt}
     * @param x      operand; position 0 of row 0 is at {@code xAt}
     * @param height end of the rows of a plane; those beyond are zero, like those before row 0
     * @param top    row of the first tap of the first result, may be negative
     * @param p      position of the first tap of the first result, may be negative
     * @param bias   one of each plane from {@code biasAt}
     * @param c      results from {@code cAt}
     */
    static void one(float[] a, int aAt, float[] x, int xAt, int xStep, int pitch, int height, int top, int p,
            int extent, float[] bias, int biasAt, float slope, float lo, float hi, float[] c, int cAt, int cStep,
            int cPitch, int rows, int planes) {
        FloatVector lane = FloatVector.fromArray(Lanes.SPECIES, StageRows.LANE, 0);
        VectorMask<Float> m0 = lane.compare(VectorOperators.GE, -p).and(lane.compare(VectorOperators.LT, extent - p));
        VectorMask<Float> m1 = lane.compare(VectorOperators.GE, -p - 1)
                .and(lane.compare(VectorOperators.LT, extent - p - 1));
        VectorMask<Float> m2 = lane.compare(VectorOperators.GE, -p - 2)
                .and(lane.compare(VectorOperators.LT, extent - p - 2));
        int first = Math.max(top, 0);
        int end = Math.min(top + rows + 2, height);
        for (int k = 0; k < planes; k++) {
            int weight = aAt + 9 * k;
            FloatVector a0 = FloatVector.broadcast(Lanes.SPECIES, a[weight]);
            FloatVector a1 = FloatVector.broadcast(Lanes.SPECIES, a[weight + 1]);
            FloatVector a2 = FloatVector.broadcast(Lanes.SPECIES, a[weight + 2]);
            FloatVector a3 = FloatVector.broadcast(Lanes.SPECIES, a[weight + 3]);
            FloatVector a4 = FloatVector.broadcast(Lanes.SPECIES, a[weight + 4]);
            FloatVector a5 = FloatVector.broadcast(Lanes.SPECIES, a[weight + 5]);
            FloatVector a6 = FloatVector.broadcast(Lanes.SPECIES, a[weight + 6]);
            FloatVector a7 = FloatVector.broadcast(Lanes.SPECIES, a[weight + 7]);
            FloatVector a8 = FloatVector.broadcast(Lanes.SPECIES, a[weight + 8]);
            FloatVector shift = FloatVector.broadcast(Lanes.SPECIES, bias[biasAt + k]);
            FloatVector continued = FloatVector.zero(Lanes.SPECIES);
            FloatVector begun = FloatVector.zero(Lanes.SPECIES);
            int start = cAt + k * cStep;
            int to = start + (first - top - 2) * cPitch;
            int at = xAt + k * xStep + first * pitch + p;
            for (int i = first; i < end; i++, at += pitch, to += cPitch) {
                FloatVector v0 = FloatVector.fromArray(Lanes.SPECIES, x, at, m0);
                FloatVector v1 = FloatVector.fromArray(Lanes.SPECIES, x, at + 1, m1);
                FloatVector v2 = FloatVector.fromArray(Lanes.SPECIES, x, at + 2, m2);
                FloatVector sum = a8.fma(v2, a7.fma(v1, a6.fma(v0, continued))).add(shift);
                if (slope != 1) {
                    sum = sum.mul(slope).blend(sum, sum.compare(VectorOperators.GE, 0f));
                }
                if (lo > Float.NEGATIVE_INFINITY || hi < Float.POSITIVE_INFINITY) {
                    sum = sum.max(lo).min(hi);
                }
                // Rows before the first go where the first one will be.
                sum.intoArray(c, Math.max(to, start));
                continued = a5.fma(v2, a4.fma(v1, a3.fma(v0, begun)));
                begun = a2.fma(v2, a1.fma(v1, a0.fma(v0, FloatVector.zero(Lanes.SPECIES))));
            }
            // What rows of zeros behind the plane end.
            for (int i = end; i < top + rows + 2; i++, to += cPitch) {
                FloatVector sum = continued.add(shift);
                if (slope != 1) {
                    sum = sum.mul(slope).blend(sum, sum.compare(VectorOperators.GE, 0f));
                }
                if (lo > Float.NEGATIVE_INFINITY || hi < Float.POSITIVE_INFINITY) {
                    sum = sum.max(lo).min(hi);
                }
                sum.intoArray(c, Math.max(to, start));
                continued = begun;
            }
        }
    }

    /**
     * Rows of stride 2, with the parameters of {@link #one}. Every other row of the operand ends one row of results and begins the
     * next, so every vector is loaded once. Padding of one row is zero: {@code top} is at least -1, and the last tap of the last
     * result at most at {@code height}.
     */
    static void two(float[] a, int aAt, float[] x, int xAt, int xStep, int pitch, int height, int top, int p,
            int extent, float[] bias, int biasAt, float slope, float lo, float hi, float[] c, int cAt, int cStep,
            int cPitch, int rows, int planes) {
        FloatVector lane = FloatVector.fromArray(Lanes.SPECIES, StageRows.LANE, 0);
        FloatVector next = lane.add(1);
        FloatVector even = lane.add(lane);
        FloatVector odd = even.add(1);
        int q = p + Lanes.COUNT;
        VectorMask<Float> m0 = lane.compare(VectorOperators.GE, -p).and(lane.compare(VectorOperators.LT, extent - p));
        VectorMask<Float> m1 = lane.compare(VectorOperators.GE, -q).and(lane.compare(VectorOperators.LT, extent - q));
        boolean last = q + Lanes.COUNT < extent;
        int end = Math.min(top + 2 * rows, height - 1);
        for (int k = 0; k < planes; k++) {
            int weight = aAt + 9 * k;
            FloatVector a0 = FloatVector.broadcast(Lanes.SPECIES, a[weight]);
            FloatVector a1 = FloatVector.broadcast(Lanes.SPECIES, a[weight + 1]);
            FloatVector a2 = FloatVector.broadcast(Lanes.SPECIES, a[weight + 2]);
            FloatVector a3 = FloatVector.broadcast(Lanes.SPECIES, a[weight + 3]);
            FloatVector a4 = FloatVector.broadcast(Lanes.SPECIES, a[weight + 4]);
            FloatVector a5 = FloatVector.broadcast(Lanes.SPECIES, a[weight + 5]);
            FloatVector a6 = FloatVector.broadcast(Lanes.SPECIES, a[weight + 6]);
            FloatVector a7 = FloatVector.broadcast(Lanes.SPECIES, a[weight + 7]);
            FloatVector a8 = FloatVector.broadcast(Lanes.SPECIES, a[weight + 8]);
            FloatVector shift = FloatVector.broadcast(Lanes.SPECIES, bias[biasAt + k]);
            FloatVector begun = FloatVector.zero(Lanes.SPECIES);
            int start = cAt + k * cStep;
            int plane = xAt + k * xStep + p;
            int i = top < 0 ? top + 2 : top;
            int to = top < 0 ? start : start - cPitch;
            for (; i <= end; i += 2, to += cPitch) {
                int at = plane + Math.max(i - 1, 0) * pitch;
                FloatVector v0 = FloatVector.fromArray(Lanes.SPECIES, x, at, m0);
                FloatVector v1 = FloatVector.fromArray(Lanes.SPECIES, x, at + Lanes.COUNT, m1);
                FloatVector v2 = FloatVector.broadcast(Lanes.SPECIES, last ? x[at + 2 * Lanes.COUNT] : 0);
                FloatVector w0 = even.selectFrom(v0, v1);
                begun = a5.fma(next.selectFrom(w0, v2), a4.fma(odd.selectFrom(v0, v1), a3.fma(w0, begun)));
                at = plane + i * pitch;
                v0 = FloatVector.fromArray(Lanes.SPECIES, x, at, m0);
                v1 = FloatVector.fromArray(Lanes.SPECIES, x, at + Lanes.COUNT, m1);
                v2 = FloatVector.broadcast(Lanes.SPECIES, last ? x[at + 2 * Lanes.COUNT] : 0);
                w0 = even.selectFrom(v0, v1);
                FloatVector w1 = odd.selectFrom(v0, v1);
                FloatVector w2 = next.selectFrom(w0, v2);
                FloatVector sum = a8.fma(w2, a7.fma(w1, a6.fma(w0, begun))).add(shift);
                if (slope != 1) {
                    sum = sum.mul(slope).blend(sum, sum.compare(VectorOperators.GE, 0f));
                }
                if (lo > Float.NEGATIVE_INFINITY || hi < Float.POSITIVE_INFINITY) {
                    sum = sum.max(lo).min(hi);
                }
                // A row before the first goes where the first one will be.
                sum.intoArray(c, Math.max(to, start));
                begun = a2.fma(w2, a1.fma(w1, a0.fma(w0, FloatVector.zero(Lanes.SPECIES))));
            }
            if (i <= top + 2 * rows) {
                int at = plane + Math.max(i - 1, 0) * pitch;
                FloatVector v0 = FloatVector.fromArray(Lanes.SPECIES, x, at, m0);
                FloatVector v1 = FloatVector.fromArray(Lanes.SPECIES, x, at + Lanes.COUNT, m1);
                FloatVector v2 = FloatVector.broadcast(Lanes.SPECIES, last ? x[at + 2 * Lanes.COUNT] : 0);
                FloatVector w0 = even.selectFrom(v0, v1);
                FloatVector sum =
                        a5.fma(next.selectFrom(w0, v2), a4.fma(odd.selectFrom(v0, v1), a3.fma(w0, begun))).add(shift);
                if (slope != 1) {
                    sum = sum.mul(slope).blend(sum, sum.compare(VectorOperators.GE, 0f));
                }
                if (lo > Float.NEGATIVE_INFINITY || hi < Float.POSITIVE_INFINITY) {
                    sum = sum.max(lo).min(hi);
                }
                sum.intoArray(c, to);
            }
        }
    }
}
