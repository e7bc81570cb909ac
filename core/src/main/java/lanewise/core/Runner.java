package lanewise.core;

import lanewise.core.spi.Job;

/** Executes the tasks of a run and owns the scratch they work in. Implementations are thread-safe. */
public interface Runner {

    /**
     * Runs every task of a job once and returns when all are done. A {@linkplain Job#confined confined} job runs on the
     * calling thread alone.
     *
     * @param job independent tasks
     * @throws TaskException the first failure of a task; no task is running then, and some may never have started
     */
    void run(Job job);

    /** {@return a new runner that runs every task on the calling thread and keeps its scratch for the next run} */
    static Runner sequential() {
        return new SequentialRunner();
    }
}
