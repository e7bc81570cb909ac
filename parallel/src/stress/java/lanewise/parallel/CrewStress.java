package lanewise.parallel;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.ForkJoinPool;
import lanewise.core.spi.Job;
import lanewise.core.spi.Leases;
import lanewise.core.spi.Scratch;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A helper arrives at any time while a caller makes two runs: both see every task of their run done once. */
@JCStressTest
@Outcome(id = "11, 22", expect = ACCEPTABLE, desc = "every task once, seen by the caller")
@Outcome(expect = FORBIDDEN, desc = "a task was lost, repeated or not waited for")
@State
public class CrewStress {
    private static final ForkJoinPool GONE = new ForkJoinPool(1);

    static {
        GONE.shutdown();
    }

    private final Crew crew = new Crew(GONE, new Leases<>(2), 1);

    @Actor
    public void caller(II_Result result) {
        result.r1 = runTwoTasks(1);
        result.r2 = runTwoTasks(2);
    }

    @Actor
    public void helper() {
        crew.help();
    }

    private int runTwoTasks(int amount) {
        Sums sums = new Sums(new int[2], amount);
        crew.run(sums, 2);
        return 10 * sums.sums[0] + sums.sums[1];
    }

    private record Sums(int[] sums, int amount) implements Job {

        @Override
        public int tasks() {
            return sums.length;
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
            sums[task] += amount;
        }
    }
}
