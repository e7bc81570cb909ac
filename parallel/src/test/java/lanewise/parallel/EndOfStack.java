package lanewise.parallel;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import lanewise.core.spi.Job;
import lanewise.core.spi.Scratch;

/**
 * A program that runs a job in each of the last frames of a stack. It prints how often the stack ended, how many helpers were
 * in a task after their run, and how many tasks of a last run were done.
 */
final class EndOfStack implements Job {
    private static final int FRAMES = 200;
    private static final int REPEATS = 5;

    private final ForkJoinPool pool = new ForkJoinPool(3);
    private final ForkJoinRunner runner = new ForkJoinRunner(pool);
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private Thread caller;
    private int overflows;
    private int abandoned;

    private EndOfStack() {
    }

    static void main() throws InterruptedException {
        EndOfStack program = new EndOfStack();
        program.caller = new Thread(null, program::runEverywhere, "shallow", 256 << 10);
        program.caller.start();
        program.caller.join();
        program.done.set(0);
        program.runner.run(program);
        System.out.println(program.overflows + " overflows, " + program.abandoned + " abandoned, " + program.done
                + " afterwards");
        program.pool.shutdown();
    }

    private void runEverywhere() {
        runner.run(this);
        for (int repeat = 0; repeat < REPEATS; repeat++) {
            descend();
        }
    }

    /** {@return how many frames of this method are below} */
    private int descend() {
        int below;
        try {
            below = descend();
        } catch (StackOverflowError _) {
            below = 0;
        }
        if (below < FRAMES) {
            try {
                runner.run(this);
            } catch (StackOverflowError _) {
                overflows++;
            }
            abandoned += running.get();
        }
        return below + 1;
    }

    @Override
    public int tasks() {
        return 8;
    }

    @Override
    public int scratchFloats() {
        return 0;
    }

    @Override
    public int scratchInts() {
        return 0;
    }

    /** Helpers take some time, the caller none. */
    @Override
    public void run(int task, Scratch scratch) {
        if (Thread.currentThread() != caller) {
            running.incrementAndGet();
            long end = System.nanoTime() + 20_000;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            running.decrementAndGet();
        }
        done.incrementAndGet();
    }
}
