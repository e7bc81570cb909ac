package lanewise.bench.measure;

import lanewise.bench.layers.Layer;
import lanewise.core.Plan;
import lanewise.core.PlanOptions;

/**
 * What it takes before and besides the run itself.
 *
 * @param scratchBytes bytes of scratch of each thread
 * @param micros       microseconds of planning, the median of many
 */
public record PlanCost(long scratchBytes, double micros) {
    private static final int TIMED = 101;
    private static final double WARM_UP_SECONDS = 0.02;
    private static final double MICROS = 1e-3;

    /**
     * {@return the cost of planning a layer}
     *
     * @param layer   the layer
     * @param options what is asked of the plan
     */
    public static PlanCost of(Layer layer, PlanOptions options) {
        Plan[] plan = new Plan[1];
        Runnable planning = () -> plan[0] = layer.plan(options);
        Stopwatch.warmUp(planning, WARM_UP_SECONDS);
        double[] micros = new double[TIMED];
        for (int i = 0; i < TIMED; i++) {
            long start = System.nanoTime();
            planning.run();
            micros[i] = MICROS * (System.nanoTime() - start);
        }
        return new PlanCost(plan[0].scratchBytes(), Stopwatch.median(micros));
    }
}
