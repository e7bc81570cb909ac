package lanewise.parallel.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import lanewise.core.spi.Leases;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Two threads take, use and give back: each is alone with its object, and as many objects as before are there afterwards. */
@JCStressTest
@Outcome(id = "1, 1, 2", expect = ACCEPTABLE, desc = "alone both times, both objects back")
@Outcome(expect = FORBIDDEN, desc = "an object was shared, lost or doubled")
@State
public class LeasesExchangeStress {
    private final Leases<int[]> leases = new Leases<>(3);

    public LeasesExchangeStress() {
        leases.give(new int[1]);
        leases.give(new int[1]);
    }

    @Actor
    public void one(III_Result result) {
        result.r1 = users();
    }

    @Actor
    public void other(III_Result result) {
        result.r2 = users();
    }

    @Arbiter
    public void count(III_Result result) {
        int[] first = leases.take();
        int[] second = leases.take();
        result.r3 = first != null && second != null && first != second && leases.take() == null ? 2 : -1;
    }

    private int users() {
        int[] object = leases.take();
        int users = ++object[0];
        object[0]--;
        leases.give(object);
        return users;
    }
}
