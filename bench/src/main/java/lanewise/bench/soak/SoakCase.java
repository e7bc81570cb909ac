package lanewise.bench.soak;

import java.util.List;
import lanewise.core.Accuracy;
import lanewise.core.Activation;
import lanewise.core.ConvSpec;
import lanewise.core.Epilogue;
import lanewise.core.Layout;
import lanewise.core.Product;
import lanewise.core.spi.Problem;

/**
 * One matrix and what is asked of its products. All of it follows from the seed.
 *
 * @param seed      of this case
 * @param spec      the matrix
 * @param layout    of x and y
 * @param accuracy  which algorithms are allowed
 * @param threads   for how many the work is cut
 * @param fractions operands in [-1, 1)
 * @param integers  operands whose products and sums are exact
 * @param forward   what happens to y
 * @param transpose what happens to x
 * @param offHeap   whether operands lie in memory segments off the heap
 * @param odd       the fractions, some of them replaced by NaN, ±∞, -0, the least and the greatest number
 */
record SoakCase(long seed, ConvSpec spec, Layout layout, Accuracy accuracy, int threads, Operands fractions,
        Operands integers, Finish forward, Finish transpose, boolean offHeap, Operands odd) {
    private static final List<Activation> ACTIVATIONS = List.of(Activation.none(), Activation.relu(),
            Activation.clip(-0.5f, 0.75f), Activation.leakyRelu(0.1f), Activation.sigmoid(), Activation.tanh(),
            Activation.silu(), Activation.hardSwish(), Activation.gelu(), Activation.geluTanh());

    private static final float[] ODD = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f,
            Float.MIN_VALUE, Float.MAX_VALUE};

    /**
     * The three tensors of {@code T(w, x, y)}.
     *
     * @param x {@code [batch, inChannels, in...]} in the layout of the case
     * @param y {@code [batch, outChannels, out...]}, likewise
     * @param w {@code [outChannels, inChannels/groups, kernel...]}
     */
    record Operands(float[] x, float[] y, float[] w) {

        /** The one that a product has the shape of. */
        float[] like(Product product) {
            return switch (product) {
                case FORWARD -> y;
                case TRANSPOSE -> x;
                case WEIGHTS -> w;
            };
        }
    }

    /**
     * What is done to finished sums.
     *
     * @param epilogue bias, residual and activation
     * @param residual what is added, or null
     * @param inPlace  whether the residual lies where the output goes
     */
    record Finish(Epilogue epilogue, float[] residual, boolean inPlace) {
        static final Finish NONE = new Finish(Epilogue.none(), null, false);

        private static Finish random(SoakSpecs random, int channels, int elements) {
            Epilogue epilogue = random.oneIn(2) ? Epilogue.none() : Epilogue.of(random.floats(channels));
            epilogue = epilogue.then(ACTIVATIONS.get(random.between(0, ACTIVATIONS.size() - 1)));
            return random.oneIn(2)
                    ? new Finish(epilogue.addResidual(), random.floats(elements), random.oneIn(2))
                    : new Finish(epilogue, null, false);
        }
    }

    /** The case of a seed, which is not negative. */
    static SoakCase of(long seed) {
        SoakSpecs random = new SoakSpecs(seed);
        ConvSpec spec = random.spec();
        Operands fractions = new Operands(random.floats(spec.inElements()), random.floats(spec.outElements()),
                random.floats(spec.filterElements()));
        return new SoakCase(seed, spec, random.oneIn(2) ? Layout.NCHW : Layout.NHWC,
                random.oneIn(3) ? Accuracy.STRICT : Accuracy.DEFAULT, random.between(1, 5), fractions,
                new Operands(random.integers(spec.inElements()), random.integers(spec.outElements()),
                        random.integers(spec.filterElements())),
                Finish.random(random, spec.outChannels(), fractions.y().length),
                Finish.random(random, spec.inChannels(), fractions.x().length), random.oneIn(4),
                new Operands(odd(fractions.x(), random), odd(fractions.y(), random), odd(fractions.w(), random)));
    }

    private static float[] odd(float[] values, SoakSpecs random) {
        float[] odd = values.clone();
        for (int i = random.between(0, 2); i > 0 && odd.length > 0; i--) {
            odd[random.between(0, odd.length - 1)] = ODD[random.between(0, ODD.length - 1)];
        }
        return odd;
    }

    Problem problem(Product product) {
        return new Problem(product, spec, layout, accuracy, threads);
    }

    Finish finish(Product product) {
        return switch (product) {
            case FORWARD -> forward;
            case TRANSPOSE -> transpose;
            case WEIGHTS -> Finish.NONE;
        };
    }

    /** What a product does to its finished sums, by the scalar definition. */
    float[] finished(Product product, float[] sums) {
        Finish finish = finish(product);
        int channels = product == Product.FORWARD ? spec.outChannels() : spec.inChannels();
        long positions = product == Product.FORWARD ? spec.outPositions() : spec.inPositions();
        float[] finished = new float[sums.length];
        for (int i = 0; i < sums.length; i++) {
            int channel = (int) (layout == Layout.NHWC ? i % channels : i / positions % channels);
            finished[i] = finish.residual == null
                    ? finish.epilogue.apply(sums[i], channel)
                    : finish.epilogue.apply(sums[i], channel, finish.residual[i]);
        }
        return finished;
    }

    @Override
    public String toString() {
        return spec + ", " + layout + ", " + accuracy + ", cut for " + threads + (offHeap ? ", off the heap" : "");
    }
}
