package lanewise.parallel.stress;

import java.util.Arrays;
import lanewise.core.ConvSpec;
import lanewise.core.Filter;
import lanewise.core.Floats;
import lanewise.core.Operator;
import lanewise.core.Plan;
import lanewise.core.Runner;
import lanewise.core.WeightGradient;

/** {@code y = (x0 + 2 x1, x1 + 2 x2)} and its weight gradient at {@code x = (1, 10, 100)}, in numbers small enough to check. */
final class Layer {
    static final ConvSpec SPEC = ConvSpec.conv(1, 1, 3).kernel(2).build();

    private static final ConvSpec LONGER = ConvSpec.conv(1, 1, 4).kernel(2).build();
    private static final Runner RUNNER = Runner.sequential();
    private static final float[] X = {1, 10, 100};
    private static final float[] Y = {21, 210};

    private Layer() {
    }

    static Filter filter() {
        return Filter.of(new float[]{1, 2});
    }

    static Operator operator() {
        return Plan.forward(SPEC).bind(filter());
    }

    static boolean computes(Operator operator) {
        float[] y = new float[2];
        operator.run(X, y, RUNNER);
        return Arrays.equals(Y, y);
    }

    /** The same layer over four values. */
    static boolean computesLonger(Operator operator) {
        float[] y = new float[3];
        operator.withSpec(LONGER).run(new float[]{1, 10, 100, 1000}, y, RUNNER);
        return Arrays.equals(new float[]{21, 210, 2100}, y);
    }

    static boolean computes(WeightGradient gradient) {
        float[] w = new float[2];
        gradient.run(Floats.of(X), Floats.of(Y), Floats.of(w), RUNNER);
        return Arrays.equals(new float[]{2121, 21210}, w);
    }
}
