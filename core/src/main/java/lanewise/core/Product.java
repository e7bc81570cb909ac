package lanewise.core;

/**
 * The three products of one trilinear form, {@code T(w, x, y) = Σ w·x·y} over every valid (output position, tap) pair.
 *
 * <p>{@code ⟨C x, y⟩ = ⟨x, Cᵀ y⟩ = ⟨w, W(x, y)⟩} ties them together.
 */
public enum Product {
    /** {@code y = C x}: convolution; the data gradient of a transposed convolution. */
    FORWARD,
    /** {@code x = Cᵀ y}: transposed convolution; the data gradient of a convolution. */
    TRANSPOSE,
    /** {@code w = ∂T/∂w}: the weight gradient of both. */
    WEIGHTS
}
