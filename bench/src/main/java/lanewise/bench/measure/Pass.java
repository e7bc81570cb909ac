package lanewise.bench.measure;

import lanewise.bench.layers.Agreement;
import lanewise.bench.layers.Layer;
import lanewise.bench.layers.LayerData;
import lanewise.bench.peers.PeerContender;
import lanewise.bench.peers.PeerEngine;
import lanewise.bench.peers.PeerSettings;
import lanewise.core.Layout;
import lanewise.core.Plan;
import lanewise.core.PlanOptions;
import lanewise.core.Runner;
import lanewise.core.WeightGradient;

/** What is computed of a layer: itself, or on the way back one of its gradients. Decides who computes it and what is right. */
public enum Pass {
    /** The layer. */
    LAYER,
    /** The gradient of what it reads, which is a layer as well: its {@link Layer#adjoint adjoint}. */
    DATA,
    /** The gradient of its weights. */
    WEIGHTS;

    /** {@return the layer to work on for a layer of the file} */
    Layer of(Layer layer) {
        return this == DATA ? layer.adjoint() : layer;
    }

    LayerData data(Layer layer, long seed) {
        return this == WEIGHTS ? LayerData.withGradient(layer, seed) : LayerData.of(layer, seed);
    }

    Contender lanewise(String name, PlanOptions options, int threads) {
        return this == WEIGHTS
                ? new WeightsContender(name, options, threads)
                : new LanewiseContender(name, options, threads);
    }

    PeerContender peer(PeerEngine engine, PeerSettings settings) {
        return new PeerContender(engine, settings, switch (this) {
            case LAYER -> engine::variants;
            case DATA -> engine::dataGradients;
            case WEIGHTS -> engine::weightGradients;
        });
    }

    Agreement agreement(Layer layer, LayerData data, Layout layout, Runner runner) {
        return this == WEIGHTS
                ? Agreement.ofWeights(layer, data, layout, runner)
                : Agreement.of(layer, data, layout, runner);
    }

    PlanCost cost(Layer layer, PlanOptions options) {
        return this == WEIGHTS
                ? PlanCost.of(() -> WeightGradient.of(layer.spec(), options), WeightGradient::scratchBytes)
                : PlanCost.of(() -> layer.plan(options), Plan::scratchBytes);
    }
}
