package lanewise.core;

import lanewise.core.spi.Job;
import lanewise.core.spi.Leases;
import lanewise.core.spi.Scratch;

/** Runs tasks in order on the calling thread. */
final class SequentialRunner implements Runner {
    private static final int CALLERS_AT_ONCE = 4;

    private final Leases<Scratch> scratches = new Leases<>(CALLERS_AT_ONCE);

    @Override
    public void run(Job job) {
        Scratch scratch = Scratch.lease(scratches, job);
        for (int task = 0; task < job.tasks(); task++) {
            job.run(task, scratch);
        }
        scratches.give(scratch);
    }
}
