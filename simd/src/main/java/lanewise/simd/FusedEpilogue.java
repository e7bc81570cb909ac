package lanewise.simd;

import jdk.incubator.vector.FloatVector;
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

    /**
     * {@code to[toAt + i] = activation(from[fromAt + i] + bias)} for {@code 0 ≤ i < count}, in vectors without masks: masked
     * accesses at the end of an array make objects. The last vector ends with the row; the next one is always loaded before
     * one is stored, since both may be the same place. Rows shorter than a vector go one by one.
     */
    static void activate(Activation activation, float bias, float[] from, int fromAt, float[] to, int toAt,
            int count) {
        if (count < Lanes.COUNT) {
            for (int i = 0; i < count; i++) {
                to[toAt + i] = activation.apply(from[fromAt + i] + bias);
            }
            return;
        }
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
        for (; i < count; i++) {
            sums[at + i] = sums[at + i] + bias + residual[residualAt + i];
        }
    }

    private static void identity(float bias, float[] from, int fromAt, float[] to, int toAt, int count) {
        int last = count - Lanes.COUNT;
        FloatVector next = FloatVector.fromArray(Lanes.SPECIES, from, fromAt);
        for (int i = 0; i < count; i += Lanes.COUNT) {
            FloatVector sum = next.add(bias);
            next = FloatVector.fromArray(Lanes.SPECIES, from, fromAt + Math.min(i + Lanes.COUNT, last));
            sum.intoArray(to, toAt + Math.min(i, last));
        }
    }

    private static void relu(float bias, float[] from, int fromAt, float[] to, int toAt, int count) {
        int last = count - Lanes.COUNT;
        FloatVector next = FloatVector.fromArray(Lanes.SPECIES, from, fromAt);
        for (int i = 0; i < count; i += Lanes.COUNT) {
            FloatVector sum = next.add(bias);
            next = FloatVector.fromArray(Lanes.SPECIES, from, fromAt + Math.min(i + Lanes.COUNT, last));
            sum.max(0f).intoArray(to, toAt + Math.min(i, last));
        }
    }

    private static void clip(float bias, float lo, float hi, float[] from, int fromAt, float[] to, int toAt,
            int count) {
        int last = count - Lanes.COUNT;
        FloatVector next = FloatVector.fromArray(Lanes.SPECIES, from, fromAt);
        for (int i = 0; i < count; i += Lanes.COUNT) {
            FloatVector sum = next.add(bias);
            next = FloatVector.fromArray(Lanes.SPECIES, from, fromAt + Math.min(i + Lanes.COUNT, last));
            sum.max(lo).min(hi).intoArray(to, toAt + Math.min(i, last));
        }
    }

    private static void leakyRelu(float bias, float slope, float[] from, int fromAt, float[] to, int toAt, int count) {
        int last = count - Lanes.COUNT;
        FloatVector next = FloatVector.fromArray(Lanes.SPECIES, from, fromAt);
        for (int i = 0; i < count; i += Lanes.COUNT) {
            FloatVector sum = next.add(bias);
            next = FloatVector.fromArray(Lanes.SPECIES, from, fromAt + Math.min(i + Lanes.COUNT, last));
            sum.mul(slope).blend(sum, sum.compare(VectorOperators.GE, 0f)).intoArray(to, toAt + Math.min(i, last));
        }
    }

    private static void hardSwish(float bias, float[] from, int fromAt, float[] to, int toAt, int count) {
        int last = count - Lanes.COUNT;
        FloatVector next = FloatVector.fromArray(Lanes.SPECIES, from, fromAt);
        for (int i = 0; i < count; i += Lanes.COUNT) {
            FloatVector above = next.add(bias).max(-3f);
            next = FloatVector.fromArray(Lanes.SPECIES, from, fromAt + Math.min(i + Lanes.COUNT, last));
            above.add(3f).min(6f).div(6f).mul(above).intoArray(to, toAt + Math.min(i, last));
        }
    }
}
