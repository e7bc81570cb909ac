package lanewise.simd;

import jdk.incubator.vector.FloatVector;

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

    private static final int LOW = 0;
    private static final int HIGH = Lanes.COUNT;
    private static final int UPPER = 2 * Lanes.COUNT;
    /** Which lanes of two vectors alternate, and which are in the upper half; floats, because that is what selects. */
    private static final float[] LANES = lanes();

    /** What {@link #few} selects, {@code [rows][vector of the result][row]}; a lane that does not come from the row stays. */
    private static final float[] ROW_LANES = rowLanes();

    private static final WarmUp VECTORS = exercise();

    private Transpose8() {
    }

    private static WarmUp exercise() {
        float[] from = new float[ROWS * 2 * Lanes.COUNT];
        float[] to = new float[ROWS * 2 * Lanes.COUNT];
        return new WarmUp(() -> {
            if (Lanes.COUNT >= ROWS) {
                few(from, 0, Lanes.COUNT, 2, to, 0, Lanes.COUNT);
                few(from, 0, Lanes.COUNT, 5, to, 0, Lanes.COUNT);
                wide(from, 0, 2 * Lanes.COUNT, to, 0, ROWS, 2 * Lanes.COUNT);
            }
        });
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
        boolean whole = rows == ROWS || dense;
        int vectors = whole && Lanes.COUNT >= ROWS ? columns / Lanes.COUNT * Lanes.COUNT : 0;
        if (vectors > 0 && VECTORS.cold()) {
            vectors = 0;
        }
        if (vectors > 0 && dense) {
            few(from, fromAt, fromPitch, rows, to, toAt, vectors);
        } else if (vectors > 0) {
            wide(from, fromAt, fromPitch, to, toAt, toPitch, vectors);
        }
        for (int j = vectors; j < columns; j++) {
            for (int r = 0; r < rows; r++) {
                to[toAt + j * toPitch + r] = from[fromAt + r * fromPitch + j];
            }
        }
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

    /** Eight rows. Halves of vectors are stored as such: C2 makes objects where that many masked stores meet. */
    private static void wide(float[] from, int fromAt, int fromPitch, float[] to, int toAt, int toPitch, int columns) {
        FloatVector low = FloatVector.fromArray(Lanes.SPECIES, LANES, LOW);
        FloatVector high = FloatVector.fromArray(Lanes.SPECIES, LANES, HIGH);
        FloatVector upper = FloatVector.fromArray(Lanes.SPECIES, LANES, UPPER);
        int r1 = fromPitch;
        int r2 = 2 * fromPitch;
        int r3 = 3 * fromPitch;
        int r4 = 4 * fromPitch;
        int r5 = 5 * fromPitch;
        int r6 = 6 * fromPitch;
        int r7 = 7 * fromPitch;
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
            if (each == 1) {
                d0.intoArray(to, out);
                d1.intoArray(to, out + step);
                d2.intoArray(to, out + 2 * step);
                d3.intoArray(to, out + 3 * step);
                d4.intoArray(to, out + 4 * step);
                d5.intoArray(to, out + 5 * step);
                d6.intoArray(to, out + 6 * step);
                d7.intoArray(to, out + 7 * step);
                continue;
            }
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
