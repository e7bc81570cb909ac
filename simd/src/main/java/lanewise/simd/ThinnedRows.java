package lanewise.simd;

import jdk.incubator.vector.FloatVector;
import lanewise.core.spi.Rows;

/** Maxima of every second element of rows, as windows with stride 2 have them. */
final class ThinnedRows {
    /** Every second lane of a vector and, with the last one again, the next one; so no row is read beyond its last element. */
    static final float[] EVERY_SECOND = everySecond();

    private static final WarmUp VECTORS = new WarmUp(ThinnedRows::exercise);

    private ThinnedRows() {
    }

    /** As {@link Rows#max}, unless it returns false: then scalars have to. */
    static boolean run(float[] from, int[] offsets, int first, int count, boolean onto, int step, int fromPitch,
            float[] to, int at, int toPitch, int n, int rows) {
        if (n < Lanes.COUNT || step != 2 || count == 1 && !onto || VECTORS.cold()) {
            return false;
        }
        int last = n - Lanes.COUNT;
        int j = onto ? 0 : firstMaxima(from, offsets, first, count, fromPitch, to, at, toPitch, last, rows);
        for (; j < count; j++) {
            maxOfOneMore(from, offsets[first + j], fromPitch, to, at, toPitch, last, rows);
        }
        return true;
    }

    /** The number of rows that it has reduced: neighbours, which begin one after the other, are read once. */
    private static int firstMaxima(float[] from, int[] offsets, int first, int count, int fromPitch, float[] to, int at,
            int toPitch, int last, int rows) {
        int row0 = offsets[first];
        int row1 = offsets[first + 1];
        if (count > 2 && row1 == row0 + 1) {
            int row2 = offsets[first + 2];
            if (count > 3 && offsets[first + 3] == row2 + 1) {
                maxOfTwoPairs(from, row0, row2, fromPitch, to, at, toPitch, last, rows);
                return 4;
            }
            maxOfPairAndOne(from, row0, row2, fromPitch, to, at, toPitch, last, rows);
            return 3;
        }
        maxOfTwo(from, row0, row1, fromPitch, to, at, toPitch, last, rows);
        return 2;
    }

    private static void maxOfTwo(float[] from, int row0, int row1, int fromPitch, float[] to, int at, int toPitch,
            int last, int rows) {
        FloatVector second = FloatVector.fromArray(Lanes.SPECIES, EVERY_SECOND, 0);
        for (int r = 0, distance = 0; r < rows; r++, distance += fromPitch, at += toPitch) {
            for (int i = 0; i < last; i += Lanes.COUNT) {
                FloatVector v = second.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, row0 + distance + 2 * i),
                        FloatVector.fromArray(Lanes.SPECIES, from, row0 + distance + 2 * i + Lanes.COUNT - 1));
                v = v.max(second.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, row1 + distance + 2 * i),
                        FloatVector.fromArray(Lanes.SPECIES, from, row1 + distance + 2 * i + Lanes.COUNT - 1)));
                v.intoArray(to, at + i);
            }
            FloatVector tail = second.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, row0 + distance + 2 * last),
                    FloatVector.fromArray(Lanes.SPECIES, from, row0 + distance + 2 * last + Lanes.COUNT - 1));
            tail = tail.max(second.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, row1 + distance + 2 * last),
                    FloatVector.fromArray(Lanes.SPECIES, from, row1 + distance + 2 * last + Lanes.COUNT - 1)));
            tail.intoArray(to, at + last);
        }
    }

    private static void maxOfPairAndOne(float[] from, int pair, int one, int fromPitch, float[] to, int at, int toPitch,
            int last, int rows) {
        FloatVector second = FloatVector.fromArray(Lanes.SPECIES, EVERY_SECOND, 0);
        FloatVector lane = FloatVector.fromArray(Lanes.SPECIES, StageRows.LANE, 0);
        FloatVector even = lane.add(lane);
        FloatVector odd = even.add(1);
        for (int r = 0, distance = 0; r < rows; r++, distance += fromPitch, at += toPitch) {
            for (int i = 0; i < last; i += Lanes.COUNT) {
                FloatVector a = FloatVector.fromArray(Lanes.SPECIES, from, pair + distance + 2 * i);
                FloatVector b = FloatVector.fromArray(Lanes.SPECIES, from, pair + distance + 2 * i + Lanes.COUNT);
                FloatVector c = second.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, one + distance + 2 * i),
                        FloatVector.fromArray(Lanes.SPECIES, from, one + distance + 2 * i + Lanes.COUNT - 1));
                even.selectFrom(a, b).max(odd.selectFrom(a, b)).max(c).intoArray(to, at + i);
            }
            FloatVector a = FloatVector.fromArray(Lanes.SPECIES, from, pair + distance + 2 * last);
            FloatVector b = FloatVector.fromArray(Lanes.SPECIES, from, pair + distance + 2 * last + Lanes.COUNT);
            FloatVector c = second.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, one + distance + 2 * last),
                    FloatVector.fromArray(Lanes.SPECIES, from, one + distance + 2 * last + Lanes.COUNT - 1));
            even.selectFrom(a, b).max(odd.selectFrom(a, b)).max(c).intoArray(to, at + last);
        }
    }

    private static void maxOfTwoPairs(float[] from, int pair0, int pair1, int fromPitch, float[] to, int at,
            int toPitch,
            int last, int rows) {
        FloatVector lane = FloatVector.fromArray(Lanes.SPECIES, StageRows.LANE, 0);
        FloatVector even = lane.add(lane);
        FloatVector odd = even.add(1);
        for (int r = 0, distance = 0; r < rows; r++, distance += fromPitch, at += toPitch) {
            for (int i = 0; i < last; i += Lanes.COUNT) {
                FloatVector a = FloatVector.fromArray(Lanes.SPECIES, from, pair0 + distance + 2 * i)
                        .max(FloatVector.fromArray(Lanes.SPECIES, from, pair1 + distance + 2 * i));
                FloatVector b = FloatVector.fromArray(Lanes.SPECIES, from, pair0 + distance + 2 * i + Lanes.COUNT)
                        .max(FloatVector.fromArray(Lanes.SPECIES, from, pair1 + distance + 2 * i + Lanes.COUNT));
                even.selectFrom(a, b).max(odd.selectFrom(a, b)).intoArray(to, at + i);
            }
            FloatVector a = FloatVector.fromArray(Lanes.SPECIES, from, pair0 + distance + 2 * last)
                    .max(FloatVector.fromArray(Lanes.SPECIES, from, pair1 + distance + 2 * last));
            FloatVector b = FloatVector.fromArray(Lanes.SPECIES, from, pair0 + distance + 2 * last + Lanes.COUNT)
                    .max(FloatVector.fromArray(Lanes.SPECIES, from, pair1 + distance + 2 * last + Lanes.COUNT));
            even.selectFrom(a, b).max(odd.selectFrom(a, b)).intoArray(to, at + last);
        }
    }

    private static void maxOfOneMore(float[] from, int row0, int fromPitch, float[] to, int at, int toPitch, int last,
            int rows) {
        FloatVector second = FloatVector.fromArray(Lanes.SPECIES, EVERY_SECOND, 0);
        for (int r = 0, distance = 0; r < rows; r++, distance += fromPitch, at += toPitch) {
            FloatVector tail = FloatVector.fromArray(Lanes.SPECIES, to, at + last)
                    .max(second.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, row0 + distance + 2 * last),
                            FloatVector.fromArray(Lanes.SPECIES, from, row0 + distance + 2 * last + Lanes.COUNT - 1)));
            for (int i = 0; i < last; i += Lanes.COUNT) {
                FloatVector v = FloatVector.fromArray(Lanes.SPECIES, to, at + i)
                        .max(second.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, row0 + distance + 2 * i),
                                FloatVector.fromArray(Lanes.SPECIES, from, row0 + distance + 2 * i + Lanes.COUNT - 1)));
                v.intoArray(to, at + i);
            }
            tail.intoArray(to, at + last);
        }
    }

    private static float[] everySecond() {
        float[] lanes = new float[Lanes.COUNT];
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = 2 * i + (i < lanes.length / 2 ? 0 : 1);
        }
        return lanes;
    }

    /** Rows of five vectors and a bit, which take every branch. */
    private static void exercise() {
        int n = 5 * Lanes.COUNT + 1;
        int last = n - Lanes.COUNT;
        float[] from = new float[2 * n];
        float[] to = new float[n];
        int[] offsets = {0, 1, 0, 1, 0};
        for (int count = 2; count <= offsets.length; count++) {
            firstMaxima(from, offsets, 0, count, 0, to, 0, 0, last, 2);
        }
        maxOfOneMore(from, 0, 0, to, 0, 0, last, 2);
    }
}
