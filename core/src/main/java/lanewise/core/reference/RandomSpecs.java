package lanewise.core.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import lanewise.core.Axis;
import lanewise.core.ConvSpec;

/**
 * Random convolution matrices, small enough to check results against definitions, and values for them; the same for the same
 * seed everywhere.
 *
 * <p>Ranks 1 to 3, groups, dilation, kernels smaller than the stride, padding on one side or wider than the kernel,
 * output padding, one-pixel images, and now and then no image or no channel at all.
 */
public class RandomSpecs {
    private final Random random;
    private final long mostMacs;

    /**
     * A source of specifications.
     *
     * @param seed     what they follow from
     * @param mostMacs most multiply-adds of one of them
     */
    public RandomSpecs(long seed, long mostMacs) {
        random = new Random(seed);
        this.mostMacs = mostMacs;
    }

    /** {@return the next specification} */
    public ConvSpec spec() {
        ConvSpec spec;
        do {
            List<Axis> axes = axes();
            int groups = groups();
            spec = new ConvSpec(oneIn(20) ? 0 : between(1, 3), groups, groups * channels(), groups * channels(), axes);
        } while (spec.macs() > mostMacs);
        return spec;
    }

    /** {@return an axis of a convolution, or of one that a transposed convolution inverts} */
    public Axis axis() {
        return axis(size(), kernel(), stride(), dilation());
    }

    /** {@return one to three axes that have nothing to do with each other} */
    protected List<Axis> axes() {
        List<Axis> axes = new ArrayList<>();
        for (int rank = between(1, 3); rank > 0; rank--) {
            axes.add(axis());
        }
        return axes;
    }

    /** {@return units that a layer reads along an axis} */
    protected int size() {
        return oneIn(6) ? 1 : between(1, 10);
    }

    /** {@return groups of channels; drawn before the channels} */
    protected int groups() {
        return oneIn(2) ? 1 : between(2, 4);
    }

    /** {@return channels of a group, on either side} */
    protected int channels() {
        return oneIn(30) ? 0 : oneIn(2) ? 1 : between(2, 6);
    }

    /** {@return taps} */
    protected final int kernel() {
        return between(1, 5);
    }

    /** {@return a stride} */
    protected final int stride() {
        return oneIn(2) ? 1 : between(2, 4);
    }

    /** {@return a dilation} */
    protected final int dilation() {
        return oneIn(2) ? 1 : between(2, 3);
    }

    /**
     * {@return an axis with random padding}
     *
     * @param in       units that the layer reads
     * @param kernel   taps
     * @param stride   distance of windows
     * @param dilation distance of taps
     */
    protected final Axis axis(int in, int kernel, int stride, int dilation) {
        int effective = (kernel - 1) * dilation + 1;
        int padLo = oneIn(3) ? 0 : between(0, effective + 2);
        int padHi = oneIn(3) ? 0 : between(0, effective + 2);
        if (oneIn(2)) {
            return Axis.conv(in, kernel, stride, dilation, padLo, Math.max(padHi, effective - in - padLo));
        }
        int outputPadding = between(0, Math.max(stride, dilation) - 1);
        int written = stride * (in - 1) + outputPadding + effective;
        padLo = Math.min(padLo, written - 1);
        return Axis.transposed(in, kernel, stride, dilation, padLo, Math.min(padHi, written - 1 - padLo),
                outputPadding);
    }

    /**
     * {@return values whose products and sums are exact in float32}
     *
     * @param count how many
     */
    public float[] integers(long count) {
        return values(count, false);
    }

    /**
     * {@return values in [-1, 1)}
     *
     * @param count how many
     */
    public float[] floats(long count) {
        return values(count, true);
    }

    /**
     * {@return a number}
     *
     * @param least    least one
     * @param greatest greatest one
     */
    public int between(int least, int greatest) {
        return random.nextInt(least, greatest + 1);
    }

    /**
     * {@return true once in so many times}
     *
     * @param chances how many
     */
    public boolean oneIn(int chances) {
        return random.nextInt(chances) == 0;
    }

    private float[] values(long count, boolean fractions) {
        float[] values = new float[Math.toIntExact(count)];
        for (int i = 0; i < values.length; i++) {
            values[i] = fractions ? random.nextFloat(-1, 1) : between(-8, 8);
        }
        return values;
    }
}
