package lanewise.bench.layers;

import lanewise.core.ConvSpec;
import lanewise.core.Layout;
import lanewise.core.spi.TensorIndex;

/**
 * The scale of errors of sums over all pixels of two channels, in whatever order they are added:
 *
 * <pre>
 *     norm[m, c] = ‖y[m]‖₂ · ‖x[c]‖₂  ≥  Σ |y · x|  for every tap        m an output channel, c an input channel
 * </pre>
 */
final class WeightNorms {
    private final int taps;
    private final int inPerGroup;
    private final int outPerGroup;
    private final double[] x;
    private final double[] y;

    WeightNorms(ConvSpec spec, Layout layout, float[] x, float[] y) {
        taps = (int) spec.taps();
        inPerGroup = spec.inChannelsPerGroup();
        outPerGroup = spec.outChannelsPerGroup();
        this.x = ofChannels(spec.batch(), TensorIndex.ofInput(spec, layout).flat(), x);
        this.y = ofChannels(spec.batch(), TensorIndex.ofOutput(spec, layout).flat(), y);
    }

    /** {@return the norm of an element of the gradient {@code [outChannels, inChannels/groups, kernel...]}} */
    double of(int element) {
        int pair = element / taps;
        int m = pair / inPerGroup;
        return y[m] * x[m / outPerGroup * inPerGroup + pair % inPerGroup];
    }

    private static double[] ofChannels(int batch, TensorIndex index, float[] values) {
        double[] norms = new double[index.channels()];
        for (int channel = 0; channel < norms.length; channel++) {
            double sum = 0;
            for (int n = 0; n < batch; n++) {
                int at = (int) index.plane(n, channel);
                for (int i = 0; i < index.width(); i++) {
                    double value = values[at + i * (int) index.positionStep()];
                    sum += value * value;
                }
            }
            norms[channel] = Math.sqrt(sum);
        }
        return norms;
    }
}
