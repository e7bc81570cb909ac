package lanewise.core.resize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import lanewise.core.Functions;
import lanewise.core.Layout;
import lanewise.core.PlanOptions;
import lanewise.core.TensorFunction;
import lanewise.core.resize.RandomResizes.Case;
import org.junit.jupiter.api.Test;

class ResizeTest {
    private static final PlanOptions NHWC = PlanOptions.DEFAULTS.withLayout(Layout.NHWC);

    @Test
    void isItsDefinition() {
        RandomResizes.check(700, (one, values) -> {
            ResizeSpec spec = one.spec();
            float[] x = values.floats(spec.inElements());
            float[] y = Functions.run(Resize.of(spec), x);
            Definition definition = new Definition(one, spec);
            for (int i = 0; i < y.length; i++) {
                double expected = definition.value(x, i);
                if (!Double.isNaN(expected)) {
                    assertEquals(expected, y[i], 2e-5, "y[" + i + "]");
                }
            }
        });
    }

    @Test
    void hasTheSameBitsInBothLayouts() {
        RandomResizes.check(500, (one, values) -> {
            ResizeSpec spec = one.spec();
            float[] x = values.floats(spec.inElements());
            if (x.length > 0) {
                x[values.between(0, x.length - 1)] = Float.NaN;
            }
            assertArrayEquals(Functions.run(Resize.of(spec), x), Functions.runChannelsLast(Resize.of(spec, NHWC), x,
                    one.channels(), one.batch(), one.channels()));
        });
    }

    @Test
    void doesNotDependOnHowItIsCut() {
        RandomResizes.check(300, (one, values) -> {
            ResizeSpec spec = one.spec();
            float[] x = values.floats(spec.inElements());
            for (Layout layout : Layout.values()) {
                PlanOptions options = PlanOptions.DEFAULTS.withLayout(layout);
                assertArrayEquals(Functions.run(Resize.of(spec, options.withThreads(1)), x),
                        Functions.run(Resize.of(spec, options.withThreads(100)), x));
            }
        });
    }

    @Test
    void largeOnesAreCutIntoTasks() {
        for (Interpolation interpolation : Interpolation.values()) {
            ResizeSpec spec = ResizeSpec.of(3, 50, 700).batch(2).scale(2.5f, 1.5f).interpolation(interpolation).build();
            float[] x = Functions.numbered(spec.inElements());
            TensorFunction one = Resize.of(spec);
            float[] y = Functions.run(one, x);
            ResizeSpec plane = ResizeSpec.of(1, 50, 700).scale(2.5f, 1.5f).interpolation(interpolation).build();
            for (int c = 0; c < 6; c++) {
                assertArrayEquals(Arrays.copyOfRange(y, c * 125 * 1050, (c + 1) * 125 * 1050),
                        Functions.run(Resize.of(plane), Arrays.copyOfRange(x, c * 35000, (c + 1) * 35000)));
            }
            assertArrayEquals(y, Functions.runChannelsLast(Resize.of(spec, NHWC), x, 3, 2, 3));
        }
    }

    @Test
    void copiesToTheBit() {
        float[] x = {-0f, Float.NaN, Float.intBitsToFloat(0x7fc12345), Float.NEGATIVE_INFINITY, Float.MIN_VALUE};
        float[] y = Functions.run(Resize.of(ResizeSpec.of(1, 5).scale(3).build()), x);
        for (int i = 0; i < y.length; i++) {
            assertEquals(Float.floatToRawIntBits(x[i / 3]), Float.floatToRawIntBits(y[i]));
        }
    }

    @Test
    void tapsThatAreNotThereDoNotSpreadNaN() {
        float[] x = {1, 2, Float.NaN, 4, 5};
        ResizeSpec spec =
                ResizeSpec.of(1, 5).scale(1).interpolation(Interpolation.CUBIC).coordinates(Coordinates.ASYMMETRIC)
                        .build();
        assertArrayEquals(x, Functions.run(Resize.of(spec), x));
        ResizeSpec linear = ResizeSpec.of(1, 5).size(9).interpolation(Interpolation.LINEAR)
                .coordinates(Coordinates.ALIGN_CORNERS).build();
        assertArrayEquals(new float[]{1, 1.5f, 2, Float.NaN, Float.NaN, Float.NaN, 4, 4.5f, 5},
                Functions.run(Resize.of(linear), x));
    }

    @Test
    void linearByTwo() {
        ResizeSpec spec = ResizeSpec.of(1, 2, 2).scale(2).interpolation(Interpolation.LINEAR).build();
        assertArrayEquals(new float[]{1, 1.25f, 1.75f, 2, 1.5f, 1.75f, 2.25f, 2.5f, 2.5f, 2.75f, 3.25f, 3.5f, 3, 3.25f,
                3.75f, 4}, Functions.run(Resize.of(spec), new float[]{1, 2, 3, 4}));
    }

    /** ONNX's words in float64, element by element. */
    private record Definition(Case one, ResizeSpec spec) {

        /** An element of y, or NaN where float64 does not decide how a coordinate is rounded. */
        double value(float[] x, int element) {
            int rank = one.in().length;
            int[] o = new int[rank];
            int rest = element;
            for (int i = rank - 1; i >= 0; i--) {
                o[i] = rest % spec.axes().get(i).out();
                rest /= spec.axes().get(i).out();
            }
            int plane = rest;
            double[][] weights = new double[rank][];
            for (int i = 0; i < rank; i++) {
                weights[i] = weights(i, o[i]);
                if (weights[i] == null) {
                    return one.extrapolationValue();
                }
            }
            return sum(x, weights, 0, plane);
        }

        private double sum(float[] x, double[][] weights, int axis, int at) {
            if (axis == weights.length) {
                return x[at];
            }
            double sum = 0;
            for (int u = 0; u < weights[axis].length; u++) {
                if (weights[axis][u] != 0) {
                    sum += weights[axis][u] * sum(x, weights, axis + 1, at * weights[axis].length + u);
                }
            }
            return sum;
        }

        /** Weights of all inputs of an axis; null for an output that is extrapolated. */
        private double[] weights(int axis, int o) {
            int in = one.in()[axis];
            int out = spec.axes().get(axis).out();
            double scale = one.scale() == null ? (double) one.size()[axis] / in : decimal(one.scale()[axis]);
            double c = coordinate(axis, o, in, out, scale);
            double[] weights = new double[in];
            if (one.coordinates() == Coordinates.TF_CROP_AND_RESIZE && !(c >= 0 && c <= in - 1)) {
                return Math.abs(c) < 1e-9 || Math.abs(c - in + 1) < 1e-9 ? undecided(in) : null;
            }
            if (one.interpolation() == Interpolation.NEAREST) {
                if (Math.abs(2 * c - Math.rint(2 * c)) < 1e-9 && c != Math.rint(2 * c) / 2) {
                    return undecided(in);
                }
                double rounded = switch (one.rounding()) {
                    case ROUND_PREFER_FLOOR -> Math.ceil(c - 0.5);
                    case ROUND_PREFER_CEIL -> Math.floor(c + 0.5);
                    case FLOOR -> Math.floor(c);
                    case CEIL -> Math.ceil(c);
                };
                weights[(int) Math.clamp(rounded, 0, in - 1)] = 1;
                return weights;
            }
            double stretch = one.antialias() ? Math.min(1, scale) : 1;
            double sum = 0;
            for (int u = (int) Math.floor(c - 2 / stretch) - 1; u <= c + 2 / stretch + 1; u++) {
                double weight = kernel((u - c) * stretch);
                if (one.excludeOutside() && (u < 0 || u >= in)) {
                    continue;
                }
                weights[Math.clamp(u, 0, in - 1)] += weight;
                sum += weight;
            }
            for (int u = 0; u < in && (stretch < 1 || one.excludeOutside()); u++) {
                weights[u] /= sum;
            }
            return weights;
        }

        private static double[] undecided(int in) {
            double[] weights = new double[in];
            weights[0] = Double.NaN;
            return weights;
        }

        private double kernel(double distance) {
            double d = Math.abs(distance);
            double a = one.a();
            if (one.interpolation() == Interpolation.LINEAR) {
                return Math.max(0, 1 - d);
            }
            return d <= 1
                    ? (a + 2) * d * d * d - (a + 3) * d * d + 1
                    : d < 2 ? a * d * d * d - 5 * a * d * d + 8 * a * d - 4 * a : 0;
        }

        private double coordinate(int axis, int o, int in, int out, double scale) {
            return switch (one.coordinates()) {
                case HALF_PIXEL -> (o + 0.5) / scale - 0.5;
                case HALF_PIXEL_SYMMETRIC -> in / 2.0 * (1 - out / (scale * in)) + (o + 0.5) / scale - 0.5;
                case PYTORCH_HALF_PIXEL -> out > 1 ? (o + 0.5) / scale - 0.5 : 0;
                case ASYMMETRIC -> o / scale;
                case ALIGN_CORNERS -> out > 1 ? o * (in - 1.0) / (out - 1) : 0;
                case TF_HALF_PIXEL_FOR_NN -> (o + 0.5) / scale;
                case TF_CROP_AND_RESIZE -> {
                    double start = one.start()[axis];
                    double end = one.end()[axis];
                    yield out > 1
                            ? start * (in - 1) + o * (end - start) * (in - 1) / (out - 1)
                            : 0.5 * (start + end) * (in - 1);
                }
            };
        }

        /** The fraction that a float32 of the generator was meant to be. */
        private static double decimal(float scale) {
            for (int divisor = 1; divisor <= 100; divisor++) {
                long numerator = Math.round((double) scale * divisor);
                if ((float) ((double) numerator / divisor) == scale) {
                    return (double) numerator / divisor;
                }
            }
            throw new AssertionError(scale);
        }
    }
}
