package lanewise.peers;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import lanewise.bench.layers.Layer;
import lanewise.bench.layers.LayerData;
import lanewise.bench.peers.PeerEngine;
import lanewise.bench.peers.PeerSettings;
import lanewise.core.Layout;
import org.bytedeco.pytorch.global.torch;

/**
 * PyTorch's operators, called without its record of gradients, with and without mkldnn, in the order of the tensors and with channels last.
 * It allocates what it computes on every call. In fp32 on x86 there is no Winograd to turn off.
 */
public final class PytorchPeer implements PeerEngine {

    /** Created by the service loader. */
    public PytorchPeer() {
    }

    @Override
    public String name() {
        return "pytorch";
    }

    @Override
    public String version() {
        return Versions.of(name());
    }

    @Override
    public List<Variant> variants(PeerSettings settings, Layer layer, LayerData data) {
        Geometry geometry = geometry(layer);
        return variants(settings, "", Geometry.elements(geometry.out()),
                inside -> new PytorchForward(geometry, data, settings.layout(), inside));
    }

    /** As the layer that it is, and as the gradient of the other one. */
    @Override
    public List<Variant> dataGradients(PeerSettings settings, Layer adjoint, LayerData data) {
        Geometry geometry = geometry(adjoint.adjoint());
        List<Variant> backward = variants(settings, "backward ", Geometry.elements(geometry.in()),
                inside -> PytorchBackward.ofData(geometry, data.weights(), data.in(), settings.layout(), inside));
        return Stream.concat(variants(settings, adjoint, data).stream(), backward.stream()).toList();
    }

    @Override
    public List<Variant> weightGradients(PeerSettings settings, Layer layer, LayerData data) {
        Geometry geometry = geometry(layer);
        return variants(settings, "", Geometry.elements(geometry.weights()),
                inside -> PytorchBackward.ofWeights(geometry, data.in(), data.gradient(), settings.layout(), inside));
    }

    private static Geometry geometry(Layer layer) {
        Geometry geometry = Geometry.of(layer);
        for (int axis = 0; axis < geometry.rank(); axis++) {
            if (!geometry.transposed() && geometry.padLo()[axis] != geometry.padHi()[axis]) {
                throw new IllegalArgumentException("it has no asymmetric padding");
            }
        }
        return geometry;
    }

    private static List<Variant> variants(PeerSettings settings, String kind, int elements,
            Function<Layout, PytorchRun.Computation> computation) {
        torch.set_num_threads(settings.threads());
        return List.of(variant(kind + "plain", Layout.NCHW, true, elements, computation),
                variant(kind + "plain, no mkldnn", Layout.NCHW, false, elements, computation),
                variant(kind + "channels_last", Layout.NHWC, true, elements, computation),
                variant(kind + "channels_last, no mkldnn", Layout.NHWC, false, elements, computation));
    }

    private static Variant variant(String name, Layout inside, boolean mkldnn, int elements,
            Function<Layout, PytorchRun.Computation> computation) {
        return new Variant(name, () -> NativeScope
                .around(owner -> new PytorchRun(computation.apply(inside), mkldnn, elements, owner)));
    }
}
