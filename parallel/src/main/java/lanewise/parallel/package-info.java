/**
 * Running the tasks of a plan on a pool that the caller owns.
 *
 * {@snippet :
 * ForkJoinPool pool = new ForkJoinPool(8);
 * Runner runner = new ForkJoinRunner(pool);
 * operator.run(x, y, runner);
 * }
 *
 * <h2>Who owns what</h2>
 *
 * <p>The pool is the caller's: the runner starts no thread, shuts nothing down, and uses the common pool only when handed
 * it. The scratch is the runner's, one piece for each thread at work in it, each as large as the largest job so far and 2 MiB at least; it is
 * freed with the runner. Plans and operators own neither, so one operator serves any number of runners. Results do not
 * depend on the runner: a task is computed by one thread, and no sum is split across tasks.
 *
 * <h2>Who does the work</h2>
 *
 * <p>The calling thread works too. Up to {@code min(threads, tasks) - 1} helpers are put into the pool's queue. The
 * caller draws tasks from the first one on, helpers from the last one back, until none is left. A job of one task, or a runner of one thread, leaves the pool
 * alone. A helper that is done stays for the next run some 50 µs, as long as waking up would take, before its worker turns to
 * other tasks of the pool: layer after layer finds it awake. Sixteen runs at a time have helpers; what callers start beyond that they do by themselves, since there are already
 * more of them than work needs.
 *
 * <h2>Blocking</h2>
 *
 * <p>A run never waits for a thread to become free. When the caller has run out of tasks, helpers that have not come yet
 * are too late: they find nothing to do, or the next run. Only helpers in the middle of a task are waited for, at most for
 * the length of that task. So a run finishes when the pool is busy, when its only worker is blocked or is the caller itself,
 * and when the pool has been shut down or refuses helpers; runs may be nested. Workers that wait tell their pool, which may
 * let another worker take their place ({@link java.util.concurrent.ForkJoinPool.ManagedBlocker}); other threads, virtual
 * ones included, just park. At most one entry per helper stays in the queue of a busy pool, however many runs pass.
 *
 * <h2>Interruption</h2>
 *
 * <p>A run is not cancelled by interrupting its caller: helpers write to memory that the caller gets back when the run
 * returns, so they are not abandoned. The interrupt status is kept.
 *
 * <h2>Failures</h2>
 *
 * <p>The first thing thrown by a task stops the others from drawing more, and is thrown to the caller once none is running;
 * later ones are dropped. The runner can be used again. A caller whose stack is about to end gets its StackOverflowError before
 * anything has begun, or from a task.
 *
 * <h2>Confined memory</h2>
 *
 * <p>Operands in a confined arena may be touched by the thread that opened it alone; where there is one, the caller does all
 * the work.
 *
 * <h2>Visibility</h2>
 *
 * <p>What the caller wrote before the run is visible to every task, and what tasks wrote is visible to the caller when the
 * run returns.
 *
 * <h2>Allocation</h2>
 *
 * <p>The first runs allocate scratch for the threads they meet. Then neither the caller nor a worker allocates anything,
 * unless a job needs more scratch than any before it, or more callers are at work at once than before.
 */
package lanewise.parallel;
