package lanewise.core.resize;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import lanewise.core.bounds.Bounds;

/**
 * Collects what ONNX Resize is told and turns it into a {@link ResizeSpec}. Every per-axis setter takes one value for all
 * axes or one value per axis, outermost first. Start with {@link ResizeSpec#of}; scales or sizes are needed.
 */
public final class ResizeSpecBuilder {
    private static final String[] NAMES = {"D", "H", "W"};

    Interpolation interpolation = Interpolation.NEAREST;
    Coordinates coordinates = Coordinates.HALF_PIXEL;
    Rounding rounding = Rounding.ROUND_PREFER_FLOOR;
    float cubicCoefficient = -0.75f;
    boolean excludeOutside;
    boolean antialias;

    private final int channels;
    private final int[] in;
    private int batch = 1;
    private float[] scales;
    private int[] sizes;
    private AspectRatio aspectRatio = AspectRatio.STRETCH;
    private float[] cropStart;
    private float[] cropEnd;
    private float extrapolationValue;

    ResizeSpecBuilder(int channels, int[] in) {
        if (Bounds.given("in", in).length < 1 || in.length > 3) {
            throw new IllegalArgumentException("axes must be 1 to 3, but are " + in.length);
        }
        this.channels = channels;
        this.in = in.clone();
    }

    /**
     * Images per call; 1 unless set.
     *
     * @param value at least 0
     * @return this
     */
    public ResizeSpecBuilder batch(int value) {
        batch = value;
        return this;
    }

    /**
     * Scales, from which sizes follow: {@code out = ⌊in · scale⌋}. A float32 stands for a fraction, the first convergent of its
     * continued fraction that rounds to it (3/5 for 0.6), and coordinates are computed with that, not with {@code out / in}.
     *
     * @param values one for all axes or one per axis, each positive and finite
     * @return this
     */
    public ResizeSpecBuilder scale(float... values) {
        scales = perAxis("scale", values);
        return this;
    }

    /**
     * Sizes to make; the scale of an axis is {@code out / in}.
     *
     * @param values one for all axes or one per axis, each at least 1
     * @return this
     */
    public ResizeSpecBuilder size(int... values) {
        sizes = Bounds.perAxis("size", values, in.length);
        return this;
    }

    /**
     * What becomes of sizes that change the ratio of the axes; {@link AspectRatio#STRETCH} unless set.
     *
     * @param value the policy
     * @return this
     */
    public ResizeSpecBuilder aspectRatio(AspectRatio value) {
        aspectRatio = Bounds.given("aspectRatio", value);
        return this;
    }

    /**
     * What outputs are made of; {@link Interpolation#NEAREST} unless set.
     *
     * @param value the interpolation
     * @return this
     */
    public ResizeSpecBuilder interpolation(Interpolation value) {
        interpolation = Bounds.given("interpolation", value);
        return this;
    }

    /**
     * Where outputs lie among the inputs; {@link Coordinates#HALF_PIXEL} unless set.
     *
     * @param value the rule
     * @return this
     */
    public ResizeSpecBuilder coordinates(Coordinates value) {
        coordinates = Bounds.given("coordinates", value);
        return this;
    }

    /**
     * How {@link Interpolation#NEAREST} rounds; {@link Rounding#ROUND_PREFER_FLOOR} unless set.
     *
     * @param value the rule
     * @return this
     */
    public ResizeSpecBuilder rounding(Rounding value) {
        rounding = Bounds.given("rounding", value);
        return this;
    }

    /**
     * The coefficient a of {@link Interpolation#CUBIC}; -0.75 unless set.
     *
     * @param a finite
     * @return this
     */
    public ResizeSpecBuilder cubicCoefficient(float a) {
        if (!Float.isFinite(a)) {
            throw new IllegalArgumentException("cubicCoefficient must be finite, but is " + a);
        }
        cubicCoefficient = a;
        return this;
    }

    /**
     * Leaves out taps beyond the ends of the input, and divides the weights of the others by their sum.
     *
     * @return this
     */
    public ResizeSpecBuilder excludeOutside() {
        excludeOutside = true;
        return this;
    }

    /**
     * Where an axis shrinks, stretches the weights of {@link Interpolation#LINEAR} and {@link Interpolation#CUBIC} by
     * {@code 1 / scale}, so that no input is passed over, and divides them by their sum.
     *
     * @return this
     */
    public ResizeSpecBuilder antialias() {
        antialias = true;
        return this;
    }

    /**
     * The part of the input that {@link Coordinates#TF_CROP_AND_RESIZE} resizes, in fractions of it: 0 is the first unit, 1 the
     * last one. It may reach beyond them, and the end may lie before the start.
     *
     * @param start one for all axes or one per axis, finite
     * @param end   likewise
     * @return this
     */
    public ResizeSpecBuilder crop(float[] start, float[] end) {
        cropStart = perAxis("start", start);
        cropEnd = perAxis("end", end);
        return this;
    }

    /**
     * What outputs beyond the input have with {@link Coordinates#TF_CROP_AND_RESIZE}; 0 unless set.
     *
     * @param value any
     * @return this
     */
    public ResizeSpecBuilder extrapolationValue(float value) {
        extrapolationValue = value;
        return this;
    }

    /**
     * Builds the specification.
     *
     * @return the specification
     * @throws IllegalArgumentException naming the axis, the parameter, its value and the bound
     */
    public ResizeSpec build() {
        if ((scales == null) == (sizes == null)) {
            throw new IllegalArgumentException(
                    "one of scale and size must be set, but " + (scales == null ? "neither is" : "both are"));
        }
        if (antialias && interpolation == Interpolation.NEAREST) {
            throw new IllegalArgumentException("antialias must be unset for NEAREST, which weights nothing");
        }
        if ((coordinates == Coordinates.TF_CROP_AND_RESIZE) != (cropStart != null)) {
            throw new IllegalArgumentException(
                    "crop must be set for TF_CROP_AND_RESIZE and no other rule, but coordinates are " + coordinates);
        }
        List<ResizeAxis> axes = new ArrayList<>();
        for (int i = 0; i < in.length; i++) {
            named(i, this::checked);
        }
        for (int i = 0; i < in.length; i++) {
            axes.add(named(i, this::axis));
        }
        return new ResizeSpec(batch, channels, axes, extrapolationValue);
    }

    private <T> T named(int i, IntFunction<T> made) {
        try {
            return made.apply(i);
        } catch (IllegalArgumentException rejection) {
            throw new IllegalArgumentException(
                    "axis " + NAMES[NAMES.length - in.length + i] + ": " + rejection.getMessage(), rejection);
        }
    }

    private Void checked(int i) {
        Bounds.atLeast("in", in[i], 1);
        if (sizes != null) {
            Bounds.atLeast("size", sizes[i], 1);
        }
        if (cropStart != null && !(Float.isFinite(cropStart[i]) && Float.isFinite(cropEnd[i]))) {
            throw new IllegalArgumentException(
                    "crop must be finite, but is from " + cropStart[i] + " to " + cropEnd[i]);
        }
        return null;
    }

    private ResizeAxis axis(int i) {
        Scale scale = scales != null
                ? Scale.of(scales[i])
                : aspectRatio == AspectRatio.STRETCH ? Scale.of(sizes[i], in[i]) : common();
        long out = scales != null ? scale.down(in[i]) : scale.nearest(in[i]);
        Bounds.between("out", out, 1, Integer.MAX_VALUE);
        return new ResizeAxis(in[i], cropStart == null
                ? new Taps(this, in[i], (int) out, scale, 0, 1)
                : new Taps(this, in[i], (int) out, scale, cropStart[i], cropEnd[i]));
    }

    /** The one scale of all axes that keeps their ratio. */
    private Scale common() {
        Scale common = Scale.of(sizes[0], in[0]);
        for (int i = 1; i < in.length; i++) {
            Scale scale = Scale.of(sizes[i], in[i]);
            boolean replaces =
                    aspectRatio == AspectRatio.NOT_LARGER ? scale.below(common) : common.below(scale);
            common = replaces ? scale : common;
        }
        return common;
    }

    private float[] perAxis(String parameter, float[] values) {
        if (Bounds.given(parameter, values).length != 1 && values.length != in.length) {
            throw new IllegalArgumentException(
                    parameter + " must have 1 or " + in.length + " values, but has " + values.length);
        }
        float[] all = new float[in.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = values[values.length == 1 ? 0 : i];
        }
        return all;
    }
}
