package lanewise.bench.soak;

import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import lanewise.core.Runner;
import lanewise.parallel.ForkJoinRunner;

/**
 * How tasks are run.
 *
 * @param name   in a few words
 * @param runner who runs them
 */
record Way(String name, Runner runner) {
    static final Way IN_ORDER = new Way("in order", Runner.sequential());

    static final Way HOSTILE = new Way("by a hostile runner", new HostileRunner());

    /** On every number of threads up to the greatest. */
    static List<Way> onThreads(ForkJoinPool pool, int greatest) {
        return IntStream.rangeClosed(1, greatest)
                .mapToObj(n -> new Way("on " + n + (n == 1 ? " thread" : " threads"), new ForkJoinRunner(pool, n)))
                .toList();
    }
}
