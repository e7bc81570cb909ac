package lanewise.simd;

import jdk.incubator.vector.FloatVector;
import lanewise.core.spi.Rows;

/** Maxima and sums of every second element of rows, as windows with stride 2 have them. */
final class ThinnedRows {
    /** Every second lane of a vector and, with the last one again, the next one; so no row is read beyond its last element. */
    static final float[] EVERY_SECOND = everySecond();

    private static final WarmUp VECTORS = exercise();

    private ThinnedRows() {
    }

    /** As {@link Rows#max} or {@link Rows#sum} of rows of at least a vector, unless it returns false: then scalars have to. */
    static boolean run(boolean maxima, float[] from, int[] offsets, int first, int count, boolean onto, int step,
            int fromPitch, float[] to, int at, int toPitch, int last, int rows) {
        if (step != 2 || count == 1 && !onto || VECTORS.cold()) {
            return false;
        }
        int j = 0;
        if (!onto) {
            j = maxima
                    ? firstMaxima(from, offsets, first, count, fromPitch, to, at, toPitch, last, rows)
                    : firstSums(from, offsets, first, count, fromPitch, to, at, toPitch, last, rows);
        }
        for (; j < count; j++) {
            if (maxima) {
                maxOfOneMore(from, offsets[first + j], fromPitch, to, at, toPitch, last, rows);
            } else {
                sumOfOneMore(from, offsets[first + j], fromPitch, to, at, toPitch, last, rows);
            }
        }
        return true;
    }

    /** The number of rows that it has reduced. */
    private static int firstMaxima(float[] from, int[] offsets, int first, int count, int fromPitch, float[] to, int at,
            int toPitch, int last, int rows) {
        int row0 = offsets[first];
        int row1 = offsets[first + 1];
        switch (count) {
            case 2 -> maxOfTwo(from, row0, row1, fromPitch, to, at, toPitch, last, rows);
            case 3 -> maxOfThree(from, row0, row1, offsets[first + 2], fromPitch, to, at, toPitch, last, rows);
            default -> maxOfFour(from, row0, row1, offsets[first + 2], offsets[first + 3], fromPitch, to, at, toPitch,
                    last, rows);
        }
        return Math.min(count, 4);
    }

    private static int firstSums(float[] from, int[] offsets, int first, int count, int fromPitch, float[] to, int at,
            int toPitch, int last, int rows) {
        int row0 = offsets[first];
        int row1 = offsets[first + 1];
        if (count == 2) {
            sumOfTwo(from, row0, row1, fromPitch, to, at, toPitch, last, rows);
        } else {
            sumOfThree(from, row0, row1, offsets[first + 2], fromPitch, to, at, toPitch, last, rows);
        }
        return Math.min(count, 3);
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

    private static void maxOfThree(float[] from, int row0, int row1, int row2, int fromPitch, float[] to, int at,
            int toPitch, int last, int rows) {
        FloatVector second = FloatVector.fromArray(Lanes.SPECIES, EVERY_SECOND, 0);
        for (int r = 0, distance = 0; r < rows; r++, distance += fromPitch, at += toPitch) {
            for (int i = 0; i < last; i += Lanes.COUNT) {
                FloatVector v = second.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, row0 + distance + 2 * i),
                        FloatVector.fromArray(Lanes.SPECIES, from, row0 + distance + 2 * i + Lanes.COUNT - 1));
                v = v.max(second.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, row1 + distance + 2 * i),
                        FloatVector.fromArray(Lanes.SPECIES, from, row1 + distance + 2 * i + Lanes.COUNT - 1)));
                v = v.max(second.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, row2 + distance + 2 * i),
                        FloatVector.fromArray(Lanes.SPECIES, from, row2 + distance + 2 * i + Lanes.COUNT - 1)));
                v.intoArray(to, at + i);
            }
            FloatVector tail = second.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, row0 + distance + 2 * last),
                    FloatVector.fromArray(Lanes.SPECIES, from, row0 + distance + 2 * last + Lanes.COUNT - 1));
            tail = tail.max(second.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, row1 + distance + 2 * last),
                    FloatVector.fromArray(Lanes.SPECIES, from, row1 + distance + 2 * last + Lanes.COUNT - 1)));
            tail = tail.max(second.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, row2 + distance + 2 * last),
                    FloatVector.fromArray(Lanes.SPECIES, from, row2 + distance + 2 * last + Lanes.COUNT - 1)));
            tail.intoArray(to, at + last);
        }
    }

    private static void maxOfFour(float[] from, int row0, int row1, int row2, int row3, int fromPitch, float[] to,
            int at, int toPitch, int last, int rows) {
        FloatVector second = FloatVector.fromArray(Lanes.SPECIES, EVERY_SECOND, 0);
        for (int r = 0, distance = 0; r < rows; r++, distance += fromPitch, at += toPitch) {
            for (int i = 0; i < last; i += Lanes.COUNT) {
                FloatVector v = second.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, row0 + distance + 2 * i),
                        FloatVector.fromArray(Lanes.SPECIES, from, row0 + distance + 2 * i + Lanes.COUNT - 1));
                v = v.max(second.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, row1 + distance + 2 * i),
                        FloatVector.fromArray(Lanes.SPECIES, from, row1 + distance + 2 * i + Lanes.COUNT - 1)));
                v = v.max(second.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, row2 + distance + 2 * i),
                        FloatVector.fromArray(Lanes.SPECIES, from, row2 + distance + 2 * i + Lanes.COUNT - 1)));
                v = v.max(second.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, row3 + distance + 2 * i),
                        FloatVector.fromArray(Lanes.SPECIES, from, row3 + distance + 2 * i + Lanes.COUNT - 1)));
                v.intoArray(to, at + i);
            }
            FloatVector tail = second.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, row0 + distance + 2 * last),
                    FloatVector.fromArray(Lanes.SPECIES, from, row0 + distance + 2 * last + Lanes.COUNT - 1));
            tail = tail.max(second.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, row1 + distance + 2 * last),
                    FloatVector.fromArray(Lanes.SPECIES, from, row1 + distance + 2 * last + Lanes.COUNT - 1)));
            tail = tail.max(second.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, row2 + distance + 2 * last),
                    FloatVector.fromArray(Lanes.SPECIES, from, row2 + distance + 2 * last + Lanes.COUNT - 1)));
            tail = tail.max(second.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, row3 + distance + 2 * last),
                    FloatVector.fromArray(Lanes.SPECIES, from, row3 + distance + 2 * last + Lanes.COUNT - 1)));
            tail.intoArray(to, at + last);
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

    private static void sumOfTwo(float[] from, int row0, int row1, int fromPitch, float[] to, int at, int toPitch,
            int last, int rows) {
        FloatVector second = FloatVector.fromArray(Lanes.SPECIES, EVERY_SECOND, 0);
        FloatVector zero = FloatVector.zero(Lanes.SPECIES);
        for (int r = 0, distance = 0; r < rows; r++, distance += fromPitch, at += toPitch) {
            for (int i = 0; i < last; i += Lanes.COUNT) {
                FloatVector v =
                        zero.add(second.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, row0 + distance + 2 * i),
                                FloatVector.fromArray(Lanes.SPECIES, from, row0 + distance + 2 * i + Lanes.COUNT - 1)));
                v = v.add(second.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, row1 + distance + 2 * i),
                        FloatVector.fromArray(Lanes.SPECIES, from, row1 + distance + 2 * i + Lanes.COUNT - 1)));
                v.intoArray(to, at + i);
            }
            FloatVector tail =
                    zero.add(second.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, row0 + distance + 2 * last),
                            FloatVector.fromArray(Lanes.SPECIES, from, row0 + distance + 2 * last + Lanes.COUNT - 1)));
            tail = tail.add(second.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, row1 + distance + 2 * last),
                    FloatVector.fromArray(Lanes.SPECIES, from, row1 + distance + 2 * last + Lanes.COUNT - 1)));
            tail.intoArray(to, at + last);
        }
    }

    private static void sumOfThree(float[] from, int row0, int row1, int row2, int fromPitch, float[] to, int at,
            int toPitch, int last, int rows) {
        FloatVector second = FloatVector.fromArray(Lanes.SPECIES, EVERY_SECOND, 0);
        FloatVector zero = FloatVector.zero(Lanes.SPECIES);
        for (int r = 0, distance = 0; r < rows; r++, distance += fromPitch, at += toPitch) {
            for (int i = 0; i < last; i += Lanes.COUNT) {
                FloatVector v =
                        zero.add(second.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, row0 + distance + 2 * i),
                                FloatVector.fromArray(Lanes.SPECIES, from, row0 + distance + 2 * i + Lanes.COUNT - 1)));
                v = v.add(second.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, row1 + distance + 2 * i),
                        FloatVector.fromArray(Lanes.SPECIES, from, row1 + distance + 2 * i + Lanes.COUNT - 1)));
                v = v.add(second.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, row2 + distance + 2 * i),
                        FloatVector.fromArray(Lanes.SPECIES, from, row2 + distance + 2 * i + Lanes.COUNT - 1)));
                v.intoArray(to, at + i);
            }
            FloatVector tail =
                    zero.add(second.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, row0 + distance + 2 * last),
                            FloatVector.fromArray(Lanes.SPECIES, from, row0 + distance + 2 * last + Lanes.COUNT - 1)));
            tail = tail.add(second.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, row1 + distance + 2 * last),
                    FloatVector.fromArray(Lanes.SPECIES, from, row1 + distance + 2 * last + Lanes.COUNT - 1)));
            tail = tail.add(second.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, row2 + distance + 2 * last),
                    FloatVector.fromArray(Lanes.SPECIES, from, row2 + distance + 2 * last + Lanes.COUNT - 1)));
            tail.intoArray(to, at + last);
        }
    }

    private static void sumOfOneMore(float[] from, int row0, int fromPitch, float[] to, int at, int toPitch, int last,
            int rows) {
        FloatVector second = FloatVector.fromArray(Lanes.SPECIES, EVERY_SECOND, 0);
        FloatVector zero = FloatVector.zero(Lanes.SPECIES);
        for (int r = 0, distance = 0; r < rows; r++, distance += fromPitch, at += toPitch) {
            FloatVector tail = zero.add(FloatVector.fromArray(Lanes.SPECIES, to, at + last))
                    .add(second.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, row0 + distance + 2 * last),
                            FloatVector.fromArray(Lanes.SPECIES, from, row0 + distance + 2 * last + Lanes.COUNT - 1)));
            for (int i = 0; i < last; i += Lanes.COUNT) {
                FloatVector v = zero.add(FloatVector.fromArray(Lanes.SPECIES, to, at + i))
                        .add(second.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, row0 + distance + 2 * i),
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
    private static WarmUp exercise() {
        int n = 5 * Lanes.COUNT + 1;
        int last = n - Lanes.COUNT;
        float[] from = new float[2 * n];
        float[] to = new float[n];
        int[] offsets = new int[5];
        return new WarmUp(() -> {
            for (int count = 2; count <= offsets.length; count++) {
                firstMaxima(from, offsets, 0, count, 0, to, 0, 0, last, 2);
                firstSums(from, offsets, 0, count, 0, to, 0, 0, last, 2);
            }
            maxOfOneMore(from, 0, 0, to, 0, 0, last, 2);
            sumOfOneMore(from, 0, 0, to, 0, 0, last, 2);
        });
    }
}
