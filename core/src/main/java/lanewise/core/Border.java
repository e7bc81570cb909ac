package lanewise.core;

/**
 * How far a convolution's window may reach over the edge, for one axis with effective kernel {@code e = (k-1)d + 1}.
 *
 * <p>Source: Dumoulin &amp; Visin 2016, relationships 1-4; ONNX {@code auto_pad} for the two SAME modes.
 */
public enum Border {
    /** No padding: every window lies inside the input. */
    VALID,
    /** {@code ⌊e/2⌋} on both sides; keeps the size of an odd kernel at stride 1, an even one adds a unit. */
    HALF,
    /** {@code e - 1} on both sides: every window that touches the input. */
    FULL,
    /** Output {@code ⌈in/stride⌉}; an odd unit of padding goes to the end. */
    SAME_UPPER,
    /** Output {@code ⌈in/stride⌉}; an odd unit of padding goes to the beginning. */
    SAME_LOWER
}
