package lanewise.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import lanewise.core.Activation;
import lanewise.core.Epilogue;
import lanewise.core.Floats;

/** Finishes sums that have channels along the lanes, with the bits of {@link Epilogue#apply}. */
final class ChannelsLastEpilogue {
    private ChannelsLastEpilogue() {
    }

    /**
     * {@code to[toAt + toPitch·place[r] + c] = from[fromAt + fromPitch·r + c] + bias[biasAt + c]} for {@code 0 ≤ r < rows} and
     * {@code 0 ≤ c < count}; source and target are the same place, or do not overlap. With 16 registers, whose masks are slow, a
     * last vector that is not full begins before the end of the one before; others are masked, unless an array ends there.
     *
     * @param place from {@code placeAt}
     */
    static void addBias(float[] bias, int biasAt, float[] from, int fromAt, int fromPitch, float[] to, int toAt,
            int toPitch, int[] place, int placeAt, int rows, int count) {
        if (!Lanes.MANY_REGISTERS) {
            addBiasOverlapping(bias, biasAt, from, fromAt, fromPitch, to, toAt, toPitch, place, placeAt, rows, count);
            return;
        }
        int full = count / Lanes.COUNT * Lanes.COUNT;
        VectorMask<Float> rest = FloatVector.fromArray(Lanes.SPECIES, StageRows.LANE, 0)
                .compare(VectorOperators.LT, count - full);
        for (int r = 0; r < rows; r++) {
            int source = fromAt + r * fromPitch;
            int target = toAt + place[placeAt + r] * toPitch;
            for (int c = 0; c < full; c += Lanes.COUNT) {
                FloatVector.fromArray(Lanes.SPECIES, from, source + c)
                        .add(FloatVector.fromArray(Lanes.SPECIES, bias, biasAt + c)).intoArray(to, target + c);
            }
            int beyond = full + Lanes.COUNT;
            if (source + beyond <= from.length && biasAt + beyond <= bias.length && target + beyond <= to.length) {
                FloatVector.fromArray(Lanes.SPECIES, from, source + full, rest)
                        .add(FloatVector.fromArray(Lanes.SPECIES, bias, biasAt + full, rest))
                        .intoArray(to, target + full, rest);
                continue;
            }
            for (int c = full; c < count; c++) {
                to[target + c] = from[source + c] + bias[biasAt + c];
            }
        }
    }

    private static void addBiasOverlapping(float[] bias, int biasAt, float[] from, int fromAt, int fromPitch,
            float[] to, int toAt, int toPitch, int[] place, int placeAt, int rows, int count) {
        int last = count - Lanes.COUNT;
        for (int r = 0; r < rows; r++) {
            int source = fromAt + r * fromPitch;
            int target = toAt + place[placeAt + r] * toPitch;
            if (last < 0) {
                for (int c = 0; c < count; c++) {
                    to[target + c] = from[source + c] + bias[biasAt + c];
                }
                continue;
            }
            FloatVector sums = FloatVector.fromArray(Lanes.SPECIES, from, source + last);
            for (int c = 0; c < last; c += Lanes.COUNT) {
                FloatVector.fromArray(Lanes.SPECIES, from, source + c)
                        .add(FloatVector.fromArray(Lanes.SPECIES, bias, biasAt + c)).intoArray(to, target + c);
            }
            sums.add(FloatVector.fromArray(Lanes.SPECIES, bias, biasAt + last)).intoArray(to, target + last);
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
