package lanewise.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Rearranges operands into the panels that {@link RegisterTile} reads from the first float to the last. */
final class Panels {
    private Panels() {
    }

    /**
     * Packs a B panel: {@code b[i][j] = from[at + row[i] + column[j]]}.
     *
     * @param from   staged operand
     * @param table  {@code row} from {@code rowAt}, {@code column} from {@code columnAt}
     * @param k      rows
     * @param count  columns, a multiple of the lanes
     * @param b      {@code [k][count]} from {@code bAt}
     */
    static void packColumns(float[] from, int at, int[] table, int rowAt, int k, int columnAt, int count,
            float[] b, int bAt) {
        if (consecutive(table, columnAt, count) == count) {
            packTile(from, at + table[columnAt], table, rowAt, k, count, b, bAt);
            return;
        }
        for (int j = 0; j < count; j += Lanes.COUNT) {
            int early = consecutive(table, columnAt + j, Lanes.COUNT);
            int late = Lanes.COUNT - early;
            int first = table[columnAt + j];
            int second = late == 0 ? first : table[columnAt + j + early] - early;
            // One gap forward: both loads lie between the first column and the last.
            if (late == 0 || second > first && consecutive(table, columnAt + j + early, late) == late) {
                packVector(from, at + first, early, at + second, table, rowAt, k, b, bAt + j, count);
            } else {
                for (int lane = j; lane < j + Lanes.COUNT; lane++) {
                    packLane(from, at + table[columnAt + lane], table, rowAt, k, b, bAt + lane, count);
                }
            }
        }
    }

    /** How many of {@code count} columns follow each other without a gap. */
    private static int consecutive(int[] column, int at, int count) {
        int i = 1;
        while (i < count && column[at + i] == column[at] + i) {
            i++;
        }
        return i;
    }

    /** Four rows at a time: one alone leaves the processor waiting for bounds checks. */
    private static void packTile(float[] from, int at, int[] table, int rowAt, int k, int count, float[] b,
            int bAt) {
        for (int j = 0; j < count; j += Lanes.COUNT) {
            int i = 0;
            for (int to = bAt + j; i < k - 3; i += 4, to += 4 * count) {
                int row = rowAt + i;
                FloatVector v0 = FloatVector.fromArray(Lanes.SPECIES, from, at + j + table[row]);
                FloatVector v1 = FloatVector.fromArray(Lanes.SPECIES, from, at + j + table[row + 1]);
                FloatVector v2 = FloatVector.fromArray(Lanes.SPECIES, from, at + j + table[row + 2]);
                FloatVector v3 = FloatVector.fromArray(Lanes.SPECIES, from, at + j + table[row + 3]);
                v0.intoArray(b, to);
                v1.intoArray(b, to + count);
                v2.intoArray(b, to + 2 * count);
                v3.intoArray(b, to + 3 * count);
            }
            for (; i < k; i++) {
                FloatVector.fromArray(Lanes.SPECIES, from, at + j + table[rowAt + i])
                        .intoArray(b, bAt + j + i * count);
            }
        }
    }

    /** A vector across the end of a row: its first {@code early} lanes from {@code first}, the others from {@code second}. */
    private static void packVector(float[] from, int first, int early, int second, int[] table, int rowAt, int k,
            float[] b, int bAt, int pitch) {
        VectorMask<Float> isEarly = Lanes.SPECIES.indexInRange(0, early);
        for (int i = 0; i < k; i++) {
            int row = table[rowAt + i];
            FloatVector.fromArray(Lanes.SPECIES, from, second + row)
                    .blend(FloatVector.fromArray(Lanes.SPECIES, from, first + row), isEarly)
                    .intoArray(b, bAt + i * pitch);
        }
    }

    private static void packLane(float[] from, int at, int[] table, int rowAt, int k, float[] b, int bAt,
            int pitch) {
        for (int i = 0; i < k; i++) {
            b[bAt + i * pitch] = from[at + table[rowAt + i]];
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
