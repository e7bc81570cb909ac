package lanewise.bench.layers;

import java.util.ArrayList;
import java.util.List;
import lanewise.core.Accuracy;
import lanewise.core.PlanOptions;
import lanewise.core.spi.Algorithm;
import lanewise.core.spi.Backend;
import lanewise.core.spi.Backends;
import lanewise.core.spi.Problem;

/** The algorithms that a problem may be given to. */
public final class Candidates {
    private Candidates() {
    }

    /**
     * {@return options that name backend and algorithm, for every one that takes a problem and that its accuracy allows, the scalar
     * reference last}
     *
     * @param problem what to compute
     */
    public static List<PlanOptions> of(Problem problem) {
        PlanOptions options = PlanOptions.DEFAULTS.withLayout(problem.layout()).withAccuracy(problem.accuracy())
                .withThreads(problem.threads());
        List<PlanOptions> candidates = new ArrayList<>();
        for (Backend backend : Backends.usable()) {
            for (Algorithm algorithm : backend.algorithms()) {
                boolean allowed = algorithm.exact() || problem.accuracy() != Accuracy.STRICT;
                if (allowed && algorithm.rejects(problem) == null) {
                    candidates.add(options.withBackend(backend.name()).withAlgorithm(algorithm.name()));
                }
            }
        }
        return candidates;
    }
}
