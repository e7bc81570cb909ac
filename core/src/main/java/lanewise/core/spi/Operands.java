package lanewise.core.spi;

import lanewise.core.Floats;

/** What one run of a {@link Mapping} reads and writes. */
public interface Operands {

    /** {@return the tensor read} */
    Floats in();

    /** {@return the tensor written} */
    Floats out();

    /** {@return the indices written or read from the first element on, null without} */
    int[] indices();

    /** {@return at least {@link Mapping#notes} ints of this run alone, as {@link Mapping#prepare} left them} */
    int[] notes();
}
