package lanewise.simd;

/** The transform of 3×3 filters {@code g}, computed in double precision once an operator is bound: {@code U = G·g·Gᵀ}. */
final class WinogradFilter {
    private static final int TAPS = Winograd.TAPS;

    private WinogradFilter() {
    }

    /** Where in the window each tap of a filter lies. */
    static int[] positions(Phase phase) {
        int[] positions = new int[TAPS * TAPS];
        for (int tap = 0; tap < positions.length; tap++) {
            positions[tap] = position(phase.height().shift(), tap / TAPS) * TAPS
                    + position(phase.width().shift(), tap % TAPS);
        }
        return positions;
    }

    /**
     * Writes the filters of a row tile, the rows innermost, because their results are neighbours.
     *
     * @param transform G
     * @param weights   the row of the tile that is {@code r} behind the first starts at {@code at + r·rowStep}
     * @param weight    where each tap of the row's filters lies from there
     * @param first     the first of k filters
     * @param position  of each tap in the window
     * @param packed    {@code [product][k][TILE_ROWS]} from {@code to}
     */
    static void transform(double[][] transform, float[] weights, int at, int rowStep, int rows, int[] weight, int first,
            int[] position, int k, float[] packed, int to) {
        double[] filter = new double[TAPS * TAPS];
        double[] half = new double[transform.length * TAPS];
        for (int i = 0; i < k; i++) {
            for (int r = 0; r < rows; r++) {
                for (int tap = 0; tap < TAPS * TAPS; tap++) {
                    filter[position[tap]] = weights[at + r * rowStep + weight[(first + i) * TAPS * TAPS + tap]];
                }
                transform(transform, filter, half, packed, to + i * Lanes.TILE_ROWS + r, k * Lanes.TILE_ROWS);
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
        for (int i = 0, to = uAt; i < half.length; i += TAPS) {
            for (int j = 0; j < transform.length; j++, to += step) {
                double[] column = transform[j];
                u[to] = (float) (half[i] * column[0] + half[i + 1] * column[1] + half[i + 2] * column[2]);
            }
        }
    }

    private static int position(int[] shift, int tap) {
        return shift[0] < shift[2] ? tap : TAPS - 1 - tap;
    }
}
