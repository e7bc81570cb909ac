package lanewise.parallel;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinPool.ManagedBlocker;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import lanewise.core.spi.Job;
import lanewise.core.spi.Leases;
import lanewise.core.spi.Scratch;

/**
 * One run after another: a caller, and the helpers that came in time. Job, tasks and caller are written by the owner of the
 * crew while the gate is deserted, and read by helpers inside it.
 */
final class Crew implements ManagedBlocker {
    /** Some 50 µs: parking and waking up takes as long, and a helper's last task hardly longer. */
    static final int SPINS = 4096;

    private final ForkJoinPool pool;
    private final Leases<Scratch> scratches;
    private final Helper[] helpers;
    private final Gate gate;
    /** Tasks drawn so far; long, because every thread draws once beyond the last one. */
    private final AtomicLong drawn = new AtomicLong();
    private final AtomicInteger drawnByHelpers = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private Job job;
    private int tasks;
    private volatile Thread caller;
    private boolean interrupted;

    Crew(ForkJoinPool pool, Leases<Scratch> scratches, int size) {
        this.pool = pool;
        this.scratches = scratches;
        gate = new Gate(size);
        helpers = new Helper[size];
        for (int i = 0; i < size; i++) {
            helpers[i] = new Helper(this);
        }
    }

    /** {@return the first failure of a task, or null when all have run; no task is running any more} */
    Throwable run(Job newJob, int newTasks) {
        Stack.reserve(Stack.TO_END_A_RUN);
        job = newJob;
        tasks = newTasks;
        caller = Thread.currentThread();
        drawn.set(0);
        drawnByHelpers.set(0);
        gate.open();
        int wanted = Math.min(helpers.length, tasks - 1);
        try {
            offerHelpers(wanted);
            drawTasks(false);
        } catch (Throwable thrown) {
            fail(thrown);
        }
        gate.close();
        revokeHelpers(wanted);
        awaitHelpers();
        job = null;
        caller = null;
        return failure.getAndSet(null);
    }

    /** {@return whether helpers may join} */
    boolean runs() {
        return gate.isOpen();
    }

    /** Joins the run if there is one, on the thread of a helper. */
    void help() {
        if (!gate.enter()) {
            return;
        }
        try {
            drawTasks(true);
        } catch (Throwable thrown) {
            fail(thrown);
        } finally {
            if (gate.leave()) {
                LockSupport.unpark(caller);
            }
        }
    }

    private void offerHelpers(int wanted) {
        int offered = 0;
        while (offered < wanted && helpers[offered].offer(pool)) {
            offered++;
        }
    }

    private void revokeHelpers(int wanted) {
        for (int i = wanted - 1; i >= 0; i--) {
            helpers[i].revoke();
        }
    }

    /**
     * The caller does the first tasks and helpers the last ones, however many each has time for: when the same or a similar job
     * comes again, most of what a thread reads and writes is in its own cache.
     */
    private void drawTasks(boolean helping) {
        if (drawn.get() >= tasks) {
            return;
        }
        Scratch scratch = Scratch.lease(scratches, job);
        for (int own = 0; drawn.getAndIncrement() < tasks; own++) {
            job.run(helping ? tasks - 1 - drawnByHelpers.getAndIncrement() : own, scratch);
        }
        scratches.give(scratch);
    }

    private void fail(Throwable thrown) {
        failure.compareAndSet(null, thrown);
        drawn.set(tasks);
    }

    /** Returns only when no helper is inside, whatever befalls the caller: helpers write to memory that it owns. */
    private void awaitHelpers() {
        for (int spin = 0; spin < SPINS && !gate.deserted(); spin++) {
            Thread.onSpinWait();
        }
        while (!gate.deserted()) {
            try {
                ForkJoinPool.managedBlock(this);
            } catch (Throwable poolCannotCompensate) {
                block();
            }
        }
        if (interrupted) {
            interrupted = false;
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean block() {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
        return gate.deserted();
    }

    @Override
    public boolean isReleasable() {
        return gate.deserted();
    }
}
