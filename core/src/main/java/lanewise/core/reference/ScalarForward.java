package lanewise.core.reference;

import java.util.Arrays;
import lanewise.core.Axis;
import lanewise.core.ConvSpec;
import lanewise.core.Layout;
import lanewise.core.spi.Call;
import lanewise.core.spi.Scratch;
import lanewise.core.spi.TensorIndex;

/** {@code y[n, m, o] = Σ_c Σ_k w[m, c, k] · x[n, c, s·o + d·k - p]}, one task per image and output channel. */
final class ScalarForward implements ScalarKernel {
    private final ConvSpec spec;
    private final Axis depth;
    private final Axis height;
    private final Axis width;
    private final TensorIndex x;
    private final TensorIndex y;

    ScalarForward(ConvSpec spec, Layout layout) {
        this.spec = spec;
        depth = spec.threeAxes().get(0);
        height = spec.threeAxes().get(1);
        width = spec.threeAxes().get(2);
        x = TensorIndex.ofInput(spec, layout);
        y = TensorIndex.ofOutput(spec, layout);
    }

    @Override
    public double cost() {
        return spec.macs();
    }

    @Override
    public int tasks() {
        return spec.batch() * spec.outChannels();
    }

    @Override
    public void run(Call call, int task, Scratch scratch) {
        int n = task / spec.outChannels();
        int m = task % spec.outChannels();
        float[] sums = scratch.floats();
        for (int od = 0; od < depth.out(); od++) {
            for (int oh = 0; oh < height.out(); oh++) {
                for (int block = 0; block < Math.ceilDiv(width.out(), BLOCK); block++) {
                    int ow = block * BLOCK;
                    int count = Math.min(BLOCK, width.out() - ow);
                    sum(call, n, m, od, oh, ow, count, sums);
                    ScalarKernel.store(call, m, sums, count, call.y(), y.plane(n, m) + y.position(od, oh, ow),
                            y.positionStep());
                }
            }
        }
    }

    private void sum(Call call, int n, int m, int od, int oh, int ow, int count, float[] sums) {
        Arrays.fill(sums, 0, count, 0f);
        int firstChannel = m / spec.outChannelsPerGroup() * spec.inChannelsPerGroup();
        int weight = m * spec.inChannelsPerGroup() * (int) spec.taps();
        for (int c = firstChannel; c < firstChannel + spec.inChannelsPerGroup(); c++) {
            for (int kd = 0; kd < depth.kernel(); kd++) {
                int d = depth.stride() * od + depth.dilation() * kd - depth.padLo();
                for (int kh = 0; kh < height.kernel(); kh++, weight += width.kernel()) {
                    int h = height.stride() * oh + height.dilation() * kh - height.padLo();
                    if (d >= 0 && d < depth.in() && h >= 0 && h < height.in()) {
                        row(call, x.plane(n, c) + x.position(d, h, 0), weight, ow, count, sums);
                    }
                }
            }
        }
    }

    /** Adds the products of one row of x and one row of taps to the sums of outputs {@code [ow, ow + count)}. */
    private void row(Call call, long row, int weight, int ow, int count, float[] sums) {
        for (int kw = 0; kw < width.kernel(); kw++) {
            int from = Math.max(width.firstWindow(kw) - ow, 0);
            int to = Math.min(width.endWindow(kw) - ow, count);
            if (from < to) {
                int w = width.stride() * (ow + from) + width.dilation() * kw - width.padLo();
                call.x().read(row + w * x.positionStep(), width.stride() * x.positionStep(), sums, BLOCK + from, 1,
                        to - from);
                ScalarKernel.accumulate(call.packed()[weight + kw], sums, from, to);
            }
        }
    }
}
