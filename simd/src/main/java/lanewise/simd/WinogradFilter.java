package lanewise.simd;

import java.util.Arrays;

/** The transform of filters {@code g}, computed in double precision once an operator is bound: {@code U = G·g·Gᵀ}. */
final class WinogradFilter {
    private WinogradFilter() {
    }

    /**
     * Where the weights of a row's filters lie, {@code [filter][tap in the order of the operand]}.
     *
     * @param weights where those of the phase's products lie, each filter's next to each other
     */
    static int[] taps(Phase phase, int[] weights) {
        return taps(phase.height().shift(), phase.width().shift(), phase.width().shift().length, weights);
    }

    /** The same for every row of a filter alone, cut into filters of {@code length} taps; -1 where the last one has no tap. */
    static int[] rowTaps(Phase phase, int[] weights, int length) {
        int[] width = phase.width().shift();
        return taps(new int[1], width, Lanes.roundUp(width.length, length), weights);
    }

    private static int[] taps(int[] height, int[] width, int pitch, int[] weights) {
        int[] taps = new int[weights.length / width.length * pitch];
        Arrays.fill(taps, -1);
        for (int i = 0; i < weights.length; i++) {
            int row = i / width.length;
            int first = row - row % height.length;
            taps[(first + position(height, row % height.length)) * pitch + position(width, i % width.length)] =
                    weights[i];
        }
        return taps;
    }

    /**
     * Writes the filters of a row tile, the rows innermost, because their results are neighbours.
     *
     * @param tall    G along the height
     * @param wide    G along the width
     * @param weights the row of the tile that is {@code r} behind the first starts at {@code at + r·rowStep}
     * @param taps    where each tap of the row's filters lies from there; none where it is negative
     * @param first   the first of k filters
     * @param packed  {@code [place][k][pitch]} from {@code to}
     * @param places  of each product
     */
    static void transform(double[][] tall, double[][] wide, float[] weights, int at, int rowStep, int rows, int[] taps,
            int first, int k, float[] packed, int to, int pitch, int[] places) {
        double[] filter = new double[tall[0].length * wide[0].length];
        double[] half = new double[tall.length * wide[0].length];
        for (int i = 0; i < k; i++) {
            for (int r = 0; r < rows; r++) {
                for (int tap = 0; tap < filter.length; tap++) {
                    int weight = taps[(first + i) * filter.length + tap];
                    filter[tap] = weight < 0 ? 0 : weights[at + r * rowStep + weight];
                }
                transform(tall, wide, filter, half, packed, to + i * pitch + r, k * pitch,
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
