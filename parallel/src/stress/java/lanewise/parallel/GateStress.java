package lanewise.parallel;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A run that closes waits for the helper that came in time and for no other. */
@JCStressTest
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "too late: not waited for")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "in time: its result is seen")
@Outcome(expect = FORBIDDEN, desc = "a helper was abandoned")
@State
public class GateStress {
    private final Gate gate = new Gate(1);
    private int written;

    public GateStress() {
        gate.open();
    }

    @Actor
    public void helper(II_Result result) {
        if (gate.enter()) {
            result.r1 = 1;
            written = 1;
            gate.leave();
        }
    }

    @Actor
    public void caller(II_Result result) {
        gate.close();
        while (!gate.deserted()) {
            Thread.onSpinWait();
        }
        result.r2 = written;
    }
}
