package lanewise.bench.visualize;

import lanewise.core.Axis;
import lanewise.core.ConvSpec;
import lanewise.core.PlanOptions;
import lanewise.core.Runner;
import lanewise.core.TensorFunction;
import lanewise.core.pooling.PoolSpec;
import lanewise.core.pooling.Pooling;

/** The largest of every 2×2 that a ReLU wrote, and the way back through both: the switches say where the largest were. */
final class SwitchedPool {
    static final int SIDE = 2;

    private final TensorFunction pool;
    private final TensorFunction unpool;
    private final Runner runner;
    private final float[] largest;
    private final int[] switches;

    SwitchedPool(ConvSpec before, PlanOptions options, Runner runner) {
        this.runner = runner;
        PoolSpec windows = PoolSpec.of(before.outChannels(), before.axes().stream().mapToInt(Axis::out).toArray())
                .batch(before.batch()).kernel(SIDE).stride(SIDE).build();
        pool = Pooling.maxWithIndices(windows, options);
        unpool = Pooling.unpool(windows, options);
        largest = new float[(int) windows.outElements()];
        switches = new int[largest.length];
    }

    /** {@return the largest, and keeps their switches} */
    float[] forward(float[] y) {
        pool.run(y, largest, switches, runner);
        return largest;
    }

    /**
     * Takes a signal back before the pooling, and through the ReLU. What is largest is what the ReLU wrote at the switch, so the
     * rule comes first, where values are fewer.
     *
     * @param above  from behind the pooling, spoilt
     * @param rule   which rule
     * @param signal zero but at the switches, overwritten
     */
    void backward(float[] above, ReluRule rule, float[] signal) {
        rule.apply(above, largest);
        unpool.run(above, signal, switches, runner);
    }
}
