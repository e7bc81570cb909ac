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
        int columns = wide[0].length;
        double[] filters = new double[tall[0].length * columns * rows];
        double[] half = new double[tall.length * columns * rows];
        double[] whole = new double[rows];
        for (int i = 0; i < k; i++) {
            for (int tap = 0; tap < tall[0].length * columns; tap++) {
                int weight = taps[(first + i) * tall[0].length * columns + tap];
                for (int r = 0; r < rows; r++) {
                    filters[tap * rows + r] = weight < 0 ? 0 : weights[at + r * rowStep + weight];
                }
            }
            for (int j = 0; j < tall.length * columns; j++) {
                combine(tall[j / columns], filters, j % columns * rows, columns * rows, rows, half, j * rows);
            }
            for (int product = 0; product < tall.length * wide.length; product++) {
                combine(wide[product % wide.length], half, product / wide.length * columns * rows, rows, rows, whole,
                        0);
                int u = to + (places[product] * k + i) * pitch;
                for (int r = 0; r < rows; r++) {
                    packed[u + r] = (float) whole[r];
                }
            }
        }
    }

    /** {@code sums[r] = Σ_t coefficients[t] · terms[t·step + r]}. */
    private static void combine(double[] coefficients, double[] terms, int at, int step, int rows, double[] sums,
            int sumsAt) {
        Arrays.fill(sums, sumsAt, sumsAt + rows, 0);
        for (int t = 0; t < coefficients.length; t++) {
            double coefficient = coefficients[t];
            int from = at + t * step;
            for (int r = 0; r < rows; r++) {
                sums[sumsAt + r] += coefficient * terms[from + r];
            }
        }
    }

    private static int position(int[] shift, int tap) {
        return shift[0] <= shift[shift.length - 1] ? tap : shift.length - 1 - tap;
    }
}
