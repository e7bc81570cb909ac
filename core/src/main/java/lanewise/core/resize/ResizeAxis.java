package lanewise.core.resize;

import java.util.Arrays;

/**
 * Resizing along one axis: every output is a weighted sum of neighbouring inputs, its taps:
 *
 * <pre>
 *     y[o] = Σ_j weight(o, j) · x[first(o) + j],    0 ≤ j &lt; count(o)
 * </pre>
 *
 * <p>Taps beyond the ends of the input add their weight to that of the end (or are left out, and the others divided by their
 * sum, with {@link ResizeSpecBuilder#excludeOutside}), and taps whose weight is 0 are none: the sum never meets them. Weights
 * are computed in float64 and rounded once. Outputs outside a {@linkplain Coordinates#TF_CROP_AND_RESIZE crop} have the
 * extrapolation value instead.
 */
public final class ResizeAxis {
    private static final int LONGEST_PERIOD = 8;
    private static final int FEWEST_PERIODS = 4;
    /** Every whole number up to it is a float. */
    private static final int MOST_PLACES = 1 << 24;

    private final int in;
    private final int out;
    private final int taps;
    private final int[] first;
    private final int[] count;
    private final float[] weights;
    private final int insideFrom;
    private final int insideTo;

    ResizeAxis(int in, Taps source) {
        this.in = in;
        out = source.out();
        first = new int[out];
        count = new int[out];
        float[][] rows = new float[out][];
        int from = 0;
        int to = 0;
        int most = 1;
        for (int o = 0; o < out; o++) {
            float[] row = source.row(o);
            int lo = 0;
            int hi = row.length;
            while (hi - lo > 1 && row[lo] == 0) {
                lo++;
            }
            while (hi - lo > 1 && row[hi - 1] == 0) {
                hi--;
            }
            first[o] = source.first() + lo;
            count[o] = hi - lo;
            rows[o] = Arrays.copyOfRange(row, lo, hi);
            most = Math.max(most, hi - lo);
            if (source.inside()) {
                from = to == 0 ? o : from;
                to = o + 1;
            }
        }
        taps = most;
        weights = new float[Math.multiplyExact(out, taps)];
        for (int o = 0; o < out; o++) {
            System.arraycopy(rows[o], 0, weights, o * taps, rows[o].length);
        }
        insideFrom = from;
        insideTo = to;
    }

    /** {@return units read} */
    public int in() {
        return in;
    }

    /** {@return units written} */
    public int out() {
        return out;
    }

    /** {@return the most taps that an output has} */
    public int taps() {
        return taps;
    }

    /**
     * {@return the input that an output's first tap meets}
     *
     * @param o output, in {@code [0, out())}
     */
    public int first(int o) {
        return first[o];
    }

    /**
     * {@return the number of an output's taps, at least 1}
     *
     * @param o output, in {@code [0, out())}
     */
    public int count(int o) {
        return count[o];
    }

    /**
     * {@return the weight of a tap}
     *
     * @param o output, in {@code [0, out())}
     * @param j tap, in {@code [0, count(o))}
     */
    public float weight(int o, int j) {
        return weights[o * taps + j];
    }

    /**
     * {@return whether an output is a sum, rather than the extrapolation value}
     *
     * @param o output, in {@code [0, out())}
     */
    public boolean inside(int o) {
        return insideFrom <= o && o < insideTo;
    }

    /** {@return whether every output is its input} */
    public boolean identity() {
        boolean identity = in == out && insideFrom == 0 && insideTo == out;
        for (int o = 0; identity && o < out; o++) {
            identity = first[o] == o && copies(o);
        }
        return identity;
    }

    @Override
    public String toString() {
        return in + "→" + out + (taps > 1 ? " of " + taps : "");
    }

    int insideFrom() {
        return insideFrom;
    }

    int insideTo() {
        return insideTo;
    }

    /** All weights; those of an output begin at {@link #weightsOf}. */
    float[] weights() {
        return weights;
    }

    int weightsOf(int o) {
        return o * taps;
    }

    /** Whether an output is one of the inputs. */
    boolean copies(int o) {
        return count[o] == 1 && weights[o * taps] == 1;
    }

    /** The first input that outputs of a range read. */
    int from(int o0, int o1) {
        int from = in;
        for (int o = o0; o < o1; o++) {
            from = Math.min(from, first[o]);
        }
        return from;
    }

    /** The input behind the last one that outputs of a range read. */
    int to(int o0, int o1) {
        int to = 0;
        for (int o = o0; o < o1; o++) {
            to = Math.max(to, first[o] + count[o]);
        }
        return to;
    }

    /** The most inputs between those two, for ranges that begin at multiples of their length. */
    int reach(int length) {
        int reach = 0;
        for (int o = 0; o < out; o += length) {
            int end = Math.min(out, o + length);
            reach = Math.max(reach, to(o, end) - from(o, end));
        }
        return reach;
    }

    /** How often every input is an output, one after the other; 1 if anything else is. */
    int repeats() {
        int repeats = out % in == 0 && insideFrom == 0 && insideTo == out ? out / in : 1;
        for (int o = 0; o < out && repeats > 1; o++) {
            repeats = copies(o) && first[o] == o / repeats ? repeats : 1;
        }
        return repeats;
    }

    /**
     * Whether every output is an input or a sum of two neighbours, the same as those of the output before or one further on, as
     * linear upsampling has them.
     */
    boolean interpolates() {
        boolean interpolates = taps <= 2 && in <= MOST_PLACES;
        for (int o = 0; o < out && interpolates; o++) {
            int step = o == 0 ? 0 : first[o] - first[o - 1];
            interpolates = (count[o] == 2 || copies(o)) && step >= 0 && step <= 1;
        }
        return interpolates;
    }

    /** How many outputs from one on, before {@code o1}, are sums of the same two inputs; 1 if there are no others, or it is none. */
    int between(int o, int o1) {
        int end = o + 1;
        while (end < o1 && count[o] == 2 && count[end] == 2 && first[end] == first[o]) {
            end++;
        }
        return end - o;
    }

    /** Where taps repeat, as scales that are fractions of small numbers make them; null where they don't for long. */
    Period period() {
        for (int outputs = 1; outputs <= Math.min(LONGEST_PERIOD, out / FEWEST_PERIODS); outputs++) {
            int middle = (out - outputs) / 2;
            int inputs = first[middle + outputs] - first[middle];
            int from = middle + 1;
            while (from > 0 && repeats(from - 1, outputs, inputs)) {
                from--;
            }
            int to = from;
            while (to + outputs < out && repeats(to, outputs, inputs)) {
                to++;
            }
            int periods = (to - from) / outputs + 1;
            if (inputs >= 1 && inputs <= LONGEST_PERIOD && periods >= FEWEST_PERIODS) {
                return new Period(outputs, inputs, from, periods);
            }
        }
        return null;
    }

    private boolean repeats(int o, int outputs, int inputs) {
        int next = o + outputs;
        return first[next] == first[o] + inputs && count[next] == count[o]
                && Arrays.equals(weights, o * taps, o * taps + count[o], weights, next * taps, next * taps + count[o]);
    }

    /**
     * Outputs whose taps are those of others, further on: output {@code from + outputs·i + r} has the taps of output
     * {@code from + r}, {@code inputs·i} inputs further on.
     *
     * @param outputs of a period
     * @param inputs  of a period
     * @param from    first output
     * @param count   number of periods
     */
    record Period(int outputs, int inputs, int from, int count) {
        int to() {
            return from + outputs * count;
        }

        /** The first output of the first period that begins at an output or later. */
        int begin(int o) {
            return from + Math.max(0, Math.ceilDiv(o - from, outputs)) * outputs;
        }
    }
}
