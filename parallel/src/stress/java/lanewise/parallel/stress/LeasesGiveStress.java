package lanewise.parallel.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import lanewise.core.spi.Leases;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Whoever takes an object sees what its last owner wrote to it. */
@JCStressTest
@Outcome(id = "-1", expect = ACCEPTABLE, desc = "not given yet")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "given, with what was written before")
@Outcome(expect = FORBIDDEN, desc = "given without its contents")
@State
public class LeasesGiveStress {
    private final Leases<int[]> leases = new Leases<>(1);

    @Actor
    public void give() {
        int[] object = new int[1];
        object[0] = 1;
        leases.give(object);
    }

    @Actor
    public void take(I_Result result) {
        int[] object = leases.take();
        result.r1 = object == null ? -1 : object[0];
    }
}
