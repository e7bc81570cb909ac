package lanewise.bench.layers;

import java.util.concurrent.ForkJoinPool;
import lanewise.core.Runner;
import lanewise.parallel.ForkJoinRunner;

/** A runner for a number of threads and the pool behind it, which lives as long as they are wanted. */
public final class Workers implements AutoCloseable {
    private final int threads;
    private final ForkJoinPool pool;
    private final Runner runner;

    private Workers(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, but is " + threads);
        }
        this.threads = threads;
        pool = threads == 1 ? null : new ForkJoinPool(threads - 1);
        runner = threads == 1 ? Runner.sequential() : new ForkJoinRunner(pool, threads);
    }

    /**
     * {@return workers to be closed after use}
     *
     * @param threads how many, the caller among them
     */
    public static Workers of(int threads) {
        return new Workers(threads);
    }

    /** {@return as many workers as the machine runs at once} */
    public static Workers all() {
        return of(Runtime.getRuntime().availableProcessors());
    }

    /** {@return who executes} */
    public Runner runner() {
        return runner;
    }

    /** {@return how many threads there are, the caller among them} */
    public int threads() {
        return threads;
    }

    /** Ends the pool. */
    @Override
    public void close() {
        if (pool != null) {
            pool.close();
        }
    }
}
