package lanewise.bench.measure;

import java.util.ArrayList;
import java.util.List;
import lanewise.bench.layers.Agreement;
import lanewise.bench.layers.Layer;
import lanewise.bench.layers.LayerData;
import lanewise.bench.layers.Workers;
import lanewise.core.Axis;
import lanewise.core.ConvSpec;
import lanewise.core.Filter;
import lanewise.core.Layout;
import lanewise.core.Operator;
import lanewise.core.Plan;
import lanewise.core.PlanOptions;
import lanewise.core.Product;
import lanewise.core.spi.Job;
import lanewise.core.spi.Scratch;

/**
 * A transposed layer as everybody writes it first, by our own forward path:
 *
 * <pre>
 *     z[n, m, stride·o] = y[n, m, o], zeros between        written in each run; the zeros are still there from the first one
 *     x = correlation of z and the kernel turned by 180° at stride 1
 * </pre>
 *
 * <p>It multiplies stride² as much on a plane, so ours must be about as many times as fast. See
 * {@link lanewise.core.reference.ZeroInsertion} for the padding.
 */
final class ZeroInsertionContender implements Contender {
    static final String NAME = "zero insertion";

    private final PlanOptions options;
    private final Workers workers;
    private Operator operator;
    private Insertion insertion;
    private float[] out;

    /**
     * A contender with threads of its own.
     *
     * @param options what is asked of its plans
     * @param threads how many
     */
    ZeroInsertionContender(PlanOptions options, int threads) {
        this.options = options.withThreads(threads);
        workers = Workers.of(threads);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void prepare(Layer layer, LayerData data) {
        if (layer.product() != Product.TRANSPOSE) {
            throw new IllegalArgumentException("it is for transposed layers");
        }
        ConvSpec stretched = stretched(layer.spec());
        operator = Plan.forward(stretched, options).bind(Filter.of(exchanged(layer.spec(), data.weights())).flipped(),
                data.epilogue());
        insertion = Insertion.of(layer.spec(), options.layout(), data.in(),
                new float[Math.toIntExact(stretched.inElements())]);
        out = new float[layer.outElements()];
    }

    @Override
    public void run() {
        workers.runner().run(insertion);
        operator.run(insertion.to(), out, workers.runner());
    }

    @Override
    public float[] result() {
        return out;
    }

    @Override
    public String algorithm() {
        return operator.algorithm();
    }

    /** Taps are added last one first, so that even exact algorithms have other bits than the transpose. */
    @Override
    public double bound() {
        return Agreement.NATIVE_BOUND;
    }

    @Override
    public void close() {
        workers.close();
    }

    /** The convolution at stride 1 that reads the stretched tensor and writes what the transpose writes. */
    private static ConvSpec stretched(ConvSpec spec) {
        List<Axis> axes = new ArrayList<>();
        for (Axis axis : spec.axes()) {
            int reach = Math.toIntExact(axis.effectiveKernel()) - 1;
            if (axis.padLo() > reach || axis.padHi() > reach) {
                throw new IllegalArgumentException("it cuts no more than the kernel reaches");
            }
            axes.add(new Axis(size(axis), axis.in(), axis.kernel(), 1, axis.dilation(), reach - axis.padLo(),
                    Math.toIntExact(reach - axis.padHi() + axis.slack())));
        }
        return new ConvSpec(spec.batch(), spec.groups(), spec.outChannels(), spec.inChannels(), axes);
    }

    /** Weights {@code [outChannels, inChannels/groups, kernel...]} as {@code [inChannels, outChannels/groups, kernel...]}. */
    private static float[] exchanged(ConvSpec spec, float[] w) {
        int taps = (int) spec.taps();
        int in = spec.inChannelsPerGroup();
        int out = spec.outChannelsPerGroup();
        float[] exchanged = new float[w.length];
        for (int m = 0; m < spec.outChannels(); m++) {
            for (int c = 0; c < in; c++) {
                System.arraycopy(w, (m * in + c) * taps, exchanged, ((m / out * in + c) * out + m % out) * taps, taps);
            }
        }
        return exchanged;
    }

    private static int size(Axis axis) {
        return Math.addExact(Math.multiplyExact(axis.stride(), axis.out() - 1), 1);
    }

    /** Writes a tensor between zeros, row by row of pixels; a unit of NHWC is all channels of a pixel. */
    private record Insertion(List<Axis> axes, int rows, int unit, float[] from, float[] to) implements Job {
        static Insertion of(ConvSpec spec, Layout layout, float[] from, float[] to) {
            List<Axis> axes = spec.threeAxes();
            int unit = layout == Layout.NCHW ? 1 : spec.outChannels();
            return new Insertion(axes, from.length / (axes.get(2).out() * unit), unit, from, to);
        }

        @Override
        public int tasks() {
            return rows;
        }

        @Override
        public int scratchFloats() {
            return 0;
        }

        @Override
        public int scratchInts() {
            return 0;
        }

        @Override
        public void run(int row, Scratch scratch) {
            Axis depth = axes.get(0);
            Axis height = axes.get(1);
            Axis width = axes.get(2);
            int d = row / height.out() % depth.out();
            int h = row % height.out();
            int plane = row / height.out() / depth.out();
            int at = row * width.out() * unit;
            int target = ((plane * size(depth) + depth.stride() * d) * size(height) + height.stride() * h) * size(width)
                    * unit;
            for (int w = 0; w < width.out(); w++) {
                for (int i = 0; i < unit; i++) {
                    to[target + i] = from[at + i];
                }
                at += unit;
                target += width.stride() * unit;
            }
        }
    }
}
