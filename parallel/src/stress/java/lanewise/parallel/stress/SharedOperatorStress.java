package lanewise.parallel.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import lanewise.core.Operator;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Two threads run one operator at once, each with an output of its own, without disturbing each other. */
@JCStressTest
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "both results are right")
@Outcome(expect = FORBIDDEN, desc = "the runs share an operand")
@State
public class SharedOperatorStress {
    private final Operator operator = Layer.operator();

    @Actor
    public void one(ZZ_Result result) {
        result.r1 = Layer.computes(operator);
    }

    @Actor
    public void other(ZZ_Result result) {
        result.r2 = Layer.computes(operator);
    }
}
