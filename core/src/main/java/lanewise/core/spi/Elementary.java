package lanewise.core.spi;

/**
 * The elementary functions behind smooth activations, each one fixed sequence of float operations that round once.
 * Vector code that takes the same steps with the constants below has the same bits, whatever the vector width.
 *
 * <p>All of them take any float. NaN gives NaN, infinities give the limits. Errors are measured against float64 over
 * every 31st float from {@code 2^-33} to 256 of either sign, and hold where the result is normal.
 *
 * <p>Both functions of {@code e^a} share these steps, {@code |a| ≤} {@link #LIMIT}: {@code m} is the integer nearest to
 * {@code a / ln 4}, found by the addition of {@link #ROUND}, which leaves {@code m + 127} in the lowest bits;
 * {@code s = 2^m}; {@code r = a - m·ln 4} in two parts, the first exact; {@code e^r = 1 + r + r²·(E2 + E3·r + … + E7·r⁵)}
 * for {@code |r| ≤ ln 2}. Then {@code e^a = s·s·e^r}, and no step over- or underflows: only {@code s} and {@code 1/s} are
 * ever formed.
 *
 * <p>Source of the coefficients: least greatest relative error, found by Lawson's iteration in float64 and rounded to
 * float32; the reduction by a constant in two parts is Cody and Waite's (1980).
 */
public final class Elementary {
    /** {@code e^±LIMIT} stands for every value beyond. */
    public static final float LIMIT = 128;

    /** {@code 1 / ln 4}. */
    public static final float LOG4_E = 0x1.715476p-1f;

    /** {@code 1.5·2^23}, where floats are integers, plus the exponent's bias. */
    public static final float ROUND = 0x1.8p23f + 127;

    /** Where a float has its exponent. */
    public static final int EXPONENT_AT = 23;

    /** The bits of {@code 2^m} plus those of {@code 2^-m}. */
    public static final int RECIPROCAL = 254 << EXPONENT_AT;

    /** {@code ln 4} to 16 bits. */
    public static final float LN4_HIGH = 0x1.62e4p0f;

    /** The rest of {@code ln 4}. */
    public static final float LN4_LOW = 0x1.7f7d1cp-19f;

    /** Coefficient of {@code e^r}. */
    public static final float E2 = 0x1.00000cp-1f;

    /** Coefficient of {@code e^r}. */
    public static final float E3 = 0x1.55550ep-3f;

    /** Coefficient of {@code e^r}. */
    public static final float E4 = 0x1.554a04p-5f;

    /** Coefficient of {@code e^r}. */
    public static final float E5 = 0x1.11284ep-7f;

    /** Coefficient of {@code e^r}. */
    public static final float E6 = 0x1.71bd8p-10f;

    /** Coefficient of {@code e^r}. */
    public static final float E7 = 0x1.9b48fap-13f;

    /** The {@code v} that stands for every value beyond in the GELU with a hyperbolic tangent. */
    public static final float GELU_LIMIT = 11;

    /** {@code 2·√(2/π)}. */
    public static final float GELU_LINEAR = 0x1.988454p0f;

    /** {@code 2·√(2/π)·0.044715}. */
    public static final float GELU_CUBIC = 0x1.2444f2p-4f;

    /** Beyond ± this, {@code Φ} is taken to be 1 or 0, from which it differs by less than {@code 2^-25}. */
    public static final float NORMAL_LIMIT = 5.5f;

    /** Coefficient of {@code erf}'s numerator. */
    public static final float P0 = 0x1.988454p-1f;

    /** Coefficient of {@code erf}'s numerator. */
    public static final float P1 = 0x1.0f9fc6p-4f;

    /** Coefficient of {@code erf}'s numerator. */
    public static final float P2 = 0x1.2fbac2p-7f;

    /** Coefficient of {@code erf}'s numerator. */
    public static final float P3 = 0x1.53206p-12f;

    /** Coefficient of {@code erf}'s numerator. */
    public static final float P4 = 0x1.a6f554p-17f;

    /** Coefficient of {@code erf}'s numerator. */
    public static final float P5 = 0x1.9060b6p-25f;

    /** Coefficient of {@code erf}'s denominator, which begins with 1. */
    public static final float Q1 = 0x1.ff8c56p-3f;

    /** Coefficient of {@code erf}'s denominator. */
    public static final float Q2 = 0x1.cece76p-6f;

    /** Coefficient of {@code erf}'s denominator. */
    public static final float Q3 = 0x1.e3810ep-10f;

    /** Coefficient of {@code erf}'s denominator. */
    public static final float Q4 = 0x1.2b4762p-14f;

    /** Coefficient of {@code erf}'s denominator. */
    public static final float Q5 = 0x1.44cc9p-20f;

    private Elementary() {
    }

    /**
     * {@code numerator / (1 + e^-u)}, with {@code e^-u = s·s·e^r}: {@code numerator / (1/s + s·e^r) · 1/s}. At most 3 ulp
     * off.
     *
     * @param numerator any float but {@code -∞}
     * @param u         at most {@link #LIMIT} in size, or NaN
     * @return the quotient
     */
    public static float logistic(float numerator, float u) {
        float a = -u;
        float t = Math.fma(a, LOG4_E, ROUND);
        float m = t - ROUND;
        int bits = Float.floatToRawIntBits(t) << EXPONENT_AT;
        float s = Float.intBitsToFloat(bits);
        float reciprocal = Float.intBitsToFloat(RECIPROCAL - bits);
        float r = Math.fma(m, -LN4_LOW, Math.fma(m, -LN4_HIGH, a));
        float e = Math.fma(Math.fma(tail(r), r, 1f), r, 1f);
        return numerator / Math.fma(e, s, reciprocal) * reciprocal;
    }

    /**
     * {@code (1 - e^-2|v|) / (1 + e^-2|v|)} with the sign of v, where {@code e^-2|v| = s·s·(1 + w)} and both sides are
     * divided by s. At most 3.2 ulp off, odd, and ±1 where {@code |v| ≥ 8.7}.
     *
     * @param v any float
     * @return its hyperbolic tangent
     */
    public static float tanh(float v) {
        float a = Math.max(Math.abs(v) * -2f, -LIMIT);
        float t = Math.fma(a, LOG4_E, ROUND);
        float m = t - ROUND;
        int bits = Float.floatToRawIntBits(t) << EXPONENT_AT;
        float s = Float.intBitsToFloat(bits);
        float reciprocal = Float.intBitsToFloat(RECIPROCAL - bits);
        float r = Math.fma(m, -LN4_LOW, Math.fma(m, -LN4_HIGH, a));
        float w = Math.fma(tail(r), r, 1f) * r;
        return Math.copySign(Math.fma(-w, s, reciprocal - s) / Math.fma(w, s, reciprocal + s), v);
    }

    /**
     * {@code v·Φ(v)}, where {@code Φ(v) = (1 + erf(v/√2)) / 2} and {@code erf(v/√2) = v·P(v²)/Q(v²)}, two polynomials of
     * degree 5.
     *
     * @param v any float
     * @return v times the probability that a normal variable is below it
     */
    public static float timesNormal(float v) {
        float above = Math.max(v, -NORMAL_LIMIT);
        float x = Math.min(above, NORMAL_LIMIT);
        float t = x * x;
        float p = Math.fma(Math.fma(Math.fma(Math.fma(Math.fma(P5, t, P4), t, P3), t, P2), t, P1), t, P0);
        float q = Math.fma(Math.fma(Math.fma(Math.fma(Math.fma(Q5, t, Q4), t, Q3), t, Q2), t, Q1), t, 1f);
        float erf = Math.min(Math.max(p / q * x, -1f), 1f);
        return Math.fma(erf, 0.5f, 0.5f) * above;
    }

    /** {@code E2 + E3·r + … + E7·r⁵}. */
    private static float tail(float r) {
        return Math.fma(Math.fma(Math.fma(Math.fma(Math.fma(E7, r, E6), r, E5), r, E4), r, E3), r, E2);
    }
}
