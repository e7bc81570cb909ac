package lanewise.simd;

import jdk.incubator.vector.FloatVector;

/**
 * Exchanges rows and columns:
 *
 * <pre>
 *     to[c·pitch + r] = from[base + at[r] + c],   0 ≤ r &lt; rows, 0 ≤ c &lt; columns
 * </pre>
 *
 * <p>Three rounds of interleaving eight vectors with their partners put eight rows side by side, whatever the vectors' length.
 */
final class Transpose {
    /** Rows that are exchanged by vectors. */
    static final int ROWS = 8;

    private static final int HALF = Lanes.COUNT / 2;
    private static final float[] LOW = interleaved(0);
    private static final float[] HIGH = interleaved(HALF);
    private static final float[] UPPER = upper();

    private Transpose() {
    }

    /**
     * Exchanges at most {@link #ROWS} rows.
     *
     * @param from  rows
     * @param table where each row starts, from {@code tableAt}
     * @param to    {@code [columns][pitch]} from {@code toAt}
     */
    static void run(float[] from, int base, int[] table, int tableAt, int rows, int columns, float[] to, int toAt,
            int pitch) {
        if (rows == ROWS && columns >= Lanes.COUNT) {
            eight(from, base, table, tableAt, columns, to, toAt, pitch);
            return;
        }
        for (int r = 0; r < rows; r++) {
            int row = base + table[tableAt + r];
            for (int c = 0; c < columns; c++) {
                to[toAt + c * pitch + r] = from[row + c];
            }
        }
    }

    /** The last vector of columns may overlap the one before. */
    private static void eight(float[] from, int base, int[] table, int tableAt, int columns, float[] to, int toAt,
            int pitch) {
        int r0 = base + table[tableAt];
        int r1 = base + table[tableAt + 1];
        int r2 = base + table[tableAt + 2];
        int r3 = base + table[tableAt + 3];
        int r4 = base + table[tableAt + 4];
        int r5 = base + table[tableAt + 5];
        int r6 = base + table[tableAt + 6];
        int r7 = base + table[tableAt + 7];
        boolean whole = Lanes.COUNT <= ROWS || pitch == ROWS;
        FloatVector low = FloatVector.fromArray(Lanes.SPECIES, LOW, 0);
        FloatVector high = FloatVector.fromArray(Lanes.SPECIES, HIGH, 0);
        FloatVector upper = FloatVector.fromArray(Lanes.SPECIES, UPPER, 0);
        for (int next = 0; next < columns; next += Lanes.COUNT) {
            int c = Math.min(next, columns - Lanes.COUNT);
            FloatVector a0 = FloatVector.fromArray(Lanes.SPECIES, from, r0 + c);
            FloatVector a1 = FloatVector.fromArray(Lanes.SPECIES, from, r1 + c);
            FloatVector a2 = FloatVector.fromArray(Lanes.SPECIES, from, r2 + c);
            FloatVector a3 = FloatVector.fromArray(Lanes.SPECIES, from, r3 + c);
            FloatVector a4 = FloatVector.fromArray(Lanes.SPECIES, from, r4 + c);
            FloatVector a5 = FloatVector.fromArray(Lanes.SPECIES, from, r5 + c);
            FloatVector a6 = FloatVector.fromArray(Lanes.SPECIES, from, r6 + c);
            FloatVector a7 = FloatVector.fromArray(Lanes.SPECIES, from, r7 + c);
            FloatVector b0 = low.selectFrom(a0, a4);
            FloatVector b1 = high.selectFrom(a0, a4);
            FloatVector b2 = low.selectFrom(a1, a5);
            FloatVector b3 = high.selectFrom(a1, a5);
            FloatVector b4 = low.selectFrom(a2, a6);
            FloatVector b5 = high.selectFrom(a2, a6);
            FloatVector b6 = low.selectFrom(a3, a7);
            FloatVector b7 = high.selectFrom(a3, a7);
            a0 = low.selectFrom(b0, b4);
            a1 = high.selectFrom(b0, b4);
            a2 = low.selectFrom(b1, b5);
            a3 = high.selectFrom(b1, b5);
            a4 = low.selectFrom(b2, b6);
            a5 = high.selectFrom(b2, b6);
            a6 = low.selectFrom(b3, b7);
            a7 = high.selectFrom(b3, b7);
            b0 = low.selectFrom(a0, a4);
            b1 = high.selectFrom(a0, a4);
            b2 = low.selectFrom(a1, a5);
            b3 = high.selectFrom(a1, a5);
            b4 = low.selectFrom(a2, a6);
            b5 = high.selectFrom(a2, a6);
            b6 = low.selectFrom(a3, a7);
            b7 = high.selectFrom(a3, a7);
            int at = toAt + c * pitch;
            if (whole) {
                b0.intoArray(to, at);
                b1.intoArray(to, at + offset(1, pitch));
                b2.intoArray(to, at + offset(2, pitch));
                b3.intoArray(to, at + offset(3, pitch));
                b4.intoArray(to, at + offset(4, pitch));
                b5.intoArray(to, at + offset(5, pitch));
                b6.intoArray(to, at + offset(6, pitch));
                b7.intoArray(to, at + offset(7, pitch));
            } else {
                b0.reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats().intoArray(to, at + 0 * pitch);
                upper.selectFrom(b0, b0).reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats()
                        .intoArray(to, at + 1 * pitch);
                b1.reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats().intoArray(to, at + 2 * pitch);
                upper.selectFrom(b1, b1).reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats()
                        .intoArray(to, at + 3 * pitch);
                b2.reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats().intoArray(to, at + 4 * pitch);
                upper.selectFrom(b2, b2).reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats()
                        .intoArray(to, at + 5 * pitch);
                b3.reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats().intoArray(to, at + 6 * pitch);
                upper.selectFrom(b3, b3).reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats()
                        .intoArray(to, at + 7 * pitch);
                b4.reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats().intoArray(to, at + 8 * pitch);
                upper.selectFrom(b4, b4).reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats()
                        .intoArray(to, at + 9 * pitch);
                b5.reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats().intoArray(to, at + 10 * pitch);
                upper.selectFrom(b5, b5).reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats()
                        .intoArray(to, at + 11 * pitch);
                b6.reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats().intoArray(to, at + 12 * pitch);
                upper.selectFrom(b6, b6).reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats()
                        .intoArray(to, at + 13 * pitch);
                b7.reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats().intoArray(to, at + 14 * pitch);
                upper.selectFrom(b7, b7).reinterpretShape(Lanes.EIGHT, 0).reinterpretAsFloats()
                        .intoArray(to, at + 15 * pitch);
            }
        }
    }

    /** Where the i-th vector of interleaved columns goes. */
    private static int offset(int i, int pitch) {
        return i * Lanes.COUNT / ROWS * pitch + i * Lanes.COUNT % ROWS;
    }

    /** Which of the lanes of two vectors come from {@code first} on, in turn. */
    private static float[] interleaved(int first) {
        float[] lanes = new float[Lanes.COUNT];
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = first + i / 2 + i % 2 * Lanes.COUNT;
        }
        return lanes;
    }

    private static float[] upper() {
        float[] lanes = new float[Lanes.COUNT];
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = (i + HALF) % Lanes.COUNT;
        }
        return lanes;
    }
}
