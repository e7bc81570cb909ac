package lanewise.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The smooth activations against their equations in float64. */
class ActivationTest {
    private static final float INF = Float.POSITIVE_INFINITY;
    private static final int STEP = 4099;
    private static final double SMALLEST_NORMAL = 0x1p-126;

    /** Each with its equation, the greatest error in ulp, and from which value on the equation is held to that. */
    static Stream<Arguments> accuracies() {
        return Stream.of(accuracy(Activation.sigmoid(), v -> 1 / (1 + Math.exp(-v)), 3, -INF),
                accuracy(Activation.tanh(), Math::tanh, 3.2, -INF),
                accuracy(Activation.silu(), v -> v / (1 + Math.exp(-v)), 3, -INF),
                accuracy(Activation.hardSwish(), v -> v * (Math.clamp(v + 3, 0.0, 6.0) / 6), 2, -INF),
                accuracy(Activation.gelu(), v -> v * normal(v), 4.1, -1),
                accuracy(Activation.geluTanh(), v -> v / (1 + Math.exp(-2 * gate(v))), 2.6, -1));
    }

    @ParameterizedTest
    @MethodSource("accuracies")
    void areAccurate(Activation activation, DoubleUnaryOperator equation, double ulps, float from) {
        for (int i = 0; i < 1 << 20; i++) {
            float v = Float.intBitsToFloat(i * STEP);
            if (Float.isFinite(v)) {
                double exact = equation.applyAsDouble(v);
                double bound = v >= from ? bound(exact, ulps) : -2.6 * 0x1p-24 * v;
                float actual = activation.apply(v);
                assertTrue(Math.abs(actual - exact) <= bound,
                        () -> activation + " of " + v + " is " + actual + ", not " + exact);
            }
        }
    }

    static Stream<Arguments> limits() {
        return Stream.of(Arguments.of(Activation.sigmoid(), 0f, -104, 1f, 16.7f),
                Arguments.of(Activation.tanh(), -1f, -8.7f, 1f, 8.7f),
                Arguments.of(Activation.silu(), -0f, -109, INF, 16.7f),
                Arguments.of(Activation.hardSwish(), -0f, -3, INF, 3),
                Arguments.of(Activation.gelu(), -0f, -5.5f, INF, 5.5f),
                Arguments.of(Activation.geluTanh(), -0f, -11, INF, 5));
    }

    /** Beyond a bound every value is the limit; where that is infinite, the argument itself. */
    @ParameterizedTest
    @MethodSource("limits")
    void reachTheirLimitsAndStay(Activation activation, float low, float lowFrom, float high, float highFrom) {
        assertEquals(low, activation.apply(-INF));
        assertEquals(high, activation.apply(INF));
        assertTrue(Float.isNaN(activation.apply(Float.NaN)));
        for (int i = Float.floatToRawIntBits(-lowFrom); i < Float.floatToRawIntBits(INF); i += STEP) {
            assertEquals(low, activation.apply(-Float.intBitsToFloat(i)));
        }
        for (int i = Float.floatToRawIntBits(highFrom); i < Float.floatToRawIntBits(INF); i += STEP) {
            float v = Float.intBitsToFloat(i);
            assertEquals(high == INF ? v : high, activation.apply(v));
        }
    }

    @Test
    void sigmoidAndTanhDoNotDecrease() {
        for (Activation activation : new Activation[]{Activation.sigmoid(), Activation.tanh()}) {
            float last = activation.apply(-INF);
            for (int i = -0x44000000 / STEP; i <= 0x44000000 / STEP; i++) {
                float v = i < 0 ? -Float.intBitsToFloat(-i * STEP) : Float.intBitsToFloat(i * STEP);
                float next = activation.apply(v);
                assertTrue(next >= last, () -> activation + " decreases at " + v);
                last = next;
            }
        }
    }

    @Test
    void zerosKeepTheirSign() {
        for (Activation odd : new Activation[]{Activation.tanh(), Activation.silu(), Activation.hardSwish(),
                Activation.gelu(), Activation.geluTanh()}) {
            assertEquals(0f, odd.apply(0f));
            assertEquals(-0f, odd.apply(-0f));
            assertEquals(-odd.apply(Float.MIN_NORMAL), odd.apply(-Float.MIN_NORMAL));
        }
        assertEquals(0.5f, Activation.sigmoid().apply(0));
    }

    private static Arguments accuracy(Activation activation, DoubleUnaryOperator equation, double ulps, float from) {
        return Arguments.of(activation, equation, ulps, from);
    }

    /** Some ulp of a float, two of the smallest where it is not normal. */
    private static double bound(double exact, double ulps) {
        return Math.abs(exact) < SMALLEST_NORMAL
                ? 2 * (double) Float.MIN_VALUE
                : ulps * Math.scalb(1.0, Math.getExponent(exact) - 23);
    }

    private static double gate(double v) {
        return Math.sqrt(2 / Math.PI) * (v + 0.044715 * v * v * v);
    }

    /** {@code Φ(v) = 1/2 + φ(v)·(v + v³/3 + v⁵/15 + …)}, to about {@code 1e-16}: Marsaglia 2004. */
    private static double normal(double v) {
        if (Math.abs(v) > 7) {
            return v < 0 ? 0 : 1;
        }
        double sum = v;
        double term = v;
        for (int i = 3; Math.abs(term) > 1e-18 * Math.abs(sum); i += 2) {
            term *= v * v / i;
            sum += term;
        }
        return 0.5 + sum * Math.exp(-v * v / 2) / Math.sqrt(2 * Math.PI);
    }
}
