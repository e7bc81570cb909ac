package lanewise.core.reference;

import lanewise.core.ConvSpec;
import lanewise.core.spi.Algorithm;
import lanewise.core.spi.Kernel;
import lanewise.core.spi.Problem;

/**
 * The definition of the three products in float32. Every sum starts at +0 and takes its products one by one with
 * {@link Math#fma}, in an order that the exact algorithms of other backends share:
 *
 * <ul>
 * <li>FORWARD over the input channel, then the taps in row-major order;
 * <li>TRANSPOSE over the output channel, then the taps in row-major order;
 * <li>WEIGHTS over the image, then the output positions in row-major order, in {@link lanewise.core.spi.BlockSums blocks}.
 * </ul>
 *
 * <p>Taps over padding are skipped. Multiplying them by zero instead gives the same stored bits when the other factor
 * is finite: it can only change the sign of a zero sum, which the epilogue's {@code + bias} (never -0) removes. That
 * factor is a weight, checked by {@link lanewise.core.Plan#bind bind}; for WEIGHTS it is an element of y, unchecked.
 */
public final class ScalarReference implements Algorithm {

    /** An algorithm without state. */
    public ScalarReference() {
    }

    @Override
    public String name() {
        return "reference";
    }

    @Override
    public double bound() {
        return 0;
    }

    @Override
    public String rejects(Problem problem) {
        long tasks = tasks(problem);
        return tasks <= Integer.MAX_VALUE ? null : tasks + " planes to compute, more than " + Integer.MAX_VALUE;
    }

    /**
     * The kernel of a product; its tasks are the pairs (image, channel written) in row-major order, for WEIGHTS the
     * pairs (output channel, up to four input channels of its group).
     */
    @Override
    public Kernel kernel(Problem problem) {
        ConvSpec spec = problem.spec();
        return switch (problem.product()) {
            case FORWARD -> new ScalarForward(spec, problem.layout());
            case TRANSPOSE -> new ScalarTranspose(spec, problem.layout());
            case WEIGHTS -> new ScalarWeights(spec, problem.layout());
        };
    }

    private static long tasks(Problem problem) {
        ConvSpec spec = problem.spec();
        return switch (problem.product()) {
            case FORWARD -> (long) spec.batch() * spec.outChannels();
            case TRANSPOSE -> (long) spec.batch() * spec.inChannels();
            case WEIGHTS -> (long) spec.outChannels() * spec.inChannelsPerGroup();
        };
    }
}
