package lanewise.bench.measure;

import lanewise.bench.layers.Agreement;
import lanewise.bench.layers.Layer;
import lanewise.bench.layers.LayerData;
import lanewise.bench.layers.Workers;
import lanewise.core.Filter;
import lanewise.core.Operator;
import lanewise.core.PlanOptions;

/** Lanewise with one of its backends on a number of threads. */
public final class LanewiseContender implements Contender {
    private final String name;
    private final PlanOptions options;
    private final Workers workers;
    private Operator operator;
    private float[] in;
    private float[] out;

    /**
     * A contender with threads of its own.
     *
     * @param name    what it is called
     * @param options what is asked of its plans
     * @param threads how many
     */
    public LanewiseContender(String name, PlanOptions options, int threads) {
        this.name = name;
        this.options = options.withThreads(threads);
        workers = Workers.of(threads);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void prepare(Layer layer, LayerData data) {
        operator = layer.plan(options).bind(Filter.of(data.weights()), data.epilogue());
        in = data.in();
        out = new float[layer.outElements()];
    }

    @Override
    public void run() {
        operator.run(in, out, workers.runner());
    }

    @Override
    public float[] result() {
        return out;
    }

    @Override
    public String algorithm() {
        return operator.algorithm();
    }

    @Override
    public double bound() {
        return Agreement.bound(operator.algorithm());
    }

    @Override
    public void close() {
        workers.close();
    }
}
