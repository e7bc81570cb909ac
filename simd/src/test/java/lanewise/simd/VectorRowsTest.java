package lanewise.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.List;
import lanewise.core.SpecGenerator;
import lanewise.core.reference.ScalarRows;
import lanewise.core.spi.Rows;
import org.junit.jupiter.api.Test;

/** Vectors have the bits of scalars, wherever rows begin and end, and touch nothing else. */
class VectorRowsTest {
    private static final List<Float> SPECIAL =
            List.of(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0f, -0f,
                    -Float.MAX_VALUE, Float.MIN_VALUE);
    private static final int CASES = Lanes.SPECIES.vectorBitSize() > Lanes.preferredBits() ? 650 : 2000;
    private static final int MOST_ROWS = 9;
    /** Rows that follow each other. */
    private static final int PLANE = 3;

    /** A row operation on a source with a table of rows. */
    private interface Operation {
        void run(Rows rows, float[] from, int[] offsets, int first, int count, float[] to, int at, int n);
    }

    @Test
    void max() {
        for (int step = 1; step <= 3; step++) {
            reduced(step, Rows::max);
        }
    }

    @Test
    void sum() {
        reduced(1, (rows, from, offsets, first, count, onto, _, fromPitch, to, at, toPitch, n, rowCount) -> rows
                .sum(from, offsets, first, count, onto, fromPitch, to, at, toPitch, n, rowCount));
    }

    /** {@link Rows#max}, or {@link Rows#sum} of all elements. */
    private interface Reduction {
        void run(Rows rows, float[] from, int[] offsets, int first, int count, boolean onto, int step, int fromPitch,
                float[] to, int at, int toPitch, int n, int rowCount);
    }

    private static void reduced(int step, Reduction reduction) {
        for (boolean onto : new boolean[]{false, true}) {
            check(PLANE * step, PLANE, (rows, from, offsets, first, count, to, at, n) -> reduction.run(rows, from,
                    offsets, first, count, onto, step, step * n - 1, to, at, n + first, n, PLANE));
        }
    }

    @Test
    void average() {
        for (int step = 1; step <= 3; step++) {
            int stride = step;
            check(PLANE * stride, PLANE, (rows, from, offsets, first, count, to, at, n) -> rows.average(from, offsets,
                    count, stride, stride * n - 1, from, first, to, at, n, PLANE));
        }
    }

    @Test
    void along() {
        check(2, 1, (rows, from, offsets, first, count, to, at, n) -> {
            int width = 1 + offsets[first] % n;
            int taps = 1 + count % 5;
            rows.maxAlong(from, offsets[first] % 30, taps, 1 + first, count, columns(n, width), width, to, at, n);
        });
        check(2, 1, (rows, from, offsets, first, count, to, at, n) -> {
            int width = 1 + offsets[first] % n;
            int taps = 1 + count % 5;
            rows.averageAlong(from, offsets[first] % 30, taps, 1 + first, count, columns(n, width), width, from, first,
                    to,
                    at, n);
        });
    }

    private static float[] columns(int n, int width) {
        float[] columns = new float[n];
        for (int i = 0; i < n; i++) {
            columns[i] = i % width;
        }
        return columns;
    }

    @Test
    void between() {
        float[] weights = {0, 0.25f, -0.7f, 3, 0.1f, Float.NaN, -0f, 1, 2, Float.POSITIVE_INFINITY, -1};
        check(2 * PLANE, PLANE * MOST_ROWS,
                (rows, from, offsets, first, count, to, at, n) -> rows.between(from, offsets[first], n - 1, 2 * n - 1,
                        weights, count % 3, 1, count, to, at, n + 1, count * (n + 1), n, PLANE));
    }

    @Test
    void interpolate() {
        check(PLANE, PLANE, (rows, from, offsets, first, count, to, at, n) -> {
            float[] places = new float[n];
            for (int i = 1; i < n; i++) {
                places[i] = places[i - 1] + (offsets[first] * i / 50 > offsets[first] * (i - 1) / 50 ? 1 : 0);
            }
            float[] weights = Arrays.copyOf(from, 2 * n);
            for (int i = 0; i < n; i += 1 + count) {
                weights[n + i] = 0;
            }
            int start = from.length - 2 - (int) places[n - 1] - (PLANE - 1) * (n - 1);
            rows.interpolate(from, start - first, n - 1, places, weights, to, at, n + 2, n, PLANE);
        });
    }

    @Test
    void weighted() {
        float[] weights = {0, 0.25f, -0.7f, 3, 0.1f, Float.NaN, -0f, 1, 2, Float.POSITIVE_INFINITY, -1};
        check(PLANE, PLANE,
                (rows, from, offsets, first, count, to, at, n) -> rows.weighted(from, offsets, first, weights,
                        count % 3, count, n - 1, to, at, n + first, n, PLANE));
    }

    @Test
    void maxAt() {
        for (int step = 1; step <= 3; step++) {
            int stride = step;
            check(PLANE * stride, 2 * PLANE, (rows, from, offsets, first, count, to, at, n) -> {
                int size = PLANE * (n + 2);
                int[] indices = new int[size];
                rows.maxAt(from, offsets, first, first / 2, count, stride, stride * n - 1, to, at, n + 2, indices, 1, n,
                        PLANE);
                for (int i = 0; i < size; i++) {
                    to[at + size + i] = indices[i];
                }
            });
        }
    }

    @Test
    void divide() {
        check(1, 1, (rows, _, _, _, count, to, at, n) -> rows.divide(to, at, count, n));
    }

    @Test
    void split() {
        check(PLANE * MOST_ROWS, PLANE * MOST_ROWS,
                (rows, from, offsets, first, count, to, at, n) -> rows.split(from, offsets[first], count, count * n - 1,
                        to, at, n + 3, count * (n + 3), n, PLANE));
    }

    /** Rows may be shorter than vectors, too, where they are one behind the other. */
    @Test
    void splitDensely() {
        check(2 * MOST_ROWS, 2 * MOST_ROWS,
                (rows, from, offsets, first, count, to, at, n) -> rows.split(from, offsets[first], 2, 2 * n, to, at,
                        count * n + first, n, n, count));
    }

    @Test
    void interleave() {
        check(2, 2 * MOST_ROWS,
                (rows, from, offsets, first, count, to, at, n) -> rows.interleave(from, offsets, first, count, n, to,
                        at, count * n + 2, n, 2));
    }

    @Test
    void repeat() {
        for (int times = 1; times <= 3; times++) {
            int down = times;
            check(PLANE, PLANE * down * MOST_ROWS, (rows, from, offsets, first, count, to, at, n) -> rows.repeat(from,
                    offsets[first], n - 1, count, down, to, at, count * n + 2, n, PLANE));
        }
    }

    @Test
    void spread() {
        for (int times = 1; times <= 3; times++) {
            int down = times;
            check(PLANE, PLANE * down * MOST_ROWS, (rows, from, offsets, first, count, to, at, n) -> {
                int[] indices = new int[PLANE * n];
                for (int i = 0; i < indices.length; i++) {
                    int place = (i / n * down + i % down) * count * n + i % n * count + i % count;
                    indices[i] = offsets[first] == i ? 0 : at + place;
                }
                boolean all = rows.spread(from, first, indices, 0, count, down, to, at, at, n, PLANE);
                to[0] = all ? 1 : 2;
            });
        }
    }

    @Test
    void halves() {
        check(1, MOST_ROWS, (rows, _, _, _, count, to, _, n) -> rows.maxHalves(to, 1 + n / 2, count));
        check(1, MOST_ROWS, (rows, _, _, _, count, to, _, n) -> rows.sumHalves(to, 1 + n / 2, count));
        check(1, MOST_ROWS, (rows, _, _, _, count, to, _, n) -> rows.maxHalves(to, 1 << count % 4, 1 + n / 2));
        check(1, MOST_ROWS, (rows, _, _, _, count, to, _, n) -> rows.sumHalves(to, 1 << count % 4, 1 + n / 2));
    }

    @Test
    void lanes() {
        check(MOST_ROWS, Rows.LANES,
                (rows, from, _, first, count, to, at, n) -> rows.maxLanes(from, first, n, count, n, to, at));
        check(MOST_ROWS, Rows.LANES,
                (rows, from, _, first, count, to, at, n) -> rows.sumLanes(from, first, n, count, n, to, at));
    }

    /** Compares with scalars on random rows, {@code stretch} and {@code written} times as long as {@code n} at most. */
    private static void check(int stretch, int written, Operation operation) {
        SpecGenerator.check(CASES, (_, values) -> {
            int n = values.between(1, 11 * Lanes.COUNT);
            int count = values.between(1, MOST_ROWS);
            int first = values.between(0, 2);
            int at = values.between(1, 2 * n);
            float[] from = special(values, values.floats(50 + (long) stretch * n));
            float[] to = special(values, values.floats(at + written * (n + 3L) + Rows.LANES * MOST_ROWS));
            int[] offsets = new int[first + count];
            Arrays.setAll(offsets, _ -> values.between(0, 50));
            for (int j = 1; j < offsets.length && values.oneIn(2); j++) {
                offsets[j] = offsets[j - 1] % 50 + 1;
            }
            float[] expected = to.clone();
            operation.run(ScalarRows.INSTANCE, from, offsets.clone(), first, count, expected, at, n);
            operation.run(VectorRows.INSTANCE, from, offsets, first, count, to, at, n);
            assertArrayEquals(expected, to);
        });
    }

    private static float[] special(SpecGenerator values, float[] row) {
        if (values.oneIn(2)) {
            for (int i = 0; i < row.length; i++) {
                if (values.oneIn(9)) {
                    row[i] = SPECIAL.get(values.between(0, SPECIAL.size() - 1));
                }
            }
        }
        return row;
    }
}
