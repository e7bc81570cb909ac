package lanewise.simd;

import jdk.incubator.vector.FloatVector;
import lanewise.core.spi.Rows;

/**
 * Maxima and sums of rows: of two or three in a single loop, of more by loops onto the target. The last vector of a row overlaps
 * the one before; it is read before anything is written, so that a row may be added to.
 */
final class ReducedRows {
    private static final WarmUp VECTORS = new WarmUp(ReducedRows::exercise);

    private ReducedRows() {
    }

    /** As {@link Rows#max}, unless it returns false: then scalars have to. */
    static boolean max(float[] from, int[] offsets, int first, int count, boolean onto, int step, int fromPitch,
            float[] to, int at, int toPitch, int n, int rows) {
        return step > 1
                ? ThinnedRows.run(from, offsets, first, count, onto, step, fromPitch, to, at, toPitch, n, rows)
                : run(true, from, offsets, first, count, onto, fromPitch, to, at, toPitch, n, rows);
    }

    /** As {@link Rows#sum}, unless it returns false: then scalars have to. */
    static boolean sum(float[] from, int[] offsets, int first, int count, boolean onto, int fromPitch, float[] to,
            int at, int toPitch, int n, int rows) {
        return run(false, from, offsets, first, count, onto, fromPitch, to, at, toPitch, n, rows);
    }

    private static boolean run(boolean maxima, float[] from, int[] offsets, int first, int count, boolean onto,
            int fromPitch, float[] to, int at, int toPitch, int n, int rows) {
        if (n < Lanes.COUNT || count == 1 && !onto || VECTORS.cold()) {
            return false;
        }
        int last = n - Lanes.COUNT;
        float[] head = onto ? to : from;
        int headAt = onto ? at : offsets[first];
        int headPitch = onto ? toPitch : fromPitch;
        for (int j = onto ? 0 : 1; j < count; j += 2) {
            int row = offsets[first + j];
            int next = j + 1 < count ? offsets[first + j + 1] : -1;
            if (next < 0 && maxima) {
                maxOfTwo(head, headAt, headPitch, from, row, fromPitch, to, at, toPitch, last, rows);
            } else if (next < 0) {
                sumOfTwo(head, headAt, headPitch, from, row, fromPitch, to, at, toPitch, last, rows);
            } else if (maxima) {
                maxOfThree(head, headAt, headPitch, from, row, next, fromPitch, to, at, toPitch, last, rows);
            } else {
                sumOfThree(head, headAt, headPitch, from, row, next, fromPitch, to, at, toPitch, last, rows);
            }
            head = to;
            headAt = at;
            headPitch = toPitch;
        }
        return true;
    }

    private static void maxOfTwo(float[] head, int headAt, int headPitch, float[] from, int row, int fromPitch,
            float[] to, int at, int toPitch, int last, int rows) {
        for (int r = 0; r < rows; r++, headAt += headPitch, row += fromPitch, at += toPitch) {
            FloatVector tail = FloatVector.fromArray(Lanes.SPECIES, head, headAt + last)
                    .max(FloatVector.fromArray(Lanes.SPECIES, from, row + last));
            for (int i = 0; i < last; i += Lanes.COUNT) {
                FloatVector.fromArray(Lanes.SPECIES, head, headAt + i)
                        .max(FloatVector.fromArray(Lanes.SPECIES, from, row + i)).intoArray(to, at + i);
            }
            tail.intoArray(to, at + last);
        }
    }

    private static void maxOfThree(float[] head, int headAt, int headPitch, float[] from, int row, int next,
            int fromPitch, float[] to, int at, int toPitch, int last, int rows) {
        for (int r = 0; r < rows; r++, headAt += headPitch, row += fromPitch, next += fromPitch, at += toPitch) {
            FloatVector tail = FloatVector.fromArray(Lanes.SPECIES, head, headAt + last)
                    .max(FloatVector.fromArray(Lanes.SPECIES, from, row + last))
                    .max(FloatVector.fromArray(Lanes.SPECIES, from, next + last));
            for (int i = 0; i < last; i += Lanes.COUNT) {
                FloatVector.fromArray(Lanes.SPECIES, head, headAt + i)
                        .max(FloatVector.fromArray(Lanes.SPECIES, from, row + i))
                        .max(FloatVector.fromArray(Lanes.SPECIES, from, next + i)).intoArray(to, at + i);
            }
            tail.intoArray(to, at + last);
        }
    }

    private static void sumOfTwo(float[] head, int headAt, int headPitch, float[] from, int row, int fromPitch,
            float[] to, int at, int toPitch, int last, int rows) {
        FloatVector zero = FloatVector.zero(Lanes.SPECIES);
        for (int r = 0; r < rows; r++, headAt += headPitch, row += fromPitch, at += toPitch) {
            FloatVector tail = zero.add(FloatVector.fromArray(Lanes.SPECIES, head, headAt + last))
                    .add(FloatVector.fromArray(Lanes.SPECIES, from, row + last));
            for (int i = 0; i < last; i += Lanes.COUNT) {
                zero.add(FloatVector.fromArray(Lanes.SPECIES, head, headAt + i))
                        .add(FloatVector.fromArray(Lanes.SPECIES, from, row + i)).intoArray(to, at + i);
            }
            tail.intoArray(to, at + last);
        }
    }

    private static void sumOfThree(float[] head, int headAt, int headPitch, float[] from, int row, int next,
            int fromPitch, float[] to, int at, int toPitch, int last, int rows) {
        FloatVector zero = FloatVector.zero(Lanes.SPECIES);
        for (int r = 0; r < rows; r++, headAt += headPitch, row += fromPitch, next += fromPitch, at += toPitch) {
            FloatVector tail = zero.add(FloatVector.fromArray(Lanes.SPECIES, head, headAt + last))
                    .add(FloatVector.fromArray(Lanes.SPECIES, from, row + last))
                    .add(FloatVector.fromArray(Lanes.SPECIES, from, next + last));
            for (int i = 0; i < last; i += Lanes.COUNT) {
                zero.add(FloatVector.fromArray(Lanes.SPECIES, head, headAt + i))
                        .add(FloatVector.fromArray(Lanes.SPECIES, from, row + i))
                        .add(FloatVector.fromArray(Lanes.SPECIES, from, next + i)).intoArray(to, at + i);
            }
            tail.intoArray(to, at + last);
        }
    }

    /** Rows of five vectors and a bit, which take every branch. */
    private static void exercise() {
        int n = 5 * Lanes.COUNT + 1;
        int last = n - Lanes.COUNT;
        float[] from = new float[2 * n];
        float[] to = new float[2 * n];
        maxOfTwo(to, 0, n, from, 0, n, to, 0, n, last, 2);
        maxOfThree(from, 0, n, from, 0, 0, n, to, 0, n, last, 2);
        sumOfTwo(to, 0, n, from, 0, n, to, 0, n, last, 2);
        sumOfThree(from, 0, n, from, 0, 0, n, to, 0, n, last, 2);
    }
}
