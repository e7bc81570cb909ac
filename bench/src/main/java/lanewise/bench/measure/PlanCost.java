package lanewise.bench.measure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * What it takes before and besides the run itself.
 *
 * @param scratchBytes bytes of scratch of each thread
 * @param micros       microseconds of planning once the planner is compiled, the median of many
 */
public record PlanCost(long scratchBytes, double micros) {
    private static final int TIMED = 101;
    private static final double WARM_UP_SECONDS = 0.25;
    private static final double MICROS = 1e-3;

    /**
     * {@return the cost of planning}
     *
     * @param plan    makes a plan
     * @param scratch says how much scratch it needs
     * @param <P>     a plan
     */
    public static <P> PlanCost of(Supplier<P> plan, ToLongFunction<P> scratch) {
        List<P> last = new ArrayList<>(Collections.singletonList(null));
        Runnable planning = () -> last.set(0, plan.get());
        Stopwatch.warmUp(planning, WARM_UP_SECONDS);
        double[] micros = new double[TIMED];
        for (int i = 0; i < TIMED; i++) {
            long start = System.nanoTime();
            planning.run();
            micros[i] = MICROS * (System.nanoTime() - start);
        }
        return new PlanCost(scratch.applyAsLong(last.getFirst()), Stopwatch.median(micros));
    }
}
