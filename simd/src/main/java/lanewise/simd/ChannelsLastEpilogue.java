package lanewise.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import lanewise.core.Activation;
import lanewise.core.Epilogue;

/** Applies bias and activation to finished sums with channels along the lanes, with the bits of {@link Epilogue#apply}. */
final class ChannelsLastEpilogue {
    private ChannelsLastEpilogue() {
    }

    /**
     * {@code to[toAt + toPitch·place[r] + c] = activation(from[fromAt + fromPitch·r + c] + bias[biasAt + c])} for
     * {@code 0 ≤ r < rows} and {@code 0 ≤ c < count}.
     *
     * @param place from {@code placeAt}
     */
    static void apply(Activation activation, float[] bias, int biasAt, float[] from, int fromAt, int fromPitch,
            float[] to, int toAt, int toPitch, int[] place, int placeAt, int rows, int count) {
        switch (activation) {
            case Activation.Identity() ->
                identity(bias, biasAt, from, fromAt, fromPitch, to, toAt, toPitch, place, placeAt, rows, count);
            case Activation.Relu() ->
                relu(bias, biasAt, from, fromAt, fromPitch, to, toAt, toPitch, place, placeAt, rows, count);
            case Activation.Clip(float lo, float hi) ->
                clip(lo, hi, bias, biasAt, from, fromAt, fromPitch, to, toAt, toPitch, place, placeAt, rows, count);
            case Activation.LeakyRelu(float slope) ->
                leakyRelu(slope, bias, biasAt, from, fromAt, fromPitch, to, toAt, toPitch, place, placeAt, rows, count);
        }
    }

    private static void identity(float[] bias, int biasAt, float[] from, int fromAt, int fromPitch, float[] to,
            int toAt, int toPitch, int[] place, int placeAt, int rows, int count) {
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

    private static void relu(float[] bias, int biasAt, float[] from, int fromAt, int fromPitch, float[] to, int toAt,
            int toPitch, int[] place, int placeAt, int rows, int count) {
        int full = count / Lanes.COUNT * Lanes.COUNT;
        VectorMask<Float> rest = Lanes.SPECIES.indexInRange(full, count);
        for (int r = 0; r < rows; r++) {
            int source = fromAt + r * fromPitch;
            int target = toAt + place[placeAt + r] * toPitch;
            for (int c = 0; c < full; c += Lanes.COUNT) {
                FloatVector.fromArray(Lanes.SPECIES, from, source + c)
                        .add(FloatVector.fromArray(Lanes.SPECIES, bias, biasAt + c)).max(0f).intoArray(to, target + c);
            }
            if (full < count) {
                FloatVector.fromArray(Lanes.SPECIES, from, source + full, rest)
                        .add(FloatVector.fromArray(Lanes.SPECIES, bias, biasAt + full, rest)).max(0f)
                        .intoArray(to, target + full, rest);
            }
        }
    }

    private static void clip(float lo, float hi, float[] bias, int biasAt, float[] from, int fromAt, int fromPitch,
            float[] to, int toAt, int toPitch, int[] place, int placeAt, int rows, int count) {
        int full = count / Lanes.COUNT * Lanes.COUNT;
        VectorMask<Float> rest = Lanes.SPECIES.indexInRange(full, count);
        for (int r = 0; r < rows; r++) {
            int source = fromAt + r * fromPitch;
            int target = toAt + place[placeAt + r] * toPitch;
            for (int c = 0; c < full; c += Lanes.COUNT) {
                FloatVector.fromArray(Lanes.SPECIES, from, source + c)
                        .add(FloatVector.fromArray(Lanes.SPECIES, bias, biasAt + c)).max(lo).min(hi)
                        .intoArray(to, target + c);
            }
            if (full < count) {
                FloatVector.fromArray(Lanes.SPECIES, from, source + full, rest)
                        .add(FloatVector.fromArray(Lanes.SPECIES, bias, biasAt + full, rest)).max(lo).min(hi)
                        .intoArray(to, target + full, rest);
            }
        }
    }

    private static void leakyRelu(float slope, float[] bias, int biasAt, float[] from, int fromAt, int fromPitch,
            float[] to, int toAt, int toPitch, int[] place, int placeAt, int rows, int count) {
        for (int r = 0; r < rows; r++) {
            int source = fromAt + r * fromPitch;
            int target = toAt + place[placeAt + r] * toPitch;
            for (int c = 0; c < count; c += Lanes.COUNT) {
                VectorMask<Float> rest = Lanes.SPECIES.indexInRange(c, count);
                FloatVector sum = FloatVector.fromArray(Lanes.SPECIES, from, source + c, rest)
                        .add(FloatVector.fromArray(Lanes.SPECIES, bias, biasAt + c, rest));
                sum.mul(slope).blend(sum, sum.compare(VectorOperators.GE, 0f)).intoArray(to, target + c, rest);
            }
        }
    }
}
