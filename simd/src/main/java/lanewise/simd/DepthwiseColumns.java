package lanewise.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Four columns of results of a 3×3 kernel, channels along the lanes, row by row from top to bottom:
 *
 * <pre>
 *     C[q, r, v] = activation(bias[v] + Σ_h Σ_w A[stride·q + h, stride·r + w, v] · B[3h + w, v]),   0 ≤ h, w &lt; 3
 * </pre>
 *
 * <p>Made for 32 registers. Nine weights stay in them, and a row of the operand is loaded once for the results of all rows that it
 * meets: it ends one, continues the next and begins the one after. Rows of padding are left out; a column of it on either side counts as
 * zeros. The activation and the order of the products are those of {@link DepthwiseTile}.
 */
final class DepthwiseColumns {
    /** Columns of results. */
    static final int WIDTH = 4;

    private DepthwiseColumns() {
    }

    /**
     * Stride 1.
     *
     * @param a        operand, its pixels {@code pitch} and its rows {@code rowPitch} apart
     * @param aAt      where the first tap of the first result finds it, if it is not padding
     * @param low      rows of the operand before the first one that is not padding, counted from {@code aAt}
     * @param high     the end of those that are not padding
     * @param left     whether the first column of the operand is there, and not padding
     * @param right    the same of the last one
     * @param b        weights, taps {@code channels} apart
     * @param bias     from {@code biasAt}
     * @param channels at least {@link Lanes#COUNT}; the last vector may overlap the one before
     * @param c        results from {@code cAt}, {@code cPitch} and {@code cRowPitch} apart
     * @param rows     rows of results
     */
    static void one(float[] a, int aAt, int pitch, int rowPitch, int low, int high, boolean left, boolean right,
            float[] b, int bAt, float[] bias, int biasAt, int channels, float slope, float lo, float hi, float[] c,
            int cAt, int cPitch, int cRowPitch, int rows) {
        for (int next = 0; next < channels; next += Lanes.COUNT) {
            int first = Math.min(next, channels - Lanes.COUNT);
            FloatVector w0 = FloatVector.fromArray(Lanes.SPECIES, b, bAt + first);
            FloatVector w1 = FloatVector.fromArray(Lanes.SPECIES, b, bAt + first + channels);
            FloatVector w2 = FloatVector.fromArray(Lanes.SPECIES, b, bAt + first + 2 * channels);
            FloatVector w3 = FloatVector.fromArray(Lanes.SPECIES, b, bAt + first + 3 * channels);
            FloatVector w4 = FloatVector.fromArray(Lanes.SPECIES, b, bAt + first + 4 * channels);
            FloatVector w5 = FloatVector.fromArray(Lanes.SPECIES, b, bAt + first + 5 * channels);
            FloatVector w6 = FloatVector.fromArray(Lanes.SPECIES, b, bAt + first + 6 * channels);
            FloatVector w7 = FloatVector.fromArray(Lanes.SPECIES, b, bAt + first + 7 * channels);
            FloatVector w8 = FloatVector.fromArray(Lanes.SPECIES, b, bAt + first + 8 * channels);
            FloatVector shift = FloatVector.fromArray(Lanes.SPECIES, bias, biasAt + first);
            FloatVector s0 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s1 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s2 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s3 = FloatVector.zero(Lanes.SPECIES);
            FloatVector t0 = FloatVector.zero(Lanes.SPECIES);
            FloatVector t1 = FloatVector.zero(Lanes.SPECIES);
            FloatVector t2 = FloatVector.zero(Lanes.SPECIES);
            FloatVector t3 = FloatVector.zero(Lanes.SPECIES);
            for (int i = 0; i < rows + 2; i++) {
                FloatVector u0 = FloatVector.zero(Lanes.SPECIES);
                FloatVector u1 = FloatVector.zero(Lanes.SPECIES);
                FloatVector u2 = FloatVector.zero(Lanes.SPECIES);
                FloatVector u3 = FloatVector.zero(Lanes.SPECIES);
                if (i >= low && i < high) {
                    int at = aAt + first + i * rowPitch;
                    FloatVector x0 =
                            left ? FloatVector.fromArray(Lanes.SPECIES, a, at) : FloatVector.zero(Lanes.SPECIES);
                    FloatVector x1 = FloatVector.fromArray(Lanes.SPECIES, a, at + pitch);
                    FloatVector x2 = FloatVector.fromArray(Lanes.SPECIES, a, at + 2 * pitch);
                    FloatVector x3 = FloatVector.fromArray(Lanes.SPECIES, a, at + 3 * pitch);
                    FloatVector x4 = FloatVector.fromArray(Lanes.SPECIES, a, at + 4 * pitch);
                    FloatVector x5 = right
                            ? FloatVector.fromArray(Lanes.SPECIES, a, at + 5 * pitch)
                            : FloatVector.zero(Lanes.SPECIES);
                    if (i >= 2) {
                        s0 = w6.fma(x0, s0);
                        s1 = w6.fma(x1, s1);
                        s2 = w6.fma(x2, s2);
                        s3 = w6.fma(x3, s3);
                        s0 = w7.fma(x1, s0);
                        s1 = w7.fma(x2, s1);
                        s2 = w7.fma(x3, s2);
                        s3 = w7.fma(x4, s3);
                        s0 = w8.fma(x2, s0);
                        s1 = w8.fma(x3, s1);
                        s2 = w8.fma(x4, s2);
                        s3 = w8.fma(x5, s3);
                    }
                    if (i >= 1 && i <= rows) {
                        t0 = w3.fma(x0, t0);
                        t1 = w3.fma(x1, t1);
                        t2 = w3.fma(x2, t2);
                        t3 = w3.fma(x3, t3);
                        t0 = w4.fma(x1, t0);
                        t1 = w4.fma(x2, t1);
                        t2 = w4.fma(x3, t2);
                        t3 = w4.fma(x4, t3);
                        t0 = w5.fma(x2, t0);
                        t1 = w5.fma(x3, t1);
                        t2 = w5.fma(x4, t2);
                        t3 = w5.fma(x5, t3);
                    }
                    if (i < rows) {
                        u0 = w0.fma(x0, u0);
                        u1 = w0.fma(x1, u1);
                        u2 = w0.fma(x2, u2);
                        u3 = w0.fma(x3, u3);
                        u0 = w1.fma(x1, u0);
                        u1 = w1.fma(x2, u1);
                        u2 = w1.fma(x3, u2);
                        u3 = w1.fma(x4, u3);
                        u0 = w2.fma(x2, u0);
                        u1 = w2.fma(x3, u1);
                        u2 = w2.fma(x4, u2);
                        u3 = w2.fma(x5, u3);
                    }
                }
                if (i >= 2) {
                    int to = cAt + first + (i - 2) * cRowPitch;
                    s0 = s0.add(shift);
                    s1 = s1.add(shift);
                    s2 = s2.add(shift);
                    s3 = s3.add(shift);
                    if (slope != 1) {
                        s0 = s0.mul(slope).blend(s0, s0.compare(VectorOperators.GE, 0f));
                        s1 = s1.mul(slope).blend(s1, s1.compare(VectorOperators.GE, 0f));
                        s2 = s2.mul(slope).blend(s2, s2.compare(VectorOperators.GE, 0f));
                        s3 = s3.mul(slope).blend(s3, s3.compare(VectorOperators.GE, 0f));
                    }
                    if (lo > Float.NEGATIVE_INFINITY || hi < Float.POSITIVE_INFINITY) {
                        s0 = s0.max(lo).min(hi);
                        s1 = s1.max(lo).min(hi);
                        s2 = s2.max(lo).min(hi);
                        s3 = s3.max(lo).min(hi);
                    }
                    s0.intoArray(c, to);
                    s1.intoArray(c, to + cPitch);
                    s2.intoArray(c, to + 2 * cPitch);
                    s3.intoArray(c, to + 3 * cPitch);
                }
                s0 = t0;
                s1 = t1;
                s2 = t2;
                s3 = t3;
                t0 = u0;
                t1 = u1;
                t2 = u2;
                t3 = u3;
            }
        }
    }

    /** Stride 2; see {@link #one}. */
    static void two(float[] a, int aAt, int pitch, int rowPitch, int low, int high, boolean left, boolean right,
            float[] b, int bAt, float[] bias, int biasAt, int channels, float slope, float lo, float hi, float[] c,
            int cAt, int cPitch, int cRowPitch, int rows) {
        for (int next = 0; next < channels; next += Lanes.COUNT) {
            int first = Math.min(next, channels - Lanes.COUNT);
            FloatVector w0 = FloatVector.fromArray(Lanes.SPECIES, b, bAt + first);
            FloatVector w1 = FloatVector.fromArray(Lanes.SPECIES, b, bAt + first + channels);
            FloatVector w2 = FloatVector.fromArray(Lanes.SPECIES, b, bAt + first + 2 * channels);
            FloatVector w3 = FloatVector.fromArray(Lanes.SPECIES, b, bAt + first + 3 * channels);
            FloatVector w4 = FloatVector.fromArray(Lanes.SPECIES, b, bAt + first + 4 * channels);
            FloatVector w5 = FloatVector.fromArray(Lanes.SPECIES, b, bAt + first + 5 * channels);
            FloatVector w6 = FloatVector.fromArray(Lanes.SPECIES, b, bAt + first + 6 * channels);
            FloatVector w7 = FloatVector.fromArray(Lanes.SPECIES, b, bAt + first + 7 * channels);
            FloatVector w8 = FloatVector.fromArray(Lanes.SPECIES, b, bAt + first + 8 * channels);
            FloatVector shift = FloatVector.fromArray(Lanes.SPECIES, bias, biasAt + first);
            FloatVector s0 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s1 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s2 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s3 = FloatVector.zero(Lanes.SPECIES);
            for (int i = 0; i <= rows; i++) {
                FloatVector u0 = FloatVector.zero(Lanes.SPECIES);
                FloatVector u1 = FloatVector.zero(Lanes.SPECIES);
                FloatVector u2 = FloatVector.zero(Lanes.SPECIES);
                FloatVector u3 = FloatVector.zero(Lanes.SPECIES);
                if (2 * i >= low && 2 * i < high) {
                    int at = aAt + first + 2 * i * rowPitch;
                    FloatVector x0 =
                            left ? FloatVector.fromArray(Lanes.SPECIES, a, at) : FloatVector.zero(Lanes.SPECIES);
                    FloatVector x1 = FloatVector.fromArray(Lanes.SPECIES, a, at + pitch);
                    FloatVector x2 = FloatVector.fromArray(Lanes.SPECIES, a, at + 2 * pitch);
                    FloatVector x3 = FloatVector.fromArray(Lanes.SPECIES, a, at + 3 * pitch);
                    FloatVector x4 = FloatVector.fromArray(Lanes.SPECIES, a, at + 4 * pitch);
                    FloatVector x5 = FloatVector.fromArray(Lanes.SPECIES, a, at + 5 * pitch);
                    FloatVector x6 = FloatVector.fromArray(Lanes.SPECIES, a, at + 6 * pitch);
                    FloatVector x7 = FloatVector.fromArray(Lanes.SPECIES, a, at + 7 * pitch);
                    FloatVector x8 = right
                            ? FloatVector.fromArray(Lanes.SPECIES, a, at + 8 * pitch)
                            : FloatVector.zero(Lanes.SPECIES);
                    if (i > 0) {
                        s0 = w6.fma(x0, s0);
                        s1 = w6.fma(x2, s1);
                        s2 = w6.fma(x4, s2);
                        s3 = w6.fma(x6, s3);
                        s0 = w7.fma(x1, s0);
                        s1 = w7.fma(x3, s1);
                        s2 = w7.fma(x5, s2);
                        s3 = w7.fma(x7, s3);
                        s0 = w8.fma(x2, s0);
                        s1 = w8.fma(x4, s1);
                        s2 = w8.fma(x6, s2);
                        s3 = w8.fma(x8, s3);
                    }
                    if (i < rows) {
                        u0 = w0.fma(x0, u0);
                        u1 = w0.fma(x2, u1);
                        u2 = w0.fma(x4, u2);
                        u3 = w0.fma(x6, u3);
                        u0 = w1.fma(x1, u0);
                        u1 = w1.fma(x3, u1);
                        u2 = w1.fma(x5, u2);
                        u3 = w1.fma(x7, u3);
                        u0 = w2.fma(x2, u0);
                        u1 = w2.fma(x4, u1);
                        u2 = w2.fma(x6, u2);
                        u3 = w2.fma(x8, u3);
                    }
                }
                if (i > 0) {
                    int to = cAt + first + (i - 1) * cRowPitch;
                    s0 = s0.add(shift);
                    s1 = s1.add(shift);
                    s2 = s2.add(shift);
                    s3 = s3.add(shift);
                    if (slope != 1) {
                        s0 = s0.mul(slope).blend(s0, s0.compare(VectorOperators.GE, 0f));
                        s1 = s1.mul(slope).blend(s1, s1.compare(VectorOperators.GE, 0f));
                        s2 = s2.mul(slope).blend(s2, s2.compare(VectorOperators.GE, 0f));
                        s3 = s3.mul(slope).blend(s3, s3.compare(VectorOperators.GE, 0f));
                    }
                    if (lo > Float.NEGATIVE_INFINITY || hi < Float.POSITIVE_INFINITY) {
                        s0 = s0.max(lo).min(hi);
                        s1 = s1.max(lo).min(hi);
                        s2 = s2.max(lo).min(hi);
                        s3 = s3.max(lo).min(hi);
                    }
                    s0.intoArray(c, to);
                    s1.intoArray(c, to + cPitch);
                    s2.intoArray(c, to + 2 * cPitch);
                    s3.intoArray(c, to + 3 * cPitch);
                }
                if (i < rows && 2 * i + 1 >= low && 2 * i + 1 < high) {
                    int at = aAt + first + (2 * i + 1) * rowPitch;
                    FloatVector x0 =
                            left ? FloatVector.fromArray(Lanes.SPECIES, a, at) : FloatVector.zero(Lanes.SPECIES);
                    FloatVector x1 = FloatVector.fromArray(Lanes.SPECIES, a, at + pitch);
                    FloatVector x2 = FloatVector.fromArray(Lanes.SPECIES, a, at + 2 * pitch);
                    FloatVector x3 = FloatVector.fromArray(Lanes.SPECIES, a, at + 3 * pitch);
                    FloatVector x4 = FloatVector.fromArray(Lanes.SPECIES, a, at + 4 * pitch);
                    FloatVector x5 = FloatVector.fromArray(Lanes.SPECIES, a, at + 5 * pitch);
                    FloatVector x6 = FloatVector.fromArray(Lanes.SPECIES, a, at + 6 * pitch);
                    FloatVector x7 = FloatVector.fromArray(Lanes.SPECIES, a, at + 7 * pitch);
                    FloatVector x8 = right
                            ? FloatVector.fromArray(Lanes.SPECIES, a, at + 8 * pitch)
                            : FloatVector.zero(Lanes.SPECIES);
                    u0 = w3.fma(x0, u0);
                    u1 = w3.fma(x2, u1);
                    u2 = w3.fma(x4, u2);
                    u3 = w3.fma(x6, u3);
                    u0 = w4.fma(x1, u0);
                    u1 = w4.fma(x3, u1);
                    u2 = w4.fma(x5, u2);
                    u3 = w4.fma(x7, u3);
                    u0 = w5.fma(x2, u0);
                    u1 = w5.fma(x4, u1);
                    u2 = w5.fma(x6, u2);
                    u3 = w5.fma(x8, u3);
                }
                s0 = u0;
                s1 = u1;
                s2 = u2;
                s3 = u3;
            }
        }
    }
}
