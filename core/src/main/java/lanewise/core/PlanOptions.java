package lanewise.core;

import java.util.Objects;

/**
 * What a caller may ask of a plan. Immutable; start from {@link #DEFAULTS}.
 *
 * @param layout    order of the tensors read and written
 * @param accuracy  which algorithms are allowed
 * @param backend   name of the backend to use, or null for the fastest that works here
 * @param algorithm name of the algorithm to use, or null for the cheapest
 */
public record PlanOptions(Layout layout, Accuracy accuracy, String backend, String algorithm) {
    /** NCHW, {@link Accuracy#DEFAULT}, the fastest backend, the cheapest algorithm. */
    public static final PlanOptions DEFAULTS = new PlanOptions(Layout.NCHW, Accuracy.DEFAULT, null, null);

    /** Checks that layout and accuracy are present. */
    public PlanOptions {
        Objects.requireNonNull(layout, "layout");
        Objects.requireNonNull(accuracy, "accuracy");
    }

    /**
     * {@return these options with another layout}
     *
     * @param value order of the tensors
     */
    public PlanOptions withLayout(Layout value) {
        return new PlanOptions(value, accuracy, backend, algorithm);
    }

    /**
     * {@return these options with another accuracy}
     *
     * @param value which algorithms are allowed
     */
    public PlanOptions withAccuracy(Accuracy value) {
        return new PlanOptions(layout, value, backend, algorithm);
    }

    /**
     * {@return these options with a backend chosen by name, {@code "scalar"} for the reference}
     *
     * @param value name, or null for the fastest
     */
    public PlanOptions withBackend(String value) {
        return new PlanOptions(layout, accuracy, value, algorithm);
    }

    /**
     * {@return these options with an algorithm chosen by name}
     *
     * @param value name, or null for the cheapest
     */
    public PlanOptions withAlgorithm(String value) {
        return new PlanOptions(layout, accuracy, backend, value);
    }
}
