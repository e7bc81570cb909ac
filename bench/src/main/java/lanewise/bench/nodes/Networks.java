package lanewise.bench.nodes;

import java.util.List;

/** Layers without weights of published networks, at batch 1. */
final class Networks {
    static final List<Node> ALL = List.of(
            Node.of("resnet50_maxpool", "MaxPool", shape(64, 112), shape(64, 56), 3, 2, 1),
            Node.of("vgg16_pool1", "MaxPool", shape(64, 224), shape(64, 112), 2, 2, 0),
            Node.of("unet_pool1", "MaxPool", shape(64, 568), shape(64, 284), 2, 2, 0),
            Node.of("segnet_pool1_indices", "MaxPool", shape(64, 224), shape(64, 112), 2, 2, 0).withIndices(),
            Node.of("segnet_unpool1", "MaxUnpool", shape(64, 112), shape(64, 224), 2, 2, 0),
            Node.of("inceptionv3_avgpool", "AveragePool", shape(288, 35), shape(288, 35), 3, 1, 1),
            Node.of("densenet121_transition1", "AveragePool", shape(128, 56), shape(128, 28), 2, 2, 0),
            Node.of("resnet50_global", "GlobalAveragePool", shape(2048, 7), shape(2048, 1)),
            Node.of("mobilenetv2_global", "GlobalAveragePool", shape(1280, 7), shape(1280, 1)));

    private Networks() {
    }

    private static int[] shape(int channels, int size) {
        return new int[]{1, channels, size, size};
    }
}
