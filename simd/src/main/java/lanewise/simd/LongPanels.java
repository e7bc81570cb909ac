package lanewise.simd;

import jdk.incubator.vector.FloatVector;

/** Packs all B panels of a block whose columns are neighbours, eight rows at a time from end to end: planes are read as they lie. */
final class LongPanels {
    private static final WarmUp VECTORS = new WarmUp(LongPanels::exercise);

    private LongPanels() {
    }

    /**
     * Packs {@code b[p][i][j] = from[at + row[i] + column(p) + j]}, where the {@code p}-th panel begins at
     * {@link RegisterTile#column column(p, missing, columns)}.
     *
     * @param table   {@code row} from {@code rowAt}
     * @param k       rows
     * @param columns of all panels, at least {@link Lanes#TILE_COLUMNS}
     * @param b       {@code [panel][k][TILE_COLUMNS]} from {@code bAt}
     * @param pitch   from panel to panel
     */
    static void pack(float[] from, int at, int[] table, int rowAt, int k, int missing, int columns, float[] b, int bAt,
            int pitch) {
        if (VECTORS.cold()) {
            for (int i = 0; i < k; i++) {
                scalars(from, at + table[rowAt + i], missing, columns, b, bAt + i * Lanes.TILE_COLUMNS, pitch);
            }
            return;
        }
        int i = 0;
        for (; i < k - 7; i += 8) {
            int row = rowAt + i;
            eightRows(from, at + table[row], at + table[row + 1], at + table[row + 2], at + table[row + 3],
                    at + table[row + 4], at + table[row + 5], at + table[row + 6], at + table[row + 7], missing,
                    columns, b, bAt + i * Lanes.TILE_COLUMNS, pitch);
        }
        for (; i < k; i++) {
            row(from, at + table[rowAt + i], missing, columns, b, bAt + i * Lanes.TILE_COLUMNS, pitch);
        }
    }

    /** Panels of an odd number of lines, so that the same rows of all of them do not share a set of the first-level cache. */
    static int pitch(int k) {
        return (k | 1) * Lanes.TILE_COLUMNS;
    }

    private static void scalars(float[] from, int row, int missing, int columns, float[] b, int bAt, int pitch) {
        for (int p = 0, to = bAt; p * Lanes.TILE_COLUMNS < columns + missing; p++, to += pitch) {
            System.arraycopy(from, row + RegisterTile.column(p, missing, columns), b, to, Lanes.TILE_COLUMNS);
        }
    }

    private static void row(float[] from, int row, int missing, int columns, float[] b, int bAt, int pitch) {
        for (int p = 0, to = bAt; p * Lanes.TILE_COLUMNS < columns + missing; p++, to += pitch) {
            int column = RegisterTile.column(p, missing, columns);
            for (int j = 0; j < Lanes.TILE_COLUMNS; j += Lanes.COUNT) {
                FloatVector.fromArray(Lanes.SPECIES, from, row + column + j).intoArray(b, to + j);
            }
        }
    }

    private static void eightRows(float[] from, int row0, int row1, int row2, int row3, int row4, int row5, int row6,
            int row7, int missing, int columns, float[] b, int bAt, int pitch) {
        for (int p = 0, to = bAt; p * Lanes.TILE_COLUMNS < columns + missing; p++, to += pitch) {
            int column = RegisterTile.column(p, missing, columns);
            for (int j = 0; j < Lanes.TILE_COLUMNS; j += Lanes.COUNT) {
                FloatVector v0 = FloatVector.fromArray(Lanes.SPECIES, from, row0 + column + j);
                FloatVector v1 = FloatVector.fromArray(Lanes.SPECIES, from, row1 + column + j);
                FloatVector v2 = FloatVector.fromArray(Lanes.SPECIES, from, row2 + column + j);
                FloatVector v3 = FloatVector.fromArray(Lanes.SPECIES, from, row3 + column + j);
                FloatVector v4 = FloatVector.fromArray(Lanes.SPECIES, from, row4 + column + j);
                FloatVector v5 = FloatVector.fromArray(Lanes.SPECIES, from, row5 + column + j);
                FloatVector v6 = FloatVector.fromArray(Lanes.SPECIES, from, row6 + column + j);
                FloatVector v7 = FloatVector.fromArray(Lanes.SPECIES, from, row7 + column + j);
                v0.intoArray(b, to + j);
                v1.intoArray(b, to + Lanes.TILE_COLUMNS + j);
                v2.intoArray(b, to + 2 * Lanes.TILE_COLUMNS + j);
                v3.intoArray(b, to + 3 * Lanes.TILE_COLUMNS + j);
                v4.intoArray(b, to + 4 * Lanes.TILE_COLUMNS + j);
                v5.intoArray(b, to + 5 * Lanes.TILE_COLUMNS + j);
                v6.intoArray(b, to + 6 * Lanes.TILE_COLUMNS + j);
                v7.intoArray(b, to + 7 * Lanes.TILE_COLUMNS + j);
            }
        }
    }

    private static void exercise() {
        int columns = 8 * Lanes.TILE_COLUMNS + 1;
        float[] from = new float[columns];
        float[] b = new float[9 * 8 * Lanes.TILE_COLUMNS];
        eightRows(from, 0, 0, 0, 0, 0, 0, 0, 0, 0, columns, b, 0, 8 * Lanes.TILE_COLUMNS);
        row(from, 0, 0, columns, b, 0, Lanes.TILE_COLUMNS);
    }
}
