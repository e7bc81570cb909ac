package lanewise.core.reference;

import lanewise.core.ConvSpec;
import lanewise.core.Product;
import lanewise.core.spi.Problem;
import lanewise.core.spi.TensorIndex;

/**
 * The scale of errors of algorithms that mix pixels before they multiply, so that a large value may disturb results which
 * do not depend on it:
 *
 * <pre>
 *     norm[n, o] = Σ_c ‖w[o, c]‖₁ · ‖operand[n, c]‖∞       o a channel written, c a channel read of the same group
 * </pre>
 *
 * <p>It is at least {@code |w| ∗ |operand|} everywhere. Source: Barabasz et al. 2020, "Error Analysis and Improving the Accuracy
 * of Winograd Convolution for Deep Neural Networks".
 */
public final class ChannelNorms {
    private ChannelNorms() {
    }

    /**
     * Computes the norms.
     *
     * @param problem FORWARD or TRANSPOSE
     * @param w       {@code [outChannels, inChannels/groups, kernel...]}
     * @param operand the tensor read, in the problem's layout
     * @return {@code [batch, channels written]}
     */
    public static double[] of(Problem problem, float[] w, float[] operand) {
        ConvSpec spec = problem.spec();
        boolean forward = problem.product() == Product.FORWARD;
        TensorIndex index = forward
                ? TensorIndex.ofInput(spec, problem.layout())
                : TensorIndex.ofOutput(spec, problem.layout());
        int written = forward ? spec.outChannels() : spec.inChannels();
        int taps = (int) spec.taps();
        int inPerGroup = spec.inChannelsPerGroup();
        double[] norms = new double[spec.batch() * written];
        for (int n = 0; n < spec.batch(); n++) {
            double[] greatest = new double[index.channels()];
            for (int c = 0; c < greatest.length; c++) {
                greatest[c] = greatest(index, n, c, operand);
            }
            for (int out = 0; out < spec.outChannels(); out++) {
                int group = out / spec.outChannelsPerGroup();
                for (int i = 0; i < inPerGroup; i++) {
                    int in = group * inPerGroup + i;
                    double sum = 0;
                    for (int tap = 0; tap < taps; tap++) {
                        sum += Math.abs(w[(out * inPerGroup + i) * taps + tap]);
                    }
                    norms[n * written + (forward ? out : in)] += sum * greatest[forward ? in : out];
                }
            }
        }
        return norms;
    }

    private static double greatest(TensorIndex index, int n, int channel, float[] operand) {
        double greatest = 0;
        int at = (int) index.plane(n, channel);
        for (int i = 0; i < index.depth() * index.height() * index.width(); i++) {
            greatest = Math.max(greatest, Math.abs(operand[at + i * (int) index.positionStep()]));
        }
        return greatest;
    }
}
