package lanewise.peers;

import java.util.List;
import java.util.stream.Stream;
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
        return inEachOrder(settings, "", (order, owner) -> OnednnForward.of(geometry, data, settings, order, owner));
    }

    /** As the layer that it is, and as the gradient of the other one; then the weights are packed beforehand as well. */
    @Override
    public List<Variant> dataGradients(PeerSettings settings, Layer adjoint, LayerData data) {
        Geometry geometry = Geometry.of(adjoint.adjoint());
        return Stream.concat(variants(settings, adjoint, data).stream(), inEachOrder(settings, "backward ",
                (order, owner) -> OnednnBackward.data(geometry, data, settings, order, owner)).stream()).toList();
    }

    @Override
    public List<Variant> weightGradients(PeerSettings settings, Layer layer, LayerData data) {
        Geometry geometry = Geometry.of(layer);
        return inEachOrder(settings, "",
                (order, owner) -> OnednnBackward.weights(geometry, data, settings, order, owner));
    }

    private interface Creation {
        OnednnSteps create(OnednnOrder order, NativeScope owner);
    }

    private static List<Variant> inEachOrder(PeerSettings settings, String kind, Creation creation) {
        List<OnednnOrder> orders = settings.layout() == Layout.NCHW
                ? List.of(OnednnOrder.values())
                : List.of(OnednnOrder.PLAIN, OnednnOrder.ANY);
        return orders.stream().map(order -> new Variant(kind + order.label(settings.layout()),
                () -> NativeScope.around(owner -> creation.create(order, owner)))).toList();
    }
}
