package lanewise.core;

/**
 * Weights {@code [outChannels, inChannels/groups, kernel...]} of a {@link ConvSpec}, as they are or turned by 180°.
 * They are read once, when they are bound; changing them later has no effect on a bound operator.
 */
public final class Filter {
    private final Floats weights;
    private final boolean flipped;

    private Filter(Floats weights, boolean flipped) {
        this.weights = weights;
        this.flipped = flipped;
    }

    /**
     * Weights in an array.
     *
     * @param weights all of them
     * @return the filter
     */
    public static Filter of(float[] weights) {
        return of(Floats.of(weights));
    }

    /**
     * Weights anywhere.
     *
     * @param weights all of them
     * @return the filter
     */
    public static Filter of(Floats weights) {
        return new Filter(weights, false);
    }

    /**
     * The same weights with every kernel plane reversed along all its axes: cross-correlation becomes the mathematical
     * convolution and back.
     *
     * @return the flipped filter
     */
    public Filter flipped() {
        return new Filter(weights, !flipped);
    }

    /** The weights in an array, which is theirs and not to be written to unless they had to be copied or turned. */
    float[] toArray(ConvSpec spec) {
        if (weights.length() != spec.filterElements()) {
            throw new IllegalArgumentException("weights must have " + spec.filterElements() + " elements (outChannels "
                    + spec.outChannels() + " × inChannels/groups " + spec.inChannelsPerGroup() + " × taps "
                    + spec.taps() + "), but have " + weights.length());
        }
        int count = Check.toSize("elements of w", spec.filterElements());
        if (!flipped && weights.array() != null && weights.arrayOffset() == 0) {
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
        return copy;
    }
}
