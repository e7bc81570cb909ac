package lanewise.bench.demo;

import static lanewise.bench.demo.Picture.CHANNELS;

import java.util.List;
import lanewise.bench.layers.Layer;
import lanewise.bench.layers.LayerData;
import lanewise.core.Activation;
import lanewise.core.ConvSpec;
import lanewise.core.ConvSpecBuilder;
import lanewise.core.Epilogue;
import lanewise.core.Product;

/**
 * The demo's layers: filters on the picture, a smaller version of it, and five ways to enlarge that again. Edges are
 * repeated outwards first, and enlarging layers cut off what lies beyond, so that no border darkens.
 */
final class Pipeline {
    private Pipeline() {
    }

    static List<Step> filters(Picture picture) {
        float[] emboss = {-1, -1, 0, -1, 0, 1, 0, 1, 1};
        return List.of(depthwise("blur", picture.framed(4), Kernels.gaussian(9, 2), 1, Epilogue.none()),
                depthwise("emboss", picture.framed(1), emboss, 1,
                        Epilogue.of(0.5f, 0.5f, 0.5f).then(Activation.clip(0, 1))),
                edges(picture.framed(1)));
    }

    static Step shrink(Picture picture) {
        return depthwise("shrink-x2", picture.framed(1), Kernels.separable(0.125f, 0.375f, 0.375f, 0.125f), 2,
                Epilogue.none());
    }

    static List<Step> enlargements(Picture small) {
        return List.of(enlarge("nearest-x2", small, Kernels.separable(1, 1), 2),
                enlarge("checkerboard-x2", small, Kernels.separable(2 / 3f, 2 / 3f, 2 / 3f), 2),
                enlarge("bilinear-x2", small, Kernels.bilinear(2), 2),
                enlarge("bilinear-x3", small, Kernels.bilinear(3), 3));
    }

    static Step features(Picture small) {
        Picture framed = small.framed(2);
        ConvSpec spec = ConvSpec.conv(CHANNELS, Kernels.FEATURES, framed.height(), framed.width()).kernel(3).build();
        return new Step(new Layer("features", Product.FORWARD, spec),
                new LayerData(framed.planes(), Kernels.features(), Epilogue.none().then(Activation.relu())),
                Step.View::mosaic);
    }

    /** Of features {@code [1, 16, height, width]} that reach one pixel beyond the picture. */
    static List<Step> learned(float[] features, int[] shape) {
        ConvSpec twice = enlarging(Kernels.FEATURES, shape[2], shape[3]).kernel(4).stride(2).padding(3).build();
        ConvSpec thrice = enlarging(Kernels.FEATURES, shape[2], shape[3]).kernel(9).stride(3).padding(7)
                .outputPadding(2).build();
        return List.of(learned("learned-x2", twice, features, Kernels.enlarging(4, 2, 1.5)),
                learned("learned-x3", thrice, features, Kernels.enlarging(9, 3, 5)));
    }

    private static Step learned(String name, ConvSpec spec, float[] features, float[] weights) {
        return new Step(new Layer(name, Product.TRANSPOSE, spec), new LayerData(features, weights, Epilogue.none()),
                Step.View::colours);
    }

    private static Step depthwise(String name, Picture framed, float[] plane, int stride, Epilogue epilogue) {
        ConvSpec spec = ConvSpec.conv(CHANNELS, CHANNELS, framed.height(), framed.width()).groups(CHANNELS)
                .kernel(side(plane)).stride(stride).build();
        return new Step(new Layer(name, Product.FORWARD, spec),
                new LayerData(framed.planes(), Kernels.depthwise(plane), epilogue), Step.View::colours);
    }

    private static Step edges(Picture framed) {
        ConvSpec spec = ConvSpec.conv(CHANNELS, 2, framed.height(), framed.width()).kernel(3).build();
        return new Step(new Layer("edges", Product.FORWARD, spec),
                new LayerData(framed.planes(), Kernels.sobel(), Epilogue.none()), Step.View::length);
    }

    /** A kernel of k taps writes {@code stride·n} units from n + 2 when {@code stride + ⌊(k - stride)/2⌋} are cut. */
    private static Step enlarge(String name, Picture small, float[] plane, int stride) {
        Picture framed = small.framed(1);
        int lo = stride + (side(plane) - stride) / 2;
        int[] hi = {stride + side(plane) - lo};
        ConvSpec spec = enlarging(CHANNELS, framed.height(), framed.width()).groups(CHANNELS).kernel(side(plane))
                .stride(stride).padding(new int[]{lo}, hi).build();
        return new Step(new Layer(name, Product.TRANSPOSE, spec),
                new LayerData(framed.planes(), Kernels.depthwise(plane), Epilogue.none()), Step.View::colours);
    }

    private static ConvSpecBuilder enlarging(int channels, int height, int width) {
        return ConvSpec.convTranspose(channels, CHANNELS, height, width);
    }

    private static int side(float[] plane) {
        return (int) Math.round(Math.sqrt(plane.length));
    }
}
