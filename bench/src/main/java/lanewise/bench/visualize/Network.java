package lanewise.bench.visualize;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import lanewise.core.Activation;
import lanewise.core.ConvSpec;

/**
 * Hidden layers, each a convolution, a ReLU and the largest of every 2×2; and one convolution whose kernel covers all that they
 * leave, and gives the logits.
 *
 * @param layers from the image to the logits
 */
record Network(List<Layer> layers) {

    /** The network that is trained here. */
    static Network random(SplittableRandom random) {
        return random(Images.SIZE, new int[]{5, 3, 3}, new int[]{1, 16, 32, 64}, Outline.values().length, random);
    }

    /**
     * A network with random weights.
     *
     * @param size     rows and columns of an image
     * @param kernels  rows and columns of the kernel of every hidden layer, odd
     * @param channels of the image, and of every hidden layer
     * @param classes  logits
     * @param random   where weights come from
     */
    static Network random(int size, int[] kernels, int[] channels, int classes, SplittableRandom random) {
        List<Layer> layers = new ArrayList<>();
        int side = size;
        for (int l = 0; l < kernels.length; l++, side /= SwitchedPool.SIDE) {
            layers.add(Layer.random(ConvSpec.conv(channels[l], channels[l + 1], side, side).kernel(kernels[l])
                    .padding(kernels[l] / 2).build(), Activation.relu(), random));
        }
        layers.add(Layer.random(ConvSpec.conv(channels[kernels.length], classes, side, side).kernel(side).build(),
                Activation.none(),
                random));
        return new Network(List.copyOf(layers));
    }

    int last() {
        return layers.size() - 1;
    }

    /** All that is learned: weights and bias of every layer. */
    List<float[]> parameters() {
        return layers.stream().flatMap(layer -> Stream.of(layer.weights(), layer.bias())).toList();
    }
}
