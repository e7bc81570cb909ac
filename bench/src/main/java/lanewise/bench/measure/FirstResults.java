package lanewise.bench.measure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import lanewise.bench.layers.Layer;
import lanewise.bench.layers.LayerData;
import lanewise.bench.layers.LayerFile;
import lanewise.bench.peers.PeerEngine;
import lanewise.bench.peers.PeerSettings;
import lanewise.bench.peers.Peers;
import lanewise.core.Filter;
import lanewise.core.Layout;
import lanewise.core.Operator;
import lanewise.core.PlanOptions;
import lanewise.core.Runner;

/**
 * How long an engine takes in a JVM that has not used it before, from having operands to having the first result of each
 * layer: loading the engine, planning, packing weights, running once on one thread.
 */
public final class FirstResults {
    /** Our own name among the engines. */
    public static final String OURS = "lanewise";

    private static final long SEED = 1;

    private FirstResults() {
    }

    /**
     * Prints the seconds until the first layer had its result, and until all of them had.
     *
     * @param args engine, file of layers, pattern that their names contain
     * @throws Exception whatever the engine throws
     */
    public static void main(String[] args) throws Exception {
        List<Layer> layers = LayerFile.read(Path.of(args[1]), Pattern.compile(args[2]));
        List<LayerData> data = layers.stream().map(layer -> LayerData.of(layer, SEED)).toList();
        double[] seconds = measure(args[0].equals(OURS) ? ours(layers, data) : peer(args[0], layers, data));
        System.out.println(seconds[0] + " " + seconds[seconds.length - 1]);
    }

    /**
     * {@return the seconds after which each layer had its result}
     *
     * @param preparations one for each layer
     * @throws Exception whatever the engine throws
     */
    public static double[] measure(List<PeerEngine.Preparation> preparations) throws Exception {
        List<PeerEngine.Prepared> kept = new ArrayList<>();
        double[] seconds = new double[preparations.size()];
        long start = System.nanoTime();
        for (int i = 0; i < seconds.length; i++) {
            kept.add(preparations.get(i).prepare());
            kept.getLast().run();
            seconds[i] = (System.nanoTime() - start) * 1e-9;
        }
        kept.forEach(PeerEngine.Prepared::close);
        return seconds;
    }

    /**
     * {@return layers to be planned, bound and run by Lanewise, with one runner}
     *
     * @param layers the layers
     * @param data   what each computes with
     */
    public static List<PeerEngine.Preparation> ours(List<Layer> layers, List<LayerData> data) {
        List<PeerEngine.Preparation> preparations = new ArrayList<>();
        Runner runner = Runner.sequential();
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            LayerData one = data.get(i);
            preparations.add(() -> new Bound(
                    layer.plan(PlanOptions.DEFAULTS).bind(Filter.of(one.weights()), one.epilogue()), one.in(),
                    new float[layer.outElements()], runner));
        }
        return preparations;
    }

    private static List<PeerEngine.Preparation> peer(String name, List<Layer> layers, List<LayerData> data)
            throws Exception {
        PeerEngine engine = Peers.engines(List.of(name)).getFirst();
        PeerSettings settings = new PeerSettings(1, Layout.NCHW, true);
        List<PeerEngine.Preparation> preparations = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            preparations.add(engine.variants(settings, layers.get(i), data.get(i)).getFirst().preparation());
        }
        return preparations;
    }

    private record Bound(Operator operator, float[] in, float[] out, Runner runner) implements PeerEngine.Prepared {
        @Override
        public void run() {
            operator.run(in, out, runner);
        }

        @Override
        public float[] result() {
            return out.clone();
        }

        @Override
        public void close() {
            // Nothing but memory.
        }
    }
}
