package lanewise.simd;

import jdk.incubator.vector.FloatVector;
import lanewise.core.reference.ScalarRows;
import lanewise.core.spi.Rows;

/** Weighted sums of rows: of one, two and four in a single loop, of others in loops that add one or two to the target. */
final class WeightedRows {
    private static final WarmUp VECTORS = exercise();

    private WeightedRows() {
    }

    /** As {@link Rows#weighted}. */
    static void run(float[] from, int[] offsets, int first, float[] weights, int firstWeight, int count, float[] to,
            int at, int n) {
        if (n < Lanes.COUNT || VECTORS.cold()) {
            ScalarRows.INSTANCE.weighted(from, offsets, first, weights, firstWeight, count, to, at, n);
        } else {
            vectors(from, offsets, first, weights, firstWeight, count, to, at, n - Lanes.COUNT);
        }
    }

    private static void vectors(float[] from, int[] offsets, int first, float[] weights, int firstWeight, int count,
            float[] to, int at, int last) {
        switch (count) {
            case 1 -> one(from, offsets[first], weights[firstWeight], to, at, last);
            case 2 -> two(from, offsets[first], offsets[first + 1], weights[firstWeight], weights[firstWeight + 1], to,
                    at, last);
            case 4 -> four(from, offsets[first], offsets[first + 1], offsets[first + 2], offsets[first + 3],
                    weights[firstWeight], weights[firstWeight + 1], weights[firstWeight + 2], weights[firstWeight + 3],
                    to, at, last);
            default -> {
                two(from, offsets[first], offsets[first + 1], weights[firstWeight], weights[firstWeight + 1], to, at,
                        last);
                int j = 2;
                for (; j + 1 < count; j += 2) {
                    twoMore(from, offsets[first + j], offsets[first + j + 1], weights[firstWeight + j],
                            weights[firstWeight + j + 1], to, at, last);
                }
                if (j < count) {
                    oneMore(from, offsets[first + j], weights[firstWeight + j], to, at, last);
                }
            }
        }
    }

    private static void one(float[] from, int row, float weight, float[] to, int at, int last) {
        FloatVector zero = FloatVector.zero(Lanes.SPECIES);
        FloatVector w = FloatVector.broadcast(Lanes.SPECIES, weight);
        for (int i = 0; i < last; i += Lanes.COUNT) {
            FloatVector.fromArray(Lanes.SPECIES, from, row + i).fma(w, zero).intoArray(to, at + i);
        }
        FloatVector.fromArray(Lanes.SPECIES, from, row + last).fma(w, zero).intoArray(to, at + last);
    }

    private static void two(float[] from, int row0, int row1, float weight0, float weight1, float[] to, int at,
            int last) {
        FloatVector zero = FloatVector.zero(Lanes.SPECIES);
        FloatVector w0 = FloatVector.broadcast(Lanes.SPECIES, weight0);
        FloatVector w1 = FloatVector.broadcast(Lanes.SPECIES, weight1);
        for (int i = 0; i < last; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.SPECIES, from, row0 + i).fma(w0, zero);
            FloatVector.fromArray(Lanes.SPECIES, from, row1 + i).fma(w1, v).intoArray(to, at + i);
        }
        FloatVector v = FloatVector.fromArray(Lanes.SPECIES, from, row0 + last).fma(w0, zero);
        FloatVector.fromArray(Lanes.SPECIES, from, row1 + last).fma(w1, v).intoArray(to, at + last);
    }

    private static void four(float[] from, int row0, int row1, int row2, int row3, float weight0, float weight1,
            float weight2, float weight3, float[] to, int at, int last) {
        FloatVector zero = FloatVector.zero(Lanes.SPECIES);
        FloatVector w0 = FloatVector.broadcast(Lanes.SPECIES, weight0);
        FloatVector w1 = FloatVector.broadcast(Lanes.SPECIES, weight1);
        FloatVector w2 = FloatVector.broadcast(Lanes.SPECIES, weight2);
        FloatVector w3 = FloatVector.broadcast(Lanes.SPECIES, weight3);
        for (int i = 0; i < last; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.SPECIES, from, row0 + i).fma(w0, zero);
            v = FloatVector.fromArray(Lanes.SPECIES, from, row1 + i).fma(w1, v);
            v = FloatVector.fromArray(Lanes.SPECIES, from, row2 + i).fma(w2, v);
            FloatVector.fromArray(Lanes.SPECIES, from, row3 + i).fma(w3, v).intoArray(to, at + i);
        }
        FloatVector v = FloatVector.fromArray(Lanes.SPECIES, from, row0 + last).fma(w0, zero);
        v = FloatVector.fromArray(Lanes.SPECIES, from, row1 + last).fma(w1, v);
        v = FloatVector.fromArray(Lanes.SPECIES, from, row2 + last).fma(w2, v);
        FloatVector.fromArray(Lanes.SPECIES, from, row3 + last).fma(w3, v).intoArray(to, at + last);
    }

    private static void oneMore(float[] from, int row, float weight, float[] to, int at, int last) {
        FloatVector w = FloatVector.broadcast(Lanes.SPECIES, weight);
        FloatVector tail = FloatVector.fromArray(Lanes.SPECIES, from, row + last).fma(w,
                FloatVector.fromArray(Lanes.SPECIES, to, at + last));
        for (int i = 0; i < last; i += Lanes.COUNT) {
            FloatVector.fromArray(Lanes.SPECIES, from, row + i).fma(w,
                    FloatVector.fromArray(Lanes.SPECIES, to, at + i)).intoArray(to, at + i);
        }
        tail.intoArray(to, at + last);
    }

    private static void twoMore(float[] from, int row0, int row1, float weight0, float weight1, float[] to, int at,
            int last) {
        FloatVector w0 = FloatVector.broadcast(Lanes.SPECIES, weight0);
        FloatVector w1 = FloatVector.broadcast(Lanes.SPECIES, weight1);
        FloatVector tail = FloatVector.fromArray(Lanes.SPECIES, from, row0 + last).fma(w0,
                FloatVector.fromArray(Lanes.SPECIES, to, at + last));
        tail = FloatVector.fromArray(Lanes.SPECIES, from, row1 + last).fma(w1, tail);
        for (int i = 0; i < last; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.SPECIES, from, row0 + i).fma(w0,
                    FloatVector.fromArray(Lanes.SPECIES, to, at + i));
            FloatVector.fromArray(Lanes.SPECIES, from, row1 + i).fma(w1, v).intoArray(to, at + i);
        }
        tail.intoArray(to, at + last);
    }

    /** Rows of five vectors and a bit, which take every branch. */
    private static WarmUp exercise() {
        int n = 5 * Lanes.COUNT + 1;
        int last = n - Lanes.COUNT;
        float[] from = new float[n];
        float[] to = new float[n];
        float[] weights = {1, 1, 1, 1, 1, 1};
        int[] offsets = new int[weights.length];
        return new WarmUp(() -> {
            for (int count = 1; count <= weights.length; count++) {
                vectors(from, offsets, 0, weights, 0, count, to, 0, last);
            }
        });
    }
}
