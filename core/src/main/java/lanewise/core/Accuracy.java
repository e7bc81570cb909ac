package lanewise.core;

/** Which algorithms a plan may choose from. */
public enum Accuracy {
    /**
     * Only algorithms whose results equal the scalar reference bit for bit:
     * {@code |error| ≤ (K + 2)·ε·(|w| ∗ |x|)} for K products per output.
     */
    STRICT,
    /**
     * Also algorithms with an {@link lanewise.core.spi.Algorithm#bound error bound} of their own, such as Winograd's. A value
     * that is not finite may then spread to neighbouring results that do not depend on it.
     */
    DEFAULT
}
