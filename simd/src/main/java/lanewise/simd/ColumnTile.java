package lanewise.simd;

/**
 * The register tiles of {@link WinogradFewTiles}, for machines with 32 vector registers: rows are read from columns that lie any
 * distance apart.
 *
 * <pre>
 *     C[r, j] = Σ_i A[i, r] · B[i, j]
 * </pre>
 */
final class ColumnTile {
    private static final int EXERCISE_STEPS = 16;

    private static final WarmUp NINE_BY_THREE = new WarmUp(() -> exercise(ColumnTile9x3.ROWS, ColumnTile9x3.VECTORS));
    private static final WarmUp NINE_BY_TWO = new WarmUp(() -> exercise(ColumnTile9x3.ROWS, ColumnTile9x2.VECTORS));
    private static final WarmUp EIGHT_BY_THREE = new WarmUp(() -> exercise(ColumnTile8x3.ROWS, ColumnTile8x3.VECTORS));
    private static final WarmUp EIGHT_BY_TWO = new WarmUp(() -> exercise(ColumnTile8x3.ROWS, ColumnTile8x2.VECTORS));

    private ColumnTile() {
    }

    /** {@return the rows of the tile of which whole ones have the fewest} */
    static int height(int rows) {
        return Lanes.roundUp(rows, ColumnTile8x3.ROWS) < Lanes.roundUp(rows, ColumnTile9x3.ROWS)
                ? ColumnTile8x3.ROWS
                : ColumnTile9x3.ROWS;
    }

    /**
     * Multiplies some rows at a time with the same panel.
     *
     * @param height of a tile, see {@link #height}
     * @param width  of the panel, two or three vectors
     * @param a      {@code [k][aPitch]} from {@code aAt}
     * @param rows   a multiple of the height
     * @param b      {@code [k][width]} from {@code bAt}
     * @param c      {@code [rows][width]} from {@code cAt}
     */
    static void multiply(int height, int width, float[] a, int aAt, int aPitch, int rows, float[] b, int bAt, int k,
            float[] c, int cAt) {
        if (kernel(height, width).cold()) {
            ScalarTile.run(a, aAt, aPitch, rows, b, bAt, width, k, c, cAt, width, false);
        } else {
            vectors(height, width, a, aAt, aPitch, rows, b, bAt, k, c, cAt);
        }
    }

    private static void vectors(int height, int width, float[] a, int aAt, int aPitch, int rows, float[] b, int bAt,
            int k, float[] c, int cAt) {
        boolean three = width == ColumnTile9x3.VECTORS * Lanes.COUNT;
        if (height == ColumnTile9x3.ROWS && three) {
            ColumnTile9x3.run(a, aAt, aPitch, rows, b, bAt, k, c, cAt);
        } else if (height == ColumnTile9x3.ROWS) {
            ColumnTile9x2.run(a, aAt, aPitch, rows, b, bAt, k, c, cAt);
        } else if (three) {
            ColumnTile8x3.run(a, aAt, aPitch, rows, b, bAt, k, c, cAt);
        } else {
            ColumnTile8x2.run(a, aAt, aPitch, rows, b, bAt, k, c, cAt);
        }
    }

    private static WarmUp kernel(int height, int width) {
        boolean three = width == ColumnTile9x3.VECTORS * Lanes.COUNT;
        return height == ColumnTile9x3.ROWS
                ? three ? NINE_BY_THREE : NINE_BY_TWO
                : three ? EIGHT_BY_THREE : EIGHT_BY_TWO;
    }

    private static void exercise(int height, int vectors) {
        int width = vectors * Lanes.COUNT;
        float[] a = new float[EXERCISE_STEPS * height];
        float[] b = new float[EXERCISE_STEPS * width];
        float[] c = new float[height * width];
        vectors(height, width, a, 0, height, height, b, 0, EXERCISE_STEPS, c, 0);
    }
}
