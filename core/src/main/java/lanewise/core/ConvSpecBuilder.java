package lanewise.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Collects a layer's parameters and turns them into a {@link ConvSpec}. Every per-axis setter takes one value for all
 * axes or one value per axis, outermost first. Start with {@link ConvSpec#conv} or {@link ConvSpec#convTranspose}.
 */
public final class ConvSpecBuilder {
    private static final String[] NAMES = {"D", "H", "W"};

    private final boolean transposed;
    private final int inChannels;
    private final int outChannels;
    private final int[] in;
    private int batch = 1;
    private int groups = 1;
    private int[] kernel;
    private int[] stride;
    private int[] dilation;
    private int[] padLo;
    private int[] padHi;
    private int[] outputPadding;
    private int[] outputSize;
    private Border border;

    ConvSpecBuilder(boolean transposed, int inChannels, int outChannels, int[] in) {
        if (Check.given("in", in).length < 1 || in.length > 3) {
            throw new IllegalArgumentException("axes must be 1 to 3, but are " + in.length);
        }
        this.transposed = transposed;
        this.inChannels = inChannels;
        this.outChannels = outChannels;
        this.in = in.clone();
        kernel = all(1);
        stride = all(1);
        dilation = all(1);
        padLo = all(0);
        padHi = all(0);
        outputPadding = all(0);
    }

    /**
     * Images per call; 1 unless set.
     *
     * @param value at least 0
     * @return this
     */
    public ConvSpecBuilder batch(int value) {
        batch = value;
        return this;
    }

    /**
     * Channel groups; 1 unless set.
     *
     * @param value at least 1, divides both channel counts
     * @return this
     */
    public ConvSpecBuilder groups(int value) {
        groups = value;
        return this;
    }

    /**
     * Taps per axis; 1 unless set.
     *
     * @param values one for all axes or one per axis, each at least 1
     * @return this
     */
    public ConvSpecBuilder kernel(int... values) {
        kernel = perAxis("kernel", values);
        return this;
    }

    /**
     * Strides; 1 unless set.
     *
     * @param values one for all axes or one per axis, each at least 1
     * @return this
     */
    public ConvSpecBuilder stride(int... values) {
        stride = perAxis("stride", values);
        return this;
    }

    /**
     * Dilations; 1 unless set.
     *
     * @param values one for all axes or one per axis, each at least 1
     * @return this
     */
    public ConvSpecBuilder dilation(int... values) {
        dilation = perAxis("dilation", values);
        return this;
    }

    /**
     * Explicit padding, the same on both sides of an axis; 0 unless set.
     *
     * @param values one for all axes or one per axis, each at least 0
     * @return this
     */
    public ConvSpecBuilder padding(int... values) {
        return padding(values, values);
    }

    /**
     * Explicit padding per side.
     *
     * @param lo units before the input, one for all axes or one per axis, each at least 0
     * @param hi units behind the input, likewise
     * @return this
     */
    public ConvSpecBuilder padding(int[] lo, int[] hi) {
        padLo = perAxis("padLo", lo);
        padHi = perAxis("padHi", hi);
        border = null;
        return this;
    }

    /**
     * Padding by mode.
     *
     * @param mode the mode, instead of explicit padding
     * @return this
     */
    public ConvSpecBuilder padding(Border mode) {
        border = Check.given("mode", mode);
        return this;
    }

    /**
     * Units a transposed convolution writes beyond the natural size, at the end of an axis; 0 unless set.
     *
     * @param values one for all axes or one per axis, each at least 0 and below {@code max(stride, dilation)}
     * @return this
     */
    public ConvSpecBuilder outputPadding(int... values) {
        outputPadding = perAxis("outputPadding", values);
        return this;
    }

    /**
     * The spatial size a transposed convolution writes, from which its padding follows (see {@link Axis#transposedTo});
     * explicit padding is then ignored.
     *
     * @param values one for all axes or one per axis
     * @return this
     */
    public ConvSpecBuilder outputSize(int... values) {
        outputSize = perAxis("outputSize", values);
        return this;
    }

    /**
     * Builds the specification.
     *
     * @return the convolution, for a transposed layer the one whose shape it inverts
     * @throws IllegalArgumentException naming the axis, the parameter, its value and the bound
     */
    public ConvSpec build() {
        if (!transposed && (outputSize != null || Arrays.stream(outputPadding).anyMatch(units -> units != 0))) {
            throw new IllegalArgumentException((outputSize != null ? "outputSize" : "outputPadding")
                    + " must be unset for a convolution: it belongs to the transposed one");
        }
        ConvSpec.checkDivides("inChannels", inChannels, groups);
        ConvSpec.checkDivides("outChannels", outChannels, groups);
        List<Axis> axes = new ArrayList<>();
        for (int i = 0; i < in.length; i++) {
            try {
                axes.add(transposed ? transposedAxis(i) : axis(i));
            } catch (IllegalArgumentException rejection) {
                throw new IllegalArgumentException(
                        "axis " + NAMES[NAMES.length - in.length + i] + ": " + rejection.getMessage(), rejection);
            }
        }
        return transposed
                ? new ConvSpec(batch, groups, outChannels, inChannels, axes)
                : new ConvSpec(batch, groups, inChannels, outChannels, axes);
    }

    private Axis axis(int i) {
        return border == null
                ? Axis.conv(in[i], kernel[i], stride[i], dilation[i], padLo[i], padHi[i])
                : Axis.conv(in[i], kernel[i], stride[i], dilation[i], border);
    }

    private Axis transposedAxis(int i) {
        if (outputSize != null) {
            return Axis.transposedTo(in[i], kernel[i], stride[i], dilation[i], border, outputPadding[i], outputSize[i]);
        }
        return border == null
                ? Axis.transposed(in[i], kernel[i], stride[i], dilation[i], padLo[i], padHi[i], outputPadding[i])
                : Axis.transposed(in[i], kernel[i], stride[i], dilation[i], border, outputPadding[i]);
    }

    private int[] all(int value) {
        int[] values = new int[in.length];
        Arrays.fill(values, value);
        return values;
    }

    private int[] perAxis(String parameter, int[] values) {
        return Check.perAxis(parameter, values, in.length);
    }
}
