package lanewise.parallel.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.ForkJoinPool;
import lanewise.core.Runner;
import lanewise.core.spi.Job;
import lanewise.core.spi.Scratch;
import lanewise.parallel.ForkJoinRunner;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two callers share a runner and its pool: each finds every task of its own job done once when its run returns. */
@JCStressTest
@Outcome(id = "111, 111", expect = ACCEPTABLE, desc = "every task once, seen by its caller")
@Outcome(expect = FORBIDDEN, desc = "a task was lost, repeated or not waited for")
@State
public class ForkJoinRunnerStress {
    private static final Runner RUNNER = new ForkJoinRunner(new ForkJoinPool(2), 3);

    @Actor
    public void one(II_Result result) {
        result.r1 = Counts.runThreeTasks();
    }

    @Actor
    public void other(II_Result result) {
        result.r2 = Counts.runThreeTasks();
    }

    private record Counts(int[] runs) implements Job {

        static int runThreeTasks() {
            int[] runs = new int[3];
            RUNNER.run(new Counts(runs));
            return 100 * runs[0] + 10 * runs[1] + runs[2];
        }

        @Override
        public int tasks() {
            return runs.length;
        }

        @Override
        public int scratchFloats() {
            return 0;
        }

        @Override
        public int scratchInts() {
            return 0;
        }

        @Override
        public void run(int task, Scratch scratch) {
            runs[task]++;
        }
    }
}
