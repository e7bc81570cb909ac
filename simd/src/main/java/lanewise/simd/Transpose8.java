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

    private static final int LOW = 0;
    private static final int HIGH = Lanes.COUNT;
    /** Which lanes of two vectors alternate; floats, because that is what selects. */
    private static final float[] LANES = lanes();

    private Transpose8() {
    }

    private static float[] lanes() {
        float[] lanes = new float[2 * Lanes.COUNT];
        for (int i = 0; i < Lanes.COUNT; i++) {
            lanes[LOW + i] = i / 2 + i % 2 * Lanes.COUNT;
            lanes[HIGH + i] = lanes[LOW + i] + Lanes.COUNT / 2;
        }
        return lanes;
    }

    /**
     * Transposes.
     *
     * @param from from {@code fromAt}
     * @param to   from {@code toAt}
     */
    static void run(float[] from, int fromAt, int fromPitch, int rows, float[] to, int toAt, int toPitch, int columns) {
        int vectors = Lanes.COUNT < ROWS || toAt + toPitch < ROWS ? 0 : columns / Lanes.COUNT * Lanes.COUNT;
        // Whole vectors are stored, of which no lane may lie beyond the array.
        while (vectors > 0 && toAt + (vectors - 1) * toPitch + Lanes.COUNT > to.length) {
            vectors -= Lanes.COUNT;
        }
        if (vectors > 0 && rows == 2 && toPitch == 2) {
            pairs(from, fromAt, fromPitch, to, toAt, vectors);
        } else if (vectors > 0) {
            wide(from, fromAt, fromPitch, rows, to, toAt, toPitch, vectors);
        }
        for (int j = vectors; j < columns; j++) {
            for (int r = 0; r < rows; r++) {
                to[toAt + j * toPitch + r] = from[fromAt + r * fromPitch + j];
            }
        }
    }

    /** Two rows whose columns lie next to each other, as those of a dilation by 2 do. */
    private static void pairs(float[] from, int fromAt, int fromPitch, float[] to, int toAt, int columns) {
        FloatVector low = FloatVector.fromArray(Lanes.SPECIES, LANES, LOW);
        FloatVector high = FloatVector.fromArray(Lanes.SPECIES, LANES, HIGH);
        for (int j = 0; j < columns; j += Lanes.COUNT) {
            FloatVector a0 = FloatVector.fromArray(Lanes.SPECIES, from, fromAt + j);
            FloatVector a1 = FloatVector.fromArray(Lanes.SPECIES, from, fromAt + fromPitch + j);
            low.selectFrom(a0, a1).intoArray(to, toAt + 2 * j);
            high.selectFrom(a0, a1).intoArray(to, toAt + 2 * j + Lanes.COUNT);
        }
    }

    private static void wide(float[] from, int fromAt, int fromPitch, int rows, float[] to, int toAt, int toPitch,
            int columns) {
        FloatVector low = FloatVector.fromArray(Lanes.SPECIES, LANES, LOW);
        FloatVector high = FloatVector.fromArray(Lanes.SPECIES, LANES, HIGH);
        FloatVector lane = FloatVector.fromArray(Lanes.SPECIES, StageRows.LANE, 0);
        VectorMask<Float> first = lane.compare(VectorOperators.LT, rows);
        VectorMask<Float> second =
                lane.compare(VectorOperators.GE, ROWS).and(lane.compare(VectorOperators.LT, ROWS + rows));
        int last = rows - 1;
        int r1 = Math.min(1, last) * fromPitch;
        int r2 = Math.min(2, last) * fromPitch;
        int r3 = Math.min(3, last) * fromPitch;
        int r4 = Math.min(4, last) * fromPitch;
        int r5 = Math.min(5, last) * fromPitch;
        int r6 = Math.min(6, last) * fromPitch;
        int r7 = last * fromPitch;
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
            d0.intoArray(to, out, first);
            d1.intoArray(to, out + step, first);
            d2.intoArray(to, out + 2 * step, first);
            d3.intoArray(to, out + 3 * step, first);
            d4.intoArray(to, out + 4 * step, first);
            d5.intoArray(to, out + 5 * step, first);
            d6.intoArray(to, out + 6 * step, first);
            d7.intoArray(to, out + 7 * step, first);
            if (each == 2) {
                int next = out + toPitch - ROWS;
                d0.intoArray(to, next, second);
                d1.intoArray(to, next + step, second);
                d2.intoArray(to, next + 2 * step, second);
                d3.intoArray(to, next + 3 * step, second);
                d4.intoArray(to, next + 4 * step, second);
                d5.intoArray(to, next + 5 * step, second);
                d6.intoArray(to, next + 6 * step, second);
                d7.intoArray(to, next + 7 * step, second);
            }
        }
    }
}
