package lanewise.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import lanewise.core.SpecGenerator;
import org.junit.jupiter.api.Test;

/** Every element of a strip arrives, and nothing else is touched. */
class Transpose8Test {
    @Test
    void touchesNothingElse() {
        SpecGenerator.check(2000, (_, values) -> {
            int rows = values.between(1, Transpose8.ROWS);
            int columns = values.between(1, 5 * Lanes.COUNT);
            int fromPitch = columns + values.between(0, 9);
            int toPitch = rows + values.between(0, 40);
            int fromAt = values.between(0, 5);
            int toAt = values.between(0, 12);
            float[] from = values.floats(fromAt + (rows - 1) * fromPitch + columns);
            float[] to = values.floats(toAt + (columns - 1) * toPitch + rows + values.between(0, 20));
            float[] expected = to.clone();
            for (int r = 0; r < rows; r++) {
                for (int j = 0; j < columns; j++) {
                    expected[toAt + j * toPitch + r] = from[fromAt + r * fromPitch + j];
                }
            }
            Transpose8.run(from, fromAt, fromPitch, rows, to, toAt, toPitch, columns);
            assertArrayEquals(expected, to);
        });
    }

    @Test
    void gathersRows() {
        SpecGenerator.check(2000, (_, values) -> {
            int rows = values.between(1, Transpose8.ROWS);
            int columns = values.between(1, 5 * Lanes.COUNT);
            int least = Lanes.COUNT > Transpose8.ROWS ? rows : 1;
            int toPitch = values.between(least, rows + 40);
            int at = values.between(0, 9);
            int toAt = values.between(0, 12);
            float[] from = values.floats(200 + columns + at);
            float[] to = values.floats(toAt + (columns - 1) * toPitch + rows + values.between(0, 20));
            float[] expected = to.clone();
            int[] row = new int[rows];
            for (int r = 0; r < rows; r++) {
                row[r] = values.between(0, 200);
            }
            for (int j = 0; j < columns; j++) {
                for (int r = 0; r < rows; r++) {
                    expected[toAt + j * toPitch + r] = from[at + row[r] + j];
                }
            }
            Transpose8.gather(from, at, row, 0, rows, to, toAt, toPitch, columns);
            assertArrayEquals(expected, to);
        });
    }
}
