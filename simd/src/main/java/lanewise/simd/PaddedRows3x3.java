package lanewise.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The sums of {@link Rows3x3#one} for 16 registers, over rows copied to scratch with zeros around them: no masks, several
 * rows of results at once.
 *
 * <pre>
 *     C[r·cPitch + t] = activation(bias + Σ_h Σ_w A[3h + w] · X[(r + h)·pitch + t + w]),   0 ≤ h, w &lt; 3
 * </pre>
 *
 * <p>The activation is {@link Piecewise}; comparisons bound what {@code max} and {@code min} would in five instructions each.
 *
 * <p>Whatever is written is written by whole vectors, from left to right: what exceeds is overwritten, or lies in
 * the room between the rows.
 */
final class PaddedRows3x3 {
    /** Rows of results that share what they load: with their sums, nine weights and what is loaded, 16 registers are full. */
    static final int ROWS = 4;

    private PaddedRows3x3() {
    }

    /** Rows of the operand that so many results read, as many as tiles read. */
    static int rows(int results) {
        return Math.max(results, ROWS) + 2;
    }

    /** The distance of neighbouring rows of so many results each, at least a vector. */
    static int pitch(int results) {
        return results + 2 + 2 * Lanes.COUNT;
    }

    /**
     * Whole vectors of columns. The last rows overlap those before, or exceed them.
     *
     * @param a       nine weights from {@code aAt}
     * @param x       first tap of the first result at {@code xAt}, rows {@code pitch} apart
     * @param hi      not 0, whose sign a comparison does not see
     * @param c       results from {@code cAt}
     */
    static void one(float[] a, int aAt, float[] x, int xAt, int pitch, int rows, int columns, float bias, float slope,
            float lo, float hi, float[] c, int cAt, int cPitch) {
        FloatVector a0 = FloatVector.broadcast(Lanes.SPECIES, a[aAt]);
        FloatVector a1 = FloatVector.broadcast(Lanes.SPECIES, a[aAt + 1]);
        FloatVector a2 = FloatVector.broadcast(Lanes.SPECIES, a[aAt + 2]);
        FloatVector a3 = FloatVector.broadcast(Lanes.SPECIES, a[aAt + 3]);
        FloatVector a4 = FloatVector.broadcast(Lanes.SPECIES, a[aAt + 4]);
        FloatVector a5 = FloatVector.broadcast(Lanes.SPECIES, a[aAt + 5]);
        FloatVector a6 = FloatVector.broadcast(Lanes.SPECIES, a[aAt + 6]);
        FloatVector a7 = FloatVector.broadcast(Lanes.SPECIES, a[aAt + 7]);
        FloatVector a8 = FloatVector.broadcast(Lanes.SPECIES, a[aAt + 8]);
        for (int next = 0; next < rows; next += ROWS) {
            int row = Math.min(next, Math.max(0, rows - ROWS));
            int x0 = xAt + row * pitch;
            int x1 = x0 + pitch;
            int x2 = x1 + pitch;
            int x3 = x2 + pitch;
            int x4 = x3 + pitch;
            int x5 = x4 + pitch;
            int c0 = cAt + row * cPitch;
            int c1 = c0 + cPitch;
            int c2 = c1 + cPitch;
            int c3 = c2 + cPitch;
            for (int i = 0; i <= columns - Lanes.COUNT; i += Lanes.COUNT) {
                FloatVector s0 = FloatVector.zero(Lanes.SPECIES);
                FloatVector s1 = FloatVector.zero(Lanes.SPECIES);
                FloatVector s2 = FloatVector.zero(Lanes.SPECIES);
                FloatVector s3 = FloatVector.zero(Lanes.SPECIES);
                FloatVector v = FloatVector.fromArray(Lanes.SPECIES, x, i + x0);
                s0 = a0.fma(v, s0);
                v = FloatVector.fromArray(Lanes.SPECIES, x, i + x0 + 1);
                s0 = a1.fma(v, s0);
                v = FloatVector.fromArray(Lanes.SPECIES, x, i + x0 + 2);
                s0 = a2.fma(v, s0);
                v = FloatVector.fromArray(Lanes.SPECIES, x, i + x1);
                s0 = a3.fma(v, s0);
                s1 = a0.fma(v, s1);
                v = FloatVector.fromArray(Lanes.SPECIES, x, i + x1 + 1);
                s0 = a4.fma(v, s0);
                s1 = a1.fma(v, s1);
                v = FloatVector.fromArray(Lanes.SPECIES, x, i + x1 + 2);
                s0 = a5.fma(v, s0);
                s1 = a2.fma(v, s1);
                v = FloatVector.fromArray(Lanes.SPECIES, x, i + x2);
                s0 = a6.fma(v, s0);
                s1 = a3.fma(v, s1);
                s2 = a0.fma(v, s2);
                v = FloatVector.fromArray(Lanes.SPECIES, x, i + x2 + 1);
                s0 = a7.fma(v, s0);
                s1 = a4.fma(v, s1);
                s2 = a1.fma(v, s2);
                v = FloatVector.fromArray(Lanes.SPECIES, x, i + x2 + 2);
                s0 = a8.fma(v, s0);
                s1 = a5.fma(v, s1);
                s2 = a2.fma(v, s2);
                v = FloatVector.fromArray(Lanes.SPECIES, x, i + x3);
                s1 = a6.fma(v, s1);
                s2 = a3.fma(v, s2);
                s3 = a0.fma(v, s3);
                v = FloatVector.fromArray(Lanes.SPECIES, x, i + x3 + 1);
                s1 = a7.fma(v, s1);
                s2 = a4.fma(v, s2);
                s3 = a1.fma(v, s3);
                v = FloatVector.fromArray(Lanes.SPECIES, x, i + x3 + 2);
                s1 = a8.fma(v, s1);
                s2 = a5.fma(v, s2);
                s3 = a2.fma(v, s3);
                v = FloatVector.fromArray(Lanes.SPECIES, x, i + x4);
                s2 = a6.fma(v, s2);
                s3 = a3.fma(v, s3);
                v = FloatVector.fromArray(Lanes.SPECIES, x, i + x4 + 1);
                s2 = a7.fma(v, s2);
                s3 = a4.fma(v, s3);
                v = FloatVector.fromArray(Lanes.SPECIES, x, i + x4 + 2);
                s2 = a8.fma(v, s2);
                s3 = a5.fma(v, s3);
                v = FloatVector.fromArray(Lanes.SPECIES, x, i + x5);
                s3 = a6.fma(v, s3);
                v = FloatVector.fromArray(Lanes.SPECIES, x, i + x5 + 1);
                s3 = a7.fma(v, s3);
                v = FloatVector.fromArray(Lanes.SPECIES, x, i + x5 + 2);
                s3 = a8.fma(v, s3);
                s0 = s0.add(bias);
                s1 = s1.add(bias);
                s2 = s2.add(bias);
                s3 = s3.add(bias);
                if (slope != 1) {
                    s0 = s0.mul(slope).blend(s0, s0.compare(VectorOperators.GE, 0f));
                    s1 = s1.mul(slope).blend(s1, s1.compare(VectorOperators.GE, 0f));
                    s2 = s2.mul(slope).blend(s2, s2.compare(VectorOperators.GE, 0f));
                    s3 = s3.mul(slope).blend(s3, s3.compare(VectorOperators.GE, 0f));
                }
                if (lo > Float.NEGATIVE_INFINITY) {
                    s0 = s0.blend(lo, s0.compare(VectorOperators.LT, lo));
                    s1 = s1.blend(lo, s1.compare(VectorOperators.LT, lo));
                    s2 = s2.blend(lo, s2.compare(VectorOperators.LT, lo));
                    s3 = s3.blend(lo, s3.compare(VectorOperators.LT, lo));
                }
                if (hi < Float.POSITIVE_INFINITY) {
                    s0 = s0.blend(hi, s0.compare(VectorOperators.GT, hi));
                    s1 = s1.blend(hi, s1.compare(VectorOperators.GT, hi));
                    s2 = s2.blend(hi, s2.compare(VectorOperators.GT, hi));
                    s3 = s3.blend(hi, s3.compare(VectorOperators.GT, hi));
                }
                s0.intoArray(c, i + c0);
                s1.intoArray(c, i + c1);
                s2.intoArray(c, i + c2);
                s3.intoArray(c, i + c3);
            }
        }
    }

    /**
     * Copies rows between {@code pad} zeros and some more behind.
     *
     * @param from   position 0 of the first row is at {@code fromAt}; some floats behind the last row are read
     * @param extent positions of a row
     */
    static void copy(float[] from, int fromAt, int extent, int pad, float[] to, int toAt, int pitch, int rows) {
        FloatVector zero = FloatVector.zero(Lanes.SPECIES);
        for (int r = 0; r < rows; r++) {
            int source = fromAt + r * extent;
            int target = toAt + r * pitch;
            zero.intoArray(to, target);
            for (int i = 0; i < extent; i += Lanes.COUNT) {
                FloatVector.fromArray(Lanes.SPECIES, from, source + i).intoArray(to, target + pad + i);
            }
            zero.intoArray(to, target + pad + extent);
        }
    }
}
