package lanewise.simd;

import jdk.incubator.vector.FloatVector;

/**
 * Puts rows of sums of some phases side by side:
 *
 * <pre>
 *     to[toAt + c·toPitch + i] = from[fromAt + (i % step)·phasePitch + c·fromPitch + i / step],   0 ≤ c &lt; rows, 0 ≤ i &lt; count
 * </pre>
 */
final class Interleave {
    private static final int LOW = 0;
    private static final int HIGH = Lanes.COUNT;
    /** The lanes that follow each other when those of two vectors alternate. */
    private static final float[] LANES = lanes();

    private static final WarmUp VECTORS = new WarmUp(Interleave::exercise);

    private Interleave() {
    }

    /** Whether there are vectors for so many phases. */
    static boolean fast(int step) {
        return step == 2 || step == 4 || step == Transpose8.ROWS;
    }

    static void run(float[] from, int fromAt, int phasePitch, int fromPitch, float[] to, int toAt, int toPitch,
            int rows, int step, int count) {
        int columns = count / step;
        int done = 0;
        boolean halves = step == 2 || step == 4;
        if (!halves && step <= Transpose8.ROWS) {
            for (int c = 0; c < rows; c++) {
                transpose(from, fromAt + c * fromPitch, phasePitch, to, toAt + c * toPitch, step, columns);
            }
            done = columns * step;
        } else if (halves && columns >= Lanes.COUNT && !VECTORS.cold()) {
            vectors(from, fromAt, phasePitch, fromPitch, to, toAt, toPitch, rows, step, columns);
            done = columns * step;
        }
        for (int c = 0; c < rows && done < count; c++) {
            for (int i = done; i < count; i++) {
                to[toAt + c * toPitch + i] = from[fromAt + i % step * phasePitch + c * fromPitch + i / step];
            }
        }
    }

    /** One row by {@link Transpose8}; its last vectors overlap. */
    private static void transpose(float[] from, int fromAt, int phasePitch, float[] to, int toAt, int step,
            int columns) {
        int whole = columns < Lanes.COUNT ? columns : columns / Lanes.COUNT * Lanes.COUNT;
        Transpose8.run(from, fromAt, phasePitch, step, to, toAt, step, whole);
        int last = columns - Lanes.COUNT;
        if (whole < columns) {
            Transpose8.run(from, fromAt + last, phasePitch, step, to, toAt + step * last, step, Lanes.COUNT);
        }
    }

    private static void vectors(float[] from, int fromAt, int phasePitch, int fromPitch, float[] to, int toAt,
            int toPitch, int rows, int step, int columns) {
        if (step == 2) {
            pairs(from, fromAt, phasePitch, fromPitch, to, toAt, toPitch, rows, columns);
        } else {
            fours(from, fromAt, phasePitch, fromPitch, to, toAt, toPitch, rows, columns);
        }
    }

    /** Two phases; the last vectors of a row overlap. */
    private static void pairs(float[] from, int fromAt, int phasePitch, int fromPitch, float[] to, int toAt,
            int toPitch, int rows, int columns) {
        FloatVector low = FloatVector.fromArray(Lanes.SPECIES, LANES, LOW);
        FloatVector high = FloatVector.fromArray(Lanes.SPECIES, LANES, HIGH);
        int last = columns - Lanes.COUNT;
        for (int x = 0; x < columns; x += Lanes.COUNT) {
            int j = Math.min(x, last);
            for (int c = 0, at = fromAt + j, out = toAt + 2 * j; c < rows; c++, at += fromPitch, out += toPitch) {
                FloatVector v0 = FloatVector.fromArray(Lanes.SPECIES, from, at);
                FloatVector v1 = FloatVector.fromArray(Lanes.SPECIES, from, at + phasePitch);
                low.selectFrom(v0, v1).intoArray(to, out);
                high.selectFrom(v0, v1).intoArray(to, out + Lanes.COUNT);
            }
        }
    }

    /** Four phases; the last vectors of a row overlap. */
    private static void fours(float[] from, int fromAt, int phasePitch, int fromPitch, float[] to, int toAt,
            int toPitch, int rows, int columns) {
        FloatVector low = FloatVector.fromArray(Lanes.SPECIES, LANES, LOW);
        FloatVector high = FloatVector.fromArray(Lanes.SPECIES, LANES, HIGH);
        int last = columns - Lanes.COUNT;
        for (int x = 0; x < columns; x += Lanes.COUNT) {
            int j = Math.min(x, last);
            for (int c = 0, at = fromAt + j, out = toAt + 4 * j; c < rows; c++, at += fromPitch, out += toPitch) {
                FloatVector v0 = FloatVector.fromArray(Lanes.SPECIES, from, at);
                FloatVector v1 = FloatVector.fromArray(Lanes.SPECIES, from, at + phasePitch);
                FloatVector v2 = FloatVector.fromArray(Lanes.SPECIES, from, at + 2 * phasePitch);
                FloatVector v3 = FloatVector.fromArray(Lanes.SPECIES, from, at + 3 * phasePitch);
                FloatVector even = low.selectFrom(v0, v2);
                FloatVector odd = low.selectFrom(v1, v3);
                low.selectFrom(even, odd).intoArray(to, out);
                high.selectFrom(even, odd).intoArray(to, out + Lanes.COUNT);
                even = high.selectFrom(v0, v2);
                odd = high.selectFrom(v1, v3);
                low.selectFrom(even, odd).intoArray(to, out + 2 * Lanes.COUNT);
                high.selectFrom(even, odd).intoArray(to, out + 3 * Lanes.COUNT);
            }
        }
    }

    private static void exercise() {
        int columns = 2 * Lanes.COUNT + 1;
        float[] from = new float[4 * columns];
        float[] to = new float[4 * columns];
        vectors(from, 0, columns, 0, to, 0, 0, 2, 2, columns);
        vectors(from, 0, columns, 0, to, 0, 0, 2, 4, columns);
    }

    private static float[] lanes() {
        float[] lanes = new float[2 * Lanes.COUNT];
        for (int i = 0; i < Lanes.COUNT; i++) {
            lanes[LOW + i] = i / 2 + i % 2 * Lanes.COUNT;
            lanes[HIGH + i] = lanes[LOW + i] + Lanes.COUNT / 2;
        }
        return lanes;
    }
}
