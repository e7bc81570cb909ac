package lanewise.core;

/**
 * What a caller may ask of a plan. Immutable; start from {@link #DEFAULTS}.
 *
 * @param layout    order of the tensors read and written
 * @param accuracy  which algorithms are allowed
 * @param backend   name of the backend to use, or null for the fastest that works here
 * @param algorithm name of the algorithm to use, or null for the fastest that the wisdom knows, otherwise the cheapest
 * @param threads   for how many threads the work is cut, at least 1: one alone is fastest with few large tasks, several
 *                  wait for each other unless there are enough. Any number may run the plan, and no result depends on it
 * @param wisdom    what was measured before
 */
public record PlanOptions(Layout layout, Accuracy accuracy, String backend, String algorithm, int threads,
        Wisdom wisdom) {
    /** NCHW, {@link Accuracy#DEFAULT}, the fastest backend, the cheapest algorithm, four threads. */
    public static final PlanOptions DEFAULTS =
            new PlanOptions(Layout.NCHW, Accuracy.DEFAULT, null, null, 4, Wisdom.NONE);

    /** Checks that layout, accuracy and wisdom are present, and that there is a thread. */
    public PlanOptions {
        Check.given("layout", layout);
        Check.given("accuracy", accuracy);
        Check.given("wisdom", wisdom);
        Check.atLeast("threads", threads, 1);
    }

    /**
     * {@return these options with another layout}
     *
     * @param value order of the tensors
     */
    public PlanOptions withLayout(Layout value) {
        return new PlanOptions(value, accuracy, backend, algorithm, threads, wisdom);
    }

    /**
     * {@return these options with another accuracy}
     *
     * @param value which algorithms are allowed
     */
    public PlanOptions withAccuracy(Accuracy value) {
        return new PlanOptions(layout, value, backend, algorithm, threads, wisdom);
    }

    /**
     * {@return these options with a backend chosen by name, {@code "scalar"} for the reference}
     *
     * @param value name, or null for the fastest
     */
    public PlanOptions withBackend(String value) {
        return new PlanOptions(layout, accuracy, value, algorithm, threads, wisdom);
    }

    /**
     * {@return these options with an algorithm chosen by name}
     *
     * @param value name, or null for what wisdom or prediction prefers
     */
    public PlanOptions withAlgorithm(String value) {
        return new PlanOptions(layout, accuracy, backend, value, threads, wisdom);
    }

    /**
     * {@return these options with the work cut for another number of threads}
     *
     * @param value how many, at least 1
     */
    public PlanOptions withThreads(int value) {
        return new PlanOptions(layout, accuracy, backend, algorithm, value, wisdom);
    }

    /**
     * {@return these options with what was measured before}
     *
     * @param value measurements, {@link Wisdom#NONE} to predict
     */
    public PlanOptions withWisdom(Wisdom value) {
        return new PlanOptions(layout, accuracy, backend, algorithm, threads, value);
    }
}
