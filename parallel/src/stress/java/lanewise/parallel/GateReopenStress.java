package lanewise.parallel;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A helper that was queued for one run and comes in the next sees the job of the run it entered until it leaves. */
@JCStressTest
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "too late for both")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "in the first run")
@Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "in the second run")
@Outcome(expect = FORBIDDEN, desc = "a job changed under a helper")
@State
public class GateReopenStress {
    private final Gate gate = new Gate(1);
    private int job;

    @Actor
    public void helper(II_Result result) {
        if (gate.enter()) {
            result.r1 = job;
            result.r2 = job;
            gate.leave();
        }
    }

    @Actor
    public void caller() {
        run(1);
        run(2);
    }

    private void run(int newJob) {
        job = newJob;
        gate.open();
        gate.close();
        while (!gate.deserted()) {
            Thread.onSpinWait();
        }
        job = 0;
    }
}
