package lanewise.simd;

import jdk.incubator.vector.FloatVector;

/**
 * Weight gradients of as many channels as a vector has lanes: values of a position lie next to each other.
 *
 * <pre>
 *     S[k, l] += Σ_i Y[i, l] · X[i + offset[k], l],   0 ≤ i &lt; positions, 0 ≤ k &lt; 9, 0 ≤ l &lt; lanes
 * </pre>
 *
 * <p>The products of an element are added in the order of i, each with one rounding.
 */
final class DepthwiseSums {
    /** Taps at a time: all of a 3×3 kernel, and more chains than hide the latency of the multiply-add. */
    static final int TAPS = 9;

    private static final int EXERCISE = 16;
    private static final WarmUp VECTORS = new WarmUp(DepthwiseSums::exercise);

    private DepthwiseSums() {
    }

    /**
     * Adds the products of some positions.
     *
     * @param values  Y from {@code yAt}, X from {@code xAt}, S from {@code sumsAt}
     * @param offsets floats from a position to the one that a tap reads, from {@code tap} on
     */
    static void multiply(float[] values, int yAt, int xAt, int[] offsets, int tap, int positions, int sumsAt) {
        if (VECTORS.cold()) {
            scalars(values, yAt, xAt, offsets, tap, positions, sumsAt);
        } else {
            vectors(values, yAt, xAt, offsets, tap, positions, sumsAt);
        }
    }

    /** {@code to[j, l] = from[j·step + l]}, {@code 0 ≤ j < positions}. */
    static void copy(float[] from, int at, int step, float[] to, int toAt, int positions) {
        if (step == Lanes.COUNT) {
            System.arraycopy(from, at, to, toAt, positions * Lanes.COUNT);
        } else if (VECTORS.cold()) {
            for (int j = 0; j < positions; j++) {
                System.arraycopy(from, at + j * step, to, toAt + j * Lanes.COUNT, Lanes.COUNT);
            }
        } else {
            copyVectors(from, at, step, to, toAt, positions);
        }
    }

    private static void copyVectors(float[] from, int at, int step, float[] to, int toAt, int positions) {
        for (int j = 0; j < positions; j++) {
            FloatVector.fromArray(Lanes.SPECIES, from, at + j * step).intoArray(to, toAt + j * Lanes.COUNT);
        }
    }

    private static void scalars(float[] values, int yAt, int xAt, int[] offsets, int tap, int positions, int sumsAt) {
        for (int k = 0; k < TAPS; k++) {
            int from = xAt + offsets[tap + k];
            for (int l = 0; l < Lanes.COUNT; l++) {
                float sum = values[sumsAt + k * Lanes.COUNT + l];
                for (int i = l; i < positions * Lanes.COUNT; i += Lanes.COUNT) {
                    sum = Math.fma(values[yAt + i], values[from + i], sum);
                }
                values[sumsAt + k * Lanes.COUNT + l] = sum;
            }
        }
    }

    private static void vectors(float[] values, int yAt, int xAt, int[] offsets, int tap, int positions, int sumsAt) {
        int x0 = xAt + offsets[tap];
        int x1 = xAt + offsets[tap + 1];
        int x2 = xAt + offsets[tap + 2];
        int x3 = xAt + offsets[tap + 3];
        int x4 = xAt + offsets[tap + 4];
        int x5 = xAt + offsets[tap + 5];
        int x6 = xAt + offsets[tap + 6];
        int x7 = xAt + offsets[tap + 7];
        int x8 = xAt + offsets[tap + 8];
        FloatVector s0 = FloatVector.fromArray(Lanes.SPECIES, values, sumsAt);
        FloatVector s1 = FloatVector.fromArray(Lanes.SPECIES, values, sumsAt + Lanes.COUNT);
        FloatVector s2 = FloatVector.fromArray(Lanes.SPECIES, values, sumsAt + 2 * Lanes.COUNT);
        FloatVector s3 = FloatVector.fromArray(Lanes.SPECIES, values, sumsAt + 3 * Lanes.COUNT);
        FloatVector s4 = FloatVector.fromArray(Lanes.SPECIES, values, sumsAt + 4 * Lanes.COUNT);
        FloatVector s5 = FloatVector.fromArray(Lanes.SPECIES, values, sumsAt + 5 * Lanes.COUNT);
        FloatVector s6 = FloatVector.fromArray(Lanes.SPECIES, values, sumsAt + 6 * Lanes.COUNT);
        FloatVector s7 = FloatVector.fromArray(Lanes.SPECIES, values, sumsAt + 7 * Lanes.COUNT);
        FloatVector s8 = FloatVector.fromArray(Lanes.SPECIES, values, sumsAt + 8 * Lanes.COUNT);
        for (int i = 0; i < positions * Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector y = FloatVector.fromArray(Lanes.SPECIES, values, yAt + i);
            s0 = y.fma(FloatVector.fromArray(Lanes.SPECIES, values, x0 + i), s0);
            s1 = y.fma(FloatVector.fromArray(Lanes.SPECIES, values, x1 + i), s1);
            s2 = y.fma(FloatVector.fromArray(Lanes.SPECIES, values, x2 + i), s2);
            s3 = y.fma(FloatVector.fromArray(Lanes.SPECIES, values, x3 + i), s3);
            s4 = y.fma(FloatVector.fromArray(Lanes.SPECIES, values, x4 + i), s4);
            s5 = y.fma(FloatVector.fromArray(Lanes.SPECIES, values, x5 + i), s5);
            s6 = y.fma(FloatVector.fromArray(Lanes.SPECIES, values, x6 + i), s6);
            s7 = y.fma(FloatVector.fromArray(Lanes.SPECIES, values, x7 + i), s7);
            s8 = y.fma(FloatVector.fromArray(Lanes.SPECIES, values, x8 + i), s8);
        }
        s0.intoArray(values, sumsAt);
        s1.intoArray(values, sumsAt + Lanes.COUNT);
        s2.intoArray(values, sumsAt + 2 * Lanes.COUNT);
        s3.intoArray(values, sumsAt + 3 * Lanes.COUNT);
        s4.intoArray(values, sumsAt + 4 * Lanes.COUNT);
        s5.intoArray(values, sumsAt + 5 * Lanes.COUNT);
        s6.intoArray(values, sumsAt + 6 * Lanes.COUNT);
        s7.intoArray(values, sumsAt + 7 * Lanes.COUNT);
        s8.intoArray(values, sumsAt + 8 * Lanes.COUNT);
    }

    private static void exercise() {
        float[] values = new float[(EXERCISE + TAPS) * Lanes.COUNT];
        int[] offsets = new int[TAPS];
        vectors(values, 0, 0, offsets, 0, EXERCISE, EXERCISE * Lanes.COUNT);
        copyVectors(values, 0, 0, values, 0, EXERCISE);
    }
}
