package lanewise.bench.soak;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lanewise.bench.layers.Agreement;
import lanewise.bench.layers.Candidates;
import lanewise.bench.layers.Layer;
import lanewise.bench.layers.LayerData;
import lanewise.bench.soak.SoakCase.Finish;
import lanewise.bench.soak.SoakCase.Operands;
import lanewise.core.ConvSpec;
import lanewise.core.Epilogue;
import lanewise.core.Filter;
import lanewise.core.Floats;
import lanewise.core.Operator;
import lanewise.core.Plan;
import lanewise.core.PlanOptions;
import lanewise.core.Product;
import lanewise.core.Runner;
import lanewise.core.WeightGradient;

/**
 * What holds for every matrix, product and algorithm:
 *
 * <ul>
 * <li>sums agree with the scalar reference, to the bit or within the algorithm's bound;
 * <li>with an epilogue they are what its scalar definition makes of them, to the bit, whoever runs the tasks;
 * <li>the planner's own choice is one of these algorithms and has its bits;
 * <li>so have those of weights packed for another batch, and of a signal in chunks where there is one axis;
 * <li>exact algorithms agree on numbers that are not finite;
 * <li>{@code ⟨C x, y⟩ = ⟨x, Cᵀ y⟩ = ⟨w, W(x, y)⟩} where numbers are exact;
 * <li>of all memory only the output is written, and all of it, whatever it and the scratch hold before.
 * </ul>
 */
final class SoakCheck {
    private static final long OFF_HEAP_BYTES = 4 << 20;

    private final List<Way> more;
    private final MemorySegment offHeap = Arena.ofAuto().allocate(OFF_HEAP_BYTES);
    private final Map<String, Integer> problems = new TreeMap<>();
    private long runs;
    private String now;

    /** Checks in order, by a hostile runner, and in one of some more ways, another one for each case. */
    SoakCheck(List<Way> more) {
        this.more = more;
    }

    /** Computed products so far. */
    long runs() {
        return runs;
    }

    /** How many problems each algorithm was given. */
    Map<String, Integer> problems() {
        return problems;
    }

    /** Checks all properties of a case. */
    void check(SoakCase one) {
        try {
            for (Product product : Product.values()) {
                now = product.toString();
                checkProduct(one, product);
            }
            checkAdjoint(one);
        } catch (RuntimeException | AssertionError wrong) {
            throw new SoakFailure(one + ": " + now + ": "
                    + (wrong instanceof SoakFailure ? wrong.getMessage() : wrong.toString())
                    + (wrong.getCause() == null ? "" : ", because " + wrong.getCause()), wrong);
        }
    }

    private void checkProduct(SoakCase one, Product product) {
        Agreement agreement = agreement(one, product);
        Map<String, float[]> sums = new HashMap<>();
        for (PlanOptions options : Candidates.of(one.problem(product))) {
            String name = options.backend() + "/" + options.algorithm();
            problems.merge(name, 1, Integer::sum);
            float[] plain = sums(one, product, options, one.fractions());
            String difference = agreement.difference(Agreement.bound(name), plain);
            if (difference != null) {
                throw new SoakFailure(difference);
            }
            sums.put(name, plain);
            checkReplanned(one, product, options, plain);
            float[] finished = one.finished(product, plain);
            Bound bound = bind(one, product, options, one.fractions(), one.finish(product));
            for (Way way : List.of(Way.IN_ORDER, Way.HOSTILE, more.get((int) (one.seed() % more.size())))) {
                checkSame(finished, compute(one, bound, one.fractions(), one.finish(product), way));
            }
        }
        checkPlanned(one, product, sums);
        checkNonFinite(one, product);
        if (product != Product.WEIGHTS && one.spec().rank() == 1) {
            now = product + " in chunks";
            runs++;
            checkSame(agreement.expected(), new Chunks(one, product).outputs(Way.HOSTILE.runner()));
        }
    }

    private void checkNonFinite(SoakCase one, Product product) {
        float[] expected = null;
        for (PlanOptions options : Candidates.of(one.problem(product)).reversed()) {
            if (Agreement.bound(options.backend() + "/" + options.algorithm()) == 0) {
                float[] sums = sums(one, product, options, one.odd());
                expected = expected == null ? sums : expected;
                checkSame(expected, sums);
            }
        }
    }

    /** Weights packed for a larger batch, unless the algorithm packs others for that. */
    private void checkReplanned(SoakCase one, Product product, PlanOptions options, float[] sums) {
        ConvSpec spec = one.spec();
        if (product == Product.WEIGHTS) {
            return;
        }
        ConvSpec more =
                new ConvSpec(spec.batch() + 1, spec.groups(), spec.inChannels(), spec.outChannels(), spec.axes());
        Plan plan = product == Product.FORWARD ? Plan.forward(more, options) : Plan.transpose(more, options);
        Operator replanned = plan.bind(Filter.of(one.fractions().w())).withSpec(spec);
        Bound bound = new Bound(product, replanned.algorithm() + " planned anew", (x, y, _, out, runner) -> replanned
                .run(product == Product.FORWARD ? x : y, out, runner));
        checkSame(sums, compute(one, bound, one.fractions(), Finish.NONE, Way.IN_ORDER));
    }

    private void checkPlanned(SoakCase one, Product product, Map<String, float[]> sums) {
        PlanOptions options = PlanOptions.DEFAULTS.withLayout(one.layout()).withAccuracy(one.accuracy())
                .withThreads(one.threads());
        Bound planned = bind(one, product, options, one.fractions(), Finish.NONE);
        if (!sums.containsKey(planned.algorithm)) {
            throw new SoakFailure("the plan must be one of " + sums.keySet() + ", but is " + planned.algorithm);
        }
        checkSame(sums.get(planned.algorithm), compute(one, planned, one.fractions(), Finish.NONE, Way.IN_ORDER));
    }

    private void checkAdjoint(SoakCase one) {
        double form = Double.NaN;
        for (Product product : Product.values()) {
            for (PlanOptions options : Candidates.of(one.problem(product))) {
                if (Agreement.bound(options.backend() + "/" + options.algorithm()) > 0) {
                    continue;
                }
                double dot = dot(one.integers().like(product), sums(one, product, options, one.integers()));
                form = Double.isNaN(form) ? dot : form;
                if (dot != form) {
                    throw new SoakFailure("⟨w, x, y⟩ must be " + form + ", but is " + dot);
                }
            }
        }
    }

    private static Agreement agreement(SoakCase one, Product product) {
        Layer layer = new Layer("soak", product == Product.TRANSPOSE ? product : Product.FORWARD, one.spec());
        Operands data = one.fractions();
        float[] in = product == Product.TRANSPOSE ? data.y() : data.x();
        return product == Product.WEIGHTS
                ? Agreement.ofWeights(layer, new LayerData(in, data.w(), data.y(), Epilogue.none()), one.layout(),
                        Way.IN_ORDER.runner())
                : Agreement.of(layer, new LayerData(in, data.w(), Epilogue.none()), one.layout(),
                        Way.IN_ORDER.runner());
    }

    private float[] sums(SoakCase one, Product product, PlanOptions options, Operands data) {
        return compute(one, bind(one, product, options, data, Finish.NONE), data, Finish.NONE, Way.IN_ORDER);
    }

    /** Plans a product and packs weights that lie between guards. */
    private Bound bind(SoakCase one, Product product, PlanOptions options, Operands data, Finish finish) {
        now = product + " by " + (options.algorithm() == null ? "the plan" : options.algorithm());
        if (product == Product.WEIGHTS) {
            WeightGradient gradient = WeightGradient.of(one.spec(), options);
            return new Bound(product, gradient.algorithm(),
                    (x, y, _, out, runner) -> gradient.run(x, y, out, runner));
        }
        boolean forward = product == Product.FORWARD;
        Plan plan = forward ? Plan.forward(one.spec(), options) : Plan.transpose(one.spec(), options);
        Guarded w = Guarded.of(data.w(), memory(one));
        Operator operator = plan.bind(Filter.of(w.view()), finish.epilogue());
        w.checkUntouched("w", data.w());
        return new Bound(product, operator.algorithm(), (x, y, residual, out, runner) -> {
            if (residual == null) {
                operator.run(forward ? x : y, out, runner);
            } else {
                operator.run(forward ? x : y, residual, out, runner);
            }
        });
    }

    /** Runs on guarded operands into poisoned memory. */
    private float[] compute(SoakCase one, Bound bound, Operands data, Finish finish, Way way) {
        now = bound.product + " by " + bound.algorithm + ", " + way.name();
        runs++;
        SegmentAllocator memory = memory(one);
        Guarded x = Guarded.of(data.x(), memory);
        Guarded y = Guarded.of(data.y(), memory);
        Guarded residual = finish.residual() == null ? null : Guarded.of(finish.residual(), memory);
        Guarded out = finish.inPlace() ? residual : Guarded.poisoned(data.like(bound.product).length, memory);
        bound.run.on(x.view(), y.view(), residual == null ? null : residual.view(), out.view(), way.runner());
        x.checkUntouched("x", data.x());
        y.checkUntouched("y", data.y());
        if (residual != null && residual != out) {
            residual.checkUntouched("residual", finish.residual());
        }
        out.checkBands("the output");
        return out.values();
    }

    /** The memory off the heap, all of it free again; null for the heap. */
    private SegmentAllocator memory(SoakCase one) {
        return one.offHeap() ? SegmentAllocator.slicingAllocator(offHeap) : null;
    }

    private static void checkSame(float[] expected, float[] got) {
        for (int i = 0; i < expected.length; i++) {
            if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(got[i])) {
                throw new SoakFailure("element " + i + " must be " + expected[i] + " to the bit, but is " + got[i]);
            }
        }
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    /** A product with its weights, to be run any number of times. */
    private record Bound(Product product, String algorithm, Run run) {
    }

    private interface Run {
        void on(Floats x, Floats y, Floats residual, Floats out, Runner runner);
    }
}
