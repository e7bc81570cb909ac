package lanewise.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lanewise.core.spi.Algorithm;
import lanewise.core.spi.Backend;
import lanewise.core.spi.Backends;
import lanewise.core.spi.Kernel;
import lanewise.core.spi.Problem;

/**
 * An algorithm chosen for a problem.
 *
 * @param problem   what to compute
 * @param options   what was asked for
 * @param backend   where the algorithm comes from
 * @param algorithm an allowed one
 * @param kernel    the plan
 * @param remark    what {@code explain()} says beyond the candidates
 * @param halved    whether the kernel is {@link Kernel#bfloat16}
 */
record Choice(Problem problem, PlanOptions options, Backend backend, Algorithm algorithm, Kernel kernel,
        String remark, boolean halved) {

    /** The fastest that the wisdom knows, otherwise the cheapest. */
    static Choice of(Product product, ConvSpec spec, PlanOptions options) {
        List<Choice> allowed = allowed(product, spec, options);
        Choice cheapest = allowed.getFirst();
        for (Choice choice : allowed) {
            if (choice.kernel.cost() < cheapest.kernel.cost()) {
                cheapest = choice;
            }
        }
        return allowed.size() == 1 ? cheapest : options.wisdom().fastest(allowed).orElse(cheapest);
    }

    /** Whatever satisfies the options, of the first backend that has something: never empty. */
    static List<Choice> allowed(Product product, ConvSpec spec, PlanOptions options) {
        Check.given("spec", spec);
        Check.given("options", options);
        Problem problem = new Problem(product, spec, options.layout(), options.accuracy(), options.threads());
        for (Backend backend : candidates(options)) {
            List<Choice> allowed = new ArrayList<>();
            for (Algorithm algorithm : backend.algorithms()) {
                if (rejection(algorithm, problem, options) == null) {
                    allowed.add(new Choice(problem, options, backend, algorithm, algorithm.kernel(problem), "", false));
                }
            }
            if (!allowed.isEmpty()) {
                return allowed;
            }
        }
        String wanted = product + " of " + spec;
        throw new IllegalArgumentException((options.algorithm() == null
                ? "no algorithm computes " + wanted
                : "algorithm must be one that computes " + wanted + ", but is " + options.algorithm()) + ":"
                + verdicts(problem, options, null));
    }

    /** The same, because it was measured. */
    Choice byWisdom() {
        return new Choice(problem, options, backend, algorithm, kernel,
                "\nchosen by wisdom: the fastest when measured", halved);
    }

    /** The same for weights that are values of bfloat16, kept in two bytes each if the algorithm can. */
    Choice bfloat16() {
        Kernel half = kernel.bfloat16();
        return new Choice(problem, options, backend, algorithm, half == null ? kernel : half,
                remark + "\nweights are rounded to bfloat16, kept in "
                        + (half == null ? "four bytes each: the algorithm has no form for two" : "two bytes each"),
                half != null);
    }

    /** The same, or the reference for weights that fast algorithms must not multiply by zeros. */
    Choice safeFor(float[] weights) {
        for (float weight : weights) {
            if (!Float.isFinite(weight)) {
                return toReference("some weight is not finite");
            }
        }
        return this;
    }

    /** The same algorithm for another size or batch and the same packed weights. */
    Choice at(ConvSpec spec) {
        Problem moved = moved(spec);
        String rejection = algorithm.rejects(moved);
        if (rejection != null) {
            throw new IllegalArgumentException(
                    "spec must suit the bound algorithm " + algorithm.name() + ", but " + spec
                            + " does not: " + rejection);
        }
        Choice choice = at(moved);
        if (!choice.kernel.packing().equals(kernel.packing())) {
            throw new IllegalArgumentException("spec must suit the weights as algorithm " + algorithm.name()
                    + " packed them for " + problem.spec() + ", but is " + spec);
        }
        return choice;
    }

    /** The same algorithm for another size or batch, or any other that is allowed where it cannot compute that. */
    Choice near(ConvSpec spec) {
        Problem moved = moved(spec);
        return algorithm.rejects(moved) == null
                ? at(moved)
                : of(problem.product(), spec, options.withAlgorithm(null));
    }

    String name() {
        return backend.name() + "/" + algorithm.name();
    }

    /** What one task works in. */
    long scratchBytes() {
        return 4L * kernel.scratchFloats() + 4L * kernel.scratchInts();
    }

    String explain() {
        return problem + "\n" + name() + ": " + problem.spec().macs() + " multiply-adds in " + kernel.tasks()
                + " tasks, " + scratchBytes() + " bytes of scratch each" + remark + "\ncandidates:"
                + verdicts(problem, options, backend)
                + String.join("", Backends.unusable().stream().map(why -> "\nunusable: " + why).toList());
    }

    /** The backends to try, in this order; the next one only when no algorithm of the one before may be used. */
    static List<Backend> candidates(PlanOptions options) {
        return options.backend() == null ? Backends.usable() : List.of(Backends.named(options.backend()));
    }

    private Choice toReference(String why) {
        Backend scalar = Backends.usable().getLast();
        Algorithm reference = scalar.algorithms().getFirst();
        return new Choice(problem, options, scalar, reference, reference.kernel(problem),
                "\n" + scalar.name() + "/" + reference.name() + " instead of " + name() + ": " + why, false);
    }

    private Problem moved(ConvSpec spec) {
        return new Problem(problem.product(), spec, problem.layout(), problem.accuracy(), problem.threads());
    }

    private Choice at(Problem moved) {
        Kernel other = algorithm.kernel(moved);
        return new Choice(moved, options, backend, algorithm, halved ? other.bfloat16() : other, remark, halved);
    }

    /** What speaks for or against each algorithm, up to those of the chosen backend. */
    private static String verdicts(Problem problem, PlanOptions options, Backend chosen) {
        StringBuilder text = new StringBuilder();
        for (Backend backend : candidates(options)) {
            Map<String, Long> nanos = options.wisdom().nanos(problem, backend);
            for (Algorithm candidate : backend.algorithms()) {
                String rejection = rejection(candidate, problem, options);
                text.append("\n  ").append(backend.name()).append('/').append(candidate.name()).append(": ")
                        .append(rejection != null
                                ? "no, " + rejection
                                : String.format(Locale.ROOT, "predicted cost %.3g", candidate.kernel(problem).cost()));
                if (rejection == null && nanos.containsKey(candidate.name())) {
                    text.append(String.format(Locale.ROOT, ", measured %.1f µs", 1e-3 * nanos.get(candidate.name())));
                }
            }
            if (backend == chosen) {
                break;
            }
        }
        return text.toString();
    }

    private static String rejection(Algorithm candidate, Problem problem, PlanOptions options) {
        if (options.algorithm() != null && !options.algorithm().equals(candidate.name())) {
            return "another algorithm was asked for";
        }
        if (problem.accuracy() == Accuracy.STRICT && !candidate.exact()) {
            return "not allowed under STRICT";
        }
        return candidate.rejects(problem);
    }
}
