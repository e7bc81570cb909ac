package lanewise.core.spi;

import lanewise.core.Epilogue;
import lanewise.core.Floats;

/**
 * The operands of one run, named as in {@link lanewise.core.ConvSpec}. FORWARD reads x and packed and writes y,
 * TRANSPOSE reads y and packed and writes x, WEIGHTS reads x and y and writes w; what a product does not use is null.
 */
public interface Call {

    /** {@return the tensor {@code [batch, inChannels, in...]}} */
    Floats x();

    /** {@return the tensor {@code [batch, outChannels, out...]}} */
    Floats y();

    /** {@return the weight gradient {@code [outChannels, inChannels/groups, kernel...]}} */
    Floats w();

    /**
     * {@return what the epilogue adds, a tensor like the one written and perhaps the same, so that each element must be
     * read before it is written; null without}
     */
    Floats residual();

    /** {@return weights as {@link Kernel#pack} left them} */
    float[] packed();

    /** {@return what to apply to finished sums} */
    Epilogue epilogue();
}
