package lanewise.simd;

import jdk.incubator.vector.FloatVector;

/**
 * One row by eight vectors, the operand read in place through an offset table:
 *
 * <pre>
 *     C[j] = Σ_i A[i] · B[j + offset[i]],   0 ≤ i &lt; k, 0 ≤ j &lt; 8 vectors
 * </pre>
 *
 * <p>For sums too few to share a packed panel. The products of an element are added in the order of i, each with one rounding.
 */
final class Tile1x8 {
    static final int VECTORS = 8;

    private Tile1x8() {
    }

    /**
     * Computes eight vectors of sums.
     *
     * @param a      k weights from {@code aAt}
     * @param b      operand; {@code bAt + offset[i] + j} is in bounds for every j
     * @param offset k offsets from {@code offsetAt}
     * @param c      eight vectors from {@code cAt}
     */
    static void run(float[] a, int aAt, float[] b, int bAt, int[] offset, int offsetAt, int k, float[] c, int cAt) {
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
            s1 = weight.fma(FloatVector.fromArray(Lanes.SPECIES, b, at + Lanes.COUNT), s1);
            s2 = weight.fma(FloatVector.fromArray(Lanes.SPECIES, b, at + 2 * Lanes.COUNT), s2);
            s3 = weight.fma(FloatVector.fromArray(Lanes.SPECIES, b, at + 3 * Lanes.COUNT), s3);
            s4 = weight.fma(FloatVector.fromArray(Lanes.SPECIES, b, at + 4 * Lanes.COUNT), s4);
            s5 = weight.fma(FloatVector.fromArray(Lanes.SPECIES, b, at + 5 * Lanes.COUNT), s5);
            s6 = weight.fma(FloatVector.fromArray(Lanes.SPECIES, b, at + 6 * Lanes.COUNT), s6);
            s7 = weight.fma(FloatVector.fromArray(Lanes.SPECIES, b, at + 7 * Lanes.COUNT), s7);
        }
        s0.intoArray(c, cAt);
        s1.intoArray(c, cAt + Lanes.COUNT);
        s2.intoArray(c, cAt + 2 * Lanes.COUNT);
        s3.intoArray(c, cAt + 3 * Lanes.COUNT);
        s4.intoArray(c, cAt + 4 * Lanes.COUNT);
        s5.intoArray(c, cAt + 5 * Lanes.COUNT);
        s6.intoArray(c, cAt + 6 * Lanes.COUNT);
        s7.intoArray(c, cAt + 7 * Lanes.COUNT);
    }
}
