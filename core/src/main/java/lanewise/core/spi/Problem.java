package lanewise.core.spi;

import java.util.function.Function;
import lanewise.core.Accuracy;
import lanewise.core.ConvSpec;
import lanewise.core.Layout;
import lanewise.core.Product;

/** What an algorithm is asked to compute. */
public final class Problem {
    private final Product product;
    private final ConvSpec spec;
    private final Layout layout;
    private final Accuracy accuracy;
    private final int threads;
    private volatile Object view;

    /**
     * A problem.
     *
     * @param product  which of the three products
     * @param spec     the convolution matrix
     * @param layout   order of x and y in memory
     * @param accuracy which algorithms are allowed
     * @param threads  for how many threads the work is cut
     */
    public Problem(Product product, ConvSpec spec, Layout layout, Accuracy accuracy, int threads) {
        this.product = product;
        this.spec = spec;
        this.layout = layout;
        this.accuracy = accuracy;
        this.threads = threads;
    }

    /** {@return which of the three products} */
    public Product product() {
        return product;
    }

    /** {@return the convolution matrix} */
    public ConvSpec spec() {
        return spec;
    }

    /** {@return order of x and y in memory} */
    public Layout layout() {
        return layout;
    }

    /** {@return which algorithms are allowed} */
    public Accuracy accuracy() {
        return accuracy;
    }

    /** {@return for how many threads the work is cut} */
    public int threads() {
        return threads;
    }

    /**
     * How a backend sees the problem. Its algorithms share one view, so that choosing among them takes little longer than
     * planning one.
     *
     * @param type   of the view, immutable
     * @param derive makes the view
     * @param <T>    of the view
     * @return what {@code derive} gave when it was first called
     */
    public <T> T view(Class<T> type, Function<Problem, T> derive) {
        Object known = view;
        if (!type.isInstance(known)) {
            known = derive.apply(this);
            view = known;
        }
        return type.cast(known);
    }

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
