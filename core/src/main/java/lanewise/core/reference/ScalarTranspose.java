package lanewise.core.reference;

import java.util.Arrays;
import lanewise.core.Axis;
import lanewise.core.ConvSpec;
import lanewise.core.Layout;
import lanewise.core.spi.Call;
import lanewise.core.spi.Scratch;
import lanewise.core.spi.TensorIndex;

/**
 * {@code x[n, c, u] = Σ_m Σ_k w[m, c, k] · y[n, m, (u + p - d·k) / s]} over the taps that divide evenly, one task per
 * image and input channel.
 */
final class ScalarTranspose implements ScalarKernel {
    private final ConvSpec spec;
    private final Axis depth;
    private final Axis height;
    private final Axis width;
    private final Axis.Phase[] depths;
    private final Axis.Phase[] heights;
    private final Axis.Phase[] widths;
    private final TensorIndex x;
    private final TensorIndex y;

    ScalarTranspose(ConvSpec spec, Layout layout) {
        this.spec = spec;
        depth = spec.threeAxes().get(0);
        height = spec.threeAxes().get(1);
        width = spec.threeAxes().get(2);
        depths = depth.phases();
        heights = height.phases();
        widths = width.phases();
        x = TensorIndex.ofInput(spec, layout);
        y = TensorIndex.ofOutput(spec, layout);
    }

    @Override
    public double cost() {
        return spec.macs();
    }

    @Override
    public int tasks() {
        return spec.batch() * spec.inChannels();
    }

    @Override
    public void run(Call call, int task, Scratch scratch) {
        int n = task / spec.inChannels();
        int c = task % spec.inChannels();
        for (int d = 0; d < depth.in(); d++) {
            for (int h = 0; h < height.in(); h++) {
                for (Axis.Phase phase : widths) {
                    row(call, n, c, d, h, phase, scratch.floats());
                }
            }
        }
    }

    private void row(Call call, int n, int c, int d, int h, Axis.Phase phase, float[] sums) {
        long row = x.plane(n, c) + x.position(d, h, phase.first());
        long step = width.stride() * x.positionStep();
        for (int block = 0; block < Math.ceilDiv(phase.count(), BLOCK); block++) {
            int t = block * BLOCK;
            int count = Math.min(BLOCK, phase.count() - t);
            sum(call, n, c, d, h, phase, t, count, sums);
            ScalarKernel.store(call, c, sums, count, call.x(), row + t * step, step);
        }
    }

    private void sum(Call call, int n, int c, int ud, int uh, Axis.Phase phase, int t, int count, float[] sums) {
        Arrays.fill(sums, 0, count, 0f);
        Axis.Phase pd = depths[(ud + depth.padLo()) % depth.stride()];
        Axis.Phase ph = heights[(uh + height.padLo()) % height.stride()];
        int firstChannel = c / spec.inChannelsPerGroup() * spec.outChannelsPerGroup();
        int taps = (int) spec.taps();
        for (int m = firstChannel; m < firstChannel + spec.outChannelsPerGroup(); m++) {
            int filter = (m * spec.inChannelsPerGroup() + c % spec.inChannelsPerGroup()) * taps;
            for (int i = 0; i < pd.tap().length; i++) {
                int d = ud / depth.stride() + pd.shift()[i];
                for (int j = 0; j < ph.tap().length; j++) {
                    int h = uh / height.stride() + ph.shift()[j];
                    if (d >= 0 && d < depth.out() && h >= 0 && h < height.out()) {
                        int weight = filter + (pd.tap()[i] * height.kernel() + ph.tap()[j]) * width.kernel();
                        taps(call, y.plane(n, m) + y.position(d, h, 0), weight, phase, t, count, sums);
                    }
                }
            }
        }
    }

    /** Adds the products of one row of y and one row of a phase's taps to the sums of units {@code [t, t + count)}. */
    private void taps(Call call, long row, int weight, Axis.Phase phase, int t, int count, float[] sums) {
        for (int k = 0; k < phase.tap().length; k++) {
            int shift = t + phase.shift()[k];
            int from = Math.max(-shift, 0);
            int to = Math.min(width.out() - shift, count);
            if (from < to) {
                call.y().read(row + (from + shift) * y.positionStep(), y.positionStep(), sums, BLOCK + from, 1,
                        to - from);
                ScalarKernel.accumulate(call.packed()[weight + phase.tap()[k]], sums, from, to);
            }
        }
    }
}
