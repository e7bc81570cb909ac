package lanewise.parallel;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Exactly the last of two helpers to leave a closed run is told so. */
@JCStressTest
@Outcome(id = "true, false", expect = ACCEPTABLE, desc = "the first one")
@Outcome(id = "false, true", expect = ACCEPTABLE, desc = "the second one")
@Outcome(expect = FORBIDDEN, desc = "the caller is woken by none or by both")
@State
public class GateLastStress {
    private final Gate gate = new Gate(2);

    public GateLastStress() {
        gate.open();
        gate.enter();
        gate.enter();
        gate.close();
    }

    @Actor
    public void one(ZZ_Result result) {
        result.r1 = gate.leave();
    }

    @Actor
    public void other(ZZ_Result result) {
        result.r2 = gate.leave();
    }
}
