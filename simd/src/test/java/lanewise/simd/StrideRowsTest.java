package lanewise.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import lanewise.core.SpecGenerator;
import org.junit.jupiter.api.Test;

/** Every value of a plane arrives, padding is zero, and nothing else is touched or read, even at the ends of the array. */
class StrideRowsTest {
    @Test
    void copiesWhatIsNotPadding() {
        SpecGenerator.check(5000, (_, values) -> {
            int distance = values.between(1, 4);
            int width = values.between(1, 3 * Lanes.COUNT);
            int left = values.between(0, width);
            int right = values.between(left, width);
            int rows = values.between(1, 5);
            int lo = values.between(0, rows);
            int hi = values.between(lo, rows);
            int inside = Math.max(0, right - left - 1) * distance + 1;
            int pitch = values.oneIn(2) ? Math.max(width, inside) : inside + values.between(0, 9);
            int before = values.oneIn(2) ? 0 : left * distance;
            float[] from = values.floats(before + Math.max(0, hi - lo - 1) * pitch + inside + values.between(0, 99));
            int fromAt = before - left * distance;
            int toAt = values.between(0, 5);
            float[] to = values.floats(toAt + rows * width + values.between(0, 20));
            float[] expected = to.clone();
            for (int r = 0; r < rows; r++) {
                for (int x = 0; x < width; x++) {
                    boolean there = lo <= r && r < hi && left <= x && x < right;
                    expected[toAt + r * width + x] = there ? from[fromAt + (r - lo) * pitch + x * distance] : 0;
                }
            }
            StrideRows.copy(from, fromAt, pitch, distance, left, right, to, toAt, width, lo, hi, rows);
            assertArrayEquals(expected, to);
        });
    }
}
