package lanewise.bench.layers;

import java.util.SplittableRandom;
import lanewise.core.Epilogue;

/**
 * What a layer computes with.
 *
 * @param in       what it reads
 * @param weights  {@code [outChannels, inChannels/groups, kernel...]} of its matrix
 * @param epilogue bias and activation
 */
public record LayerData(float[] in, float[] weights, Epilogue epilogue) {

    /**
     * {@return values uniform in [-1, 1), the same for the same seed and name on every machine}
     *
     * @param layer what they are for
     * @param seed  which ones
     */
    public static LayerData of(Layer layer, long seed) {
        SplittableRandom random = new SplittableRandom(seed ^ layer.name().hashCode());
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
