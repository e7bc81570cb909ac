package lanewise.simd;

/** The transform of filters {@code g}, computed in double precision once an operator is bound: {@code U = G·g·Gᵀ}. */
final class WinogradFilter {
    private WinogradFilter() {
    }

    /** Where in the window each tap of a filter lies. */
    static int[] positions(Phase phase) {
        int columns = phase.width().shift().length;
        int[] positions = new int[phase.height().shift().length * columns];
        for (int tap = 0; tap < positions.length; tap++) {
            positions[tap] = position(phase.height().shift(), tap / columns) * columns
                    + position(phase.width().shift(), tap % columns);
        }
        return positions;
    }

    /**
     * Writes the filters of a row tile, the rows innermost, because their results are neighbours.
     *
     * @param tall     G along the height
     * @param wide     G along the width
     * @param weights  the row of the tile that is {@code r} behind the first starts at {@code at + r·rowStep}
     * @param weight   where each tap of the row's k filters lies from there
     * @param position of each tap in the window
     * @param packed   {@code [place][k][TILE_ROWS]} from {@code to}
     * @param places   of each product
     */
    static void transform(double[][] tall, double[][] wide, float[] weights, int at, int rowStep, int rows,
            int[] weight, int[] position, int k, float[] packed, int to, int[] places) {
        double[] filter = new double[position.length];
        double[] half = new double[tall.length * wide[0].length];
        for (int i = 0; i < k; i++) {
            for (int r = 0; r < rows; r++) {
                for (int tap = 0; tap < position.length; tap++) {
                    filter[position[tap]] = weights[at + r * rowStep + weight[i * position.length + tap]];
                }
                transform(tall, wide, filter, half, packed, to + i * Lanes.TILE_ROWS + r, k * Lanes.TILE_ROWS,
                        places);
            }
        }
    }

    /** Writes U, row by row, to {@code u[uAt + places[i]·step]} by way of {@code G·g}. */
    private static void transform(double[][] tall, double[][] wide, double[] g, double[] half, float[] u, int uAt,
            int step, int[] places) {
        int columns = wide[0].length;
        for (int i = 0; i < half.length; i++) {
            half[i] = 0;
            for (int tap = 0; tap < tall[0].length; tap++) {
                half[i] += tall[i / columns][tap] * g[tap * columns + i % columns];
            }
        }
        for (int i = 0, product = 0; i < half.length; i += columns) {
            for (double[] row : wide) {
                double sum = 0;
                for (int tap = 0; tap < columns; tap++) {
                    sum += half[i + tap] * row[tap];
                }
                u[uAt + places[product++] * step] = (float) sum;
            }
        }
    }

    private static int position(int[] shift, int tap) {
        return shift[0] <= shift[shift.length - 1] ? tap : shift.length - 1 - tap;
    }
}
