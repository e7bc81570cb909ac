package lanewise.peers;

import java.util.List;
import lanewise.bench.layers.Layer;
import lanewise.bench.layers.LayerData;
import lanewise.bench.peers.PeerEngine;
import lanewise.bench.peers.PeerSettings;
import lanewise.core.Layout;
import org.bytedeco.pytorch.global.torch;

/**
 * PyTorch's operators without gradients, with and without mkldnn, in the order of the tensors and with channels last.
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
        Geometry geometry = Geometry.of(layer);
        for (int axis = 0; axis < geometry.rank(); axis++) {
            if (!geometry.transposed() && geometry.padLo()[axis] != geometry.padHi()[axis]) {
                throw new IllegalArgumentException("it has no asymmetric padding");
            }
        }
        torch.set_num_threads(settings.threads());
        return List.of(variant("plain", Layout.NCHW, true, geometry, data, settings),
                variant("plain, no mkldnn", Layout.NCHW, false, geometry, data, settings),
                variant("channels_last", Layout.NHWC, true, geometry, data, settings),
                variant("channels_last, no mkldnn", Layout.NHWC, false, geometry, data, settings));
    }

    private static Variant variant(String name, Layout inside, boolean mkldnn, Geometry geometry, LayerData data,
            PeerSettings settings) {
        return new Variant(name, () -> NativeScope
                .around(owner -> new PytorchRun(geometry, data, settings.layout(), inside, mkldnn, owner)));
    }
}
