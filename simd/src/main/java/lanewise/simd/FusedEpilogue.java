package lanewise.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import lanewise.core.Activation;
import lanewise.core.Epilogue;

/** Applies bias and activation to finished sums of some channels, with the bits of {@link Epilogue#apply}. */
final class FusedEpilogue {
    private FusedEpilogue() {
    }

    /**
     * {@code to[toAt + c·toPitch + i] = activation(from[fromAt + c·fromPitch + i] + bias[channel + c])} for
     * {@code 0 ≤ c < channels} and {@code 0 ≤ i < count}; both may be the same place.
     */
    static void apply(Epilogue epilogue, int channel, int channels, float[] from, int fromAt, int fromPitch, float[] to,
            int toAt, int toPitch, int count) {
        for (int c = 0; c < channels; c++) {
            float bias = epilogue.bias(channel + c);
            int source = fromAt + c * fromPitch;
            int target = toAt + c * toPitch;
            switch (epilogue.activation()) {
                case Activation.Identity() -> identity(bias, from, source, to, target, count);
                case Activation.Relu() -> relu(bias, from, source, to, target, count);
                case Activation.Clip(float lo, float hi) -> clip(bias, lo, hi, from, source, to, target, count);
                case Activation.LeakyRelu(float slope) -> leakyRelu(bias, slope, from, source, to, target, count);
            }
        }
    }

    private static void identity(float bias, float[] from, int fromAt, float[] to, int toAt, int count) {
        int i = 0;
        for (; i <= count - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector.fromArray(Lanes.SPECIES, from, fromAt + i).add(bias).intoArray(to, toAt + i);
        }
        if (i < count) {
            VectorMask<Float> rest = Lanes.SPECIES.indexInRange(i, count);
            FloatVector.fromArray(Lanes.SPECIES, from, fromAt + i, rest).add(bias).intoArray(to, toAt + i, rest);
        }
    }

    private static void relu(float bias, float[] from, int fromAt, float[] to, int toAt, int count) {
        int i = 0;
        for (; i <= count - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector.fromArray(Lanes.SPECIES, from, fromAt + i).add(bias).max(0f).intoArray(to, toAt + i);
        }
        if (i < count) {
            VectorMask<Float> rest = Lanes.SPECIES.indexInRange(i, count);
            FloatVector.fromArray(Lanes.SPECIES, from, fromAt + i, rest).add(bias).max(0f)
                    .intoArray(to, toAt + i, rest);
        }
    }

    private static void clip(float bias, float lo, float hi, float[] from, int fromAt, float[] to, int toAt,
            int count) {
        int i = 0;
        for (; i <= count - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector.fromArray(Lanes.SPECIES, from, fromAt + i).add(bias).max(lo).min(hi).intoArray(to, toAt + i);
        }
        if (i < count) {
            VectorMask<Float> rest = Lanes.SPECIES.indexInRange(i, count);
            FloatVector.fromArray(Lanes.SPECIES, from, fromAt + i, rest).add(bias).max(lo).min(hi)
                    .intoArray(to, toAt + i, rest);
        }
    }

    private static void leakyRelu(float bias, float slope, float[] from, int fromAt, float[] to, int toAt, int count) {
        for (int i = 0; i < count; i += Lanes.COUNT) {
            VectorMask<Float> rest = Lanes.SPECIES.indexInRange(i, count);
            FloatVector sum = FloatVector.fromArray(Lanes.SPECIES, from, fromAt + i, rest).add(bias);
            sum.mul(slope).blend(sum, sum.compare(VectorOperators.GE, 0f)).intoArray(to, toAt + i, rest);
        }
    }
}
