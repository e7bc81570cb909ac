package lanewise.core.spi;

/** One way to compute some of the three products. Stateless. */
public interface Algorithm {

    /** {@return a short unique name in kebab case} */
    String name();

    /**
     * {@return how far results may lie from the exact ones, in units of
     * {@code ε·}{@link lanewise.core.reference.ChannelNorms norm} with {@code ε = 2⁻²⁴}, as long as nothing overflows or
     * underflows; 0 when every result has the bits of the scalar reference}
     */
    double bound();

    /** {@return whether every result has the bits of the scalar reference} */
    default boolean exact() {
        return bound() == 0;
    }

    /**
     * {@return why the algorithm cannot compute a problem, in a few words, or null when it can}
     *
     * @param problem what to compute
     */
    String rejects(Problem problem);

    /**
     * Plans a problem; takes microseconds and allocates little.
     *
     * @param problem a problem that is not rejected
     * @return an immutable kernel
     */
    Kernel kernel(Problem problem);
}
