package lanewise.peers;

import java.util.List;
import lanewise.bench.layers.Layer;
import lanewise.bench.layers.LayerData;
import lanewise.bench.peers.PeerEngine;
import lanewise.bench.peers.PeerSettings;
import lanewise.core.Layout;

/**
 * oneDNN with weights in the order it prefers. The tensors stay as they are, or are reordered on both sides: to what
 * the primitive prefers, or to blocks of 16 channels (8 without AVX-512). Always its direct algorithm; its thread
 * count is set by the environment.
 */
public final class OnednnPeer implements PeerEngine {

    /** Created by the service loader. */
    public OnednnPeer() {
    }

    @Override
    public String name() {
        return "onednn";
    }

    @Override
    public String version() {
        return Versions.of(name());
    }

    @Override
    public List<Variant> variants(PeerSettings settings, Layer layer, LayerData data) {
        Geometry geometry = Geometry.of(layer);
        List<OnednnOrder> orders = settings.layout() == Layout.NCHW
                ? List.of(OnednnOrder.values())
                : List.of(OnednnOrder.PLAIN, OnednnOrder.ANY);
        return orders.stream()
                .map(order -> new Variant(order.label(settings.layout()),
                        () -> NativeScope.around(owner -> new OnednnRun(geometry, data, settings, order, owner))))
                .toList();
    }
}
