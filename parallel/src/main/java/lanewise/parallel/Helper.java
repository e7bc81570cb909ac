package lanewise.parallel;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.RejectedExecutionException;

/**
 * A place in a pool's queue from which a worker joins whatever run its crew has open by then. It never completes in the
 * pool's terms, so the same object is queued again and again, and one that is still queued from an earlier run serves
 * the next.
 */
final class Helper extends ForkJoinTask<Void> {
    private static final long serialVersionUID = 1L;

    private final transient Crew crew;
    private transient volatile boolean queued;

    Helper(Crew crew) {
        this.crew = crew;
    }

    /** {@return whether the pool takes this helper; one that was shut down does not} */
    boolean offer(ForkJoinPool pool) {
        if (!queued) {
            queued = true;
            try {
                pool.execute(this);
            } catch (RejectedExecutionException refused) {
                queued = false;
                return false;
            }
        }
        return true;
    }

    /** Takes this helper back if it is the newest entry of the calling worker's own queue; elsewhere it may stay. */
    void revoke() {
        if (queued && tryUnfork()) {
            queued = false;
        }
    }

    /** Leaves the queue before it looks at the gate, so that a caller who finds it queued after opening is helped. */
    @Override
    protected boolean exec() {
        queued = false;
        crew.help();
        return false;
    }

    @Override
    public Void getRawResult() {
        return null;
    }

    @Override
    protected void setRawResult(Void value) {
    }
}
