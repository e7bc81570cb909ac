package lanewise.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Transposes up to eight rows, between channels that lie next to each other and pixels that do:
 *
 * <pre>
 *     to[j·toPitch + r] = from[r·fromPitch + j],   0 ≤ r &lt; rows ≤ 8, 0 ≤ j &lt; columns
 * </pre>
 *
 * <p>Three rounds of dealing rows {@code i} and {@code i + 4} out to neighbouring lanes turn eight vectors into columns of
 * eight values.
 */
final class Transpose8 {
    static final int ROWS = 8;

    /** What vectors of eight reach beyond rows. */
    private static final int BESIDE = ROWS / 2;
    private static final int LOW = 0;
    private static final int HIGH = Lanes.COUNT;
    private static final int UPPER = 2 * Lanes.COUNT;
    /** Which lanes of two vectors alternate, and which are in the upper half; floats, because that is what selects. */
    private static final float[] LANES = lanes();

    /** Lanes, then those whose numbers differ in one bit, the lowest first, and those eight further. */
    private static final float[] SWAPPED = swapped();

    /** What {@link #few} selects, {@code [rows][vector of the result][row]}; a lane that does not come from the row stays. */
    private static final float[] ROW_LANES = rowLanes();

    private static final WarmUp VECTORS = new WarmUp(Transpose8::exercise);

    private Transpose8() {
    }

    private static void exercise() {
        float[] from = new float[ROWS * 2 * Lanes.COUNT];
        float[] to = new float[ROWS * 2 * Lanes.COUNT];
        if (Lanes.COUNT >= ROWS) {
            int row = 2 * Lanes.COUNT;
            few(from, 0, Lanes.COUNT, 2, to, 0, Lanes.COUNT);
            few(from, 0, Lanes.COUNT, 5, to, 0, Lanes.COUNT);
            eight(from, 0, row, to, 0, ROWS, row);
            part(from, 0, row, to, 0, ROWS, row - BESIDE);
            part(from, 0, row, to, 0, ROWS, ROWS);
        }
    }

    private static float[] lanes() {
        float[] lanes = new float[3 * Lanes.COUNT];
        for (int i = 0; i < Lanes.COUNT; i++) {
            lanes[LOW + i] = i / 2 + i % 2 * Lanes.COUNT;
            lanes[HIGH + i] = lanes[LOW + i] + Lanes.COUNT / 2;
            lanes[UPPER + i] = (i + Lanes.COUNT / 2) % Lanes.COUNT;
        }
        return lanes;
    }

    private static float[] swapped() {
        float[] swapped = new float[5 * Lanes.COUNT];
        for (int i = 0; i < swapped.length; i++) {
            swapped[i] = i % Lanes.COUNT ^ (1 << i / Lanes.COUNT >> 1) % Lanes.COUNT;
        }
        return swapped;
    }

    private static float[] rowLanes() {
        float[] lanes = new float[rowLanes(ROWS)];
        for (int rows = 1; rows < ROWS; rows++) {
            for (int i = 0; i < rows * rows * Lanes.COUNT; i++) {
                int lane = i % Lanes.COUNT;
                int element = i / Lanes.COUNT / rows * Lanes.COUNT + lane;
                boolean here = element % rows == i / Lanes.COUNT % rows;
                lanes[rowLanes(rows) + i] = here ? element / rows : Lanes.COUNT + lane;
            }
        }
        return lanes;
    }

    /** Where the lanes of so many rows are, behind those of fewer. */
    private static int rowLanes(int rows) {
        return (rows - 1) * rows * (2 * rows - 1) / 6 * Lanes.COUNT;
    }

    /**
     * Transposes.
     *
     * @param from from {@code fromAt}
     * @param to   from {@code toAt}
     */
    static void run(float[] from, int fromAt, int fromPitch, int rows, float[] to, int toAt, int toPitch, int columns) {
        boolean dense = rows == toPitch && rows < ROWS;
        boolean warm = (rows == ROWS || dense) && Lanes.COUNT >= ROWS && !VECTORS.cold();
        int whole = warm ? columns / Lanes.COUNT * Lanes.COUNT : 0;
        int done = whole;
        if (warm && dense) {
            few(from, fromAt, fromPitch, rows, to, toAt, whole);
        } else if (warm && whole > 0) {
            eight(from, fromAt, fromPitch, to, toAt, toPitch, whole);
            if (whole < columns) {
                int last = columns - Lanes.COUNT;
                eight(from, fromAt + last, fromPitch, to, toAt + last * toPitch, toPitch, Lanes.COUNT);
            }
            done = columns;
        } else if (warm && columns >= ROWS && fromAt + (ROWS - 1) * fromPitch + Lanes.COUNT <= from.length) {
            part(from, fromAt, fromPitch, to, toAt, toPitch, columns);
            done = columns;
        }
        for (int j = done; j < columns; j++) {
            for (int r = 0; r < rows; r++) {
                to[toAt + j * toPitch + r] = from[fromAt + r * fromPitch + j];
            }
        }
    }

    private static void eight(float[] from, int fromAt, int fromPitch, float[] to, int toAt, int toPitch, int columns) {
        vectors(from, fromAt, fromPitch, 2 * fromPitch, 3 * fromPitch, 4 * fromPitch, 5 * fromPitch, 6 * fromPitch,
                7 * fromPitch, to, toAt, toPitch, columns);
    }

    private static void part(float[] from, int fromAt, int fromPitch, float[] to, int toAt, int toPitch, int columns) {
        square(from, fromAt, fromPitch, 2 * fromPitch, 3 * fromPitch, 4 * fromPitch, 5 * fromPitch, 6 * fromPitch,
                7 * fromPitch, to, toAt, toPitch, columns);
    }

    /** Fewer rows whose columns lie next to each other, as those of a dilation do. */
    private static void few(float[] from, int fromAt, int fromPitch, int rows, float[] to, int toAt, int columns) {
        for (int j = 0; j < columns; j += Lanes.COUNT) {
            int lanes = rowLanes(rows);
            for (int vector = 0; vector < rows; vector++) {
                FloatVector some = FloatVector.fromArray(Lanes.SPECIES, from, fromAt + j);
                for (int r = 0; r < rows; r++, lanes += Lanes.COUNT) {
                    FloatVector row = FloatVector.fromArray(Lanes.SPECIES, from, fromAt + r * fromPitch + j);
                    some = FloatVector.fromArray(Lanes.SPECIES, ROW_LANES, lanes).selectFrom(row, some);
                }
                some.intoArray(to, toAt + rows * j + vector * Lanes.COUNT);
            }
        }
    }

    /**
     * Transposes rows from anywhere: {@code to[j·toPitch + r] = from[at + row[r] + j]}, {@code 0 ≤ r < rows ≤ 8}. With
     * at most eight lanes columns are written one after the other, and a smaller pitch drops the last rows but of the last column.
     *
     * @param table {@code row} from {@code rowAt}
     * @param to    from {@code toAt}
     */
    static void gather(float[] from, int at, int[] table, int rowAt, int rows, float[] to, int toAt, int toPitch,
            int columns) {
        if (rows == ROWS && Lanes.COUNT >= ROWS && columns >= Lanes.COUNT && inside(from, at, table, rowAt, columns)
                && !VECTORS.cold()) {
            int first = table[rowAt];
            int r0 = at + first;
            int r1 = table[rowAt + 1] - first;
            int r2 = table[rowAt + 2] - first;
            int r3 = table[rowAt + 3] - first;
            int r4 = table[rowAt + 4] - first;
            int r5 = table[rowAt + 5] - first;
            int r6 = table[rowAt + 6] - first;
            int r7 = table[rowAt + 7] - first;
            int whole = columns / Lanes.COUNT * Lanes.COUNT;
            vectors(from, r0, r1, r2, r3, r4, r5, r6, r7, to, toAt, toPitch, whole);
            if (whole < columns) {
                int last = columns - Lanes.COUNT;
                vectors(from, r0 + last, r1, r2, r3, r4, r5, r6, r7, to, toAt + last * toPitch, toPitch, Lanes.COUNT);
            }
            return;
        }
        for (int j = 0; j < columns; j++) {
            for (int r = 0; r < rows; r++) {
                to[toAt + j * toPitch + r] = from[at + table[rowAt + r] + j];
            }
        }
    }

    /** Whether what lies beside eight rows may be read. */
    private static boolean inside(float[] from, int at, int[] table, int rowAt, int columns) {
        int end = from.length - columns - BESIDE - at;
        int begin = BESIDE - at;
        return table[rowAt] <= end && table[rowAt + 1] <= end && table[rowAt + 2] <= end && table[rowAt + 3] <= end
                && table[rowAt + 4] >= begin && table[rowAt + 5] >= begin && table[rowAt + 6] >= begin
                && table[rowAt + 7] >= begin;
    }

    private static void vectors(float[] from, int fromAt, int r1, int r2, int r3, int r4, int r5, int r6, int r7,
            float[] to, int toAt, int toPitch, int columns) {
        if (Lanes.COUNT == ROWS) {
            square(from, fromAt, r1, r2, r3, r4, r5, r6, r7, to, toAt, toPitch, columns);
        } else {
            wide(from, fromAt, r1, r2, r3, r4, r5, r6, r7, to, toAt, toPitch, columns);
        }
    }

    /**
     * Eight rows, seven of them so far behind the first, and squares of eight columns, as many as a vector has. At least the first of
     * the last vector's are there; what lies beyond the last column is read as well. Quarters of the square change places, then those of
     * each quarter, and once more: a permutation of one vector and a blend for each result, where dealing two vectors out takes
     * two permutations. The first time vectors are loaded from where their halves have changed places already: rows before the
     * fifth are read {@link #BESIDE} behind their end, the others as much before their beginning. The last time they are shifted.
     */
    private static void square(float[] from, int fromAt, int r1, int r2, int r3, int r4, int r5, int r6, int r7,
            float[] to, int toAt, int toPitch, int columns) {
        FloatVector lane = FloatVector.fromArray(Lanes.SPECIES, SWAPPED, 0);
        FloatVector upper = FloatVector.fromArray(Lanes.SPECIES, SWAPPED, 4 * Lanes.COUNT);
        FloatVector by2 = FloatVector.fromArray(Lanes.SPECIES, SWAPPED, 2 * Lanes.COUNT);
        VectorMask<Float> odd1 =
                FloatVector.fromArray(Lanes.SPECIES, SWAPPED, Lanes.COUNT).compare(VectorOperators.LT, lane);
        VectorMask<Float> odd2 = by2.compare(VectorOperators.LT, lane);
        VectorMask<Float> odd4 =
                FloatVector.fromArray(Lanes.SPECIES, SWAPPED, 3 * Lanes.COUNT).compare(VectorOperators.LT, lane);
        int step = Lanes.COUNT * toPitch;
        for (int j = 0, at = fromAt, out = toAt; j < columns; j += Lanes.COUNT, at += Lanes.COUNT, out += step) {
            FloatVector b0 = FloatVector.fromArray(Lanes.SPECIES, from, at)
                    .blend(FloatVector.fromArray(Lanes.SPECIES, from, at + r4 - BESIDE), odd4);
            FloatVector b4 = FloatVector.fromArray(Lanes.SPECIES, from, at + BESIDE)
                    .blend(FloatVector.fromArray(Lanes.SPECIES, from, at + r4), odd4);
            FloatVector b1 = FloatVector.fromArray(Lanes.SPECIES, from, at + r1)
                    .blend(FloatVector.fromArray(Lanes.SPECIES, from, at + r5 - BESIDE), odd4);
            FloatVector b5 = FloatVector.fromArray(Lanes.SPECIES, from, at + r1 + BESIDE)
                    .blend(FloatVector.fromArray(Lanes.SPECIES, from, at + r5), odd4);
            FloatVector b2 = FloatVector.fromArray(Lanes.SPECIES, from, at + r2)
                    .blend(FloatVector.fromArray(Lanes.SPECIES, from, at + r6 - BESIDE), odd4);
            FloatVector b6 = FloatVector.fromArray(Lanes.SPECIES, from, at + r2 + BESIDE)
                    .blend(FloatVector.fromArray(Lanes.SPECIES, from, at + r6), odd4);
            FloatVector b3 = FloatVector.fromArray(Lanes.SPECIES, from, at + r3)
                    .blend(FloatVector.fromArray(Lanes.SPECIES, from, at + r7 - BESIDE), odd4);
            FloatVector b7 = FloatVector.fromArray(Lanes.SPECIES, from, at + r3 + BESIDE)
                    .blend(FloatVector.fromArray(Lanes.SPECIES, from, at + r7), odd4);
            FloatVector c0 = b0.blend(by2.selectFrom(b2), odd2);
            FloatVector c2 = by2.selectFrom(b0).blend(b2, odd2);
            FloatVector c1 = b1.blend(by2.selectFrom(b3), odd2);
            FloatVector c3 = by2.selectFrom(b1).blend(b3, odd2);
            FloatVector c4 = b4.blend(by2.selectFrom(b6), odd2);
            FloatVector c6 = by2.selectFrom(b4).blend(b6, odd2);
            FloatVector c5 = b5.blend(by2.selectFrom(b7), odd2);
            FloatVector c7 = by2.selectFrom(b5).blend(b7, odd2);
            FloatVector d0 = c0.blend(
                    c1.reinterpretAsLongs().lanewise(VectorOperators.LSHL, Float.SIZE).reinterpretAsFloats(), odd1);
            FloatVector d1 = c0.reinterpretAsLongs().lanewise(VectorOperators.LSHR, Float.SIZE).reinterpretAsFloats()
                    .blend(c1, odd1);
            FloatVector d2 = c2.blend(
                    c3.reinterpretAsLongs().lanewise(VectorOperators.LSHL, Float.SIZE).reinterpretAsFloats(), odd1);
            FloatVector d3 = c2.reinterpretAsLongs().lanewise(VectorOperators.LSHR, Float.SIZE).reinterpretAsFloats()
                    .blend(c3, odd1);
            FloatVector d4 = c4.blend(
                    c5.reinterpretAsLongs().lanewise(VectorOperators.LSHL, Float.SIZE).reinterpretAsFloats(), odd1);
            FloatVector d5 = c4.reinterpretAsLongs().lanewise(VectorOperators.LSHR, Float.SIZE).reinterpretAsFloats()
                    .blend(c5, odd1);
            FloatVector d6 = c6.blend(
                    c7.reinterpretAsLongs().lanewise(VectorOperators.LSHL, Float.SIZE).reinterpretAsFloats(), odd1);
            FloatVector d7 = c6.reinterpretAsLongs().lanewise(VectorOperators.LSHR, Float.SIZE).reinterpretAsFloats()
                    .blend(c7, odd1);
            d0.reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats().intoArray(to, out);
            d1.reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats().intoArray(to, out + toPitch);
            d2.reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats().intoArray(to, out + 2 * toPitch);
            d3.reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats().intoArray(to, out + 3 * toPitch);
            d4.reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats().intoArray(to, out + 4 * toPitch);
            d5.reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats().intoArray(to, out + 5 * toPitch);
            d6.reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats().intoArray(to, out + 6 * toPitch);
            d7.reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats().intoArray(to, out + 7 * toPitch);
            int left = Lanes.COUNT > ROWS ? columns - j - ROWS : 0;
            if (left > 0) {
                upper.selectFrom(d0).reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats().intoArray(to,
                        out + 8 * toPitch);
            }
            if (left > 1) {
                upper.selectFrom(d1).reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats().intoArray(to,
                        out + 9 * toPitch);
            }
            if (left > 2) {
                upper.selectFrom(d2).reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats().intoArray(to,
                        out + 10 * toPitch);
            }
            if (left > 3) {
                upper.selectFrom(d3).reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats().intoArray(to,
                        out + 11 * toPitch);
            }
            if (left > 4) {
                upper.selectFrom(d4).reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats().intoArray(to,
                        out + 12 * toPitch);
            }
            if (left > 5) {
                upper.selectFrom(d5).reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats().intoArray(to,
                        out + 13 * toPitch);
            }
            if (left > 6) {
                upper.selectFrom(d6).reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats().intoArray(to,
                        out + 14 * toPitch);
            }
            if (left > 7) {
                upper.selectFrom(d7).reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats().intoArray(to,
                        out + 15 * toPitch);
            }
        }
    }

    /** Eight rows, seven of them so far behind the first. Halves of vectors are stored as such: C2 makes objects where that many masked stores meet. */
    private static void wide(float[] from, int fromAt, int r1, int r2, int r3, int r4, int r5, int r6, int r7,
            float[] to, int toAt, int toPitch, int columns) {
        FloatVector low = FloatVector.fromArray(Lanes.SPECIES, LANES, LOW);
        FloatVector high = FloatVector.fromArray(Lanes.SPECIES, LANES, HIGH);
        FloatVector upper = FloatVector.fromArray(Lanes.SPECIES, LANES, UPPER);
        int each = Lanes.COUNT / ROWS;
        int step = each * toPitch;
        for (int j = 0, at = fromAt, out = toAt; j < columns; j += Lanes.COUNT, at += Lanes.COUNT, out += ROWS * step) {
            FloatVector a0 = FloatVector.fromArray(Lanes.SPECIES, from, at);
            FloatVector a1 = FloatVector.fromArray(Lanes.SPECIES, from, at + r1);
            FloatVector a2 = FloatVector.fromArray(Lanes.SPECIES, from, at + r2);
            FloatVector a3 = FloatVector.fromArray(Lanes.SPECIES, from, at + r3);
            FloatVector a4 = FloatVector.fromArray(Lanes.SPECIES, from, at + r4);
            FloatVector a5 = FloatVector.fromArray(Lanes.SPECIES, from, at + r5);
            FloatVector a6 = FloatVector.fromArray(Lanes.SPECIES, from, at + r6);
            FloatVector a7 = FloatVector.fromArray(Lanes.SPECIES, from, at + r7);
            FloatVector b0 = low.selectFrom(a0, a4);
            FloatVector b1 = high.selectFrom(a0, a4);
            FloatVector b2 = low.selectFrom(a1, a5);
            FloatVector b3 = high.selectFrom(a1, a5);
            FloatVector b4 = low.selectFrom(a2, a6);
            FloatVector b5 = high.selectFrom(a2, a6);
            FloatVector b6 = low.selectFrom(a3, a7);
            FloatVector b7 = high.selectFrom(a3, a7);
            FloatVector c0 = low.selectFrom(b0, b4);
            FloatVector c1 = high.selectFrom(b0, b4);
            FloatVector c2 = low.selectFrom(b1, b5);
            FloatVector c3 = high.selectFrom(b1, b5);
            FloatVector c4 = low.selectFrom(b2, b6);
            FloatVector c5 = high.selectFrom(b2, b6);
            FloatVector c6 = low.selectFrom(b3, b7);
            FloatVector c7 = high.selectFrom(b3, b7);
            FloatVector d0 = low.selectFrom(c0, c4);
            FloatVector d1 = high.selectFrom(c0, c4);
            FloatVector d2 = low.selectFrom(c1, c5);
            FloatVector d3 = high.selectFrom(c1, c5);
            FloatVector d4 = low.selectFrom(c2, c6);
            FloatVector d5 = high.selectFrom(c2, c6);
            FloatVector d6 = low.selectFrom(c3, c7);
            FloatVector d7 = high.selectFrom(c3, c7);
            int next = out + toPitch;
            d0.reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats().intoArray(to, out);
            upper.selectFrom(d0, d0).reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats().intoArray(to,
                    next);
            d1.reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats().intoArray(to, out + step);
            upper.selectFrom(d1, d1).reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats().intoArray(to,
                    next + step);
            d2.reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats().intoArray(to, out + 2 * step);
            upper.selectFrom(d2, d2).reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats().intoArray(to,
                    next + 2 * step);
            d3.reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats().intoArray(to, out + 3 * step);
            upper.selectFrom(d3, d3).reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats().intoArray(to,
                    next + 3 * step);
            d4.reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats().intoArray(to, out + 4 * step);
            upper.selectFrom(d4, d4).reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats().intoArray(to,
                    next + 4 * step);
            d5.reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats().intoArray(to, out + 5 * step);
            upper.selectFrom(d5, d5).reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats().intoArray(to,
                    next + 5 * step);
            d6.reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats().intoArray(to, out + 6 * step);
            upper.selectFrom(d6, d6).reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats().intoArray(to,
                    next + 6 * step);
            d7.reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats().intoArray(to, out + 7 * step);
            upper.selectFrom(d7, d7).reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats().intoArray(to,
                    next + 7 * step);
        }
    }
}
