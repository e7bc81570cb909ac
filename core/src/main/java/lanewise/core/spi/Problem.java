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
}
