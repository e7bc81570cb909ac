package lanewise.simd;

/** The tile that {@link Lanes} chose for this machine; the test is a constant to the compiler. */
final class RegisterTile {
    /** B panels are a multiple of so many columns. */
    static final int UNIT = Lanes.MANY_REGISTERS ? Lanes.COUNT : Lanes.TILE_COLUMNS;

    /** The time of {@link Tile8x1}: it loads a row of A for every multiplication. */
    private static final double ONE_VECTOR = 1.4;

    private RegisterTile() {
    }

    /**
     * Multiplies a block of A panels with one B panel: {@code C[r, j] (+)= Σ_i A[i, r] · B[i, j]}.
     *
     * @param a          panels {@code [rows / TILE_ROWS][k][TILE_ROWS]} from {@code aAt}
     * @param rows       how many rows of C are needed; the rest of the last panel's are overwritten
     * @param b          one panel {@code [k][TILE_COLUMNS]} from {@code bAt}
     * @param c          {@code [rows][pitch]} from {@code cAt}
     * @param accumulate whether C is added to rather than overwritten
     */
    static void multiply(float[] a, int aAt, int rows, float[] b, int bAt, int k, float[] c, int cAt, int pitch,
            boolean accumulate) {
        for (int row = 0; row < rows; row += Lanes.TILE_ROWS) {
            multiply(a, aAt + row * k, rows - row, b, bAt, k, c, cAt + row * pitch, pitch, accumulate,
                    Lanes.TILE_COLUMNS, null, 0);
        }
    }

    /** {@return the rows that are computed where {@code rows} are needed, which may be more than a tile has} */
    static int rows(int rows) {
        return !Lanes.MANY_REGISTERS && rows <= Tile4x2.ROWS ? Tile4x2.ROWS : Lanes.TILE_ROWS;
    }

    /** {@return the time that some columns take, in vectors of a whole tile} */
    static double cost(int columns) {
        int rest = Math.ceilDiv(columns % Lanes.TILE_COLUMNS, UNIT) * (UNIT / Lanes.COUNT);
        return columns / Lanes.TILE_COLUMNS * (Lanes.TILE_COLUMNS / Lanes.COUNT) + (rest == 1 ? ONE_VECTOR : rest);
    }

    /** {@return the columns of a B panel of which {@code columns} are needed, at most {@link Lanes#TILE_COLUMNS}} */
    static int panelColumns(int columns) {
        return Lanes.roundUp(columns, UNIT);
    }

    /**
     * Multiplies one A panel with one B panel of {@link #panelColumns panelColumns(columns)}.
     *
     * @param rows    how many rows of C are needed; {@link #rows rows(rows)} are overwritten
     * @param columns how many columns of C are needed; others may be left alone
     * @param bias    what is added to the finished sums of each row, from {@code biasAt}, or null
     */
    static void multiply(float[] a, int aAt, int rows, float[] b, int bAt, int k, float[] c, int cAt, int pitch,
            boolean accumulate, int columns, float[] bias, int biasAt) {
        if (!Lanes.MANY_REGISTERS && rows <= Tile4x2.ROWS) {
            Tile4x2.run(a, aAt, b, bAt, k, c, cAt, pitch, accumulate, bias, biasAt);
        } else if (!Lanes.MANY_REGISTERS) {
            Tile6x2.run(a, aAt, b, bAt, k, c, cAt, pitch, accumulate, bias, biasAt);
        } else if (columns > 2 * Lanes.COUNT) {
            Tile8x3.run(a, aAt, b, bAt, k, c, cAt, pitch, accumulate, bias, biasAt);
        } else if (columns > Lanes.COUNT) {
            Tile8x2.run(a, aAt, b, bAt, k, c, cAt, pitch, accumulate, bias, biasAt);
        } else {
            Tile8x1.run(a, aAt, b, bAt, k, c, cAt, pitch, accumulate, bias, biasAt);
        }
    }
}
