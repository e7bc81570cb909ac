package lanewise.bench.visualize;

import java.util.List;
import lanewise.bench.layers.Workers;
import lanewise.core.Accuracy;
import lanewise.core.PlanOptions;

/**
 * A network planned for some images at once: forward, and signals back. Only exact algorithms are used, so that the same network
 * is trained on every machine.
 */
final class Pass {
    private final List<Convolution> convolutions;
    /** One behind every convolution but the last. */
    private final List<SwitchedPool> pools;

    Pass(Network network, int batch, Workers workers) {
        PlanOptions options = PlanOptions.DEFAULTS.withAccuracy(Accuracy.STRICT).withThreads(workers.threads());
        convolutions = network.layers().stream().map(layer -> new Convolution(layer, batch, options, workers.runner()))
                .toList();
        pools = network.layers().stream().limit(network.last())
                .map(layer -> new SwitchedPool(layer.spec(batch), options, workers.runner())).toList();
    }

    Convolution layer(int index) {
        return convolutions.get(index);
    }

    /** Packs the weights as they are now. */
    void bind() {
        convolutions.forEach(Convolution::bind);
    }

    /** {@return the logits, {@code [batch, classes]}} */
    float[] forward(float[] pixels) {
        float[] x = pixels;
        for (int l = 0; l < pools.size(); l++) {
            x = pools.get(l).forward(layer(l).forward(x));
        }
        return convolutions.getLast().forward(x);
    }

    /** {@return the signal at a convolution, taken back to the image} */
    float[] backward(int from, ReluRule rule) {
        for (int l = from; l > 0; l--) {
            below(l, rule);
        }
        return layer(0).transpose();
    }

    /**
     * Gradients of all that is learned, from the signal at the logits.
     *
     * @param gradients overwritten, in the order of {@link Network#parameters}
     */
    void gradients(List<float[]> gradients) {
        for (int l = convolutions.size() - 1; l >= 0; l--) {
            layer(l).gradients(gradients.get(2 * l), gradients.get(2 * l + 1));
            if (l > 0) {
                below(l, ReluRule.GRADIENT);
            }
        }
    }

    /** Takes the signal at a convolution to the one before. */
    private void below(int l, ReluRule rule) {
        pools.get(l - 1).backward(layer(l).transpose(), rule, layer(l - 1).signal());
    }
}
