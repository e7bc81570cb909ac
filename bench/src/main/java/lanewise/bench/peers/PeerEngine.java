package lanewise.bench.peers;

import java.util.List;
import lanewise.bench.layers.Layer;
import lanewise.bench.layers.LayerData;
import lanewise.bench.nodes.Node;

/** Another engine that computes the same layers. Found by {@link java.util.ServiceLoader}; used by one thread. */
public interface PeerEngine {

    /** {@return the name it is selected by} */
    String name();

    /** {@return its version} */
    String version();

    /**
     * Every way of running a layer that may be the engine's best. Nothing is computed yet.
     *
     * @param settings what holds for all layers
     * @param layer    what to run
     * @param data     on what, in the layout of the settings
     * @return the variants, at least one
     * @throws Exception whatever the engine throws when it cannot run the layer at all
     */
    List<Variant> variants(PeerSettings settings, Layer layer, LayerData data) throws Exception;

    /**
     * Every way of computing the gradient of a layer's data.
     *
     * @param settings what holds for all layers
     * @param adjoint  the gradient as a layer, see {@link Layer#adjoint}
     * @param data     what it is computed of
     * @return the variants, at least one
     * @throws Exception whatever the engine throws when it cannot compute it at all
     */
    default List<Variant> dataGradients(PeerSettings settings, Layer adjoint, LayerData data) throws Exception {
        return variants(settings, adjoint, data);
    }

    /**
     * Every way of computing the gradient of a layer's weights, in the order of the weights.
     *
     * @param settings what holds for all layers
     * @param layer    whose weights
     * @param data     what it reads, and the gradient of what it writes
     * @return the variants, at least one
     * @throws Exception whatever the engine throws when it cannot compute it at all
     */
    default List<Variant> weightGradients(PeerSettings settings, Layer layer, LayerData data) throws Exception {
        throw new UnsupportedOperationException("it computes no gradient of weights");
    }

    /**
     * Every way of running an operation without weights.
     *
     * @param settings what holds for all of them
     * @param node     what to run, on what
     * @return the variants, at least one
     * @throws Exception whatever the engine throws when it cannot run it at all
     */
    default List<Variant> nodes(PeerSettings settings, Node node) throws Exception {
        throw new UnsupportedOperationException("it runs no operations without weights here");
    }

    /**
     * One way of running a layer.
     *
     * @param name        short, such as the layout inside
     * @param preparation does everything that is done once
     */
    record Variant(String name, Preparation preparation) {
    }

    /** Prepares a run. */
    @FunctionalInterface
    interface Preparation {
        /**
         * Packs the weights, and allocates input and output where the engine permits.
         *
         * @return what can be run
         * @throws Exception whatever the engine throws when it cannot run the layer
         */
        Prepared prepare() throws Exception;
    }

    /** A layer ready to run. */
    interface Prepared extends AutoCloseable {
        /**
         * Runs once, from a tensor in the layout of the settings to another one.
         *
         * @throws Exception whatever the engine throws
         */
        void run() throws Exception;

        /** {@return a copy of the output of the last run, in the layout of the settings} */
        float[] result();

        @Override
        void close();
    }
}
