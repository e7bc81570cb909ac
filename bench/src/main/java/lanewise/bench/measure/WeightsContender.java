package lanewise.bench.measure;

import lanewise.bench.layers.Agreement;
import lanewise.bench.layers.Layer;
import lanewise.bench.layers.LayerData;
import lanewise.bench.layers.Workers;
import lanewise.core.Floats;
import lanewise.core.PlanOptions;
import lanewise.core.Product;
import lanewise.core.WeightGradient;

/** Lanewise as the gradient of a layer's weights. */
final class WeightsContender implements Contender {
    private final String name;
    private final PlanOptions options;
    private final Workers workers;
    private WeightGradient gradient;
    private Floats x;
    private Floats y;
    private float[] w;

    /**
     * A contender with threads of its own.
     *
     * @param name    what it is called
     * @param options what is asked of its plans
     * @param threads how many
     */
    WeightsContender(String name, PlanOptions options, int threads) {
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
        boolean forward = layer.product() == Product.FORWARD;
        gradient = WeightGradient.of(layer.spec(), options);
        x = Floats.of(forward ? data.in() : data.gradient());
        y = Floats.of(forward ? data.gradient() : data.in());
        w = new float[Math.toIntExact(layer.spec().filterElements())];
    }

    @Override
    public void run() {
        gradient.run(x, y, Floats.of(w), workers.runner());
    }

    @Override
    public float[] result() {
        return w;
    }

    @Override
    public String algorithm() {
        return gradient.algorithm();
    }

    @Override
    public double bound() {
        return Agreement.bound(gradient.algorithm());
    }

    @Override
    public void close() {
        workers.close();
    }
}
