package lanewise.core.reference;

import lanewise.core.ConvSpec;
import lanewise.core.Product;

/**
 * The three products of {@code T(w, x, y) = Σ w·x·y} in float64: every valid pair of an output position and a tap is
 * visited once and adds its product, and the product's magnitude, to the element it belongs to. Tensors are NCHW.
 *
 * <p>A float32 sum of K products in any order, each added with one rounding, differs from the exact one by at most
 * {@code (K + 2)·ε·Σ|products|}, as long as nothing underflows.
 *
 * <p>Source: Higham 2002, "Accuracy and Stability of Numerical Algorithms", 3.1.
 */
public final class Oracle {
    /** {@code ε = 2⁻²⁴}, the unit roundoff of float32: the relative error of one rounding to nearest. */
    public static final double EPSILON = 0x1p-24;

    private Oracle() {
    }

    /**
     * Sums of a product.
     *
     * @param sum       the float64 sum of each element
     * @param magnitude the sum of the absolute products of each element
     * @param products  K, the most products an element has
     */
    public record Result(double[] sum, double[] magnitude, long products) {

        /**
         * {@return {@code (K + 2)·ε·magnitude}, the most by which a float32 sum may differ}
         *
         * @param element index of the element
         */
        public double bound(int element) {
            return (products + 2) * EPSILON * magnitude[element];
        }
    }

    /**
     * {@code y = C x}.
     *
     * @param spec the convolution matrix C
     * @param w    {@code [outChannels, inChannels/groups, kernel...]}
     * @param x    {@code [batch, inChannels, in...]}
     * @return y
     * @throws IllegalArgumentException for a wrong number of elements
     */
    public static Result forward(ConvSpec spec, float[] w, float[] x) {
        return result(Product.FORWARD, spec, w, x, null);
    }

    /**
     * {@code x = Cᵀ y}.
     *
     * @param spec the convolution matrix C
     * @param w    {@code [outChannels, inChannels/groups, kernel...]}
     * @param y    {@code [batch, outChannels, out...]}
     * @return x
     * @throws IllegalArgumentException for a wrong number of elements
     */
    public static Result transpose(ConvSpec spec, float[] w, float[] y) {
        return result(Product.TRANSPOSE, spec, w, null, y);
    }

    /**
     * {@code w = ∂T/∂w}.
     *
     * @param spec the convolution matrix C
     * @param x    {@code [batch, inChannels, in...]}
     * @param y    {@code [batch, outChannels, out...]}
     * @return w
     * @throws IllegalArgumentException for a wrong number of elements
     */
    public static Result weights(ConvSpec spec, float[] x, float[] y) {
        return result(Product.WEIGHTS, spec, null, x, y);
    }

    private static Result result(Product product, ConvSpec spec, float[] w, float[] x, float[] y) {
        if (product != Product.WEIGHTS) {
            Definition.checkLength("w", w, spec.filterElements());
        }
        if (product != Product.TRANSPOSE) {
            Definition.checkLength("x", x, spec.inElements());
        }
        if (product != Product.FORWARD) {
            Definition.checkLength("y", y, spec.outElements());
        }
        Result result = switch (product) {
            case FORWARD -> zeros(spec.outElements(), spec.inChannelsPerGroup() * spec.taps());
            case TRANSPOSE -> zeros(spec.inElements(), spec.outChannelsPerGroup() * spec.taps());
            case WEIGHTS -> zeros(spec.filterElements(), spec.batch() * spec.outPositions());
        };
        int outPositions = (int) spec.outPositions();
        int taps = (int) spec.taps();
        for (int o = 0; o < outPositions; o++) {
            for (int k = 0; k < taps; k++) {
                int u = Definition.position(spec, o, k);
                if (u >= 0) {
                    addTerms(product, spec, w, x, y, o, k, u, result);
                }
            }
        }
        return result;
    }

    /** Adds the products of one output position and tap, for every image and pair of channels. */
    private static void addTerms(Product product, ConvSpec spec, float[] w, float[] x, float[] y, int o, int k, int u,
            Result result) {
        int channels = spec.inChannelsPerGroup();
        int inPositions = (int) spec.inPositions();
        int outPositions = (int) spec.outPositions();
        int taps = (int) spec.taps();
        for (int n = 0; n < spec.batch(); n++) {
            for (int m = 0; m < spec.outChannels(); m++) {
                int group = m / spec.outChannelsPerGroup();
                int yi = (n * spec.outChannels() + m) * outPositions + o;
                for (int c = 0; c < channels; c++) {
                    int wi = (m * channels + c) * taps + k;
                    int xi = (n * spec.inChannels() + group * channels + c) * inPositions + u;
                    switch (product) {
                        case FORWARD -> add(result, yi, w[wi], x[xi]);
                        case TRANSPOSE -> add(result, xi, w[wi], y[yi]);
                        case WEIGHTS -> add(result, wi, x[xi], y[yi]);
                    }
                }
            }
        }
    }

    private static void add(Result result, int element, double a, double b) {
        result.sum[element] += a * b;
        result.magnitude[element] += Math.abs(a * b);
    }

    private static Result zeros(long elements, long products) {
        return new Result(new double[Math.toIntExact(elements)], new double[Math.toIntExact(elements)], products);
    }
}
