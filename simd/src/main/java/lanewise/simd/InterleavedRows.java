package lanewise.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import lanewise.core.reference.ScalarRows;
import lanewise.core.spi.Rows;

/** Two or four rows side by side: a permutation of each vector for either half, and a blend; for four, twice. */
final class InterleavedRows {
    /** {0, 0, 1, 1, ...} */
    private static final float[] HALF_LANES = halfLanes();

    private static final WarmUp VECTORS = exercise();

    private InterleavedRows() {
    }

    /** As {@link Rows#interleave}. */
    static void run(float[] from, int[] offsets, int first, int count, int fromPitch, float[] to, int at, int toPitch,
            int n, int rows) {
        boolean fast = count == 2 || count == 4;
        if (!fast || n < Lanes.COUNT || VECTORS.cold()) {
            ScalarRows.INSTANCE.interleave(from, offsets, first, count, fromPitch, to, at, toPitch, n, rows);
        } else if (count == 2) {
            pairs(from, offsets[first], offsets[first + 1], fromPitch, to, at, toPitch, n - Lanes.COUNT, rows);
        } else {
            fours(from, offsets[first], offsets[first + 1], offsets[first + 2], offsets[first + 3], fromPitch, to, at,
                    toPitch, n - Lanes.COUNT, rows);
        }
    }

    private static void pairs(float[] from, int row0, int row1, int fromPitch, float[] to, int at, int toPitch,
            int last, int rows) {
        FloatVector low = FloatVector.fromArray(Lanes.SPECIES, HALF_LANES, 0);
        FloatVector high = low.add(Lanes.COUNT / 2);
        FloatVector lane = FloatVector.fromArray(Lanes.SPECIES, StageRows.LANE, 0);
        VectorMask<Float> odd = low.add(low).compare(VectorOperators.LT, lane);
        for (int r = 0; r < rows; r++, row0 += fromPitch, row1 += fromPitch, at += toPitch) {
            for (int i = 0; i < last; i += Lanes.COUNT) {
                FloatVector a = FloatVector.fromArray(Lanes.SPECIES, from, row0 + i);
                FloatVector b = FloatVector.fromArray(Lanes.SPECIES, from, row1 + i);
                low.selectFrom(a).blend(low.selectFrom(b), odd).intoArray(to, at + 2 * i);
                high.selectFrom(a).blend(high.selectFrom(b), odd).intoArray(to, at + 2 * i + Lanes.COUNT);
            }
            FloatVector a = FloatVector.fromArray(Lanes.SPECIES, from, row0 + last);
            FloatVector b = FloatVector.fromArray(Lanes.SPECIES, from, row1 + last);
            low.selectFrom(a).blend(low.selectFrom(b), odd).intoArray(to, at + 2 * last);
            high.selectFrom(a).blend(high.selectFrom(b), odd).intoArray(to, at + 2 * last + Lanes.COUNT);
        }
    }

    private static void fours(float[] from, int row0, int row1, int row2, int row3, int fromPitch, float[] to, int at,
            int toPitch, int last, int rows) {
        FloatVector low = FloatVector.fromArray(Lanes.SPECIES, HALF_LANES, 0);
        FloatVector high = low.add(Lanes.COUNT / 2);
        FloatVector lane = FloatVector.fromArray(Lanes.SPECIES, StageRows.LANE, 0);
        VectorMask<Float> odd = low.add(low).compare(VectorOperators.LT, lane);
        for (int r = 0; r < rows; r++, at += toPitch) {
            int distance = r * fromPitch;
            for (int x = 0; x < last + Lanes.COUNT; x += Lanes.COUNT) {
                int i = Math.min(x, last);
                FloatVector a = FloatVector.fromArray(Lanes.SPECIES, from, row0 + distance + i);
                FloatVector b = FloatVector.fromArray(Lanes.SPECIES, from, row1 + distance + i);
                FloatVector c = FloatVector.fromArray(Lanes.SPECIES, from, row2 + distance + i);
                FloatVector d = FloatVector.fromArray(Lanes.SPECIES, from, row3 + distance + i);
                FloatVector ac = low.selectFrom(a).blend(low.selectFrom(c), odd);
                FloatVector bd = low.selectFrom(b).blend(low.selectFrom(d), odd);
                low.selectFrom(ac).blend(low.selectFrom(bd), odd).intoArray(to, at + 4 * i);
                high.selectFrom(ac).blend(high.selectFrom(bd), odd).intoArray(to, at + 4 * i + Lanes.COUNT);
                ac = high.selectFrom(a).blend(high.selectFrom(c), odd);
                bd = high.selectFrom(b).blend(high.selectFrom(d), odd);
                low.selectFrom(ac).blend(low.selectFrom(bd), odd).intoArray(to, at + 4 * i + 2 * Lanes.COUNT);
                high.selectFrom(ac).blend(high.selectFrom(bd), odd).intoArray(to, at + 4 * i + 3 * Lanes.COUNT);
            }
        }
    }

    private static float[] halfLanes() {
        float[] lanes = new float[Lanes.COUNT];
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = i / 2;
        }
        return lanes;
    }

    /** Rows of five vectors and a bit, which take every branch. */
    private static WarmUp exercise() {
        int n = 5 * Lanes.COUNT + 1;
        int last = n - Lanes.COUNT;
        float[] from = new float[2 * n];
        float[] to = new float[8 * n];
        return new WarmUp(() -> {
            pairs(from, 0, 0, n, to, 0, 4 * n, last, 2);
            fours(from, 0, 0, 0, 0, n, to, 0, 4 * n, last, 2);
        });
    }
}
