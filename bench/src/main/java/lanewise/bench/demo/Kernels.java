package lanewise.bench.demo;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;

/** The kernels of the demo's layers: textbook ones, and weights such as training might find for enlarging pictures. */
final class Kernels {
    static final int FEATURES = 16;
    private static final int COLOURS = Picture.CHANNELS;
    private static final float DETAIL = 0.6f;
    private static final float NOISE = 0.004f;

    private Kernels() {
    }

    /** The same plane for every channel of a depthwise layer. */
    static float[] depthwise(float[] plane) {
        float[] weights = new float[COLOURS * plane.length];
        for (int c = 0; c < COLOURS; c++) {
            System.arraycopy(plane, 0, weights, c * plane.length, plane.length);
        }
        return weights;
    }

    /** {@code row[i] · row[j]}. */
    static float[] separable(float... row) {
        float[] plane = new float[row.length * row.length];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = row[i / row.length] * row[i % row.length];
        }
        return plane;
    }

    static float[] gaussian(int size, double sigma) {
        float[] row = new float[size];
        double sum = 0;
        for (int i = 0; i < size; i++) {
            double distance = (i - (size - 1) / 2.0) / sigma;
            row[i] = (float) Math.exp(-distance * distance / 2);
            sum += row[i];
        }
        for (int i = 0; i < size; i++) {
            row[i] /= (float) sum;
        }
        return separable(row);
    }

    /**
     * The triangle of {@code 2s - s mod 2} taps with which a transposed convolution of stride s interpolates
     * linearly.
     */
    static float[] bilinear(int stride) {
        int size = 2 * stride - stride % 2;
        return separable(sampled(size, stride, (size - 1) / 2.0, distance -> Math.max(0, 1 - distance)));
    }

    /** Horizontal and vertical Sobel differences of the luminance: two output channels, three input channels. */
    static float[] sobel() {
        float[] luminance = {0.299f, 0.587f, 0.114f};
        float[] horizontal = {-0.25f, 0, 0.25f, -0.5f, 0, 0.5f, -0.25f, 0, 0.25f};
        float[] weights = new float[2 * COLOURS * 9];
        for (int c = 0; c < COLOURS; c++) {
            for (int tap = 0; tap < 9; tap++) {
                weights[c * 9 + tap] = luminance[c] * horizontal[tap];
                weights[(COLOURS + c) * 9 + tap] = luminance[c] * horizontal[tap % 3 * 3 + tap / 3];
            }
        }
        return weights;
    }

    /** Sixteen 3×3 filters: the colours, their details of either sign, and seven random ones without a mean. */
    static float[] features() {
        SplittableRandom random = new SplittableRandom(7);
        float[] weights = new float[FEATURES * COLOURS * 9];
        for (int m = 0; m < FEATURES; m++) {
            for (int c = 0; c < COLOURS; c++) {
                int plane = (m * COLOURS + c) * 9;
                float mean = 0;
                for (int tap = 0; tap < 9; tap++) {
                    weights[plane + tap] = m < 3 * COLOURS ? fixed(m, c, tap) : random.nextFloat() - 0.5f;
                    mean += weights[plane + tap] / 9;
                }
                for (int tap = 0; m >= 3 * COLOURS && tap < 9; tap++) {
                    weights[plane + tap] -= mean;
                }
            }
        }
        return weights;
    }

    private static float fixed(int m, int c, int tap) {
        if (m % COLOURS != c) {
            return 0;
        }
        boolean centre = tap == 4;
        return switch (m / COLOURS) {
            case 0 -> centre ? 1 : 0;
            case 1 -> centre ? 1 : -0.125f;
            default -> centre ? -1 : 0.125f;
        };
    }

    /**
     * Weights {@code [16, 3, size, size]} that put a picture together from its features at a stride: interpolated
     * colours, exaggerated details, and a trace of everything else.
     */
    static float[] enlarging(int size, int stride, double centre) {
        float[] row = sampled(size, stride, centre, Kernels::cubic);
        float[] plane = separable(row);
        SplittableRandom random = new SplittableRandom(11);
        float[] weights = new float[FEATURES * COLOURS * plane.length];
        for (int m = 0; m < FEATURES; m++) {
            for (int c = 0; c < COLOURS; c++) {
                float gain = m % COLOURS == c ? m < COLOURS ? 1 : m < 2 * COLOURS ? DETAIL : -DETAIL : 0;
                for (int tap = 0; tap < plane.length; tap++) {
                    float noise = NOISE * (random.nextFloat() - 0.5f);
                    weights[(m * COLOURS + c) * plane.length + tap] = m < 3 * COLOURS ? gain * plane[tap] : noise;
                }
            }
        }
        return weights;
    }

    /** Keys' cubic, a = -1/2. */
    private static double cubic(double distance) {
        return distance < 1
                ? 1 + distance * distance * (1.5 * distance - 2.5)
                : distance < 2 ? 2 + distance * (distance * (2.5 - 0.5 * distance) - 4) : 0;
    }

    /** A function of the distance from the centre in input pixels; the taps of each phase sum to 1. */
    private static float[] sampled(int size, int stride, double centre, DoubleUnaryOperator function) {
        double[] values = new double[size];
        double[] sums = new double[stride];
        for (int i = 0; i < size; i++) {
            values[i] = function.applyAsDouble(Math.abs(i - centre) / stride);
            sums[i % stride] += values[i];
        }
        float[] row = new float[size];
        for (int i = 0; i < size; i++) {
            row[i] = (float) (values[i] / sums[i % stride]);
        }
        return row;
    }
}
