package lanewise.simd;

import jdk.incubator.vector.FloatVector;
import lanewise.core.ConvSpec;
import lanewise.core.Floats;
import lanewise.core.Product;
import lanewise.core.spi.Call;
import lanewise.core.spi.Kernel;
import lanewise.core.spi.Problem;
import lanewise.core.spi.Scratch;
import lanewise.core.spi.TensorIndex;

/**
 * WEIGHTS of a single position that every tap meets, as a fully connected layer or a generator's first one has: the outer product
 * {@code w[m, (c, k)] = y[m] · x[c, k]}. Every weight is written once, row by row.
 *
 * <p>A task is some input channels of a group, which stay in the first-level cache. Scratch is {@code [their taps | a row of weights]}.
 */
final class WeightsOuter implements Kernel {
    private static final int EXERCISE = 16 * Lanes.COUNT;
    private static final WarmUp VECTORS = new WarmUp(WeightsOuter::exercise);

    private final ConvSpec spec;
    private final TensorIndex x;
    private final TensorIndex y;
    private final Phase taps;
    private final int channels;

    WeightsOuter(Problem problem) {
        spec = problem.spec();
        x = TensorIndex.ofInput(spec, problem.layout());
        y = TensorIndex.ofOutput(spec, problem.layout());
        taps = taps(spec);
        channels = Math.clamp(Budget.NEAR / taps.taps(), 1, Math.max(1, spec.inChannelsPerGroup()));
    }

    static String rejects(Problem problem) {
        if (problem.product() != Product.WEIGHTS) {
            return "computes weight gradients only";
        }
        if (problem.spec().batch() * problem.spec().outPositions() != 1) {
            return "needs a single position";
        }
        Phase taps = taps(problem.spec());
        long met = taps.depth().met() * taps.height().met() * taps.width().met();
        return met == taps.taps() ? null : "some tap meets nothing but padding";
    }

    private static Phase taps(ConvSpec spec) {
        return Lattices.of(Product.WEIGHTS, spec.threeAxes()).phases().getFirst();
    }

    @Override
    public double cost() {
        return Costs.TILE_VECTOR / Lanes.COUNT * spec.filterElements();
    }

    @Override
    public int tasks() {
        return Math.multiplyExact(spec.groups(), blocks());
    }

    @Override
    public int scratchFloats() {
        return Math.multiplyExact(2, channels * taps.taps());
    }

    @Override
    public int scratchInts() {
        return 0;
    }

    @Override
    public float[] pack(float[] weights) {
        throw new IllegalStateException("a weight gradient has no weights to pack");
    }

    @Override
    public void run(Call call, int task, Scratch scratch) {
        int group = task / blocks();
        int first = task % blocks() * channels;
        int count = Math.min(channels, spec.inChannelsPerGroup() - first);
        float[] floats = scratch.floats();
        int tap = 0;
        for (int d : taps.depth().shift()) {
            for (int h : taps.height().shift()) {
                for (int w : taps.width().shift()) {
                    call.x().read(x.plane(0, group * spec.inChannelsPerGroup() + first) + x.position(d, h, w),
                            x.channelStep(), floats, tap++, taps.taps(), count);
                }
            }
        }
        int length = count * taps.taps();
        Floats to = call.w();
        for (int m = group * spec.outChannelsPerGroup(); m < (group + 1) * spec.outChannelsPerGroup(); m++) {
            long at = ((long) m * spec.inChannelsPerGroup() + first) * taps.taps();
            float factor = call.y().get(y.plane(0, m));
            if (to.array() != null) {
                multiply(floats, length, factor, to.array(), (int) (to.arrayOffset() + at));
            } else {
                multiply(floats, length, factor, floats, length);
                to.write(at, 1, floats, length, 1, length);
            }
        }
    }

    /** {@code to[at + i] = row[i] · factor + 0}, {@code 0 ≤ i < count}. */
    private static void multiply(float[] row, int count, float factor, float[] to, int at) {
        if (count >= Lanes.COUNT && !VECTORS.cold()) {
            vectors(row, count - Lanes.COUNT, factor, to, at);
            return;
        }
        for (int i = 0; i < count; i++) {
            to[at + i] = Math.fma(row[i], factor, 0f) + 0f;
        }
    }

    /** At least a vector; the last one, from {@code last} on, overlaps the one before. */
    private static void vectors(float[] row, int last, float factor, float[] to, int at) {
        FloatVector zero = FloatVector.zero(Lanes.SPECIES);
        FloatVector by = FloatVector.broadcast(Lanes.SPECIES, factor);
        for (int i = 0; i < last; i += Lanes.COUNT) {
            FloatVector.fromArray(Lanes.SPECIES, row, i).fma(by, zero).add(zero).intoArray(to, at + i);
        }
        FloatVector.fromArray(Lanes.SPECIES, row, last).fma(by, zero).add(zero).intoArray(to, at + last);
    }

    private static void exercise() {
        float[] row = new float[EXERCISE];
        float[] to = new float[EXERCISE];
        vectors(row, EXERCISE - Lanes.COUNT, 1, to, 0);
    }

    private int blocks() {
        return Math.max(1, Math.ceilDiv(spec.inChannelsPerGroup(), channels));
    }
}
