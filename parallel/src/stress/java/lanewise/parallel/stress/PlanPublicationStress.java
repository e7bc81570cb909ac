package lanewise.parallel.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import lanewise.core.Plan;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A plan published through a plain field is complete for whoever sees it. */
@JCStressTest
@Outcome(id = "-1", expect = ACCEPTABLE, desc = "not published yet")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "a complete plan")
@Outcome(expect = FORBIDDEN, desc = "an incomplete plan")
@State
public class PlanPublicationStress {
    private Plan plan;

    @Actor
    public void publish() {
        plan = Plan.forward(Layer.SPEC);
    }

    @Actor
    public void use(I_Result result) {
        Plan seen = plan;
        result.r1 = seen == null ? -1 : Layer.computes(seen.bind(Layer.filter())) ? 1 : 0;
    }
}
