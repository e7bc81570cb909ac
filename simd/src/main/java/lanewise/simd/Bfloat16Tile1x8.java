package lanewise.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * One channel by eight vectors of results, with weights of bfloat16:
 *
 * <pre>
 *     C[j] = Σ_i A[i] · B[i, j],   0 ≤ i &lt; k, 0 ≤ j &lt; COLUMNS
 * </pre>
 *
 * <p>B is {@code [k][WORDS]}; a word holds two neighbouring vectors' weights of a lane, that of the even one in its upper half.
 * Upper halves are finite, so no word is a NaN that a move might change. The products of an element are added in the order of i,
 * each with one rounding, as in {@link Tile1x8}.
 */
final class Bfloat16Tile1x8 {
    static final int COLUMNS = Tile1x8.VECTORS * Lanes.COUNT;
    static final int WORDS = COLUMNS / 2;

    private static final int UPPER = 0xffff0000;

    private Bfloat16Tile1x8() {
    }

    /** Puts a weight into a row of B from {@code at}, all zero before. */
    static void put(float[] b, int at, int column, float weight) {
        int vector = column / Lanes.COUNT;
        int word = at + vector / 2 * Lanes.COUNT + column % Lanes.COUNT;
        int bits = Float.floatToRawIntBits(weight);
        b[word] =
                Float.intBitsToFloat(Float.floatToRawIntBits(b[word]) | (vector % 2 == 0 ? bits : bits >>> Short.SIZE));
    }

    /**
     * Computes eight vectors of sums.
     *
     * @param a k operands from {@code aAt}
     * @param b k rows of weights from {@code bAt}
     * @param c sums from {@code cAt}
     */
    static void run(float[] a, int aAt, float[] b, int bAt, int k, float[] c, int cAt) {
        FloatVector s0 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s1 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s2 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s3 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s4 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s5 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s6 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s7 = FloatVector.zero(Lanes.SPECIES);
        for (int i = 0, at = bAt; i < k; i++, at += WORDS) {
            FloatVector operand = FloatVector.broadcast(Lanes.SPECIES, a[aAt + i]);
            IntVector words = FloatVector.fromArray(Lanes.SPECIES, b, at).reinterpretAsInts();
            s0 = operand.fma(words.and(UPPER).reinterpretAsFloats(), s0);
            s1 = operand.fma(words.lanewise(VectorOperators.LSHL, Short.SIZE).reinterpretAsFloats(), s1);
            words = FloatVector.fromArray(Lanes.SPECIES, b, at + Lanes.COUNT).reinterpretAsInts();
            s2 = operand.fma(words.and(UPPER).reinterpretAsFloats(), s2);
            s3 = operand.fma(words.lanewise(VectorOperators.LSHL, Short.SIZE).reinterpretAsFloats(), s3);
            words = FloatVector.fromArray(Lanes.SPECIES, b, at + 2 * Lanes.COUNT).reinterpretAsInts();
            s4 = operand.fma(words.and(UPPER).reinterpretAsFloats(), s4);
            s5 = operand.fma(words.lanewise(VectorOperators.LSHL, Short.SIZE).reinterpretAsFloats(), s5);
            words = FloatVector.fromArray(Lanes.SPECIES, b, at + 3 * Lanes.COUNT).reinterpretAsInts();
            s6 = operand.fma(words.and(UPPER).reinterpretAsFloats(), s6);
            s7 = operand.fma(words.lanewise(VectorOperators.LSHL, Short.SIZE).reinterpretAsFloats(), s7);
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
