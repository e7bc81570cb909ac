package lanewise.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Depthwise sums of one vector of channels, {@code v} its lanes:
 *
 * <pre>
 *     C[row, t, v] = activation(bias[v] + Σ_i Σ_w A[offset[row, i] + p·v + v] · B[weight[row, i] + w·v + v])
 *     p = first + advance·t + step·w
 * </pre>
 *
 * <p>Positions of A and weights of B lie one vector apart: distances that C2 knows cost it no arithmetic, and half of the time
 * would go there. Taps whose position {@code p} is outside {@code [0, extent)} are left out; i counts the rows of taps that meet
 * a row of results. The products of an element are added in the order of i, then w, each with one rounding. The activation is
 * {@code v ≥ 0 ? v : slope·v}, then {@code min(max(v, lo), hi)}; with a slope of 1 and bounds that are infinite it is left out.
 *
 * <p>Where results and taps are both neighbours, each vector of the operand is loaded once for the three results it meets.
 */
final class TransposedTile {
    /** Results of a tile: as many chains as cover the latency, and sides of images are often multiples of seven. */
    static final int ROWS = 7;
    /** Taps that share the vectors they load. */
    private static final int SHARED = 3;

    private TransposedTile() {
    }

    /**
     * Computes rows of results, {@link #ROWS} at a time; the last tile of a row may overlap the one before, or else exceed it.
     *
     * @param a          operand
     * @param first      position of the first tap of the first result, may be negative
     * @param advance    positions from one result to the next
     * @param step       positions from one tap to the next
     * @param extent     end of the positions that are not padding
     * @param table      for each row of results from {@code tableAt} how many rows of taps meet it, and for each of those the
     *                   {@code offset} of position 0 and {@code weight}
     * @param tablePitch distance of a row's entries from the next one's
     * @param rows       rows of results
     * @param widths     results of a row
     * @param taps       of a row of taps
     * @param b          weights
     * @param bAt        what {@code weight} is counted from
     * @param bias       from {@code biasAt}
     * @param c          results from {@code cAt}, {@code cPitch} and {@code cRowPitch} apart
     */
    static void run(float[] a, int first, int advance, int step, int extent, int[] table, int tableAt, int tablePitch,
            int rows, int widths, int taps, float[] b, int bAt, float[] bias, int biasAt, float slope, float lo,
            float hi, float[] c, int cAt, int cPitch, int cRowPitch) {
        boolean neighbours = advance == 1 && step == 1;
        int pitch = advance * Lanes.COUNT;
        FloatVector shift = FloatVector.fromArray(Lanes.SPECIES, bias, biasAt);
        for (int row = 0; row < rows; row++) {
            int entry = tableAt + row * tablePitch;
            int end = entry + 2 * table[entry];
            for (int next = 0; next < widths; next += ROWS) {
                int t = Math.max(0, Math.min(next, widths - ROWS));
                FloatVector s0 = FloatVector.zero(Lanes.SPECIES);
                FloatVector s1 = FloatVector.zero(Lanes.SPECIES);
                FloatVector s2 = FloatVector.zero(Lanes.SPECIES);
                FloatVector s3 = FloatVector.zero(Lanes.SPECIES);
                FloatVector s4 = FloatVector.zero(Lanes.SPECIES);
                FloatVector s5 = FloatVector.zero(Lanes.SPECIES);
                FloatVector s6 = FloatVector.zero(Lanes.SPECIES);
                for (int i = entry; i < end; i += 2) {
                    int weight = bAt + table[i + 2];
                    int position = first + advance * t;
                    int at = table[i + 1] + position * Lanes.COUNT;
                    int w = 0;
                    while (w < taps) {
                        FloatVector w0 = FloatVector.fromArray(Lanes.SPECIES, b, weight);
                        if (neighbours && w <= taps - SHARED && position >= 0
                                && position + ROWS + SHARED - 2 < extent) {
                            FloatVector w1 = FloatVector.fromArray(Lanes.SPECIES, b, weight + Lanes.COUNT);
                            FloatVector w2 = FloatVector.fromArray(Lanes.SPECIES, b, weight + 2 * Lanes.COUNT);
                            FloatVector x0 = FloatVector.fromArray(Lanes.SPECIES, a, at);
                            s0 = w0.fma(x0, s0);
                            FloatVector x1 = FloatVector.fromArray(Lanes.SPECIES, a, at + Lanes.COUNT);
                            s1 = w0.fma(x1, s1);
                            s0 = w1.fma(x1, s0);
                            FloatVector x2 = FloatVector.fromArray(Lanes.SPECIES, a, at + 2 * Lanes.COUNT);
                            s2 = w0.fma(x2, s2);
                            s1 = w1.fma(x2, s1);
                            s0 = w2.fma(x2, s0);
                            FloatVector x3 = FloatVector.fromArray(Lanes.SPECIES, a, at + 3 * Lanes.COUNT);
                            s3 = w0.fma(x3, s3);
                            s2 = w1.fma(x3, s2);
                            s1 = w2.fma(x3, s1);
                            FloatVector x4 = FloatVector.fromArray(Lanes.SPECIES, a, at + 4 * Lanes.COUNT);
                            s4 = w0.fma(x4, s4);
                            s3 = w1.fma(x4, s3);
                            s2 = w2.fma(x4, s2);
                            FloatVector x5 = FloatVector.fromArray(Lanes.SPECIES, a, at + 5 * Lanes.COUNT);
                            s5 = w0.fma(x5, s5);
                            s4 = w1.fma(x5, s4);
                            s3 = w2.fma(x5, s3);
                            FloatVector x6 = FloatVector.fromArray(Lanes.SPECIES, a, at + 6 * Lanes.COUNT);
                            s6 = w0.fma(x6, s6);
                            s5 = w1.fma(x6, s5);
                            s4 = w2.fma(x6, s4);
                            FloatVector x7 = FloatVector.fromArray(Lanes.SPECIES, a, at + 7 * Lanes.COUNT);
                            s6 = w1.fma(x7, s6);
                            s5 = w2.fma(x7, s5);
                            FloatVector x8 = FloatVector.fromArray(Lanes.SPECIES, a, at + 8 * Lanes.COUNT);
                            s6 = w2.fma(x8, s6);
                            w += SHARED;
                            position += SHARED;
                            at += SHARED * Lanes.COUNT;
                            weight += SHARED * Lanes.COUNT;
                            continue;
                        }
                        if (position >= 0 && position + (ROWS - 1) * advance < extent) {
                            s0 = w0.fma(FloatVector.fromArray(Lanes.SPECIES, a, at), s0);
                            s1 = w0.fma(FloatVector.fromArray(Lanes.SPECIES, a, at + pitch), s1);
                            s2 = w0.fma(FloatVector.fromArray(Lanes.SPECIES, a, at + 2 * pitch), s2);
                            s3 = w0.fma(FloatVector.fromArray(Lanes.SPECIES, a, at + 3 * pitch), s3);
                            s4 = w0.fma(FloatVector.fromArray(Lanes.SPECIES, a, at + 4 * pitch), s4);
                            s5 = w0.fma(FloatVector.fromArray(Lanes.SPECIES, a, at + 5 * pitch), s5);
                            s6 = w0.fma(FloatVector.fromArray(Lanes.SPECIES, a, at + 6 * pitch), s6);
                        } else {
                            if (Integer.compareUnsigned(position, extent) < 0) {
                                s0 = w0.fma(FloatVector.fromArray(Lanes.SPECIES, a, at), s0);
                            }
                            if (Integer.compareUnsigned(position + advance, extent) < 0) {
                                s1 = w0.fma(FloatVector.fromArray(Lanes.SPECIES, a, at + pitch), s1);
                            }
                            if (Integer.compareUnsigned(position + 2 * advance, extent) < 0) {
                                s2 = w0.fma(FloatVector.fromArray(Lanes.SPECIES, a, at + 2 * pitch), s2);
                            }
                            if (Integer.compareUnsigned(position + 3 * advance, extent) < 0) {
                                s3 = w0.fma(FloatVector.fromArray(Lanes.SPECIES, a, at + 3 * pitch), s3);
                            }
                            if (Integer.compareUnsigned(position + 4 * advance, extent) < 0) {
                                s4 = w0.fma(FloatVector.fromArray(Lanes.SPECIES, a, at + 4 * pitch), s4);
                            }
                            if (Integer.compareUnsigned(position + 5 * advance, extent) < 0) {
                                s5 = w0.fma(FloatVector.fromArray(Lanes.SPECIES, a, at + 5 * pitch), s5);
                            }
                            if (Integer.compareUnsigned(position + 6 * advance, extent) < 0) {
                                s6 = w0.fma(FloatVector.fromArray(Lanes.SPECIES, a, at + 6 * pitch), s6);
                            }
                        }
                        w++;
                        position += step;
                        at += step * Lanes.COUNT;
                        weight += Lanes.COUNT;
                    }
                }
                s0 = s0.add(shift);
                s1 = s1.add(shift);
                s2 = s2.add(shift);
                s3 = s3.add(shift);
                s4 = s4.add(shift);
                s5 = s5.add(shift);
                s6 = s6.add(shift);
                if (slope != 1) {
                    s0 = s0.mul(slope).blend(s0, s0.compare(VectorOperators.GE, 0f));
                    s1 = s1.mul(slope).blend(s1, s1.compare(VectorOperators.GE, 0f));
                    s2 = s2.mul(slope).blend(s2, s2.compare(VectorOperators.GE, 0f));
                    s3 = s3.mul(slope).blend(s3, s3.compare(VectorOperators.GE, 0f));
                    s4 = s4.mul(slope).blend(s4, s4.compare(VectorOperators.GE, 0f));
                    s5 = s5.mul(slope).blend(s5, s5.compare(VectorOperators.GE, 0f));
                    s6 = s6.mul(slope).blend(s6, s6.compare(VectorOperators.GE, 0f));
                }
                if (lo > Float.NEGATIVE_INFINITY || hi < Float.POSITIVE_INFINITY) {
                    s0 = s0.max(lo).min(hi);
                    s1 = s1.max(lo).min(hi);
                    s2 = s2.max(lo).min(hi);
                    s3 = s3.max(lo).min(hi);
                    s4 = s4.max(lo).min(hi);
                    s5 = s5.max(lo).min(hi);
                    s6 = s6.max(lo).min(hi);
                }
                int to = cAt + row * cRowPitch + t * cPitch;
                s0.intoArray(c, to);
                s1.intoArray(c, to + cPitch);
                s2.intoArray(c, to + 2 * cPitch);
                s3.intoArray(c, to + 3 * cPitch);
                s4.intoArray(c, to + 4 * cPitch);
                s5.intoArray(c, to + 5 * cPitch);
                s6.intoArray(c, to + 6 * cPitch);
            }
        }
    }
}
