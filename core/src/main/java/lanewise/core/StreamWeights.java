package lanewise.core;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Weights for calls of any length, shared by streams. An algorithm may suit one length and not another, so they are kept as
 * they came, next to what the algorithms in use packed.
 */
final class StreamWeights {
    private final Choice usual;
    private final float[] weights;
    private final Epilogue epilogue;
    private final Map<Packing, float[]> packed = new ConcurrentHashMap<>();

    /** Weights for a usual algorithm, which is used wherever it can be. */
    StreamWeights(Choice usual, float[] weights, Epilogue epilogue) {
        this.usual = usual;
        this.weights = weights;
        this.epilogue = epilogue;
        pack(usual);
    }

    Choice usual() {
        return usual;
    }

    Execution at(ConvSpec spec) {
        Choice choice = usual.near(spec);
        return new Execution(choice, pack(choice), epilogue);
    }

    private float[] pack(Choice choice) {
        return packed.computeIfAbsent(new Packing(choice.name(), choice.kernel().packing()),
                _ -> choice.kernel().pack(weights));
    }

    private record Packing(String algorithm, Object packing) {
    }
}
