package lanewise.bench.layers;

import java.util.SplittableRandom;
import lanewise.core.Epilogue;

/**
 * What a layer computes with.
 *
 * @param in       what it reads
 * @param weights  {@code [outChannels, inChannels/groups, kernel...]} of its matrix
 * @param gradient of what it writes, for the gradient of its weights; null where that is not computed
 * @param epilogue bias and activation
 */
public record LayerData(float[] in, float[] weights, float[] gradient, Epilogue epilogue) {

    /**
     * What a layer computes with that is not trained.
     *
     * @param in       what it reads
     * @param weights  its weights
     * @param epilogue bias and activation
     */
    public LayerData(float[] in, float[] weights, Epilogue epilogue) {
        this(in, weights, null, epilogue);
    }

    /**
     * {@return values uniform in [-1, 1), the same for the same seed and name on every machine}
     *
     * @param layer what they are for
     * @param seed  which ones
     */
    public static LayerData of(Layer layer, long seed) {
        return of(layer, new SplittableRandom(seed ^ layer.name().hashCode()));
    }

    /**
     * {@return the same values, and a gradient of what the layer writes}
     *
     * @param layer what they are for
     * @param seed  which ones
     */
    public static LayerData withGradient(Layer layer, long seed) {
        SplittableRandom random = new SplittableRandom(seed ^ layer.name().hashCode());
        LayerData data = of(layer, random);
        return new LayerData(data.in(), data.weights(), values(random, layer.outElements()), data.epilogue());
    }

    private static LayerData of(Layer layer, SplittableRandom random) {
        return new LayerData(values(random, layer.inElements()),
                values(random, Math.toIntExact(layer.spec().filterElements())), Epilogue.none());
    }

    private static float[] values(SplittableRandom random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (random.nextInt() >> 8) * 0x1p-23f;
        }
        return values;
    }
}
