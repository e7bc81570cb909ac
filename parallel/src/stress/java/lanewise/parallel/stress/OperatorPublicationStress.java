package lanewise.parallel.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import lanewise.core.Operator;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A bound operator published through a plain field is complete, weights included, for whoever sees it. */
@JCStressTest
@Outcome(id = "-1", expect = ACCEPTABLE, desc = "not published yet")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "a complete operator")
@Outcome(expect = FORBIDDEN, desc = "an incomplete operator")
@State
public class OperatorPublicationStress {
    private Operator operator;

    @Actor
    public void publish() {
        operator = Layer.operator();
    }

    @Actor
    public void use(I_Result result) {
        Operator seen = operator;
        result.r1 = seen == null ? -1 : Layer.computes(seen) ? 1 : 0;
    }
}
