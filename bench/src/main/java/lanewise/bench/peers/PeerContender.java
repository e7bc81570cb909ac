package lanewise.bench.peers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import lanewise.bench.layers.Agreement;
import lanewise.bench.layers.Layer;
import lanewise.bench.layers.LayerData;
import lanewise.bench.measure.Contender;
import lanewise.bench.measure.Stopwatch;
import lanewise.bench.peers.PeerEngine.Prepared;
import lanewise.bench.peers.PeerEngine.Variant;

/** Another engine at its best: it runs the fastest of its variants, found anew for each layer. */
public final class PeerContender implements Contender {
    private static final double TRIAL_SECONDS = 0.05;
    private static final double HOPELESS_SECONDS = 1;
    private static final double HOPELESS = 20;
    private static final int LONGEST_REASON = 240;

    private final PeerEngine engine;
    private final PeerSettings settings;
    private final Offer offer;
    private String variant;
    private Prepared prepared;

    /** What an engine offers to compute of a layer. */
    @FunctionalInterface
    public interface Offer {
        /**
         * {@return variants, at least one}
         *
         * @param settings what holds for all layers
         * @param layer    what to run
         * @param data     on what
         * @throws Exception whatever the engine throws when it has none
         */
        List<Variant> variants(PeerSettings settings, Layer layer, LayerData data) throws Exception;
    }

    /**
     * An engine that has not done anything yet.
     *
     * @param engine   the engine
     * @param settings what holds for all layers
     * @param offer    what it is asked for, one of its methods
     */
    public PeerContender(PeerEngine engine, PeerSettings settings, Offer offer) {
        this.engine = engine;
        this.settings = settings;
        this.offer = offer;
    }

    @Override
    public String name() {
        return engine.name();
    }

    /** {@return the version of the engine} */
    public String version() {
        return engine.version();
    }

    @Override
    public void prepare(Layer layer, LayerData data) {
        close();
        Map<String, List<String>> reasons = new LinkedHashMap<>();
        double fastest = Double.POSITIVE_INFINITY;
        for (Variant candidate : variants(layer, data)) {
            Prepared tried = null;
            try {
                tried = candidate.preparation().prepare();
                double seconds = trial(tried, fastest);
                if (seconds < fastest) {
                    close();
                    fastest = seconds;
                    prepared = tried;
                    variant = candidate.name();
                }
            } catch (Exception | LinkageError unable) {
                reasons.computeIfAbsent(reason(unable), _ -> new ArrayList<>()).add(candidate.name());
            } finally {
                if (tried != null && tried != prepared) {
                    tried.close();
                }
            }
        }
        if (prepared == null) {
            throw new IllegalArgumentException(reasons.entrySet().stream()
                    .map(reason -> String.join(", ", reason.getValue()) + ": " + reason.getKey())
                    .collect(Collectors.joining("; ")));
        }
    }

    @Override
    public void run() {
        run(prepared);
    }

    @Override
    public float[] result() {
        return prepared.result();
    }

    @Override
    public String algorithm() {
        return variant;
    }

    @Override
    public double bound() {
        return Agreement.NATIVE_BOUND;
    }

    @Override
    public void close() {
        if (prepared != null) {
            prepared.close();
            prepared = null;
        }
    }

    private List<Variant> variants(Layer layer, LayerData data) {
        try {
            return offer.variants(settings, layer, data);
        } catch (Exception | LinkageError unable) {
            throw new IllegalArgumentException(reason(unable), unable);
        }
    }

    /**
     * The first run may still allocate and compile, and says nothing about the next, unless it takes seconds where another
     * variant takes milliseconds: engines have references for what they have no kernel for.
     */
    private static double trial(Prepared tried, double fastest) {
        double first = Stopwatch.fastestSeconds(() -> run(tried), 0);
        return first > HOPELESS_SECONDS && first > HOPELESS * fastest
                ? first
                : Stopwatch.fastestSeconds(() -> run(tried), TRIAL_SECONDS);
    }

    private static void run(Prepared prepared) {
        try {
            prepared.run();
        } catch (RuntimeException broken) {
            throw broken;
        } catch (Exception broken) {
            throw new IllegalStateException(reason(broken), broken);
        }
    }

    /** What native engines say starts with the source file that says it, and may go on for pages. */
    private static String reason(Throwable unable) {
        String text = unable.getMessage() == null ? unable.toString() : unable.getMessage();
        String line =
                text.strip().replaceAll("\\s+", " ").replaceFirst("^.*\\.cpp:\\d+: error: |^.* Status Message: ", "");
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "…";
    }
}
