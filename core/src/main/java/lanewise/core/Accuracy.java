package lanewise.core;

/** Which algorithms a plan may choose from. */
public enum Accuracy {
    /**
     * Only algorithms whose results equal the scalar reference bit for bit:
     * {@code |error| ≤ (K + 2)·ε·(|w| ∗ |x|)} for K products per output.
     */
    STRICT,
    /** Also algorithms with a documented error bound of their own. */
    DEFAULT
}
