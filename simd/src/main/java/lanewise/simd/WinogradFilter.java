package lanewise.simd;

/** The transform of a 3×3 filter {@code g}, computed in double precision once an operator is bound: {@code U = G·g·Gᵀ}. */
final class WinogradFilter {
    private WinogradFilter() {
    }

    /** Writes the taps of one product of a sum to {@code g}, by where they lie in the window. */
    static void taps(Geometry geometry, float[] weights, int group, int row, Phase phase, int i, double[] g) {
        int[] height = phase.height().shift();
        int[] width = phase.width().shift();
        for (int h = 0; h < height.length; h++) {
            for (int w = 0; w < width.length; w++) {
                int position = position(height, h) * width.length + position(width, w);
                g[position] = weights[geometry.weight(group, row, phase, (i * height.length + h) * width.length + w)];
            }
        }
    }

    /** Writes U, row by row, to {@code u[uAt + i·step]}. */
    static void transform(double[][] transform, double[] g, float[] u, int uAt, int step) {
        int to = uAt;
        for (double[] row : transform) {
            for (double[] column : transform) {
                double sum = 0;
                for (int tap = 0; tap < g.length; tap++) {
                    sum += row[tap / Winograd.TAPS] * g[tap] * column[tap % Winograd.TAPS];
                }
                u[to] = (float) sum;
                to += step;
            }
        }
    }

    private static int position(int[] shift, int tap) {
        return shift[0] < shift[2] ? tap : Winograd.TAPS - 1 - tap;
    }
}
