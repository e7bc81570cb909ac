package lanewise.parallel;

import java.util.Objects;
import java.util.concurrent.ForkJoinPool;
import lanewise.core.Runner;
import lanewise.core.TaskException;
import lanewise.core.spi.Job;
import lanewise.core.spi.Leases;
import lanewise.core.spi.Scratch;

/**
 * Runs tasks on the calling thread and on workers of a pool that the caller owns. All of them draw tasks until none is left, so a
 * slow thread takes fewer and none waits for a turn. The {@linkplain lanewise.parallel package} page has the policy.
 *
 * <p>Immutable and safe for any number of callers at once, in the pool or outside it. Make one and keep it: it owns the
 * scratch that makes steady runs free of allocation.
 */
public final class ForkJoinRunner implements Runner {
    private static final int RUNS_HELPED = 16;

    private final int threads;
    private final Leases<Crew> crews = new Leases<>(RUNS_HELPED);
    private final Leases<Scratch> scratches;

    /**
     * A runner with as many threads, the caller among them, as the pool has workers now.
     *
     * @param pool who helps; never shut down by the runner
     */
    public ForkJoinRunner(ForkJoinPool pool) {
        this(pool, given(pool).getParallelism());
    }

    /**
     * A runner with a bound on the threads of one run.
     *
     * @param pool    who helps; never shut down by the runner
     * @param threads most threads in one run, the caller among them, at least 1; beyond the pool's parallelism + 1 it
     *                has no effect
     * @throws IllegalArgumentException for fewer than one thread
     */
    public ForkJoinRunner(ForkJoinPool pool, int threads) {
        given(pool);
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, but is " + threads);
        }
        int helpers = Math.min(threads - 1, pool.getParallelism());
        this.threads = helpers + 1;
        scratches = new Leases<>(RUNS_HELPED + pool.getParallelism());
        for (int i = 0; i < RUNS_HELPED; i++) {
            crews.give(new Crew(pool, scratches, helpers));
        }
    }

    /**
     * Runs every task of a job once and returns when all are done. The caller runs a confined job alone.
     *
     * @param job independent tasks
     * @throws TaskException the first failure of a task, on whichever thread; whatever else a task throws arrives as it is.
     *                       No task is running then, and some may never have started
     */
    @Override
    public void run(Job job) {
        int tasks = job.tasks();
        Crew crew = Math.min(threads, tasks) > 1 && !job.confined() ? crews.take() : null;
        if (crew == null) {
            runAlone(job, tasks);
            return;
        }
        Throwable failure = crew.run(job, tasks);
        crews.give(crew);
        if (failure != null) {
            ForkJoinRunner.<RuntimeException>rethrow(failure);
        }
    }

    private static ForkJoinPool given(ForkJoinPool pool) {
        return Objects.requireNonNull(pool, "pool must be given, but is null");
    }

    private void runAlone(Job job, int tasks) {
        Scratch scratch = Scratch.lease(scratches, job);
        for (int task = 0; task < tasks; task++) {
            job.run(task, scratch);
        }
        scratches.give(scratch);
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> void rethrow(Throwable failure) throws X {
        throw (X) failure;
    }
}
