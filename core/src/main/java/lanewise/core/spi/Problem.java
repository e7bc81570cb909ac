package lanewise.core.spi;

import lanewise.core.Accuracy;
import lanewise.core.ConvSpec;
import lanewise.core.Layout;
import lanewise.core.Product;

/**
 * What an algorithm is asked to compute.
 *
 * @param product  which of the three products
 * @param spec     the convolution matrix
 * @param layout   order of x and y in memory
 * @param accuracy which algorithms are allowed
 * @param threads  for how many threads the work is cut
 */
public record Problem(Product product, ConvSpec spec, Layout layout, Accuracy accuracy, int threads) {

    /**
     * One line that tells every problem apart:
     * {@code FORWARD of 2→3 8→6 k3 s1 d1 p(0,0) g1 n1, NCHW, DEFAULT, 4 threads}.
     */
    @Override
    public String toString() {
        return product + " of " + spec + ", " + layout + ", " + accuracy + ", "
                + (threads == 1 ? "1 thread" : threads + " threads");
    }
}
