package lanewise.simd;

/**
 * Exchanges rows and columns:
 *
 * <pre>
 *     to[c·pitch + r] = from[r·fromPitch + c],   0 ≤ r &lt; 8, 0 ≤ c &lt; columns
 * </pre>
 */
final class Transpose {
    /** Rows that are exchanged together. */
    static final int ROWS = 8;

    private Transpose() {
    }

    /**
     * Exchanges {@link #ROWS} rows.
     *
     * @param from {@code [ROWS][fromPitch]} from {@code at}
     * @param to   {@code [columns][pitch]} from {@code toAt}
     */
    static void run(float[] from, int at, int fromPitch, int columns, float[] to, int toAt, int pitch) {
        int row1 = at + fromPitch;
        int row2 = at + 2 * fromPitch;
        int row3 = at + 3 * fromPitch;
        int row4 = at + 4 * fromPitch;
        int row5 = at + 5 * fromPitch;
        int row6 = at + 6 * fromPitch;
        int row7 = at + 7 * fromPitch;
        for (int c = 0; c < columns; c++) {
            int column = toAt + c * pitch;
            to[column] = from[at + c];
            to[column + 1] = from[row1 + c];
            to[column + 2] = from[row2 + c];
            to[column + 3] = from[row3 + c];
            to[column + 4] = from[row4 + c];
            to[column + 5] = from[row5 + c];
            to[column + 6] = from[row6 + c];
            to[column + 7] = from[row7 + c];
        }
    }
}
