package lanewise.simd;

import jdk.incubator.vector.FloatVector;

/**
 * Adds rows that are shifted against each other:
 *
 * <pre>
 *     to[toAt + j] = Σ_i from[fromAt + row[i] + j + shift[i]],   0 ≤ j &lt; count, 0 ≤ j + shift[i] &lt; length
 * </pre>
 *
 * <p>in the order of i. Whole vectors are read and written: what lies beyond the rows has no part in the sums, but must exist.
 */
final class OverlapAdd {
    private static final WarmUp VECTORS = new WarmUp(OverlapAdd::exercise);

    private OverlapAdd() {
    }

    /**
     * Adds.
     *
     * @param table {@code row[i], shift[i]} for each row in turn, from {@code at}
     * @param rows  how many
     */
    static void run(float[] from, int fromAt, int[] table, int at, int rows, int length, float[] to, int toAt,
            int count) {
        int first = 0;
        int end = length;
        for (int i = at; i < at + 2 * rows; i += 2) {
            first = Math.max(first, -table[i + 1]);
            end = Math.min(end, length - table[i + 1]);
        }
        first = Math.min(first, count);
        end = VECTORS.cold() ? first : Math.clamp(end, first, count);
        if (first < end) {
            vectors(from, fromAt, table, at, rows, to, toAt, end);
        }
        scalars(from, fromAt, table, at, rows, length, to, toAt, 0, first);
        scalars(from, fromAt, table, at, rows, length, to, toAt, end, count);
    }

    /** All results as if no row ended. */
    private static void vectors(float[] from, int fromAt, int[] table, int at, int rows, float[] to, int toAt,
            int count) {
        int j = 0;
        for (; j + 4 * Lanes.COUNT <= count; j += 4 * Lanes.COUNT) {
            FloatVector sum0 = FloatVector.zero(Lanes.SPECIES);
            FloatVector sum1 = FloatVector.zero(Lanes.SPECIES);
            FloatVector sum2 = FloatVector.zero(Lanes.SPECIES);
            FloatVector sum3 = FloatVector.zero(Lanes.SPECIES);
            for (int i = at; i < at + 2 * rows; i += 2) {
                int x = fromAt + table[i] + table[i + 1] + j;
                sum0 = sum0.add(FloatVector.fromArray(Lanes.SPECIES, from, x));
                sum1 = sum1.add(FloatVector.fromArray(Lanes.SPECIES, from, x + Lanes.COUNT));
                sum2 = sum2.add(FloatVector.fromArray(Lanes.SPECIES, from, x + 2 * Lanes.COUNT));
                sum3 = sum3.add(FloatVector.fromArray(Lanes.SPECIES, from, x + 3 * Lanes.COUNT));
            }
            sum0.intoArray(to, toAt + j);
            sum1.intoArray(to, toAt + j + Lanes.COUNT);
            sum2.intoArray(to, toAt + j + 2 * Lanes.COUNT);
            sum3.intoArray(to, toAt + j + 3 * Lanes.COUNT);
        }
        for (; j < count; j += Lanes.COUNT) {
            FloatVector sum = FloatVector.zero(Lanes.SPECIES);
            for (int i = at; i < at + 2 * rows; i += 2) {
                sum = sum.add(FloatVector.fromArray(Lanes.SPECIES, from, fromAt + table[i] + table[i + 1] + j));
            }
            sum.intoArray(to, toAt + j);
        }
    }

    private static void scalars(float[] from, int fromAt, int[] table, int at, int rows, int length, float[] to,
            int toAt, int first, int end) {
        for (int j = first; j < end; j++) {
            float sum = 0;
            for (int i = at; i < at + 2 * rows; i += 2) {
                int x = j + table[i + 1];
                sum += x >= 0 && x < length ? from[fromAt + table[i] + x] : 0;
            }
            to[toAt + j] = sum;
        }
    }

    private static void exercise() {
        int length = 5 * Lanes.COUNT;
        float[] from = new float[3 * length];
        float[] to = new float[length];
        int[] table = {0, 0, 0, 1, 0, -1};
        vectors(from, length, table, 0, 3, to, 0, length);
    }
}
