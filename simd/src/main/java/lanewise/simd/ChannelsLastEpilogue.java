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
     * {@code to[toAt + c] = activation(from[fromAt + c] + bias[biasAt + c])} for {@code 0 ≤ c < count}; both may be the same
     * place.
     */
    static void apply(Activation activation, float[] bias, int biasAt, float[] from, int fromAt, float[] to, int toAt,
            int count) {
        switch (activation) {
            case Activation.Identity() -> identity(bias, biasAt, from, fromAt, to, toAt, count);
            case Activation.Relu() -> relu(bias, biasAt, from, fromAt, to, toAt, count);
            case Activation.Clip(float lo, float hi) -> clip(lo, hi, bias, biasAt, from, fromAt, to, toAt, count);
            case Activation.LeakyRelu(float slope) -> leakyRelu(slope, bias, biasAt, from, fromAt, to, toAt, count);
        }
    }

    private static void identity(float[] bias, int biasAt, float[] from, int fromAt, float[] to, int toAt, int count) {
        int i = 0;
        for (; i <= count - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector.fromArray(Lanes.SPECIES, from, fromAt + i)
                    .add(FloatVector.fromArray(Lanes.SPECIES, bias, biasAt + i)).intoArray(to, toAt + i);
        }
        if (i < count) {
            VectorMask<Float> rest = Lanes.SPECIES.indexInRange(i, count);
            FloatVector.fromArray(Lanes.SPECIES, from, fromAt + i, rest)
                    .add(FloatVector.fromArray(Lanes.SPECIES, bias, biasAt + i, rest)).intoArray(to, toAt + i, rest);
        }
    }

    private static void relu(float[] bias, int biasAt, float[] from, int fromAt, float[] to, int toAt, int count) {
        int i = 0;
        for (; i <= count - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector.fromArray(Lanes.SPECIES, from, fromAt + i)
                    .add(FloatVector.fromArray(Lanes.SPECIES, bias, biasAt + i)).max(0f).intoArray(to, toAt + i);
        }
        if (i < count) {
            VectorMask<Float> rest = Lanes.SPECIES.indexInRange(i, count);
            FloatVector.fromArray(Lanes.SPECIES, from, fromAt + i, rest)
                    .add(FloatVector.fromArray(Lanes.SPECIES, bias, biasAt + i, rest)).max(0f)
                    .intoArray(to, toAt + i, rest);
        }
    }

    private static void clip(float lo, float hi, float[] bias, int biasAt, float[] from, int fromAt, float[] to,
            int toAt, int count) {
        int i = 0;
        for (; i <= count - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector.fromArray(Lanes.SPECIES, from, fromAt + i)
                    .add(FloatVector.fromArray(Lanes.SPECIES, bias, biasAt + i)).max(lo).min(hi)
                    .intoArray(to, toAt + i);
        }
        if (i < count) {
            VectorMask<Float> rest = Lanes.SPECIES.indexInRange(i, count);
            FloatVector.fromArray(Lanes.SPECIES, from, fromAt + i, rest)
                    .add(FloatVector.fromArray(Lanes.SPECIES, bias, biasAt + i, rest)).max(lo).min(hi)
                    .intoArray(to, toAt + i, rest);
        }
    }

    private static void leakyRelu(float slope, float[] bias, int biasAt, float[] from, int fromAt, float[] to, int toAt,
            int count) {
        for (int i = 0; i < count; i += Lanes.COUNT) {
            VectorMask<Float> rest = Lanes.SPECIES.indexInRange(i, count);
            FloatVector sum = FloatVector.fromArray(Lanes.SPECIES, from, fromAt + i, rest)
                    .add(FloatVector.fromArray(Lanes.SPECIES, bias, biasAt + i, rest));
            sum.mul(slope).blend(sum, sum.compare(VectorOperators.GE, 0f)).intoArray(to, toAt + i, rest);
        }
    }
}
