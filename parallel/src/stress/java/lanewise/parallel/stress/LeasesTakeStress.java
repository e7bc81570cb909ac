package lanewise.parallel.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import lanewise.core.spi.Leases;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Of two threads that want the only object exactly one gets it. */
@JCStressTest
@Outcome(id = "true, false", expect = ACCEPTABLE, desc = "the first one")
@Outcome(id = "false, true", expect = ACCEPTABLE, desc = "the second one")
@Outcome(expect = FORBIDDEN, desc = "it was lost or is with both")
@State
public class LeasesTakeStress {
    private final Leases<Object> leases = new Leases<>(2);

    public LeasesTakeStress() {
        leases.give(new Object());
    }

    @Actor
    public void one(ZZ_Result result) {
        result.r1 = leases.take() != null;
    }

    @Actor
    public void other(ZZ_Result result) {
        result.r2 = leases.take() != null;
    }
}
