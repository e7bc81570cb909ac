package lanewise.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import lanewise.core.Activation;
import lanewise.core.Epilogue;
import lanewise.core.Floats;

/** Finishes sums that have channels along the lanes, with the bits of {@link Epilogue#apply}. */
final class ChannelsLastEpilogue {
    private ChannelsLastEpilogue() {
    }

    /**
     * {@code to[toAt + toPitch·place[r] + c] = from[fromAt + fromPitch·r + c] + bias[biasAt + c]} for {@code 0 ≤ r < rows} and
     * {@code 0 ≤ c < count}.
     *
     * @param place from {@code placeAt}
     */
    static void addBias(float[] bias, int biasAt, float[] from, int fromAt, int fromPitch, float[] to, int toAt,
            int toPitch, int[] place, int placeAt, int rows, int count) {
        int full = count / Lanes.COUNT * Lanes.COUNT;
        VectorMask<Float> rest = Lanes.SPECIES.indexInRange(full, count);
        for (int r = 0; r < rows; r++) {
            int source = fromAt + r * fromPitch;
            int target = toAt + place[placeAt + r] * toPitch;
            for (int c = 0; c < full; c += Lanes.COUNT) {
                FloatVector.fromArray(Lanes.SPECIES, from, source + c)
                        .add(FloatVector.fromArray(Lanes.SPECIES, bias, biasAt + c)).intoArray(to, target + c);
            }
            if (full < count) {
                FloatVector.fromArray(Lanes.SPECIES, from, source + full, rest)
                        .add(FloatVector.fromArray(Lanes.SPECIES, bias, biasAt + full, rest))
                        .intoArray(to, target + full, rest);
            }
        }
    }

    /** Adds the residual of one result, unless there is none, and activates it; the bias is in the sums already. */
    static void finish(Activation activation, Floats residual, long residualAt, float[] sums, int at, int count) {
        if (residual != null) {
            for (int c = 0; c < count; c++) {
                sums[at + c] += residual.get(residualAt + c);
            }
        }
        FusedEpilogue.activate(activation, 0f, sums, at, sums, at, count);
    }
}
