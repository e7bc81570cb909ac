package lanewise.core.spi;

import java.util.List;
import lanewise.core.reference.ScalarRows;

/** A set of algorithms for one kind of machine, found through {@link java.util.ServiceLoader}. */
public interface Backend {

    /** {@return a short name for {@code explain()} and for choosing the backend} */
    String name();

    /**
     * {@return what the backend found on this machine, in a few words; it tells apart what was measured on different ones.
     * Called only when the backend works}
     */
    String description();

    /** {@return why the backend cannot work in this JVM and what cures it, in one sentence, or null when it works} */
    String unavailable();

    /** {@return the algorithms, in no particular order; called only when the backend works} */
    List<Algorithm> algorithms();

    /** {@return the loops that operations without weights are made of, with the bits of the scalar ones} */
    default Rows rows() {
        return ScalarRows.INSTANCE;
    }

    /**
     * {@return whether, since this was last asked, some run was slower than the next ones may be, because code that it needs has
     * not been compiled yet; who measures asks after a warm-up}
     */
    default boolean wasCold() {
        return false;
    }
}
