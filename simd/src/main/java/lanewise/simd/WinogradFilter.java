package lanewise.simd;

/** The transform of filters {@code g}, computed in double precision once an operator is bound: {@code U = G·g·Gᵀ}, or {@code G·g}. */
final class WinogradFilter {
    private static final int TAPS = WinogradTile.TAPS;

    private WinogradFilter() {
    }

    /**
     * Writes the filters of a row tile, the rows innermost, because their results are neighbours.
     *
     * @param weights the row of the tile that is {@code r} behind the first starts at {@code at + r·rowStep}
     * @param taps    {@link WinogradTile#taps}
     * @param first   the first of k filters
     * @param packed  {@code [product][k][TILE_ROWS]} from {@code to}
     */
    static void transform(WinogradTile tile, float[] weights, int at, int rowStep, int rows, int[] taps, int first,
            int k, float[] packed, int to) {
        double[] filter = new double[tile.taps()];
        double[] half = new double[tile.filter().length * TAPS];
        for (int i = 0; i < k; i++) {
            for (int r = 0; r < rows; r++) {
                for (int tap = 0; tap < filter.length; tap++) {
                    int weight = taps[(first + i) * filter.length + tap];
                    filter[tap] = weight < 0 ? 0 : weights[at + r * rowStep + weight];
                }
                int u = to + i * Lanes.TILE_ROWS + r;
                if (tile.row()) {
                    transform(tile.filter(), filter, 0, packed, u, k * Lanes.TILE_ROWS);
                } else {
                    transform(tile.filter(), filter, half, packed, u, k * Lanes.TILE_ROWS);
                }
            }
        }
    }

    /** Writes U, row by row, to {@code u[uAt + i·step]} by way of {@code G·g}. */
    private static void transform(double[][] transform, double[] g, double[] half, float[] u, int uAt, int step) {
        for (int i = 0; i < transform.length; i++) {
            double[] row = transform[i];
            for (int j = 0; j < TAPS; j++) {
                half[i * TAPS + j] = row[0] * g[j] + row[1] * g[TAPS + j] + row[2] * g[2 * TAPS + j];
            }
        }
        for (int i = 0; i < transform.length; i++) {
            transform(transform, half, i * TAPS, u, uAt + i * transform.length * step, step);
        }
    }

    private static void transform(double[][] transform, double[] g, int at, float[] u, int uAt, int step) {
        for (int i = 0; i < transform.length; i++) {
            double[] row = transform[i];
            u[uAt + i * step] = (float) (g[at] * row[0] + g[at + 1] * row[1] + g[at + 2] * row[2]);
        }
    }
}
