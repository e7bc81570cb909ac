package lanewise.parallel;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A place in a pool's queue from which a worker joins whatever run its crew has open by then, and for a moment the runs that
 * follow. It never completes in the pool's terms, so the same object is queued again and again, and one that is still queued
 * from an earlier run serves the next.
 */
final class Helper extends ForkJoinTask<Void> {
    private static final long serialVersionUID = 1L;

    private final transient Crew crew;
    /** Whether somebody will look at the gate after this was set: a worker that takes it from a queue, or one that waits. */
    private final transient AtomicBoolean coming = new AtomicBoolean();

    Helper(Crew crew) {
        this.crew = crew;
    }

    /** {@return whether the pool takes this helper; one that was shut down does not} */
    boolean offer(ForkJoinPool pool) {
        if (coming.compareAndSet(false, true)) {
            try {
                Stack.reserve(Stack.TO_SUBMIT);
                pool.execute(this);
            } catch (RejectedExecutionException refused) {
                coming.set(false);
                return false;
            } catch (Throwable failure) {
                coming.set(false);
                throw failure;
            }
        }
        return true;
    }

    /** Takes this helper back if it is the newest entry of the calling worker's own queue; elsewhere it may stay. */
    void revoke() {
        if (coming.get() && tryUnfork()) {
            coming.set(false);
        }
    }

    @Override
    protected boolean exec() {
        coming.set(false);
        do {
            crew.help();
        } while (waitForRun());
        return false;
    }

    /**
     * Waits for the next run no longer than waking up would take. Like {@link #exec} it looks at the gate after it has
     * ceased to be coming, so that a caller who finds it coming after opening the gate is helped.
     *
     * @return whether a run is open
     */
    private boolean waitForRun() {
        if (!coming.compareAndSet(false, true)) {
            return false;
        }
        for (int spin = 0; spin < Crew.SPINS && !crew.runs(); spin++) {
            Thread.onSpinWait();
        }
        coming.set(false);
        return crew.runs();
    }

    @Override
    public Void getRawResult() {
        return null;
    }

    @Override
    protected void setRawResult(Void value) {
    }
}
