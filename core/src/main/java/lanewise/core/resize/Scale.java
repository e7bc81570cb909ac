package lanewise.core.resize;

import lanewise.core.bounds.Bounds;

/**
 * An exact ratio of outputs to inputs, in lowest terms.
 *
 * @param out outputs, at least 1
 * @param in  inputs that become so many, at least 1
 */
record Scale(long out, long in) {
    /** So small that the longest axis has no output. */
    private static final float LEAST = 0x1p-32f;

    static Scale of(int out, int in) {
        long divisor = gcd(out, in);
        return new Scale(out / divisor, in / divisor);
    }

    /** The first convergent of the continued fraction of a float32 that rounds to it: 3/5 for the one nearest to 0.6. */
    static Scale of(float scale) {
        if (!(scale > 0 && scale < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("scale must be positive and finite, but is " + scale);
        }
        Bounds.toSize("scale", (long) Math.ceil(scale));
        if (scale < LEAST) {
            return new Scale(1, (long) (1 / LEAST));
        }
        long out = (long) scale;
        long in = 1;
        long outBefore = 1;
        long inBefore = 0;
        double rest = scale - out;
        while ((float) ((double) out / in) != scale) {
            double inverse = 1 / rest;
            long term = (long) inverse;
            rest = inverse - term;
            long outNext = term * out + outBefore;
            long inNext = term * in + inBefore;
            outBefore = out;
            inBefore = in;
            out = outNext;
            in = inNext;
        }
        return new Scale(out, in);
    }

    /** Outputs of so many inputs, rounded down. */
    long down(int units) {
        return Math.floorDiv(units * out, in);
    }

    /** Outputs of so many inputs, a half rounded up. */
    long nearest(int units) {
        long product = units * out;
        return product / in + (product % in >= in - product % in ? 1 : 0);
    }

    boolean below(Scale other) {
        return out * other.in < other.out * in;
    }

    double value() {
        return (double) out / in;
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
