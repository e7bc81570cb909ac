package lanewise.simd;

import jdk.incubator.vector.FloatVector;
import lanewise.core.reference.ScalarRows;
import lanewise.core.spi.Rows;

/** Two to four rows side by side, or eight: a permutation of two vectors for each one written; of three and four rows twice, of eight thrice. */
final class InterleavedRows {
    /** Lanes of two vectors that alternate. */
    private static final float[] OF_TWO = ofTwo();
    /** For each vector written, the lanes of the first two rows, then whether it is those or the third row's. */
    private static final float[] OF_THREE = ofThree();

    private static final WarmUp VECTORS = new WarmUp(InterleavedRows::exercise);

    private InterleavedRows() {
    }

    /** As {@link Rows#interleave}. */
    static void run(float[] from, int[] offsets, int first, int count, int fromPitch, float[] to, int at, int toPitch,
            int n, int rows) {
        boolean fast = count >= 2 && count <= 4 || count == 8;
        if (!fast || n < Lanes.COUNT || VECTORS.cold()) {
            ScalarRows.INSTANCE.interleave(from, offsets, first, count, fromPitch, to, at, toPitch, n, rows);
        } else if (count == 2) {
            pairs(from, offsets[first], offsets[first + 1], fromPitch, to, at, toPitch, n - Lanes.COUNT, rows);
        } else if (count == 3) {
            threes(from, offsets[first], offsets[first + 1], offsets[first + 2], fromPitch, to, at, toPitch,
                    n - Lanes.COUNT, rows);
        } else if (count == 8) {
            eights(from, offsets, first, fromPitch, to, at, toPitch, n - Lanes.COUNT, rows);
        } else {
            fours(from, offsets[first], offsets[first + 1], offsets[first + 2], offsets[first + 3], fromPitch, to, at,
                    toPitch, n - Lanes.COUNT, rows);
        }
    }

    private static void pairs(float[] from, int row0, int row1, int fromPitch, float[] to, int at, int toPitch,
            int last, int rows) {
        FloatVector low = FloatVector.fromArray(Lanes.SPECIES, OF_TWO, 0);
        FloatVector high = low.add(Lanes.COUNT / 2);
        for (int r = 0; r < rows; r++, row0 += fromPitch, row1 += fromPitch, at += toPitch) {
            for (int i = 0; i < last; i += Lanes.COUNT) {
                FloatVector a = FloatVector.fromArray(Lanes.SPECIES, from, row0 + i);
                FloatVector b = FloatVector.fromArray(Lanes.SPECIES, from, row1 + i);
                low.selectFrom(a, b).intoArray(to, at + 2 * i);
                high.selectFrom(a, b).intoArray(to, at + 2 * i + Lanes.COUNT);
            }
            FloatVector a = FloatVector.fromArray(Lanes.SPECIES, from, row0 + last);
            FloatVector b = FloatVector.fromArray(Lanes.SPECIES, from, row1 + last);
            low.selectFrom(a, b).intoArray(to, at + 2 * last);
            high.selectFrom(a, b).intoArray(to, at + 2 * last + Lanes.COUNT);
        }
    }

    private static void threes(float[] from, int row0, int row1, int row2, int fromPitch, float[] to, int at,
            int toPitch, int last, int rows) {
        FloatVector firstOfTwo = FloatVector.fromArray(Lanes.SPECIES, OF_THREE, 0);
        FloatVector first = FloatVector.fromArray(Lanes.SPECIES, OF_THREE, Lanes.COUNT);
        FloatVector secondOfTwo = FloatVector.fromArray(Lanes.SPECIES, OF_THREE, 2 * Lanes.COUNT);
        FloatVector second = FloatVector.fromArray(Lanes.SPECIES, OF_THREE, 3 * Lanes.COUNT);
        FloatVector thirdOfTwo = FloatVector.fromArray(Lanes.SPECIES, OF_THREE, 4 * Lanes.COUNT);
        FloatVector third = FloatVector.fromArray(Lanes.SPECIES, OF_THREE, 5 * Lanes.COUNT);
        for (int r = 0; r < rows; r++, at += toPitch) {
            int distance = r * fromPitch;
            for (int x = 0; x < last + Lanes.COUNT; x += Lanes.COUNT) {
                int i = Math.min(x, last);
                FloatVector a = FloatVector.fromArray(Lanes.SPECIES, from, row0 + distance + i);
                FloatVector b = FloatVector.fromArray(Lanes.SPECIES, from, row1 + distance + i);
                FloatVector c = FloatVector.fromArray(Lanes.SPECIES, from, row2 + distance + i);
                first.selectFrom(firstOfTwo.selectFrom(a, b), c).intoArray(to, at + 3 * i);
                second.selectFrom(secondOfTwo.selectFrom(a, b), c).intoArray(to, at + 3 * i + Lanes.COUNT);
                third.selectFrom(thirdOfTwo.selectFrom(a, b), c).intoArray(to, at + 3 * i + 2 * Lanes.COUNT);
            }
        }
    }

    private static void fours(float[] from, int row0, int row1, int row2, int row3, int fromPitch, float[] to, int at,
            int toPitch, int last, int rows) {
        FloatVector low = FloatVector.fromArray(Lanes.SPECIES, OF_TWO, 0);
        FloatVector high = low.add(Lanes.COUNT / 2);
        for (int r = 0; r < rows; r++, at += toPitch) {
            int distance = r * fromPitch;
            for (int x = 0; x < last + Lanes.COUNT; x += Lanes.COUNT) {
                int i = Math.min(x, last);
                FloatVector a = FloatVector.fromArray(Lanes.SPECIES, from, row0 + distance + i);
                FloatVector b = FloatVector.fromArray(Lanes.SPECIES, from, row1 + distance + i);
                FloatVector c = FloatVector.fromArray(Lanes.SPECIES, from, row2 + distance + i);
                FloatVector d = FloatVector.fromArray(Lanes.SPECIES, from, row3 + distance + i);
                FloatVector ac = low.selectFrom(a, c);
                FloatVector bd = low.selectFrom(b, d);
                low.selectFrom(ac, bd).intoArray(to, at + 4 * i);
                high.selectFrom(ac, bd).intoArray(to, at + 4 * i + Lanes.COUNT);
                ac = high.selectFrom(a, c);
                bd = high.selectFrom(b, d);
                low.selectFrom(ac, bd).intoArray(to, at + 4 * i + 2 * Lanes.COUNT);
                high.selectFrom(ac, bd).intoArray(to, at + 4 * i + 3 * Lanes.COUNT);
            }
        }
    }

    private static void eights(float[] from, int[] offsets, int first, int fromPitch, float[] to, int at, int toPitch,
            int last, int rows) {
        FloatVector low = FloatVector.fromArray(Lanes.SPECIES, OF_TWO, 0);
        FloatVector high = low.add(Lanes.COUNT / 2);
        for (int r = 0; r < rows; r++, at += toPitch) {
            int distance = r * fromPitch;
            for (int x = 0; x < last + Lanes.COUNT; x += Lanes.COUNT) {
                int i = Math.min(x, last);
                int target = at + 8 * i;
                FloatVector v0 = FloatVector.fromArray(Lanes.SPECIES, from, offsets[first + 0] + distance + i);
                FloatVector v1 = FloatVector.fromArray(Lanes.SPECIES, from, offsets[first + 1] + distance + i);
                FloatVector v2 = FloatVector.fromArray(Lanes.SPECIES, from, offsets[first + 2] + distance + i);
                FloatVector v3 = FloatVector.fromArray(Lanes.SPECIES, from, offsets[first + 3] + distance + i);
                FloatVector v4 = FloatVector.fromArray(Lanes.SPECIES, from, offsets[first + 4] + distance + i);
                FloatVector v5 = FloatVector.fromArray(Lanes.SPECIES, from, offsets[first + 5] + distance + i);
                FloatVector v6 = FloatVector.fromArray(Lanes.SPECIES, from, offsets[first + 6] + distance + i);
                FloatVector v7 = FloatVector.fromArray(Lanes.SPECIES, from, offsets[first + 7] + distance + i);
                FloatVector v04 = low.selectFrom(v0, v4);
                FloatVector v15 = low.selectFrom(v1, v5);
                FloatVector v26 = low.selectFrom(v2, v6);
                FloatVector v37 = low.selectFrom(v3, v7);
                FloatVector even = low.selectFrom(v04, v26);
                FloatVector odd = low.selectFrom(v15, v37);
                low.selectFrom(even, odd).intoArray(to, target);
                high.selectFrom(even, odd).intoArray(to, target + Lanes.COUNT);
                even = high.selectFrom(v04, v26);
                odd = high.selectFrom(v15, v37);
                low.selectFrom(even, odd).intoArray(to, target + 2 * Lanes.COUNT);
                high.selectFrom(even, odd).intoArray(to, target + 3 * Lanes.COUNT);
                v04 = high.selectFrom(v0, v4);
                v15 = high.selectFrom(v1, v5);
                v26 = high.selectFrom(v2, v6);
                v37 = high.selectFrom(v3, v7);
                even = low.selectFrom(v04, v26);
                odd = low.selectFrom(v15, v37);
                low.selectFrom(even, odd).intoArray(to, target + 4 * Lanes.COUNT);
                high.selectFrom(even, odd).intoArray(to, target + 5 * Lanes.COUNT);
                even = high.selectFrom(v04, v26);
                odd = high.selectFrom(v15, v37);
                low.selectFrom(even, odd).intoArray(to, target + 6 * Lanes.COUNT);
                high.selectFrom(even, odd).intoArray(to, target + 7 * Lanes.COUNT);
            }
        }
    }

    private static float[] ofTwo() {
        float[] lanes = new float[Lanes.COUNT];
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = i / 2 + i % 2 * Lanes.COUNT;
        }
        return lanes;
    }

    private static float[] ofThree() {
        float[] lanes = new float[6 * Lanes.COUNT];
        for (int i = 0; i < 3 * Lanes.COUNT; i++) {
            int at = i / Lanes.COUNT * 2 * Lanes.COUNT + i % Lanes.COUNT;
            boolean ofThird = i % 3 == 2;
            lanes[at] = ofThird ? 0 : i / 3 + i % 3 * Lanes.COUNT;
            lanes[at + Lanes.COUNT] = ofThird ? i / 3 + Lanes.COUNT : i % Lanes.COUNT;
        }
        return lanes;
    }

    /** Rows of five vectors and a bit, which take every branch. */
    private static void exercise() {
        int n = 5 * Lanes.COUNT + 1;
        int last = n - Lanes.COUNT;
        float[] from = new float[2 * n];
        float[] to = new float[16 * n];
        int[] offsets = new int[8];
        pairs(from, 0, 0, n, to, 0, 4 * n, last, 2);
        threes(from, 0, 0, 0, n, to, 0, 4 * n, last, 2);
        fours(from, 0, 0, 0, 0, n, to, 0, 4 * n, last, 2);
        eights(from, offsets, 0, n, to, 0, 8 * n, last, 2);
    }
}
