package lanewise.core.resize;

/**
 * Which coordinate c among the inputs of an axis an output o has; ONNX Resize's rules. The scale s is a fraction, so c is
 * computed exactly, except for {@link #TF_CROP_AND_RESIZE}.
 */
public enum Coordinates {
    /** {@code c = (o + 1/2) / s - 1/2}: units are areas, both ends coincide. */
    HALF_PIXEL,
    /** {@code c = in/2 · (1 - out / (s·in)) + (o + 1/2) / s - 1/2}: as HALF_PIXEL, but centred if {@code s·in} is no integer. */
    HALF_PIXEL_SYMMETRIC,
    /** As HALF_PIXEL, but {@code c = 0} for a single output. */
    PYTORCH_HALF_PIXEL,
    /** {@code c = o / s}. */
    ASYMMETRIC,
    /** {@code c = o · (in - 1) / (out - 1)}, 0 for a single output: units are points, first and last ones coincide. */
    ALIGN_CORNERS,
    /** {@code c = (o + 1/2) / s}, which ONNX withdrew after version 11. */
    TF_HALF_PIXEL_FOR_NN,
    /**
     * {@code c = (start · (out - 1 - o) + end · o) · (in - 1) / (out - 1)}, {@code (start + end) / 2 · (in - 1)} for a single
     * output: a part of the input, in fractions of it. Outputs with c outside {@code [0, in - 1]} have the extrapolation value.
     */
    TF_CROP_AND_RESIZE;

    /** A, B and D of {@code c = (A·o + B) / D}. */
    long[] line(int in, int out, Scale s) {
        return switch (this) {
            case HALF_PIXEL -> halfPixel(s);
            case HALF_PIXEL_SYMMETRIC ->
                new long[]{2 * s.in(), s.in() - s.out() + in * s.out() - out * s.in(), 2 * s.out()};
            case PYTORCH_HALF_PIXEL -> out > 1 ? halfPixel(s) : new long[]{0, 0, 1};
            case ASYMMETRIC -> new long[]{s.in(), 0, s.out()};
            case ALIGN_CORNERS -> out > 1 ? new long[]{in - 1, 0, out - 1} : new long[]{0, 0, 1};
            case TF_HALF_PIXEL_FOR_NN -> new long[]{2 * s.in(), s.in(), 2 * s.out()};
            case TF_CROP_AND_RESIZE -> throw new AssertionError("not a line of fractions");
        };
    }

    private static long[] halfPixel(Scale s) {
        return new long[]{2 * s.in(), s.in() - s.out(), 2 * s.out()};
    }
}
