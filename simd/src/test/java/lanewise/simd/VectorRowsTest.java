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
    private static final int MOST_ROWS = 9;

    /** A row operation on a source with a table of rows. */
    private interface Operation {
        void run(Rows rows, float[] from, int[] offsets, int first, int count, float[] to, int at, int n);
    }

    @Test
    void max() {
        check(1, 1, (rows, from, offsets, first, count, to, at, n) -> rows.max(from, offsets, first, count, false, to,
                at, n));
        check(1, 1, (rows, from, offsets, first, count, to, at, n) -> rows.max(from, offsets, first, count, true, to,
                at, n));
    }

    @Test
    void sum() {
        check(1, 1, (rows, from, offsets, first, count, to, at, n) -> rows.sum(from, offsets, first, count, false, to,
                at, n));
        check(1, 1, (rows, from, offsets, first, count, to, at, n) -> rows.sum(from, offsets, first, count, true, to,
                at, n));
    }

    @Test
    void weighted() {
        float[] weights = {0, 0.25f, -0.7f, 3, 0.1f, Float.NaN, -0f, 1, 2, Float.POSITIVE_INFINITY, -1};
        check(1, 1,
                (rows, from, offsets, first, count, to, at, n) -> rows.weighted(from, offsets, first, weights,
                        count % 3,
                        count, to, at, n));
    }

    @Test
    void maxAt() {
        check(1, 2, (rows, from, offsets, first, count, to, at, n) -> {
            int[] indices = new int[at + n + 3];
            rows.maxAt(from, offsets, first, first / 2, count, count % 3, to, at, indices, at, n);
            for (int i = 0; i < n; i++) {
                to[at + n + i] = indices[at + i];
            }
            to[at + 2 * n] = Arrays.stream(indices, 0, at).sum() + Arrays.stream(indices, at + n, at + n + 3).sum();
        });
    }

    @Test
    void divide() {
        check(1, 1, (rows, from, offsets, first, _, to, at, n) -> rows.divide(from, first, from, offsets[first], to, at,
                n));
        check(1, 1, (rows, from, _, first, _, to, at, n) -> rows.divide(to, at, from, first, to, at, n));
        check(1, 1, (rows, _, _, _, count, to, at, n) -> rows.divide(to, at, count, n));
    }

    @Test
    void split() {
        check(MOST_ROWS, MOST_ROWS,
                (rows, from, offsets, first, count, to, at, n) -> rows.split(from, offsets[first], count, to,
                        at, n + 3, n));
    }

    @Test
    void interleave() {
        check(2, 2 * MOST_ROWS,
                (rows, from, offsets, first, count, to, at, n) -> rows.interleave(from, offsets, first, count, n, to,
                        at, count * n + 2, n, 2));
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
        SpecGenerator.check(2000, (_, values) -> {
            int n = values.between(1, 11 * Lanes.COUNT);
            int count = values.between(1, MOST_ROWS);
            int first = values.between(0, 2);
            int at = values.between(0, 2 * n);
            float[] from = special(values, values.floats(50 + (long) stretch * n));
            float[] to = special(values, values.floats(at + written * (n + 3L) + Rows.LANES * MOST_ROWS));
            int[] offsets = new int[first + count];
            Arrays.setAll(offsets, _ -> values.between(0, 50));
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
