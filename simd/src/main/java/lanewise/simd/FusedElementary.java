package lanewise.simd;

import static lanewise.core.spi.Elementary.E2;
import static lanewise.core.spi.Elementary.E3;
import static lanewise.core.spi.Elementary.E4;
import static lanewise.core.spi.Elementary.E5;
import static lanewise.core.spi.Elementary.E6;
import static lanewise.core.spi.Elementary.E7;
import static lanewise.core.spi.Elementary.EXPONENT_AT;
import static lanewise.core.spi.Elementary.LIMIT;
import static lanewise.core.spi.Elementary.LN4_HIGH;
import static lanewise.core.spi.Elementary.LN4_LOW;
import static lanewise.core.spi.Elementary.LOG4_E;
import static lanewise.core.spi.Elementary.NORMAL_LIMIT;
import static lanewise.core.spi.Elementary.P0;
import static lanewise.core.spi.Elementary.P1;
import static lanewise.core.spi.Elementary.P2;
import static lanewise.core.spi.Elementary.P3;
import static lanewise.core.spi.Elementary.P4;
import static lanewise.core.spi.Elementary.P5;
import static lanewise.core.spi.Elementary.Q1;
import static lanewise.core.spi.Elementary.Q2;
import static lanewise.core.spi.Elementary.Q3;
import static lanewise.core.spi.Elementary.Q4;
import static lanewise.core.spi.Elementary.Q5;
import static lanewise.core.spi.Elementary.RECIPROCAL;
import static lanewise.core.spi.Elementary.ROUND;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import lanewise.core.spi.Elementary;

/**
 * The smooth activations of sums and a bias, step by step as {@link Elementary} takes them and therefore with its bits, of at
 * least a vector; see {@link FusedEpilogue#activate}.
 */
final class FusedElementary {
    private FusedElementary() {
    }

    /**
     * {@code σ(u)}, or {@code v·σ(u)} if gated, with {@code u = v·(linear + cubic·v²)} and v within the limit, at which u must
     * not exceed that of the logistic function. A linear of 1 and a cubic of 0 leave {@code u = v}.
     */
    static void logistic(float bias, boolean gated, float limit, float linear, float cubic, float[] from, int fromAt,
            float[] to,
            int toAt, int count) {
        VectorMask<Float> alone = Lanes.SPECIES.maskAll(!gated);
        int last = count - Lanes.COUNT;
        FloatVector next = FloatVector.fromArray(Lanes.SPECIES, from, fromAt);
        for (int i = 0; i < count; i += Lanes.COUNT) {
            FloatVector v = next.add(bias);
            next = FloatVector.fromArray(Lanes.SPECIES, from, fromAt + Math.min(i + Lanes.COUNT, last));
            FloatVector above = v.max(-limit);
            FloatVector x = above.min(limit);
            FloatVector a = x.mul(x).lanewise(VectorOperators.FMA, cubic, linear).mul(x).neg();
            FloatVector t = a.lanewise(VectorOperators.FMA, LOG4_E, ROUND);
            FloatVector m = t.sub(ROUND);
            IntVector bits = t.reinterpretAsInts().lanewise(VectorOperators.LSHL, EXPONENT_AT);
            FloatVector s = bits.reinterpretAsFloats();
            FloatVector reciprocal = bits.neg().add(RECIPROCAL).reinterpretAsFloats();
            FloatVector r = m.fma(FloatVector.broadcast(Lanes.SPECIES, -LN4_HIGH), a);
            r = m.fma(FloatVector.broadcast(Lanes.SPECIES, -LN4_LOW), r);
            FloatVector e = r.lanewise(VectorOperators.FMA, E7, E6).fma(r, FloatVector.broadcast(Lanes.SPECIES, E5))
                    .fma(r, FloatVector.broadcast(Lanes.SPECIES, E4)).fma(r, FloatVector.broadcast(Lanes.SPECIES, E3))
                    .fma(r, FloatVector.broadcast(Lanes.SPECIES, E2)).fma(r, FloatVector.broadcast(Lanes.SPECIES, 1f))
                    .fma(r, FloatVector.broadcast(Lanes.SPECIES, 1f));
            above.blend(1f, alone).div(e.fma(s, reciprocal)).mul(reciprocal).intoArray(to, toAt + Math.min(i, last));
        }
    }

    /** {@code tanh(v)}. */
    static void tanh(float bias, float[] from, int fromAt, float[] to, int toAt, int count) {
        int last = count - Lanes.COUNT;
        FloatVector next = FloatVector.fromArray(Lanes.SPECIES, from, fromAt);
        for (int i = 0; i < count; i += Lanes.COUNT) {
            FloatVector v = next.add(bias);
            next = FloatVector.fromArray(Lanes.SPECIES, from, fromAt + Math.min(i + Lanes.COUNT, last));
            FloatVector a = v.abs().mul(-2f).max(-LIMIT);
            FloatVector t = a.lanewise(VectorOperators.FMA, LOG4_E, ROUND);
            FloatVector m = t.sub(ROUND);
            IntVector bits = t.reinterpretAsInts().lanewise(VectorOperators.LSHL, EXPONENT_AT);
            FloatVector s = bits.reinterpretAsFloats();
            FloatVector reciprocal = bits.neg().add(RECIPROCAL).reinterpretAsFloats();
            FloatVector r = m.fma(FloatVector.broadcast(Lanes.SPECIES, -LN4_HIGH), a);
            r = m.fma(FloatVector.broadcast(Lanes.SPECIES, -LN4_LOW), r);
            FloatVector w = r.lanewise(VectorOperators.FMA, E7, E6).fma(r, FloatVector.broadcast(Lanes.SPECIES, E5))
                    .fma(r, FloatVector.broadcast(Lanes.SPECIES, E4)).fma(r, FloatVector.broadcast(Lanes.SPECIES, E3))
                    .fma(r, FloatVector.broadcast(Lanes.SPECIES, E2)).fma(r, FloatVector.broadcast(Lanes.SPECIES, 1f))
                    .mul(r);
            FloatVector size = w.neg().fma(s, reciprocal.sub(s)).div(w.fma(s, reciprocal.add(s)));
            // A sum with its bias is never -0.
            size.neg().blend(size, v.compare(VectorOperators.GE, 0f)).intoArray(to, toAt + Math.min(i, last));
        }
    }

    /** {@code v·Φ(v)}. */
    static void timesNormal(float bias, float[] from, int fromAt, float[] to, int toAt, int count) {
        int last = count - Lanes.COUNT;
        FloatVector next = FloatVector.fromArray(Lanes.SPECIES, from, fromAt);
        for (int i = 0; i < count; i += Lanes.COUNT) {
            FloatVector above = next.add(bias).max(-NORMAL_LIMIT);
            next = FloatVector.fromArray(Lanes.SPECIES, from, fromAt + Math.min(i + Lanes.COUNT, last));
            FloatVector x = above.min(NORMAL_LIMIT);
            FloatVector t = x.mul(x);
            FloatVector p = t.lanewise(VectorOperators.FMA, P5, P4).fma(t, FloatVector.broadcast(Lanes.SPECIES, P3))
                    .fma(t, FloatVector.broadcast(Lanes.SPECIES, P2)).fma(t, FloatVector.broadcast(Lanes.SPECIES, P1))
                    .fma(t, FloatVector.broadcast(Lanes.SPECIES, P0));
            FloatVector q = t.lanewise(VectorOperators.FMA, Q5, Q4).fma(t, FloatVector.broadcast(Lanes.SPECIES, Q3))
                    .fma(t, FloatVector.broadcast(Lanes.SPECIES, Q2)).fma(t, FloatVector.broadcast(Lanes.SPECIES, Q1))
                    .fma(t, FloatVector.broadcast(Lanes.SPECIES, 1f));
            p.div(q).mul(x).max(-1f).min(1f).lanewise(VectorOperators.FMA, 0.5f, 0.5f).mul(above)
                    .intoArray(to, toAt + Math.min(i, last));
        }
    }
}
