package lanewise.core;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
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
 * @param algorithm the cheapest one allowed, or the one asked for
 * @param kernel    the plan
 * @param remark    what {@code explain()} says beyond the candidates
 */
record Choice(Problem problem, PlanOptions options, Backend backend, Algorithm algorithm, Kernel kernel,
        String remark) {

    static Choice of(Product product, ConvSpec spec, PlanOptions options) {
        Objects.requireNonNull(spec, "spec");
        Problem problem = new Problem(product, spec, options.layout(), options.accuracy(), options.threads());
        for (Backend backend : candidates(options)) {
            Algorithm algorithm = null;
            Kernel kernel = null;
            for (Algorithm candidate : backend.algorithms()) {
                if (rejection(candidate, problem, options) == null) {
                    Kernel planned = candidate.kernel(problem);
                    if (kernel == null || planned.cost() < kernel.cost()) {
                        algorithm = candidate;
                        kernel = planned;
                    }
                }
            }
            if (kernel != null) {
                return new Choice(problem, options, backend, algorithm, kernel, "");
            }
        }
        String wanted = product + " of " + spec;
        throw new IllegalArgumentException((options.algorithm() == null
                ? "no algorithm computes " + wanted
                : "algorithm must be one that computes " + wanted + ", but is " + options.algorithm()) + ":"
                + verdicts(problem, options, null));
    }

    /** The reference, for what the chosen algorithm must not compute. */
    Choice toReference(String why) {
        Backend scalar = Backends.usable().getLast();
        Algorithm reference = scalar.algorithms().getFirst();
        return new Choice(problem, options, scalar, reference, reference.kernel(problem),
                "\n" + scalar.name() + "/" + reference.name() + " instead of " + name() + ": " + why);
    }

    /** The same algorithm for another size or batch. */
    Choice at(ConvSpec spec) {
        Problem moved = new Problem(problem.product(), spec, problem.layout(), problem.accuracy(), problem.threads());
        String rejection = algorithm.rejects(moved);
        if (rejection != null) {
            throw new IllegalArgumentException(
                    "spec must suit the bound algorithm " + algorithm.name() + ", but " + spec
                            + " does not: " + rejection);
        }
        return new Choice(moved, options, backend, algorithm, algorithm.kernel(moved), remark);
    }

    String name() {
        return backend.name() + "/" + algorithm.name();
    }

    /** What one task works in. */
    long scratchBytes() {
        return 4L * kernel.scratchFloats() + 4L * kernel.scratchInts();
    }

    String explain() {
        ConvSpec spec = problem.spec();
        return problem.product() + " of " + spec + ", " + problem.layout() + ", " + problem.accuracy() + "\n" + name()
                + ": " + spec.macs() + " multiply-adds in " + kernel.tasks() + " tasks, "
                + scratchBytes() + " bytes of scratch each" + remark
                + "\ncandidates:" + verdicts(problem, options, backend)
                + String.join("", Backends.unusable().stream().map(why -> "\nunusable: " + why).toList());
    }

    /** The backends to try, in this order; the next one only when no algorithm of the one before may be used. */
    private static List<Backend> candidates(PlanOptions options) {
        return options.backend() == null ? Backends.usable() : List.of(Backends.named(options.backend()));
    }

    /** What speaks for or against each algorithm, up to those of the chosen backend. */
    private static String verdicts(Problem problem, PlanOptions options, Backend chosen) {
        StringBuilder text = new StringBuilder();
        for (Backend backend : candidates(options)) {
            for (Algorithm candidate : backend.algorithms()) {
                String rejection = rejection(candidate, problem, options);
                text.append("\n  ").append(backend.name()).append('/').append(candidate.name()).append(": ")
                        .append(rejection != null
                                ? "no, " + rejection
                                : String.format(Locale.ROOT, "predicted cost %.3g", candidate.kernel(problem).cost()));
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
