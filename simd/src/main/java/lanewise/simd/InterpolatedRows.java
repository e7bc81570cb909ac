package lanewise.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import lanewise.core.reference.ScalarRows;
import lanewise.core.spi.Rows;

/**
 * Interpolation along rows: the neighbours of a vector of results lie within a vector from the first one's on, and are permuted
 * to where they are needed. Places and weights are read once for all rows.
 */
final class InterpolatedRows {
    private static final WarmUp VECTORS = new WarmUp(InterpolatedRows::exercise);

    private InterpolatedRows() {
    }

    /** As {@link Rows#interpolate}. */
    static void run(float[] from, int start, int fromPitch, float[] first, float[] weights, float[] to, int at,
            int toPitch, int n, int rows) {
        int lastVector = from.length - Lanes.COUNT - start - (rows - 1) * fromPitch;
        if (n < Lanes.COUNT || lastVector < 0 || VECTORS.cold()) {
            ScalarRows.INSTANCE.interpolate(from, start, fromPitch, first, weights, to, at, toPitch, n, rows);
        } else {
            vectors(from, start, fromPitch, first, weights, lastVector, to, at, toPitch, n, rows);
        }
    }

    /** Reads vectors from places up to {@code lastVector}, the last one that is within the array in every row. */
    private static void vectors(float[] from, int start, int fromPitch, float[] first, float[] weights, int lastVector,
            float[] to, int at, int toPitch, int n, int rows) {
        FloatVector zero = FloatVector.zero(Lanes.SPECIES);
        for (int x = 0; x < n; x += Lanes.COUNT) {
            int i = Math.min(x, n - Lanes.COUNT);
            int place0 = Math.min((int) first[i], lastVector);
            int place1 = Math.min(place0 + 1, lastVector);
            FloatVector places = FloatVector.fromArray(Lanes.SPECIES, first, i);
            FloatVector lanes0 = places.sub(place0);
            FloatVector lanes1 = places.sub(place1 - 1).min(Lanes.COUNT - 1);
            FloatVector w0 = FloatVector.fromArray(Lanes.SPECIES, weights, i);
            FloatVector w1 = FloatVector.fromArray(Lanes.SPECIES, weights, n + i);
            VectorMask<Float> copies = w1.compare(VectorOperators.EQ, 0);
            int row = start;
            int target = at + i;
            for (int r = 0; r < rows; r++, row += fromPitch, target += toPitch) {
                FloatVector x0 = lanes0.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, row + place0));
                FloatVector x1 = lanes1.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, row + place1));
                x1.fma(w1, x0.fma(w0, zero)).blend(x0, copies).intoArray(to, target);
            }
        }
    }

    /** Rows of five vectors and a bit, which take every branch. */
    private static void exercise() {
        int n = 5 * Lanes.COUNT + 1;
        float[] row = new float[2 * n];
        vectors(row, 0, 0, row, row, n, row, 0, 0, n, 2);
    }
}
