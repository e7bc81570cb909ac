package lanewise.simd;

import jdk.incubator.vector.FloatVector;

/** Rearranges operands into the panels that {@link RegisterTile} reads from the first float to the last. */
final class Panels {
    private Panels() {
    }

    /**
     * Packs a B panel: {@code b[i][j] = from[at + row[i] + column[j]]} for {@code TILE_COLUMNS} columns.
     *
     * @param from   staged operand
     * @param table  {@code row} from {@code rowAt}, {@code column} from {@code columnAt}
     * @param k      rows
     * @param b      {@code [k][TILE_COLUMNS]} from {@code bAt}
     */
    static void packColumns(float[] from, int at, int[] table, int rowAt, int k, int columnAt, float[] b, int bAt) {
        if (consecutive(table, columnAt, Lanes.TILE_COLUMNS)) {
            packTile(from, at + table[columnAt], table, rowAt, k, b, bAt);
            return;
        }
        for (int j = 0; j < Lanes.TILE_COLUMNS; j += Lanes.COUNT) {
            if (consecutive(table, columnAt + j, Lanes.COUNT)) {
                packVector(from, at + table[columnAt + j], table, rowAt, k, b, bAt + j);
            } else {
                for (int lane = j; lane < j + Lanes.COUNT; lane++) {
                    packLane(from, at + table[columnAt + lane], table, rowAt, k, b, bAt + lane);
                }
            }
        }
    }

    private static boolean consecutive(int[] column, int at, int count) {
        for (int i = 1; i < count; i++) {
            if (column[at + i] != column[at] + i) {
                return false;
            }
        }
        return true;
    }

    private static void packTile(float[] from, int at, int[] table, int rowAt, int k, float[] b, int bAt) {
        for (int i = 0; i < k; i++) {
            int source = at + table[rowAt + i];
            int target = bAt + i * Lanes.TILE_COLUMNS;
            for (int j = 0; j < Lanes.TILE_COLUMNS; j += Lanes.COUNT) {
                FloatVector.fromArray(Lanes.SPECIES, from, source + j).intoArray(b, target + j);
            }
        }
    }

    private static void packVector(float[] from, int at, int[] table, int rowAt, int k, float[] b, int bAt) {
        for (int i = 0; i < k; i++) {
            FloatVector.fromArray(Lanes.SPECIES, from, at + table[rowAt + i])
                    .intoArray(b, bAt + i * Lanes.TILE_COLUMNS);
        }
    }

    private static void packLane(float[] from, int at, int[] table, int rowAt, int k, float[] b, int bAt) {
        for (int i = 0; i < k; i++) {
            b[bAt + i * Lanes.TILE_COLUMNS] = from[at + table[rowAt + i]];
        }
    }

    /** Whether every one of {@code count} values from {@code at} on is finite: only then is its product with 0 a zero. */
    static boolean finite(float[] values, int at, int count) {
        float zero = 0;
        for (int i = at; i < at + count; i++) {
            zero += values[i] * 0f;
        }
        return zero == 0;
    }
}
