package lanewise.bench.measure;

import lanewise.bench.layers.Agreement;
import lanewise.bench.layers.Layer;
import lanewise.bench.layers.LayerData;

/**
 * Someone who can run a layer and be timed: Lanewise with some backend and number of threads, its scalar core, or
 * another engine. Used by one thread, for one layer at a time.
 */
public interface Contender extends AutoCloseable {

    /** {@return a short name, the same for every layer} */
    String name();

    /**
     * Does everything that an engine does once: plans, packs weights, allocates the output.
     *
     * @param layer what to run
     * @param data  on what, in the layout of the comparison
     * @throws IllegalArgumentException when the contender cannot run the layer
     */
    void prepare(Layer layer, LayerData data);

    /** Runs the prepared layer once. */
    void run();

    /** {@return the output of the last run, in the layout of the comparison} */
    float[] result();

    /** {@return how the prepared layer is computed} */
    String algorithm();

    /** {@return how far the result of the prepared layer may lie from the scalar core's, see {@link Agreement#difference}} */
    double bound();

    /** Releases everything. */
    @Override
    void close();
}
