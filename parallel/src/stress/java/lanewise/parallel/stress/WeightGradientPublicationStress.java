package lanewise.parallel.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import lanewise.core.WeightGradient;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A weight gradient published through a plain field is complete for whoever sees it. */
@JCStressTest
@Outcome(id = "-1", expect = ACCEPTABLE, desc = "not published yet")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "a complete weight gradient")
@Outcome(expect = FORBIDDEN, desc = "an incomplete weight gradient")
@State
public class WeightGradientPublicationStress {
    private WeightGradient gradient;

    @Actor
    public void publish() {
        gradient = WeightGradient.of(Layer.SPEC);
    }

    @Actor
    public void use(I_Result result) {
        WeightGradient seen = gradient;
        result.r1 = seen == null ? -1 : Layer.computes(seen) ? 1 : 0;
    }
}
