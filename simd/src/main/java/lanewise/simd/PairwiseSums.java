package lanewise.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** The sums of blocks of positions on their way to each other, see {@link lanewise.core.spi.BlockSums}; and what they may start from. */
final class PairwiseSums {
    /** What is looked at in one step. */
    private static final int STEP = 4 * Lanes.COUNT;
    private static final int EXERCISE = 16 * Lanes.COUNT;
    private static final WarmUp VECTORS = new WarmUp(PairwiseSums::exercise);

    private PairwiseSums() {
    }

    /**
     * Adds finished sums, those of fewer blocks first:
     *
     * <pre>
     *     values[to + i] = values[at + i] + values[level(0) + i] + values[level(1) + i] + ...,   0 ≤ i &lt; count
     * </pre>
     *
     * @param carries which levels, as bits, at least one of them
     * @param level0  where the sums of level 0 are; those of the others lie {@code pitch} apart
     * @param count   a multiple of the lanes
     */
    static void add(float[] values, int at, int carries, int level0, int pitch, int to, int count) {
        boolean cold = VECTORS.cold();
        int from = at;
        for (int rest = carries; rest != 0; rest &= rest - 1) {
            int level = level0 + Integer.numberOfTrailingZeros(rest) * pitch;
            if (cold) {
                for (int i = 0; i < count; i++) {
                    values[to + i] = values[from + i] + values[level + i];
                }
            } else {
                vectors(values, from, level, to, count);
            }
            from = to;
        }
    }

    private static void vectors(float[] values, int at, int level, int to, int count) {
        for (int i = 0; i < count; i += Lanes.COUNT) {
            FloatVector.fromArray(Lanes.SPECIES, values, at + i)
                    .add(FloatVector.fromArray(Lanes.SPECIES, values, level + i)).intoArray(values, to + i);
        }
    }

    /** Whether every one of {@code count} values from {@code at} on is finite: only then is its product with 0 a zero. */
    static boolean finite(float[] values, int at, int count) {
        if (count >= STEP && !VECTORS.cold()) {
            return products(values, at, count) == 0;
        }
        float zero = 0;
        for (int i = at; i < at + count; i++) {
            zero += values[i] * 0f;
        }
        return zero == 0;
    }

    /** The sum of {@code 0·values[i]}, at least {@link #STEP} of them, some of the last ones twice. */
    private static float products(float[] values, int at, int count) {
        FloatVector zero = FloatVector.zero(Lanes.SPECIES);
        FloatVector s0 = zero;
        FloatVector s1 = zero;
        FloatVector s2 = zero;
        FloatVector s3 = zero;
        int last = at + count - STEP;
        for (int next = at; next < at + count; next += STEP) {
            int i = Math.min(next, last);
            s0 = FloatVector.fromArray(Lanes.SPECIES, values, i).fma(zero, s0);
            s1 = FloatVector.fromArray(Lanes.SPECIES, values, i + Lanes.COUNT).fma(zero, s1);
            s2 = FloatVector.fromArray(Lanes.SPECIES, values, i + 2 * Lanes.COUNT).fma(zero, s2);
            s3 = FloatVector.fromArray(Lanes.SPECIES, values, i + 3 * Lanes.COUNT).fma(zero, s3);
        }
        return s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
    }

    private static void exercise() {
        float[] values = new float[3 * EXERCISE];
        vectors(values, 0, EXERCISE, 2 * EXERCISE, EXERCISE);
        products(values, 0, EXERCISE);
    }
}
