package lanewise.simd;

import java.util.Arrays;

/** The transform of filters {@code g}, computed in double precision once an operator is bound: {@code U = G·g·Gᵀ}. */
final class WinogradFilter {
    /** So many of each row are transformed at a time: they stay in the first-level cache. */
    private static final int FILTERS = 16;

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
     * Writes the filters of a row tile, some of each row at a time: loops over all of these are long enough to be compiled soon,
     * although operators are bound in cold code.
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
        int filterTaps = tall[0].length * columns;
        double[] filters = new double[filterTaps * rows * FILTERS];
        double[] half = new double[tall.length * columns * rows * FILTERS];
        double[] whole = new double[rows * FILTERS];
        for (int i = 0; i < k; i += FILTERS) {
            int count = Math.min(FILTERS, k - i);
            int size = rows * count;
            for (int tap = 0; tap < filterTaps; tap++) {
                for (int r = 0; r < rows; r++) {
                    gather(weights, at + r * rowStep, taps, (first + i) * filterTaps + tap, filterTaps, filters,
                            tap * size + r * count, count);
                }
            }
            for (int j = 0; j < tall.length * columns; j++) {
                combine(tall[j / columns], filters, j % columns * size, columns * size, half, j * size, size);
            }
            for (int product = 0; product < tall.length * wide.length; product++) {
                combine(wide[product % wide.length], half, product / wide.length * columns * size, size, whole, 0,
                        size);
                int u = to + (places[product] * k + i) * pitch;
                for (int r = 0; r < rows; r++) {
                    scatter(whole, r * count, packed, u + r, pitch, count);
                }
            }
        }
    }

    /** One tap of some filters of a row. */
    private static void gather(float[] weights, int at, int[] taps, int tap, int step, double[] filters, int to,
            int count) {
        for (int i = 0; i < count; i++) {
            int weight = taps[tap + i * step];
            filters[to + i] = weight < 0 ? 0 : weights[at + weight];
        }
    }

    /** {@code sums[i] = Σ_t coefficients[t] · terms[t·step + i]} for up to three coefficients. */
    private static void combine(double[] coefficients, double[] terms, int at, int step, double[] sums, int sumsAt,
            int size) {
        int last = coefficients.length - 1;
        double c0 = coefficients[0];
        double c1 = last > 0 ? coefficients[1] : 0;
        double c2 = last > 1 ? coefficients[2] : 0;
        int second = at + Math.min(1, last) * step;
        int third = at + last * step;
        for (int i = 0; i < size; i++) {
            sums[sumsAt + i] = c0 * terms[at + i] + c1 * terms[second + i] + c2 * terms[third + i];
        }
    }

    private static void scatter(double[] exact, int at, float[] packed, int to, int pitch, int count) {
        for (int i = 0; i < count; i++) {
            packed[to + i * pitch] = (float) exact[at + i];
        }
    }

    private static int position(int[] shift, int tap) {
        return shift[0] <= shift[shift.length - 1] ? tap : shift.length - 1 - tap;
    }
}
