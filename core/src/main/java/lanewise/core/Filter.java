package lanewise.core;

/**
 * Weights {@code [outChannels, inChannels/groups, kernel...]} of a {@link ConvSpec}, as they are or turned by 180°.
 * They are read once, when they are bound; changing them later has no effect on a bound operator.
 */
public final class Filter {
    /** The bits of a float that bfloat16 has. */
    private static final int UPPER = 0xffff0000;
    /** Half a unit in the last of them. */
    private static final int HALF = 0x8000;
    /** What makes a NaN of any NaN that is cut off. */
    private static final int QUIET = 0x00400000;

    private final Floats weights;
    private final boolean flipped;
    private final boolean rounded;

    private Filter(Floats weights, boolean flipped, boolean rounded) {
        this.weights = weights;
        this.flipped = flipped;
        this.rounded = rounded;
    }

    /**
     * Weights in an array.
     *
     * @param weights all of them
     * @return the filter
     */
    public static Filter of(float[] weights) {
        return of(Floats.of(Check.given("weights", weights)));
    }

    /**
     * Weights anywhere.
     *
     * @param weights all of them
     * @return the filter
     */
    public static Filter of(Floats weights) {
        return new Filter(Check.given("weights", weights), false, false);
    }

    /**
     * The same weights with every kernel plane reversed along all its axes: cross-correlation becomes the mathematical
     * convolution and back.
     *
     * @return the flipped filter
     */
    public Filter flipped() {
        return new Filter(weights, !flipped, rounded);
    }

    /**
     * The same weights rounded to bfloat16, for layers whose time is that of reading their weights: an algorithm that has a
     * form for them keeps two bytes instead of four ({@link Operator#explain} says whether). Operands and sums stay float32,
     * and results have the bits of weights rounded beforehand, whatever the algorithm.
     *
     * <pre>
     *     w' = w rounded to 8 significant bits, ties to even;   |w' - w| ≤ 2⁻⁸·|w|    while |w| ≥ 2⁻¹²⁶
     *     |Δy[o]| ≤ 2⁻⁸ · Σ |w|·|x|                              over the products of y[o], before the rounding of its sum
     * </pre>
     *
     * <p>Below 2⁻¹²⁶ a weight moves by at most 2⁻¹³⁴; one that is more than the largest bfloat16 by half a unit in its last
     * place becomes infinite, NaN stays NaN.
     *
     * @return the rounded filter
     */
    public Filter asBfloat16() {
        return new Filter(weights, flipped, true);
    }

    /** Whether the weights are values of bfloat16. */
    boolean isBfloat16() {
        return rounded;
    }

    /** The weights in an array, which is theirs and not to be written to unless they had to be copied, turned or rounded. */
    float[] toArray(ConvSpec spec) {
        if (weights.length() != spec.filterElements()) {
            throw new IllegalArgumentException("weights must have " + spec.filterElements() + " elements (outChannels "
                    + spec.outChannels() + " × inChannels/groups " + spec.inChannelsPerGroup() + " × taps "
                    + spec.taps() + "), but have " + weights.length());
        }
        Check.accessible("weights", weights);
        int count = Check.toSize("elements of w", spec.filterElements());
        if (!flipped && !rounded && weights.array() != null && weights.arrayOffset() == 0) {
            return weights.array();
        }
        float[] copy = new float[count];
        weights.read(0, 1, copy, 0, 1, count);
        if (flipped) {
            int taps = (int) spec.taps();
            for (int plane = 0; plane < count; plane += taps) {
                for (int lo = plane, hi = plane + taps - 1; lo < hi; lo++, hi--) {
                    float swap = copy[lo];
                    copy[lo] = copy[hi];
                    copy[hi] = swap;
                }
            }
        }
        if (rounded) {
            for (int i = 0; i < count; i++) {
                copy[i] = bfloat16(copy[i]);
            }
        }
        return copy;
    }

    /** The nearest number whose lower 16 bits are zero: a carry may reach the exponent, and infinity; one into NaN is cut off. */
    private static float bfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        int nearest = Float.isNaN(value) ? bits | QUIET : bits + HALF - 1 + (bits >>> 16 & 1);
        return Float.intBitsToFloat(nearest & UPPER);
    }
}
