package lanewise.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import lanewise.core.Activation;
import lanewise.core.Epilogue;
import lanewise.core.spi.Elementary;

/** Applies bias, residual and activation to finished sums of some channels, with the bits of {@link Epilogue#apply}. */
final class FusedEpilogue {
    private FusedEpilogue() {
    }

    /**
     * {@code to[toAt + c·toPitch + i] = activation(from[fromAt + c·fromPitch + i] + bias[channel + c])} for
     * {@code 0 ≤ c < channels} and {@code 0 ≤ i < count}; both may be the same place. If the epilogue adds a residual, the
     * sums must hold bias and residual already.
     */
    static void apply(Epilogue epilogue, int channel, int channels, float[] from, int fromAt, int fromPitch, float[] to,
            int toAt, int toPitch, int count) {
        for (int c = 0; c < channels; c++) {
            // Such a sum is never -0, so this +0 changes none of its bits.
            float bias = epilogue.addsResidual() ? 0f : epilogue.bias(channel + c);
            activate(epilogue.activation(), bias, from, fromAt + c * fromPitch, to, toAt + c * toPitch, count);
        }
    }

    /** {@code to[toAt + i] = activation(from[fromAt + i] + bias)} for {@code 0 ≤ i < count}. */
    static void activate(Activation activation, float bias, float[] from, int fromAt, float[] to, int toAt,
            int count) {
        switch (activation) {
            case Activation.Identity() -> identity(bias, from, fromAt, to, toAt, count);
            case Activation.Relu() -> relu(bias, from, fromAt, to, toAt, count);
            case Activation.Clip(float lo, float hi) -> clip(bias, lo, hi, from, fromAt, to, toAt, count);
            case Activation.LeakyRelu(float slope) -> leakyRelu(bias, slope, from, fromAt, to, toAt, count);
            case Activation.HardSwish() -> hardSwish(bias, from, fromAt, to, toAt, count);
            case Activation.Sigmoid() ->
                FusedElementary.logistic(bias, false, Elementary.LIMIT, 1f, 0f, from, fromAt, to, toAt, count);
            case Activation.Silu() ->
                FusedElementary.logistic(bias, true, Elementary.LIMIT, 1f, 0f, from, fromAt, to, toAt, count);
            case Activation.GeluTanh() -> FusedElementary.logistic(bias, true, Elementary.GELU_LIMIT,
                    Elementary.GELU_LINEAR, Elementary.GELU_CUBIC, from, fromAt, to, toAt, count);
            case Activation.Tanh() -> FusedElementary.tanh(bias, from, fromAt, to, toAt, count);
            case Activation.Gelu() -> FusedElementary.timesNormal(bias, from, fromAt, to, toAt, count);
        }
    }

    /**
     * {@code sums[at + c·pitch + i] = (sums[at + c·pitch + i] + bias[channel + c]) + residual[residualAt + c·residualPitch + i]}
     * for {@code 0 ≤ c < channels} and {@code 0 ≤ i < count}.
     */
    static void addResidual(Epilogue epilogue, int channel, int channels, float[] sums, int at, int pitch,
            float[] residual, int residualAt, int residualPitch, int count) {
        for (int c = 0; c < channels; c++) {
            float bias = epilogue.bias(channel + c);
            addResidual(bias, residual, residualAt + c * residualPitch, sums, at + c * pitch, count);
        }
    }

    private static void addResidual(float bias, float[] residual, int residualAt, float[] sums, int at, int count) {
        int i = 0;
        for (; i <= count - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector.fromArray(Lanes.SPECIES, sums, at + i).add(bias)
                    .add(FloatVector.fromArray(Lanes.SPECIES, residual, residualAt + i)).intoArray(sums, at + i);
        }
        if (i < count) {
            VectorMask<Float> rest = Lanes.SPECIES.indexInRange(i, count);
            FloatVector.fromArray(Lanes.SPECIES, sums, at + i, rest).add(bias)
                    .add(FloatVector.fromArray(Lanes.SPECIES, residual, residualAt + i, rest))
                    .intoArray(sums, at + i, rest);
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

    private static void hardSwish(float bias, float[] from, int fromAt, float[] to, int toAt, int count) {
        for (int i = 0; i < count; i += Lanes.COUNT) {
            VectorMask<Float> rest = Lanes.SPECIES.indexInRange(i, count);
            FloatVector above = FloatVector.fromArray(Lanes.SPECIES, from, fromAt + i, rest).add(bias).max(-3f);
            above.add(3f).min(6f).div(6f).mul(above).intoArray(to, toAt + i, rest);
        }
    }
}
