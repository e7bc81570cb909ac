package lanewise.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Depthwise sums with channels along the lanes, operand, bias and result read and written where they are:
 *
 * <pre>
 *     C[r, c] = activation(bias[c] + Σ_i A[r·pitch + offset[i] + c] · B[weight[i] + c]),   0 ≤ i &lt; taps
 * </pre>
 *
 * <p>The activation is {@code v ≥ 0 ? v : slope·v}, then {@code min(max(v, lo), hi)}; with a slope of 1 and bounds that are
 * infinite it is left out. The products of an element are added in the order of i, each with one rounding.
 */
final class DepthwiseTile {
    /** Results of a full tile: so many share a vector of weights, and as many chains cover the latency. */
    static final int ROWS = 8;

    private DepthwiseTile() {
    }

    /**
     * Computes {@link #ROWS} results of at least {@link Lanes#COUNT} channels; the last vector may overlap the one before.
     *
     * @param a        operand
     * @param aAt      where the first result's offsets start
     * @param aPitch   distance from one result's operand to the next
     * @param table    {@code offset} and {@code weight} of each tap in turn from {@code tableAt}
     * @param b        weights
     * @param bias     from {@code biasAt}
     * @param channels channels
     * @param c        results from {@code cAt}, {@code cPitch} apart
     */
    static void run(float[] a, int aAt, int aPitch, int[] table, int tableAt, int taps, float[] b, float[] bias,
            int biasAt, int channels, float slope, float lo, float hi, float[] c, int cAt, int cPitch) {
        int a1 = aPitch;
        int a2 = 2 * aPitch;
        int a3 = 3 * aPitch;
        int a4 = 4 * aPitch;
        int a5 = 5 * aPitch;
        int a6 = 6 * aPitch;
        int a7 = 7 * aPitch;
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
            for (int i = 0; i < taps; i++) {
                int at = aAt + first + table[tableAt + 2 * i];
                FloatVector weight = FloatVector.fromArray(Lanes.SPECIES, b, first + table[tableAt + 2 * i + 1]);
                s0 = weight.fma(FloatVector.fromArray(Lanes.SPECIES, a, at), s0);
                s1 = weight.fma(FloatVector.fromArray(Lanes.SPECIES, a, at + a1), s1);
                s2 = weight.fma(FloatVector.fromArray(Lanes.SPECIES, a, at + a2), s2);
                s3 = weight.fma(FloatVector.fromArray(Lanes.SPECIES, a, at + a3), s3);
                s4 = weight.fma(FloatVector.fromArray(Lanes.SPECIES, a, at + a4), s4);
                s5 = weight.fma(FloatVector.fromArray(Lanes.SPECIES, a, at + a5), s5);
                s6 = weight.fma(FloatVector.fromArray(Lanes.SPECIES, a, at + a6), s6);
                s7 = weight.fma(FloatVector.fromArray(Lanes.SPECIES, a, at + a7), s7);
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

    /** Computes one result of at least {@link Lanes#COUNT} channels; see {@link #run}. */
    static void single(float[] a, int aAt, int[] table, int tableAt, int taps, float[] b, float[] bias, int biasAt,
            int channels, float slope, float lo, float hi, float[] c, int cAt) {
        for (int next = 0; next < channels; next += Lanes.COUNT) {
            int first = Math.min(next, channels - Lanes.COUNT);
            FloatVector sum = FloatVector.zero(Lanes.SPECIES);
            for (int i = 0; i < taps; i++) {
                FloatVector weight = FloatVector.fromArray(Lanes.SPECIES, b, first + table[tableAt + 2 * i + 1]);
                sum = weight.fma(FloatVector.fromArray(Lanes.SPECIES, a, aAt + first + table[tableAt + 2 * i]), sum);
            }
            sum = sum.add(FloatVector.fromArray(Lanes.SPECIES, bias, biasAt + first));
            if (slope != 1) {
                sum = sum.mul(slope).blend(sum, sum.compare(VectorOperators.GE, 0f));
            }
            if (lo > Float.NEGATIVE_INFINITY || hi < Float.POSITIVE_INFINITY) {
                sum = sum.max(lo).min(hi);
            }
            sum.intoArray(c, cAt + first);
        }
    }

    /**
     * Computes one result of fewer channels; see {@link #run}. The arrays hold whole vectors, of which no more is used: C2 makes objects
     * of masks that are checked.
     */
    static void narrow(float[] a, int aAt, int[] table, int tableAt, int taps, float[] b, float[] bias, int biasAt,
            int channels, float slope, float lo, float hi, float[] c, int cAt) {
        VectorMask<Float> some = FloatVector.fromArray(Lanes.SPECIES, StageRows.LANE, 0).compare(VectorOperators.LT,
                channels);
        FloatVector sum = FloatVector.zero(Lanes.SPECIES);
        for (int i = 0; i < taps; i++) {
            FloatVector weight = FloatVector.fromArray(Lanes.SPECIES, b, table[tableAt + 2 * i + 1], some);
            sum = weight.fma(FloatVector.fromArray(Lanes.SPECIES, a, aAt + table[tableAt + 2 * i], some), sum);
        }
        sum = sum.add(FloatVector.fromArray(Lanes.SPECIES, bias, biasAt, some));
        sum = sum.mul(slope).blend(sum, sum.compare(VectorOperators.GE, 0f));
        sum.max(lo).min(hi).intoArray(c, cAt, some);
    }
}
