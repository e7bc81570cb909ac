package lanewise.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Two rows by two columns of results of a 3×3 kernel, channels along the lanes:
 *
 * <pre>
 *     C[q, r, v] = activation(bias[v] + Σ_h Σ_w A[stride·q + h, stride·r + w, v] · B[3h + w, v]),   0 ≤ h, w &lt; 3
 * </pre>
 *
 * <p>Made for 16 registers. Every index is the loop's own plus what the loop does not change, so C2 checks the bounds before the
 * loop and keeps a pointer for each of the vectors: no arithmetic is left between the multiply-adds. What four results
 * read is loaded once. The activation and the order of the products are those of {@link DepthwiseTile}.
 */
final class DepthwiseTile2x2 {
    /** Rows and columns of results. */
    static final int SIDE = 2;
    /** The most rows and columns of the operand that they read. */
    static final int MOST_READ = 5;

    private DepthwiseTile2x2() {
    }

    /**
     * Stride 1; as many whole vectors as there are in {@code channels}.
     *
     * @param a     operand, its pixels {@code pitch} and its rows {@code rowPitch} apart
     * @param b     weights, its taps {@code bPitch} apart
     * @param bias  from {@code biasAt}
     * @param c     results from {@code cAt}, {@code cPitch} and {@code cRowPitch} apart
     */
    static void one(float[] a, int aAt, int pitch, int rowPitch, float[] b, int bAt, int bPitch, float[] bias,
            int biasAt, int channels, float slope, float lo, float hi, float[] c, int cAt, int cPitch, int cRowPitch) {
        int a00 = aAt;
        int a01 = a00 + pitch;
        int a02 = a00 + 2 * pitch;
        int a03 = a00 + 3 * pitch;
        int a10 = aAt + rowPitch;
        int a11 = a10 + pitch;
        int a12 = a10 + 2 * pitch;
        int a13 = a10 + 3 * pitch;
        int a20 = aAt + 2 * rowPitch;
        int a21 = a20 + pitch;
        int a22 = a20 + 2 * pitch;
        int a23 = a20 + 3 * pitch;
        int a30 = aAt + 3 * rowPitch;
        int a31 = a30 + pitch;
        int a32 = a30 + 2 * pitch;
        int a33 = a30 + 3 * pitch;
        int b0 = bAt;
        int b1 = bAt + bPitch;
        int b2 = bAt + 2 * bPitch;
        int b3 = bAt + 3 * bPitch;
        int b4 = bAt + 4 * bPitch;
        int b5 = bAt + 5 * bPitch;
        int b6 = bAt + 6 * bPitch;
        int b7 = bAt + 7 * bPitch;
        int b8 = bAt + 8 * bPitch;
        int c1 = cAt + cPitch;
        int c2 = cAt + cRowPitch;
        int c3 = c2 + cPitch;
        for (int i = 0; i <= channels - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector s0 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s1 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s2 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s3 = FloatVector.zero(Lanes.SPECIES);
            FloatVector w0 = FloatVector.fromArray(Lanes.SPECIES, b, i + b0);
            FloatVector w1 = FloatVector.fromArray(Lanes.SPECIES, b, i + b1);
            FloatVector w2 = FloatVector.fromArray(Lanes.SPECIES, b, i + b2);
            FloatVector x = FloatVector.fromArray(Lanes.SPECIES, a, i + a00);
            s0 = w0.fma(x, s0);
            x = FloatVector.fromArray(Lanes.SPECIES, a, i + a01);
            s1 = w0.fma(x, s1);
            s0 = w1.fma(x, s0);
            x = FloatVector.fromArray(Lanes.SPECIES, a, i + a02);
            s1 = w1.fma(x, s1);
            s0 = w2.fma(x, s0);
            x = FloatVector.fromArray(Lanes.SPECIES, a, i + a03);
            s1 = w2.fma(x, s1);
            FloatVector w3 = FloatVector.fromArray(Lanes.SPECIES, b, i + b3);
            FloatVector w4 = FloatVector.fromArray(Lanes.SPECIES, b, i + b4);
            FloatVector w5 = FloatVector.fromArray(Lanes.SPECIES, b, i + b5);
            x = FloatVector.fromArray(Lanes.SPECIES, a, i + a10);
            s0 = w3.fma(x, s0);
            s2 = w0.fma(x, s2);
            x = FloatVector.fromArray(Lanes.SPECIES, a, i + a11);
            s1 = w3.fma(x, s1);
            s0 = w4.fma(x, s0);
            s3 = w0.fma(x, s3);
            s2 = w1.fma(x, s2);
            x = FloatVector.fromArray(Lanes.SPECIES, a, i + a12);
            s1 = w4.fma(x, s1);
            s0 = w5.fma(x, s0);
            s3 = w1.fma(x, s3);
            s2 = w2.fma(x, s2);
            x = FloatVector.fromArray(Lanes.SPECIES, a, i + a13);
            s1 = w5.fma(x, s1);
            s3 = w2.fma(x, s3);
            FloatVector w6 = FloatVector.fromArray(Lanes.SPECIES, b, i + b6);
            FloatVector w7 = FloatVector.fromArray(Lanes.SPECIES, b, i + b7);
            FloatVector w8 = FloatVector.fromArray(Lanes.SPECIES, b, i + b8);
            x = FloatVector.fromArray(Lanes.SPECIES, a, i + a20);
            s0 = w6.fma(x, s0);
            s2 = w3.fma(x, s2);
            x = FloatVector.fromArray(Lanes.SPECIES, a, i + a21);
            s1 = w6.fma(x, s1);
            s0 = w7.fma(x, s0);
            s3 = w3.fma(x, s3);
            s2 = w4.fma(x, s2);
            x = FloatVector.fromArray(Lanes.SPECIES, a, i + a22);
            s1 = w7.fma(x, s1);
            s0 = w8.fma(x, s0);
            s3 = w4.fma(x, s3);
            s2 = w5.fma(x, s2);
            x = FloatVector.fromArray(Lanes.SPECIES, a, i + a23);
            s1 = w8.fma(x, s1);
            s3 = w5.fma(x, s3);
            x = FloatVector.fromArray(Lanes.SPECIES, a, i + a30);
            s2 = w6.fma(x, s2);
            x = FloatVector.fromArray(Lanes.SPECIES, a, i + a31);
            s3 = w6.fma(x, s3);
            s2 = w7.fma(x, s2);
            x = FloatVector.fromArray(Lanes.SPECIES, a, i + a32);
            s3 = w7.fma(x, s3);
            s2 = w8.fma(x, s2);
            x = FloatVector.fromArray(Lanes.SPECIES, a, i + a33);
            s3 = w8.fma(x, s3);
            FloatVector shift = FloatVector.fromArray(Lanes.SPECIES, bias, biasAt + i);
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
            s0.intoArray(c, i + cAt);
            s1.intoArray(c, i + c1);
            s2.intoArray(c, i + c2);
            s3.intoArray(c, i + c3);
        }
    }

    /** Stride 2; see {@link #one}. */
    static void two(float[] a, int aAt, int pitch, int rowPitch, float[] b, int bAt, int bPitch, float[] bias,
            int biasAt, int channels, float slope, float lo, float hi, float[] c, int cAt, int cPitch, int cRowPitch) {
        int a00 = aAt;
        int a01 = a00 + pitch;
        int a02 = a00 + 2 * pitch;
        int a03 = a00 + 3 * pitch;
        int a04 = a00 + 4 * pitch;
        int a10 = aAt + rowPitch;
        int a11 = a10 + pitch;
        int a12 = a10 + 2 * pitch;
        int a13 = a10 + 3 * pitch;
        int a14 = a10 + 4 * pitch;
        int a20 = aAt + 2 * rowPitch;
        int a21 = a20 + pitch;
        int a22 = a20 + 2 * pitch;
        int a23 = a20 + 3 * pitch;
        int a24 = a20 + 4 * pitch;
        int a30 = aAt + 3 * rowPitch;
        int a31 = a30 + pitch;
        int a32 = a30 + 2 * pitch;
        int a33 = a30 + 3 * pitch;
        int a34 = a30 + 4 * pitch;
        int a40 = aAt + 4 * rowPitch;
        int a41 = a40 + pitch;
        int a42 = a40 + 2 * pitch;
        int a43 = a40 + 3 * pitch;
        int a44 = a40 + 4 * pitch;
        int b0 = bAt;
        int b1 = bAt + bPitch;
        int b2 = bAt + 2 * bPitch;
        int b3 = bAt + 3 * bPitch;
        int b4 = bAt + 4 * bPitch;
        int b5 = bAt + 5 * bPitch;
        int b6 = bAt + 6 * bPitch;
        int b7 = bAt + 7 * bPitch;
        int b8 = bAt + 8 * bPitch;
        int c1 = cAt + cPitch;
        int c2 = cAt + cRowPitch;
        int c3 = c2 + cPitch;
        for (int i = 0; i <= channels - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector s0 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s1 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s2 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s3 = FloatVector.zero(Lanes.SPECIES);
            FloatVector w0 = FloatVector.fromArray(Lanes.SPECIES, b, i + b0);
            FloatVector w1 = FloatVector.fromArray(Lanes.SPECIES, b, i + b1);
            FloatVector w2 = FloatVector.fromArray(Lanes.SPECIES, b, i + b2);
            FloatVector x = FloatVector.fromArray(Lanes.SPECIES, a, i + a00);
            s0 = w0.fma(x, s0);
            x = FloatVector.fromArray(Lanes.SPECIES, a, i + a01);
            s0 = w1.fma(x, s0);
            x = FloatVector.fromArray(Lanes.SPECIES, a, i + a02);
            s1 = w0.fma(x, s1);
            s0 = w2.fma(x, s0);
            x = FloatVector.fromArray(Lanes.SPECIES, a, i + a03);
            s1 = w1.fma(x, s1);
            x = FloatVector.fromArray(Lanes.SPECIES, a, i + a04);
            s1 = w2.fma(x, s1);
            FloatVector w3 = FloatVector.fromArray(Lanes.SPECIES, b, i + b3);
            FloatVector w4 = FloatVector.fromArray(Lanes.SPECIES, b, i + b4);
            FloatVector w5 = FloatVector.fromArray(Lanes.SPECIES, b, i + b5);
            x = FloatVector.fromArray(Lanes.SPECIES, a, i + a10);
            s0 = w3.fma(x, s0);
            x = FloatVector.fromArray(Lanes.SPECIES, a, i + a11);
            s0 = w4.fma(x, s0);
            x = FloatVector.fromArray(Lanes.SPECIES, a, i + a12);
            s1 = w3.fma(x, s1);
            s0 = w5.fma(x, s0);
            x = FloatVector.fromArray(Lanes.SPECIES, a, i + a13);
            s1 = w4.fma(x, s1);
            x = FloatVector.fromArray(Lanes.SPECIES, a, i + a14);
            s1 = w5.fma(x, s1);
            FloatVector w6 = FloatVector.fromArray(Lanes.SPECIES, b, i + b6);
            FloatVector w7 = FloatVector.fromArray(Lanes.SPECIES, b, i + b7);
            FloatVector w8 = FloatVector.fromArray(Lanes.SPECIES, b, i + b8);
            x = FloatVector.fromArray(Lanes.SPECIES, a, i + a20);
            s0 = w6.fma(x, s0);
            s2 = w0.fma(x, s2);
            x = FloatVector.fromArray(Lanes.SPECIES, a, i + a21);
            s0 = w7.fma(x, s0);
            s2 = w1.fma(x, s2);
            x = FloatVector.fromArray(Lanes.SPECIES, a, i + a22);
            s1 = w6.fma(x, s1);
            s0 = w8.fma(x, s0);
            s3 = w0.fma(x, s3);
            s2 = w2.fma(x, s2);
            x = FloatVector.fromArray(Lanes.SPECIES, a, i + a23);
            s1 = w7.fma(x, s1);
            s3 = w1.fma(x, s3);
            x = FloatVector.fromArray(Lanes.SPECIES, a, i + a24);
            s1 = w8.fma(x, s1);
            s3 = w2.fma(x, s3);
            x = FloatVector.fromArray(Lanes.SPECIES, a, i + a30);
            s2 = w3.fma(x, s2);
            x = FloatVector.fromArray(Lanes.SPECIES, a, i + a31);
            s2 = w4.fma(x, s2);
            x = FloatVector.fromArray(Lanes.SPECIES, a, i + a32);
            s3 = w3.fma(x, s3);
            s2 = w5.fma(x, s2);
            x = FloatVector.fromArray(Lanes.SPECIES, a, i + a33);
            s3 = w4.fma(x, s3);
            x = FloatVector.fromArray(Lanes.SPECIES, a, i + a34);
            s3 = w5.fma(x, s3);
            x = FloatVector.fromArray(Lanes.SPECIES, a, i + a40);
            s2 = w6.fma(x, s2);
            x = FloatVector.fromArray(Lanes.SPECIES, a, i + a41);
            s2 = w7.fma(x, s2);
            x = FloatVector.fromArray(Lanes.SPECIES, a, i + a42);
            s3 = w6.fma(x, s3);
            s2 = w8.fma(x, s2);
            x = FloatVector.fromArray(Lanes.SPECIES, a, i + a43);
            s3 = w7.fma(x, s3);
            x = FloatVector.fromArray(Lanes.SPECIES, a, i + a44);
            s3 = w8.fma(x, s3);
            FloatVector shift = FloatVector.fromArray(Lanes.SPECIES, bias, biasAt + i);
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
            s0.intoArray(c, i + cAt);
            s1.intoArray(c, i + c1);
            s2.intoArray(c, i + c2);
            s3.intoArray(c, i + c3);
        }
    }
}
