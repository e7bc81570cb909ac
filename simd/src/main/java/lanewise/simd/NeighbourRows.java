package lanewise.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import lanewise.core.reference.ScalarRows;
import lanewise.core.spi.Rows;

/** Maxima and averages of neighbours in rows one behind the other: those of other rows are replaced by what changes nothing. */
final class NeighbourRows {
    private static final WarmUp VECTORS = new WarmUp(NeighbourRows::exercise);

    private NeighbourRows() {
    }

    /** As {@link Rows#maxAlong}. */
    static void max(float[] from, int start, int taps, int step, int before, float[] columns, int width, float[] to,
            int at, int n) {
        int last = n - Lanes.COUNT;
        if (last < 0 || VECTORS.cold()) {
            ScalarRows.INSTANCE.maxAlong(from, start, taps, step, before, columns, width, to, at, n);
        } else {
            maxima(from, start, taps, step, before, columns, width, to, at, 0, last);
            maxima(from, start, taps, step, before, columns, width, to, at, last, n);
        }
    }

    /** As {@link Rows#averageAlong}. */
    static void average(float[] from, int start, int taps, int step, int before, float[] columns, int width,
            float[] divisors, int first, float[] to, int at, int n) {
        int last = n - Lanes.COUNT;
        if (last < 0 || VECTORS.cold()) {
            ScalarRows.INSTANCE.averageAlong(from, start, taps, step, before, columns, width, divisors, first, to, at,
                    n);
        } else if (taps == 3 && before == step) {
            averagesOfThree(from, start, step, columns, width, divisors, first, to, at, 0, last);
            averagesOfThree(from, start, step, columns, width, divisors, first, to, at, last, n);
        } else {
            averages(from, start, taps, step, before, columns, width, divisors, first, to, at, 0, last);
            averages(from, start, taps, step, before, columns, width, divisors, first, to, at, last, n);
        }
    }

    private static void maxima(float[] from, int start, int taps, int step, int before, float[] columns, int width,
            float[] to, int at, int begin, int end) {
        FloatVector nothing = FloatVector.broadcast(Lanes.SPECIES, Float.NEGATIVE_INFINITY);
        float middle = (width - 1) / 2f;
        for (int i = begin; i < end; i += Lanes.COUNT) {
            FloatVector column = FloatVector.fromArray(Lanes.SPECIES, columns, i).sub(middle + before);
            FloatVector v = nothing;
            for (int k = 0; k < taps; k++) {
                v = v.max(nothing.blend(FloatVector.fromArray(Lanes.SPECIES, from, start + i + k * step),
                        column.add(k * step).abs().compare(VectorOperators.LE, middle)));
            }
            v.intoArray(to, at + i);
        }
    }

    private static void averages(float[] from, int start, int taps, int step, int before, float[] columns, int width,
            float[] divisors, int first,
            float[] to, int at, int begin, int end) {
        FloatVector nothing = FloatVector.zero(Lanes.SPECIES);
        float middle = (width - 1) / 2f;
        for (int i = begin; i < end; i += Lanes.COUNT) {
            FloatVector column = FloatVector.fromArray(Lanes.SPECIES, columns, i).sub(middle + before);
            FloatVector v = nothing;
            for (int k = 0; k < taps; k++) {
                v = v.add(nothing.blend(FloatVector.fromArray(Lanes.SPECIES, from, start + i + k * step),
                        column.add(k * step).abs().compare(VectorOperators.LE, middle)));
            }
            v.div(FloatVector.fromArray(Lanes.SPECIES, divisors, first + i)).intoArray(to, at + i);
        }
    }

    /** The element itself and one on either side, which may be in another row there only. */
    private static void averagesOfThree(float[] from, int start, int step, float[] columns, int width,
            float[] divisors, int first, float[] to, int at, int begin, int end) {
        FloatVector zero = FloatVector.zero(Lanes.SPECIES);
        for (int i = begin; i < end; i += Lanes.COUNT) {
            FloatVector column = FloatVector.fromArray(Lanes.SPECIES, columns, i);
            FloatVector v = zero.add(FloatVector.fromArray(Lanes.SPECIES, from, start + i),
                    column.compare(VectorOperators.GE, step));
            v = v.add(FloatVector.fromArray(Lanes.SPECIES, from, start + i + step));
            v = v.add(FloatVector.fromArray(Lanes.SPECIES, from, start + i + 2 * step),
                    column.compare(VectorOperators.LT, width - step));
            v.div(FloatVector.fromArray(Lanes.SPECIES, divisors, first + i)).intoArray(to, at + i);
        }
    }

    /** Rows of five vectors. */
    private static void exercise() {
        int n = 5 * Lanes.COUNT;
        float[] from = new float[n + 2];
        float[] to = new float[n];
        maxima(from, 0, 3, 1, 1, from, n, to, 0, 0, n);
        averages(from, 0, 3, 1, 1, from, n, from, 0, to, 0, 0, n);
        averagesOfThree(from, 0, 1, from, n, from, 0, to, 0, 0, n);
    }
}
