package lanewise.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link DepthwiseTile} for rows of three neighbouring taps and neighbouring results: each vector of the operand is loaded once
 * for the three results it meets. The products of a result are still added from its first tap to its last.
 */
final class DepthwiseTile3 {
    private DepthwiseTile3() {
    }

    /** {@link DepthwiseTile#run} of taps in rows of three, whose operands and weights are {@code aPitch} and {@code channels} apart. */
    static void run(float[] a, int aAt, int aPitch, int[] table, int tableAt, int taps, float[] b, float[] bias,
            int biasAt, int channels, float slope, float lo, float hi, float[] c, int cAt, int cPitch) {
        for (int next = 0; next < channels; next += Lanes.COUNT) {
            int first = Math.min(next, channels - Lanes.COUNT);
            FloatVector s0 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s1 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s2 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s3 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s4 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s5 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s6 = FloatVector.zero(Lanes.SPECIES);
            FloatVector s7 = FloatVector.zero(Lanes.SPECIES);
            for (int i = 0; i < taps; i += 3) {
                int at = aAt + first + table[tableAt + 2 * i];
                int weight = first + table[tableAt + 2 * i + 1];
                FloatVector w0 = FloatVector.fromArray(Lanes.SPECIES, b, weight);
                FloatVector w1 = FloatVector.fromArray(Lanes.SPECIES, b, weight + channels);
                FloatVector w2 = FloatVector.fromArray(Lanes.SPECIES, b, weight + 2 * channels);
                FloatVector x0 = FloatVector.fromArray(Lanes.SPECIES, a, at);
                s0 = w0.fma(x0, s0);
                FloatVector x1 = FloatVector.fromArray(Lanes.SPECIES, a, at + aPitch);
                s1 = w0.fma(x1, s1);
                s0 = w1.fma(x1, s0);
                FloatVector x2 = FloatVector.fromArray(Lanes.SPECIES, a, at + 2 * aPitch);
                s2 = w0.fma(x2, s2);
                s1 = w1.fma(x2, s1);
                s0 = w2.fma(x2, s0);
                FloatVector x3 = FloatVector.fromArray(Lanes.SPECIES, a, at + 3 * aPitch);
                s3 = w0.fma(x3, s3);
                s2 = w1.fma(x3, s2);
                s1 = w2.fma(x3, s1);
                FloatVector x4 = FloatVector.fromArray(Lanes.SPECIES, a, at + 4 * aPitch);
                s4 = w0.fma(x4, s4);
                s3 = w1.fma(x4, s3);
                s2 = w2.fma(x4, s2);
                FloatVector x5 = FloatVector.fromArray(Lanes.SPECIES, a, at + 5 * aPitch);
                s5 = w0.fma(x5, s5);
                s4 = w1.fma(x5, s4);
                s3 = w2.fma(x5, s3);
                FloatVector x6 = FloatVector.fromArray(Lanes.SPECIES, a, at + 6 * aPitch);
                s6 = w0.fma(x6, s6);
                s5 = w1.fma(x6, s5);
                s4 = w2.fma(x6, s4);
                FloatVector x7 = FloatVector.fromArray(Lanes.SPECIES, a, at + 7 * aPitch);
                s7 = w0.fma(x7, s7);
                s6 = w1.fma(x7, s6);
                s5 = w2.fma(x7, s5);
                FloatVector x8 = FloatVector.fromArray(Lanes.SPECIES, a, at + 8 * aPitch);
                s7 = w1.fma(x8, s7);
                s6 = w2.fma(x8, s6);
                FloatVector x9 = FloatVector.fromArray(Lanes.SPECIES, a, at + 9 * aPitch);
                s7 = w2.fma(x9, s7);
            }
            FloatVector shift = FloatVector.fromArray(Lanes.SPECIES, bias, biasAt + first);
            s0 = s0.add(shift);
            s1 = s1.add(shift);
            s2 = s2.add(shift);
            s3 = s3.add(shift);
            s4 = s4.add(shift);
            s5 = s5.add(shift);
            s6 = s6.add(shift);
            s7 = s7.add(shift);
            if (slope != 1) {
                s0 = s0.mul(slope).blend(s0, s0.compare(VectorOperators.GE, 0f));
                s1 = s1.mul(slope).blend(s1, s1.compare(VectorOperators.GE, 0f));
                s2 = s2.mul(slope).blend(s2, s2.compare(VectorOperators.GE, 0f));
                s3 = s3.mul(slope).blend(s3, s3.compare(VectorOperators.GE, 0f));
                s4 = s4.mul(slope).blend(s4, s4.compare(VectorOperators.GE, 0f));
                s5 = s5.mul(slope).blend(s5, s5.compare(VectorOperators.GE, 0f));
                s6 = s6.mul(slope).blend(s6, s6.compare(VectorOperators.GE, 0f));
                s7 = s7.mul(slope).blend(s7, s7.compare(VectorOperators.GE, 0f));
            }
            if (lo > Float.NEGATIVE_INFINITY || hi < Float.POSITIVE_INFINITY) {
                s0 = s0.max(lo).min(hi);
                s1 = s1.max(lo).min(hi);
                s2 = s2.max(lo).min(hi);
                s3 = s3.max(lo).min(hi);
                s4 = s4.max(lo).min(hi);
                s5 = s5.max(lo).min(hi);
                s6 = s6.max(lo).min(hi);
                s7 = s7.max(lo).min(hi);
            }
            int to = cAt + first;
            s0.intoArray(c, to);
            s1.intoArray(c, to + cPitch);
            s2.intoArray(c, to + 2 * cPitch);
            s3.intoArray(c, to + 3 * cPitch);
            s4.intoArray(c, to + 4 * cPitch);
            s5.intoArray(c, to + 5 * cPitch);
            s6.intoArray(c, to + 6 * cPitch);
            s7.intoArray(c, to + 7 * cPitch);
        }
    }
}
