package lanewise.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import lanewise.core.Activation;
import lanewise.core.Epilogue;

/** Applies bias and activation to finished sums, with the bits of {@link Epilogue#apply}. */
final class FusedEpilogue {
    private FusedEpilogue() {
    }

    /**
     * {@code to[toAt + i] = activation(from[fromAt + i] + bias[channel])} for {@code 0 ≤ i < count}; {@code from} may be
     * {@code to}.
     */
    static void apply(Epilogue epilogue, int channel, float[] from, int fromAt, float[] to, int toAt, int count) {
        float bias = epilogue.bias(channel);
        int vectors = Lanes.SPECIES.loopBound(count);
        switch (epilogue.activation()) {
            case Activation.Identity() -> identity(bias, from, fromAt, to, toAt, vectors);
            case Activation.Relu() -> relu(bias, from, fromAt, to, toAt, vectors);
            case Activation.Clip(float lo, float hi) -> clip(bias, lo, hi, from, fromAt, to, toAt, vectors);
            case Activation.LeakyRelu(float slope) -> leakyRelu(bias, slope, from, fromAt, to, toAt, vectors);
        }
        for (int i = vectors; i < count; i++) {
            to[toAt + i] = epilogue.apply(from[fromAt + i], channel);
        }
    }

    private static void identity(float bias, float[] from, int fromAt, float[] to, int toAt, int count) {
        for (int i = 0; i < count; i += Lanes.COUNT) {
            FloatVector.fromArray(Lanes.SPECIES, from, fromAt + i).add(bias).intoArray(to, toAt + i);
        }
    }

    private static void relu(float bias, float[] from, int fromAt, float[] to, int toAt, int count) {
        for (int i = 0; i < count; i += Lanes.COUNT) {
            FloatVector.fromArray(Lanes.SPECIES, from, fromAt + i).add(bias).max(0f).intoArray(to, toAt + i);
        }
    }

    private static void clip(float bias, float lo, float hi, float[] from, int fromAt, float[] to, int toAt,
            int count) {
        for (int i = 0; i < count; i += Lanes.COUNT) {
            FloatVector.fromArray(Lanes.SPECIES, from, fromAt + i).add(bias).max(lo).min(hi).intoArray(to, toAt + i);
        }
    }

    private static void leakyRelu(float bias, float slope, float[] from, int fromAt, float[] to, int toAt, int count) {
        for (int i = 0; i < count; i += Lanes.COUNT) {
            FloatVector sum = FloatVector.fromArray(Lanes.SPECIES, from, fromAt + i).add(bias);
            sum.mul(slope).blend(sum, sum.compare(VectorOperators.GE, 0f)).intoArray(to, toAt + i);
        }
    }
}
