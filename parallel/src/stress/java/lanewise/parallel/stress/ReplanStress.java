package lanewise.parallel.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import lanewise.core.Operator;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** One thread plans an operator anew for a longer signal, and runs that, while another runs the operator: they share weights only. */
@JCStressTest
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "both results are right")
@Outcome(expect = FORBIDDEN, desc = "one length disturbs the other")
@State
public class ReplanStress {
    private final Operator operator = Layer.operator();

    @Actor
    public void run(ZZ_Result result) {
        result.r1 = Layer.computes(operator);
    }

    @Actor
    public void replan(ZZ_Result result) {
        result.r2 = Layer.computesLonger(operator);
    }
}
