package lanewise.simd;

import jdk.incubator.vector.FloatVector;

/** Rearranges operands into the panels that {@link RegisterTile} reads from the first float to the last. */
final class Panels {
    /** Pieces of one row that are copied without a loop. */
    private static final int FEW = 4;

    private static final WarmUp VECTORS = new WarmUp(Panels::exercise);

    private Panels() {
    }

    /**
     * Packs an A panel: {@code a[i][r] = weights[at + r·rowStep + product[i]]}.
     *
     * @param rows    rows that there are; the others stay as they are
     * @param product where the weights of a row lie, {@code k} from {@code first}
     * @param a       {@code [k][TILE_ROWS]} from {@code aAt}
     */
    static void packRows(float[] weights, int at, int rowStep, int rows, int[] product, int first, int k, float[] a,
            int aAt) {
        for (int i = 0; i < k; i++) {
            int from = at + product[first + i];
            int to = aAt + i * Lanes.TILE_ROWS;
            for (int r = 0; r < rows; r++) {
                a[to + r] = weights[from + r * rowStep];
            }
        }
    }

    /**
     * Packs a B panel: {@code b[i][j] = from[at + row[i] + column[j]]}. Up to a vector less one float beyond the panel is
     * overwritten, and up to as much beyond the last column is read.
     *
     * @param from     staged operand
     * @param table    {@code row} from {@code rowAt}, {@code column} from {@code columnAt}; room for {@code 2 · count} more
     *                 from {@code pieceAt}
     * @param k        rows
     * @param count    columns, a multiple of the lanes
     * @param b        {@code [k][count]} from {@code bAt}
     */
    static void packColumns(float[] from, int at, int[] table, int rowAt, int k, int columnAt, int pieceAt, int count,
            float[] b, int bAt) {
        if (VECTORS.cold()) {
            scalars(from, at, table, rowAt, k, columnAt, count, b, bAt);
        } else {
            vectors(from, at, table, rowAt, k, columnAt, pieceAt, count, b, bAt);
        }
    }

    static void scalars(float[] from, int at, int[] table, int rowAt, int k, int columnAt, int count, float[] b,
            int bAt) {
        for (int i = 0; i < k; i++) {
            int row = at + table[rowAt + i];
            int to = bAt + i * count;
            for (int j = 0; j < count; j++) {
                b[to + j] = from[row + table[columnAt + j]];
            }
        }
    }

    static void vectors(float[] from, int at, int[] table, int rowAt, int k, int columnAt, int pieceAt,
            int count, float[] b, int bAt) {
        if (!Lanes.MANY_REGISTERS && count == 2 * Lanes.COUNT && whole(table, columnAt)
                && whole(table, columnAt + Lanes.COUNT)) {
            packTwoVectors(from, at + table[columnAt], at + table[columnAt + Lanes.COUNT], table, rowAt, k, b, bAt);
            return;
        }
        int pieces = 0;
        for (int j = 0; j < count; pieces++) {
            table[pieceAt + 2 * pieces] = table[columnAt + j];
            table[pieceAt + 2 * pieces + 1] = j;
            int end = Math.min(j + Lanes.COUNT, count);
            j++;
            while (j < end && table[columnAt + j] == table[columnAt + j - 1] + 1) {
                j++;
            }
        }
        if (pieces == count / Lanes.COUNT) {
            packVectors(from, at, table, rowAt, k, pieceAt, count, b, bAt);
        } else if (pieces <= FEW) {
            packFew(from, at, table, rowAt, k, pieceAt, pieces, count, b, bAt);
        } else {
            packPieces(from, at, table, rowAt, k, pieceAt, pieces, count, b, bAt);
        }
    }

    /** Whether the columns of a vector are neighbours. */
    private static boolean whole(int[] table, int columnAt) {
        int gaps = 0;
        for (int j = 1; j < Lanes.COUNT; j++) {
            gaps |= table[columnAt + j] - table[columnAt] - j;
        }
        return gaps == 0;
    }

    /** Two whole vectors, four rows at a time. */
    private static void packTwoVectors(float[] from, int from0, int from1, int[] table, int rowAt, int k, float[] b,
            int bAt) {
        int i = 0;
        int to = bAt;
        for (; i < k - 3; i += 4, to += 8 * Lanes.COUNT) {
            int row0 = table[rowAt + i];
            int row1 = table[rowAt + i + 1];
            int row2 = table[rowAt + i + 2];
            int row3 = table[rowAt + i + 3];
            FloatVector v00 = FloatVector.fromArray(Lanes.SPECIES, from, from0 + row0);
            FloatVector v01 = FloatVector.fromArray(Lanes.SPECIES, from, from1 + row0);
            FloatVector v10 = FloatVector.fromArray(Lanes.SPECIES, from, from0 + row1);
            FloatVector v11 = FloatVector.fromArray(Lanes.SPECIES, from, from1 + row1);
            FloatVector v20 = FloatVector.fromArray(Lanes.SPECIES, from, from0 + row2);
            FloatVector v21 = FloatVector.fromArray(Lanes.SPECIES, from, from1 + row2);
            FloatVector v30 = FloatVector.fromArray(Lanes.SPECIES, from, from0 + row3);
            FloatVector v31 = FloatVector.fromArray(Lanes.SPECIES, from, from1 + row3);
            v00.intoArray(b, to);
            v01.intoArray(b, to + Lanes.COUNT);
            v10.intoArray(b, to + 2 * Lanes.COUNT);
            v11.intoArray(b, to + 3 * Lanes.COUNT);
            v20.intoArray(b, to + 4 * Lanes.COUNT);
            v21.intoArray(b, to + 5 * Lanes.COUNT);
            v30.intoArray(b, to + 6 * Lanes.COUNT);
            v31.intoArray(b, to + 7 * Lanes.COUNT);
        }
        for (; i < k; i++, to += 2 * Lanes.COUNT) {
            FloatVector.fromArray(Lanes.SPECIES, from, from0 + table[rowAt + i]).intoArray(b, to);
            FloatVector.fromArray(Lanes.SPECIES, from, from1 + table[rowAt + i]).intoArray(b, to + Lanes.COUNT);
        }
    }

    /** One panel of whole vectors, one of few pieces, one of more. */
    private static void exercise() {
        int k = 25;
        int count = 2 * Lanes.COUNT;
        float[] from = new float[2 * count];
        float[] b = new float[(k + 1) * count];
        int[] table = new int[4 * count + k];
        int[] whole = new int[4 * count + k];
        int[] some = new int[4 * count + k];
        for (int j = 0; j < count; j++) {
            table[j] = j / 3;
            whole[j] = j;
            some[j] = j + j / (count - 2);
        }
        vectors(from, 0, whole, 3 * count, k, 0, count, count, b, 0);
        vectors(from, 0, some, 3 * count, k, 0, count, count, b, 0);
        vectors(from, 0, table, 3 * count, k, 0, count, count, b, 0);
    }

    /** Whole vectors, three columns at most at a time. */
    private static void packVectors(float[] from, int at, int[] table, int rowAt, int k, int pieceAt, int count,
            float[] b, int bAt) {
        int to1 = Math.min(Lanes.COUNT, count - Lanes.COUNT);
        int to2 = count - Lanes.COUNT;
        int from0 = at + table[pieceAt];
        int from1 = at + table[pieceAt + 2 * (to1 / Lanes.COUNT)];
        int from2 = at + table[pieceAt + 2 * (to2 / Lanes.COUNT)];
        int i = 0;
        for (int to = bAt; i < k - 3; i += 4, to += 4 * count) {
            int row0 = table[rowAt + i];
            int row1 = table[rowAt + i + 1];
            int row2 = table[rowAt + i + 2];
            int row3 = table[rowAt + i + 3];
            FloatVector v00 = FloatVector.fromArray(Lanes.SPECIES, from, from0 + row0);
            FloatVector v01 = FloatVector.fromArray(Lanes.SPECIES, from, from1 + row0);
            FloatVector v02 = FloatVector.fromArray(Lanes.SPECIES, from, from2 + row0);
            FloatVector v10 = FloatVector.fromArray(Lanes.SPECIES, from, from0 + row1);
            FloatVector v11 = FloatVector.fromArray(Lanes.SPECIES, from, from1 + row1);
            FloatVector v12 = FloatVector.fromArray(Lanes.SPECIES, from, from2 + row1);
            FloatVector v20 = FloatVector.fromArray(Lanes.SPECIES, from, from0 + row2);
            FloatVector v21 = FloatVector.fromArray(Lanes.SPECIES, from, from1 + row2);
            FloatVector v22 = FloatVector.fromArray(Lanes.SPECIES, from, from2 + row2);
            FloatVector v30 = FloatVector.fromArray(Lanes.SPECIES, from, from0 + row3);
            FloatVector v31 = FloatVector.fromArray(Lanes.SPECIES, from, from1 + row3);
            FloatVector v32 = FloatVector.fromArray(Lanes.SPECIES, from, from2 + row3);
            v00.intoArray(b, to);
            v01.intoArray(b, to + to1);
            v02.intoArray(b, to + to2);
            v10.intoArray(b, to + count);
            v11.intoArray(b, to + count + to1);
            v12.intoArray(b, to + count + to2);
            v20.intoArray(b, to + 2 * count);
            v21.intoArray(b, to + 2 * count + to1);
            v22.intoArray(b, to + 2 * count + to2);
            v30.intoArray(b, to + 3 * count);
            v31.intoArray(b, to + 3 * count + to1);
            v32.intoArray(b, to + 3 * count + to2);
        }
        for (; i < k; i++) {
            for (int j = 0; j < count; j += Lanes.COUNT) {
                FloatVector
                        .fromArray(Lanes.SPECIES, from, at + table[pieceAt + 2 * (j / Lanes.COUNT)] + table[rowAt + i])
                        .intoArray(b, bAt + i * count + j);
            }
        }
    }

    /** {@link #packPieces} without a loop over the pieces; the last one is copied again instead of those that are missing. */
    private static void packFew(float[] from, int at, int[] table, int rowAt, int k, int pieceAt, int pieces,
            int count, float[] b, int bAt) {
        int last = pieceAt + 2 * (pieces - 1);
        int piece1 = Math.min(pieceAt + 2, last);
        int piece2 = Math.min(pieceAt + 4, last);
        int from0 = at + table[pieceAt];
        int from1 = at + table[piece1];
        int from2 = at + table[piece2];
        int from3 = at + table[last];
        int to1 = table[piece1 + 1];
        int to2 = table[piece2 + 1];
        int to3 = table[last + 1];
        for (int i = 0, to = bAt; i < k; i++, to += count) {
            int row = table[rowAt + i];
            FloatVector v0 = FloatVector.fromArray(Lanes.SPECIES, from, from0 + row);
            FloatVector v1 = FloatVector.fromArray(Lanes.SPECIES, from, from1 + row);
            FloatVector v2 = FloatVector.fromArray(Lanes.SPECIES, from, from2 + row);
            FloatVector v3 = FloatVector.fromArray(Lanes.SPECIES, from, from3 + row);
            v0.intoArray(b, to);
            v1.intoArray(b, to + to1);
            v2.intoArray(b, to + to2);
            v3.intoArray(b, to + to3);
        }
    }

    /** Pieces of vectors from left to right: what one copies too much, the next one overwrites. */
    private static void packPieces(float[] from, int at, int[] table, int rowAt, int k, int pieceAt, int pieces,
            int count, float[] b, int bAt) {
        for (int i = 0; i < k; i++) {
            int start = at + table[rowAt + i];
            int to = bAt + i * count;
            for (int piece = pieceAt; piece < pieceAt + 2 * pieces; piece += 2) {
                FloatVector.fromArray(Lanes.SPECIES, from, start + table[piece])
                        .intoArray(b, to + table[piece + 1]);
            }
        }
    }
}
