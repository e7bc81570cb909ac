package lanewise.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Stores rows of sums into a heap array with a step, as a phase of a strided transpose does:
 *
 * <pre>
 *     to[toAt + c·toPitch + i·step] = from[fromAt + c·fromPitch + i],   0 ≤ c &lt; rows, 0 ≤ i &lt; count
 * </pre>
 *
 * <p>What lies between belongs to other phases, perhaps of a task that another thread computes, and is not touched.
 */
final class SinkRows {
    /** Beyond it a vector of sums is stored one by one: that many masked stores would take as long. */
    private static final int WIDEST_STEP = 4;
    /** {@code [step − 1][step · lanes]}: which lane of the sums goes where, and −1 in between. */
    private static final float[] LANES = lanes();

    private SinkRows() {
    }

    static void store(float[] from, int fromAt, int fromPitch, float[] to, int toAt, int toPitch, int rows, int step,
            int count) {
        int vectors = Lanes.roundUp(count, Lanes.COUNT);
        // Masked stores are slow without mask registers.
        int spread = Lanes.MANY_REGISTERS && step <= WIDEST_STEP ? rows : 0;
        // C2 makes objects of masks that are checked, because vectors leave an array, if only by lanes that are not used.
        while (spread > 0 && (toAt + (spread - 1) * toPitch + vectors * step > to.length
                || fromAt + (spread - 1) * fromPitch + vectors > from.length)) {
            spread--;
        }
        for (int part = 0; part < step && spread > 0; part++) {
            spread(from, fromAt, fromPitch, to, toAt + part * Lanes.COUNT, toPitch, spread, step, count,
                    ((step - 1) * WIDEST_STEP + part) * Lanes.COUNT);
        }
        for (int c = spread; c < rows; c++) {
            int target = toAt + c * toPitch;
            for (int i = 0; i < count; i++) {
                to[target + i * step] = from[fromAt + c * fromPitch + i];
            }
        }
    }

    /** One of {@code step} vectors that every vector of sums is spread over. */
    private static void spread(float[] from, int fromAt, int fromPitch, float[] to, int toAt, int toPitch, int rows,
            int step, int count, int lanesAt) {
        FloatVector lane = FloatVector.fromArray(Lanes.SPECIES, LANES, lanesAt);
        int whole = count / Lanes.COUNT * Lanes.COUNT;
        VectorMask<Float> used = lane.compare(VectorOperators.GE, 0f);
        VectorMask<Float> usedRest = used.and(lane.compare(VectorOperators.LT, count - whole));
        VectorMask<Float> rest =
                FloatVector.fromArray(Lanes.SPECIES, StageRows.LANE, 0).compare(VectorOperators.LT, count - whole);
        lane = lane.max(0f);
        for (int c = 0; c < rows; c++) {
            int target = toAt + c * toPitch;
            int source = fromAt + c * fromPitch;
            for (int i = 0; i < whole; i += Lanes.COUNT) {
                lane.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, source + i))
                        .intoArray(to, target + i * step, used);
            }
            if (whole < count) {
                lane.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, source + whole, rest))
                        .intoArray(to, target + whole * step, usedRest);
            }
        }
    }

    private static float[] lanes() {
        float[] lanes = new float[WIDEST_STEP * WIDEST_STEP * Lanes.COUNT];
        for (int step = 1; step <= WIDEST_STEP; step++) {
            for (int i = 0; i < step * Lanes.COUNT; i++) {
                lanes[(step - 1) * WIDEST_STEP * Lanes.COUNT + i] = i % step == 0 ? i / step : -1;
            }
        }
        return lanes;
    }
}
