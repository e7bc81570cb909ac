package lanewise.simd;

import jdk.incubator.vector.FloatVector;
import lanewise.core.reference.ScalarRows;
import lanewise.core.spi.Rows;

/** Averages of rows, of all elements or of every second one: dividing takes longer than anything else, which is done meanwhile. */
final class AveragedRows {
    private static final WarmUp VECTORS = new WarmUp(AveragedRows::exercise);

    private AveragedRows() {
    }

    /** As {@link Rows#average}. */
    static void run(float[] from, int[] offsets, int count, int step, int fromPitch, float[] divisors,
            int firstDivisor, float[] to, int at, int n, int rows) {
        int last = n - Lanes.COUNT;
        if (last < 0 || step > 2 || VECTORS.cold()) {
            ScalarRows.INSTANCE.average(from, offsets, count, step, fromPitch, divisors, firstDivisor, to, at, n,
                    rows);
            return;
        }
        for (int r = 0; r < rows; r++) {
            int distance = r * fromPitch;
            int divisor = firstDivisor + r * n;
            int target = at + r * n;
            if (step == 2 && count == 2 && offsets[1] == offsets[0] + 1) {
                pairs(from, offsets[0] + distance, divisors, divisor, to, target, 0, last);
                pairs(from, offsets[0] + distance, divisors, divisor, to, target, last, n);
            } else if (step == 2) {
                everySecond(from, offsets, count, distance, divisors, divisor, to, target, 0, last);
                everySecond(from, offsets, count, distance, divisors, divisor, to, target, last, n);
            } else {
                all(from, offsets, count, distance, divisors, divisor, to, target, 0, last);
                all(from, offsets, count, distance, divisors, divisor, to, target, last, n);
            }
        }
    }

    private static void all(float[] from, int[] offsets, int count, int distance, float[] divisors, int divisor,
            float[] to, int at, int begin, int end) {
        for (int i = begin; i < end; i += Lanes.COUNT) {
            FloatVector v = FloatVector.zero(Lanes.SPECIES);
            for (int j = 0; j < count; j++) {
                v = v.add(FloatVector.fromArray(Lanes.SPECIES, from, offsets[j] + distance + i));
            }
            v.div(FloatVector.fromArray(Lanes.SPECIES, divisors, divisor + i)).intoArray(to, at + i);
        }
    }

    private static void everySecond(float[] from, int[] offsets, int count, int distance, float[] divisors,
            int divisor, float[] to, int at, int begin, int end) {
        FloatVector second = FloatVector.fromArray(Lanes.SPECIES, ThinnedRows.EVERY_SECOND, 0);
        for (int i = begin; i < end; i += Lanes.COUNT) {
            FloatVector v = FloatVector.zero(Lanes.SPECIES);
            for (int j = 0; j < count; j++) {
                int row = offsets[j] + distance + 2 * i;
                v = v.add(second.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, row),
                        FloatVector.fromArray(Lanes.SPECIES, from, row + Lanes.COUNT - 1)));
            }
            v.div(FloatVector.fromArray(Lanes.SPECIES, divisors, divisor + i)).intoArray(to, at + i);
        }
    }

    /** Neighbours, which are read once. */
    private static void pairs(float[] from, int row, float[] divisors, int divisor, float[] to, int at, int begin,
            int end) {
        FloatVector zero = FloatVector.zero(Lanes.SPECIES);
        FloatVector lane = FloatVector.fromArray(Lanes.SPECIES, StageRows.LANE, 0);
        FloatVector even = lane.add(lane);
        FloatVector odd = even.add(1);
        for (int i = begin; i < end; i += Lanes.COUNT) {
            FloatVector a = FloatVector.fromArray(Lanes.SPECIES, from, row + 2 * i);
            FloatVector b = FloatVector.fromArray(Lanes.SPECIES, from, row + 2 * i + Lanes.COUNT);
            zero.add(even.selectFrom(a, b)).add(odd.selectFrom(a, b))
                    .div(FloatVector.fromArray(Lanes.SPECIES, divisors, divisor + i)).intoArray(to, at + i);
        }
    }

    /** Rows of five vectors. */
    private static void exercise() {
        int n = 5 * Lanes.COUNT;
        float[] from = new float[2 * n];
        float[] to = new float[n];
        int[] offsets = new int[3];
        all(from, offsets, offsets.length, 0, from, 0, to, 0, 0, n);
        everySecond(from, offsets, offsets.length, 0, from, 0, to, 0, 0, n);
        pairs(from, 0, from, 0, to, 0, 0, n);
    }
}
