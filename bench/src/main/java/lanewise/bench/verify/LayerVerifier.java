package lanewise.bench.verify;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import lanewise.bench.layers.Agreement;
import lanewise.bench.layers.Candidates;
import lanewise.bench.layers.Layer;
import lanewise.bench.layers.LayerData;
import lanewise.bench.layers.Workers;
import lanewise.bench.tensor.Tensor;
import lanewise.core.Filter;
import lanewise.core.Layout;
import lanewise.core.Operator;
import lanewise.core.PlanOptions;
import lanewise.core.Runner;
import lanewise.core.spi.Backends;

/**
 * Runs a layer through every algorithm that takes it, in both layouts, on one thread and on two, and holds each result
 * against the scalar core.
 */
final class LayerVerifier implements AutoCloseable {
    private final Workers all = Workers.all();
    private final Workers one = Workers.of(1);
    private final Workers two = Workers.of(2);
    private final long seed;

    LayerVerifier(long seed) {
        this.seed = seed;
    }

    Verdict verify(Layer layer) {
        LayerData data = LayerData.of(layer, seed);
        Agreement agreement = Agreement.of(layer, data, Layout.NCHW, all.runner());
        for (Layout layout : Layout.values()) {
            List<PlanOptions> applicable = applicable(layer, PlanOptions.DEFAULTS.withLayout(layout));
            if (applicable.isEmpty()) {
                return Verdict.failed(layer.name(), "no algorithm of the fast backends takes it in " + layout);
            }
            for (PlanOptions options : applicable) {
                String difference = difference(layer, data, options, agreement);
                if (difference != null) {
                    return Verdict.failed(layer.name(),
                            options.backend() + "/" + options.algorithm() + " " + layout + ": " + difference);
                }
            }
        }
        return Verdict.passed(layer.name());
    }

    private String difference(Layer layer, LayerData data, PlanOptions options, Agreement agreement) {
        boolean channelsFirst = options.layout() == Layout.NCHW;
        Tensor in = new Tensor(layer.inShape(), data.in());
        float[] from = channelsFirst ? in.values() : in.channelsLast().values();
        int[] shape = channelsFirst ? layer.outShape() : Tensor.channelsLast(layer.outShape());
        Operator operator = layer.plan(options).bind(Filter.of(data.weights()));
        float[] alone = run(operator, from, shape, one.runner());
        float[] together = run(operator, from, shape, two.runner());
        long mismatch = MemorySegment.ofArray(alone).mismatch(MemorySegment.ofArray(together));
        if (mismatch >= 0) {
            return "two threads must give the bits of one, but do not at element " + mismatch / Float.BYTES;
        }
        Tensor got = new Tensor(shape, alone);
        return agreement.difference(Agreement.bound(operator.algorithm()),
                channelsFirst ? alone : got.channelsFirst().values());
    }

    private static float[] run(Operator operator, float[] in, int[] shape, Runner runner) {
        Tensor out = Tensor.zeros("output", shape);
        Arrays.fill(out.values(), Float.NaN);
        operator.run(in, out.values(), runner);
        return out.values();
    }

    /** All of them, without the reference unless it is alone. */
    private static List<PlanOptions> applicable(Layer layer, PlanOptions options) {
        List<PlanOptions> candidates = Candidates.of(layer.problem(options));
        return Backends.usable().size() == 1 ? candidates : candidates.subList(0, candidates.size() - 1);
    }

    @Override
    public void close() {
        one.close();
        two.close();
        all.close();
    }
}
