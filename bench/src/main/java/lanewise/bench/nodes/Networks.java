package lanewise.bench.nodes;

import java.util.List;

/** Layers without weights of published networks, at batch 1. */
final class Networks {
    private static final String HALF_PIXEL = "half_pixel";

    static final List<Node> ALL = List.of(
            Node.pool("resnet50_maxpool", "MaxPool", shape(64, 112), shape(64, 56), 3, 2, 1),
            Node.pool("vgg16_pool1", "MaxPool", shape(64, 224), shape(64, 112), 2, 2, 0),
            Node.pool("unet_pool1", "MaxPool", shape(64, 568), shape(64, 284), 2, 2, 0),
            Node.pool("segnet_pool1_indices", "MaxPool", shape(64, 224), shape(64, 112), 2, 2, 0).withIndices(),
            Node.pool("segnet_unpool1", "MaxUnpool", shape(64, 112), shape(64, 224), 2, 2, 0),
            Node.pool("inceptionv3_avgpool", "AveragePool", shape(288, 35), shape(288, 35), 3, 1, 1),
            Node.pool("densenet121_transition1", "AveragePool", shape(128, 56), shape(128, 28), 2, 2, 0),
            Node.pool("resnet50_global", "GlobalAveragePool", shape(2048, 7), shape(2048, 1)),
            Node.pool("mobilenetv2_global", "GlobalAveragePool", shape(1280, 7), shape(1280, 1)),
            Node.nearest("yolov5s_upsample2", shape(128, 40), shape(128, 80)),
            Node.nearest("fpn_p4_upsample", shape(256, 50), shape(256, 100)),
            Node.linear("deeplabv3plus_decoder", shape(256, 32), shape(256, 128), HALF_PIXEL),
            Node.linear("deeplabv3_logits", shape(21, 65), shape(21, 520), HALF_PIXEL),
            Node.linear("pspnet_logits", shape(21, 60), shape(21, 473), "align_corners"),
            Node.depthToSpace("srresnet_shuffle1", shape(256, 96), shape(64, 192)),
            Node.depthToSpace("espcn_x3_shuffle", new int[]{1, 9, 360, 640}, new int[]{1, 1, 1080, 1920}),
            Node.spaceToDepth("yolov2_reorg", shape(64, 26), shape(256, 13)));

    private Networks() {
    }

    private static int[] shape(int channels, int size) {
        return new int[]{1, channels, size, size};
    }
}
