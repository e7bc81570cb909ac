package lanewise.bench.visualize;

import java.util.SplittableRandom;
import lanewise.core.Activation;
import lanewise.core.ConvSpec;

/**
 * A convolution {@code y = activation(C x + b)} and what is learned.
 *
 * @param spec       C, for one image
 * @param activation ReLU, or none
 * @param weights    of C
 * @param bias       one for each channel
 */
record Layer(ConvSpec spec, Activation activation, float[] weights, float[] bias) {

    /** Weights that keep the variance of what passes a ReLU (He et al. 2015), uniform; no bias. */
    static Layer random(ConvSpec spec, Activation activation, SplittableRandom random) {
        float[] weights = new float[(int) spec.filterElements()];
        double bound = Math.sqrt(6.0 / (spec.inChannels() * spec.taps()));
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextDouble(-bound, bound);
        }
        return new Layer(spec, activation, weights, new float[spec.outChannels()]);
    }

    ConvSpec spec(int batch) {
        return new ConvSpec(batch, 1, spec.inChannels(), spec.outChannels(), spec.axes());
    }
}
