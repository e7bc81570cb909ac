package lanewise.simd;

/**
 * The tile that {@link Lanes} chose for this machine, of which B is read where it lies, for rows too few to share a packed panel:
 *
 * <pre>
 *     C[r, j] (+)= Σ_i A[i, r] · b[bAt + row[i] + column[j / lanes] + j % lanes] + bias[r]
 * </pre>
 */
final class InPlaceTile {
    private static final int EXERCISE_STEPS = 24;

    private static final WarmUp VECTORS = new WarmUp(InPlaceTile::exercise);

    private InPlaceTile() {
    }

    /** Whether the vectors are not compiled yet; there are no scalars that would answer. */
    static boolean cold() {
        return VECTORS.cold();
    }

    /** {@return the rows that are computed and written where {@code rows} are needed} */
    static int rows(int rows) {
        return Lanes.MANY_REGISTERS && rows <= Tile4x3InPlace.USED ? Tile4x3InPlace.USED : Lanes.TILE_ROWS;
    }

    /** {@return the time that some rows of one tile take, in rows of a whole one} */
    static int cost(int rows) {
        return rows(rows) < Lanes.TILE_ROWS ? 5 : Lanes.TILE_ROWS;
    }

    /**
     * Multiplies one A panel.
     *
     * @param a          {@code [k][TILE_ROWS]} from {@code aAt}
     * @param rows       how many rows of C are needed; {@link #rows rows(rows)} are overwritten
     * @param table      {@code row} from {@code rowAt}; {@code column}, one for every lane of the tile, from {@code columnAt}
     * @param c          {@code [rows][pitch]} from {@code cAt}
     * @param accumulate whether C, whose pitch is then {@link Lanes#TILE_COLUMNS}, is added to rather than overwritten
     * @param bias       one for each row, from {@code biasAt}, or null
     */
    static void run(float[] a, int aAt, int rows, float[] b, int bAt, int[] table, int rowAt, int columnAt, int k,
            float[] c, int cAt, int pitch, boolean accumulate, float[] bias, int biasAt) {
        if (!Lanes.MANY_REGISTERS) {
            Tile6x2InPlace.run(a, aAt, b, bAt, table, rowAt, columnAt, k, accumulate ? c : RegisterTile.ZEROS,
                    accumulate ? cAt : 0, bias == null ? RegisterTile.NO_BIAS : bias, bias == null ? 0 : biasAt, c, cAt,
                    pitch);
        } else if (rows <= Tile4x3InPlace.USED) {
            Tile4x3InPlace.run(a, aAt, b, bAt, table, rowAt, columnAt, k, c, cAt, pitch, accumulate, bias, biasAt);
        } else {
            Tile8x3InPlace.run(a, aAt, b, bAt, table, rowAt, columnAt, k, c, cAt, pitch, accumulate, bias, biasAt);
        }
    }

    /** Whether {@link #pack} is there: with 16 registers copies would be as many instructions as the products. */
    static boolean packs() {
        return Lanes.MANY_REGISTERS && !cold();
    }

    /**
     * {@link #run} of a whole tile that also writes the B panel that others read, {@code [k][TILE_COLUMNS]} from {@code panelAt}.
     * Columns have at most one gap in each vector.
     */
    static void pack(float[] a, int aAt, float[] b, int bAt, int[] table, int rowAt, int columnAt, int k, float[] panel,
            int panelAt, float[] c, int cAt, int pitch, float[] bias, int biasAt) {
        Tile8x3Packing.run(a, aAt, b, bAt, table, rowAt, columnAt, k, panel, panelAt, c, cAt, pitch, bias, biasAt);
    }

    private static void exercise() {
        float[] a = new float[EXERCISE_STEPS * Lanes.TILE_ROWS];
        float[] b = new float[Lanes.TILE_COLUMNS];
        float[] c = new float[Lanes.TILE_ROWS * Lanes.TILE_COLUMNS];
        float[] panel = new float[EXERCISE_STEPS * Lanes.TILE_COLUMNS];
        int[] table = new int[EXERCISE_STEPS + Lanes.TILE_COLUMNS];
        for (int j = 0; j < Lanes.TILE_COLUMNS; j++) {
            table[EXERCISE_STEPS + j] = j;
        }
        for (int rows = 1; rows <= Lanes.TILE_ROWS; rows += Lanes.TILE_ROWS - 1) {
            run(a, 0, rows, b, 0, table, 0, EXERCISE_STEPS, EXERCISE_STEPS, c, 0, Lanes.TILE_COLUMNS, false, a, 0);
            run(a, 0, rows, b, 0, table, 0, EXERCISE_STEPS, EXERCISE_STEPS, c, 0, Lanes.TILE_COLUMNS, true, null,
                    0);
        }
        if (Lanes.MANY_REGISTERS) {
            pack(a, 0, b, 0, table, 0, EXERCISE_STEPS, EXERCISE_STEPS, panel, 0, c, 0, Lanes.TILE_COLUMNS, a, 0);
            pack(a, 0, b, 0, table, 0, EXERCISE_STEPS, EXERCISE_STEPS, panel, 0, c, 0, Lanes.TILE_COLUMNS, null, 0);
        }
    }
}
