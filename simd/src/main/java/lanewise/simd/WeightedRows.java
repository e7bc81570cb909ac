package lanewise.simd;

import jdk.incubator.vector.FloatVector;
import lanewise.core.reference.ScalarRows;
import lanewise.core.spi.Rows;

/** Weighted sums of rows: of one, two and four in a single loop, of others in loops that add one or two to the target. */
final class WeightedRows {
    private static final WarmUp VECTORS = new WarmUp(WeightedRows::exercise);

    private WeightedRows() {
    }

    /** As {@link Rows#weighted}. */
    static void run(float[] from, int[] offsets, int first, float[] weights, int firstWeight, int count,
            int fromPitch, float[] to, int at, int toPitch, int n, int rows) {
        if (n < Lanes.COUNT || VECTORS.cold()) {
            ScalarRows.INSTANCE.weighted(from, offsets, first, weights, firstWeight, count, fromPitch, to, at, toPitch,
                    n, rows);
        } else {
            vectors(from, offsets, first, weights, firstWeight, count, fromPitch, to, at, toPitch,
                    n - Lanes.COUNT, rows);
        }
    }

    /** As {@link Rows#between}. */
    static void between(float[] from, int row0, int row1, int fromPitch, float[] weights, int firstWeight,
            int weightPitch, int count, float[] to, int at, int pitch, int toPitch, int n, int rows) {
        if (n < Lanes.COUNT || VECTORS.cold()) {
            ScalarRows.INSTANCE.between(from, row0, row1, fromPitch, weights, firstWeight, weightPitch, count, to, at,
                    pitch, toPitch, n, rows);
        } else {
            sums(from, row0, row1, fromPitch, weights, firstWeight, weightPitch, count, to, at, pitch, toPitch,
                    n - Lanes.COUNT, rows);
        }
    }

    private static void vectors(float[] from, int[] offsets, int first, float[] weights, int firstWeight, int count,
            int fromPitch, float[] to, int at, int toPitch, int last, int rows) {
        int row = offsets[first];
        float weight = weights[firstWeight];
        switch (count) {
            case 1 -> one(from, row, weight, fromPitch, to, at, toPitch, last, rows);
            case 2 -> two(from, row, offsets[first + 1], weight, weights[firstWeight + 1], fromPitch, to, at, toPitch,
                    last, rows);
            case 4 -> four(from, row, offsets[first + 1], offsets[first + 2], offsets[first + 3], weight,
                    weights[firstWeight + 1], weights[firstWeight + 2], weights[firstWeight + 3], fromPitch, to, at,
                    toPitch, last, rows);
            default -> {
                two(from, row, offsets[first + 1], weight, weights[firstWeight + 1], fromPitch, to, at, toPitch, last,
                        rows);
                int j = 2;
                for (; j + 1 < count; j += 2) {
                    twoMore(from, offsets[first + j], offsets[first + j + 1], weights[firstWeight + j],
                            weights[firstWeight + j + 1], fromPitch, to, at, toPitch, last, rows);
                }
                if (j < count) {
                    oneMore(from, offsets[first + j], weights[firstWeight + j], fromPitch, to, at, toPitch, last,
                            rows);
                }
            }
        }
    }

    /** Two sums at a time; of an odd number, the last one twice. */
    private static void sums(float[] from, int row0, int row1, int fromPitch, float[] weights, int firstWeight,
            int weightPitch, int count, float[] to, int at, int pitch, int toPitch, int last, int rows) {
        FloatVector zero = FloatVector.zero(Lanes.SPECIES);
        for (int r = 0; r < rows; r++, row0 += fromPitch, row1 += fromPitch, at += toPitch) {
            for (int p = 0; p < count; p += 2) {
                int q = Math.min(p + 1, count - 1);
                int pWeight = firstWeight + p * weightPitch;
                int qWeight = firstWeight + q * weightPitch;
                FloatVector p0 = FloatVector.broadcast(Lanes.SPECIES, weights[pWeight]);
                FloatVector p1 = FloatVector.broadcast(Lanes.SPECIES, weights[pWeight + 1]);
                FloatVector q0 = FloatVector.broadcast(Lanes.SPECIES, weights[qWeight]);
                FloatVector q1 = FloatVector.broadcast(Lanes.SPECIES, weights[qWeight + 1]);
                int pAt = at + p * pitch;
                int qAt = at + q * pitch;
                for (int i = 0; i < last; i += Lanes.COUNT) {
                    FloatVector a = FloatVector.fromArray(Lanes.SPECIES, from, row0 + i);
                    FloatVector b = FloatVector.fromArray(Lanes.SPECIES, from, row1 + i);
                    b.fma(p1, a.fma(p0, zero)).intoArray(to, pAt + i);
                    b.fma(q1, a.fma(q0, zero)).intoArray(to, qAt + i);
                }
                FloatVector a = FloatVector.fromArray(Lanes.SPECIES, from, row0 + last);
                FloatVector b = FloatVector.fromArray(Lanes.SPECIES, from, row1 + last);
                b.fma(p1, a.fma(p0, zero)).intoArray(to, pAt + last);
                b.fma(q1, a.fma(q0, zero)).intoArray(to, qAt + last);
            }
        }
    }

    private static void one(float[] from, int row0, float weight0, int fromPitch, float[] to, int at, int toPitch,
            int last, int rows) {
        FloatVector zero = FloatVector.zero(Lanes.SPECIES);
        FloatVector w0 = FloatVector.broadcast(Lanes.SPECIES, weight0);
        for (int r = 0, distance = 0; r < rows; r++, distance += fromPitch, at += toPitch) {
            for (int i = 0; i < last; i += Lanes.COUNT) {
                FloatVector v = FloatVector.fromArray(Lanes.SPECIES, from, row0 + distance + i).fma(w0, zero);
                v.intoArray(to, at + i);
            }
            FloatVector v = FloatVector.fromArray(Lanes.SPECIES, from, row0 + distance + last).fma(w0, zero);
            v.intoArray(to, at + last);
        }
    }

    private static void two(float[] from, int row0, int row1, float weight0, float weight1, int fromPitch, float[] to,
            int at, int toPitch, int last, int rows) {
        FloatVector zero = FloatVector.zero(Lanes.SPECIES);
        FloatVector w0 = FloatVector.broadcast(Lanes.SPECIES, weight0);
        FloatVector w1 = FloatVector.broadcast(Lanes.SPECIES, weight1);
        for (int r = 0, distance = 0; r < rows; r++, distance += fromPitch, at += toPitch) {
            for (int i = 0; i < last; i += Lanes.COUNT) {
                FloatVector v = FloatVector.fromArray(Lanes.SPECIES, from, row0 + distance + i).fma(w0, zero);
                v = FloatVector.fromArray(Lanes.SPECIES, from, row1 + distance + i).fma(w1, v);
                v.intoArray(to, at + i);
            }
            FloatVector v = FloatVector.fromArray(Lanes.SPECIES, from, row0 + distance + last).fma(w0, zero);
            v = FloatVector.fromArray(Lanes.SPECIES, from, row1 + distance + last).fma(w1, v);
            v.intoArray(to, at + last);
        }
    }

    private static void four(float[] from, int row0, int row1, int row2, int row3, float weight0, float weight1,
            float weight2, float weight3, int fromPitch, float[] to, int at, int toPitch, int last, int rows) {
        FloatVector zero = FloatVector.zero(Lanes.SPECIES);
        FloatVector w0 = FloatVector.broadcast(Lanes.SPECIES, weight0);
        FloatVector w1 = FloatVector.broadcast(Lanes.SPECIES, weight1);
        FloatVector w2 = FloatVector.broadcast(Lanes.SPECIES, weight2);
        FloatVector w3 = FloatVector.broadcast(Lanes.SPECIES, weight3);
        for (int r = 0, distance = 0; r < rows; r++, distance += fromPitch, at += toPitch) {
            for (int i = 0; i < last; i += Lanes.COUNT) {
                FloatVector v = FloatVector.fromArray(Lanes.SPECIES, from, row0 + distance + i).fma(w0, zero);
                v = FloatVector.fromArray(Lanes.SPECIES, from, row1 + distance + i).fma(w1, v);
                v = FloatVector.fromArray(Lanes.SPECIES, from, row2 + distance + i).fma(w2, v);
                v = FloatVector.fromArray(Lanes.SPECIES, from, row3 + distance + i).fma(w3, v);
                v.intoArray(to, at + i);
            }
            FloatVector v = FloatVector.fromArray(Lanes.SPECIES, from, row0 + distance + last).fma(w0, zero);
            v = FloatVector.fromArray(Lanes.SPECIES, from, row1 + distance + last).fma(w1, v);
            v = FloatVector.fromArray(Lanes.SPECIES, from, row2 + distance + last).fma(w2, v);
            v = FloatVector.fromArray(Lanes.SPECIES, from, row3 + distance + last).fma(w3, v);
            v.intoArray(to, at + last);
        }
    }

    private static void oneMore(float[] from, int row0, float weight0, int fromPitch, float[] to, int at, int toPitch,
            int last, int rows) {
        FloatVector w0 = FloatVector.broadcast(Lanes.SPECIES, weight0);
        for (int r = 0, distance = 0; r < rows; r++, distance += fromPitch, at += toPitch) {
            FloatVector tail = FloatVector.fromArray(Lanes.SPECIES, from, row0 + distance + last).fma(w0,
                    FloatVector.fromArray(Lanes.SPECIES, to, at + last));
            for (int i = 0; i < last; i += Lanes.COUNT) {
                FloatVector v = FloatVector.fromArray(Lanes.SPECIES, from, row0 + distance + i).fma(w0,
                        FloatVector.fromArray(Lanes.SPECIES, to, at + i));
                v.intoArray(to, at + i);
            }
            tail.intoArray(to, at + last);
        }
    }

    private static void twoMore(float[] from, int row0, int row1, float weight0, float weight1, int fromPitch,
            float[] to, int at, int toPitch, int last, int rows) {
        FloatVector w0 = FloatVector.broadcast(Lanes.SPECIES, weight0);
        FloatVector w1 = FloatVector.broadcast(Lanes.SPECIES, weight1);
        for (int r = 0, distance = 0; r < rows; r++, distance += fromPitch, at += toPitch) {
            FloatVector tail = FloatVector.fromArray(Lanes.SPECIES, from, row0 + distance + last).fma(w0,
                    FloatVector.fromArray(Lanes.SPECIES, to, at + last));
            tail = FloatVector.fromArray(Lanes.SPECIES, from, row1 + distance + last).fma(w1, tail);
            for (int i = 0; i < last; i += Lanes.COUNT) {
                FloatVector v = FloatVector.fromArray(Lanes.SPECIES, from, row0 + distance + i).fma(w0,
                        FloatVector.fromArray(Lanes.SPECIES, to, at + i));
                v = FloatVector.fromArray(Lanes.SPECIES, from, row1 + distance + i).fma(w1, v);
                v.intoArray(to, at + i);
            }
            tail.intoArray(to, at + last);
        }
    }

    /** Rows of five vectors and a bit, which take every branch. */
    private static void exercise() {
        int n = 5 * Lanes.COUNT + 1;
        int last = n - Lanes.COUNT;
        float[] from = new float[n];
        float[] to = new float[n];
        float[] weights = {1, 1, 1, 1, 1, 1};
        int[] offsets = new int[weights.length];
        for (int count = 1; count <= weights.length; count++) {
            vectors(from, offsets, 0, weights, 0, count, 0, to, 0, 0, last, 2);
        }
        sums(from, 0, 0, 0, weights, 0, 1, 2, to, 0, 0, 0, last, 2);
    }
}
