package lanewise.simd;

import jdk.incubator.vector.FloatVector;

/**
 * One channel by eight vectors of results in two columns of four, the operand read in place through an offset table:
 *
 * <pre>
 *     C[at(j) + l] = Σ_i A[i] · B[at(j) + offset[i] + l],   0 ≤ i &lt; k, 0 ≤ j &lt; 8, 0 ≤ l &lt; lanes
 *     at(j) = j % 4 · pitch + j / 4 · second, with its own pitch and second for B and C
 * </pre>
 *
 * <p>For sums too few to share a packed panel. The products of an element are added in the order of i, each with one rounding.
 * Vectors are stored in the order of j: where they overlap, the last one stays.
 */
final class Tile1x8 {
    static final int VECTORS = 8;

    private Tile1x8() {
    }

    /**
     * Computes eight vectors of sums.
     *
     * @param a      k weights from {@code aAt}
     * @param b      operand; {@code bAt + at(j) + offset[i] + l} is in bounds for every i, j and l
     * @param offset k offsets from {@code offsetAt}
     * @param c      sums from {@code cAt}
     */
    static void run(float[] a, int aAt, float[] b, int bAt, int bPitch, int bSecond, int[] offset, int offsetAt, int k,
            float[] c, int cAt, int cPitch, int cSecond) {
        FloatVector s0 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s1 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s2 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s3 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s4 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s5 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s6 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s7 = FloatVector.zero(Lanes.SPECIES);
        for (int i = 0; i < k; i++) {
            FloatVector weight = FloatVector.broadcast(Lanes.SPECIES, a[aAt + i]);
            int at = bAt + offset[offsetAt + i];
            s0 = weight.fma(FloatVector.fromArray(Lanes.SPECIES, b, at), s0);
            s4 = weight.fma(FloatVector.fromArray(Lanes.SPECIES, b, at + bSecond), s4);
            at += bPitch;
            s1 = weight.fma(FloatVector.fromArray(Lanes.SPECIES, b, at), s1);
            s5 = weight.fma(FloatVector.fromArray(Lanes.SPECIES, b, at + bSecond), s5);
            at += bPitch;
            s2 = weight.fma(FloatVector.fromArray(Lanes.SPECIES, b, at), s2);
            s6 = weight.fma(FloatVector.fromArray(Lanes.SPECIES, b, at + bSecond), s6);
            at += bPitch;
            s3 = weight.fma(FloatVector.fromArray(Lanes.SPECIES, b, at), s3);
            s7 = weight.fma(FloatVector.fromArray(Lanes.SPECIES, b, at + bSecond), s7);
        }
        s0.intoArray(c, cAt);
        s1.intoArray(c, cAt + cPitch);
        s2.intoArray(c, cAt + 2 * cPitch);
        s3.intoArray(c, cAt + 3 * cPitch);
        s4.intoArray(c, cAt + cSecond);
        s5.intoArray(c, cAt + cSecond + cPitch);
        s6.intoArray(c, cAt + cSecond + 2 * cPitch);
        s7.intoArray(c, cAt + cSecond + 3 * cPitch);
    }
}
