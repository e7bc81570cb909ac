package lanewise.core.pooling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lanewise.core.Axis;
import lanewise.core.Border;
import lanewise.core.Floats;
import lanewise.core.Layout;
import lanewise.core.PlanOptions;
import lanewise.core.Products;
import lanewise.core.Runner;
import lanewise.core.SpecGenerator;
import lanewise.core.TensorFunction;
import lanewise.core.spi.Scratch;

/**
 * Pooling by plain loops over what is defined, and the functions that must have their bits: for random windows, in both layouts,
 * on arrays and segments, whatever scratch holds and in whatever order tasks run.
 */
public final class PoolingCheck {
    private static final int GUARD = 3;
    private static final List<Float> SPECIAL =
            List.of(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0f, -0f);
    /** Tasks last to first, each in scratch full of NaN. */
    private static final Runner HOSTILE = job -> {
        float[] floats = new float[job.scratchFloats()];
        int[] ints = new int[job.scratchInts()];
        Scratch scratch = new Scratch(floats, ints);
        for (int task = job.tasks() - 1; task >= 0; task--) {
            Arrays.fill(floats, Float.NaN);
            Arrays.fill(ints, Integer.MIN_VALUE);
            job.run(task, scratch);
        }
    };

    private final PoolSpec spec;
    private final SpecGenerator values;
    private final PlanOptions options;
    private final float[] x;
    /** The places in x of the taps of each window, both in NCHW, row by row. */
    private final int[][] windows;

    private PoolingCheck(SpecGenerator values, String backend) {
        this.values = values;
        spec = spec(values);
        options = PlanOptions.DEFAULTS.withBackend(backend)
                .withLayout(values.oneIn(2) ? Layout.NCHW : Layout.NHWC);
        x = values.oneIn(2) ? values.floats(spec.inElements()) : values.integers(spec.inElements());
        for (int i = 0; i < x.length && values.oneIn(2); i += values.between(1, 40)) {
            x[i] = SPECIAL.get(values.between(0, SPECIAL.size() - 1));
        }
        windows = windows(spec);
    }

    /** Checks a backend on random windows. */
    public static void check(String backend, int cases) {
        SpecGenerator.check(cases, (_, values) -> {
            PoolingCheck one = new PoolingCheck(values, backend);
            try {
                one.maxima();
                one.averages();
                one.unpooling();
                one.unpoolingSideBySide();
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError(one.spec + " " + one.options.layout() + ": " + failure, failure);
            }
        });
    }

    private static PoolSpec spec(SpecGenerator values) {
        int rank = values.between(1, 3);
        int longest = rank == 1 ? 200 : rank == 2 ? 40 : 8;
        while (true) {
            int[] in = IntStream.generate(() -> values.between(1, longest)).limit(rank).toArray();
            PoolSpecBuilder builder =
                    PoolSpec.of(values.oneIn(20) ? 0 : values.between(1, values.oneIn(3) ? 40 : 5), in)
                            .batch(values.oneIn(20) ? 0 : values.between(1, 2)).kernel(few(values, rank, 1, 5))
                            .stride(few(values, rank, 1, 4)).dilation(few(values, rank, 1, values.oneIn(3) ? 3 : 1))
                            .ceilMode(values.oneIn(2));
            if (values.oneIn(2)) {
                builder.padding(few(values, rank, 0, values.oneIn(5) ? 9 : 2), few(values, rank, 0, 3));
            } else {
                builder.padding(Border.values()[values.between(0, Border.values().length - 1)]);
            }
            try {
                return builder.build();
            } catch (IllegalArgumentException doesNotFit) {
                continue;
            }
        }
    }

    private static int[] few(SpecGenerator values, int rank, int least, int greatest) {
        return IntStream.generate(() -> values.between(least, greatest)).limit(values.oneIn(2) ? 1 : rank).toArray();
    }

    private void maxima() {
        float[] expected = new float[(int) spec.outElements()];
        float[] found = new float[expected.length];
        int[] at = new int[expected.length];
        for (int y = 0; y < windows.length; y++) {
            int[] taps = windows[y];
            float max = taps.length == 0 ? -Float.MAX_VALUE : Float.NEGATIVE_INFINITY;
            int best = taps.length == 0 ? -1 : taps[0];
            for (int tap : taps) {
                max = Math.max(max, x[tap]);
                boolean greater = Float.isNaN(x[tap]) ? !Float.isNaN(x[best]) : x[tap] > x[best];
                best = greater ? tap : best;
            }
            expected[y] = max;
            found[y] = best < 0 ? -Float.MAX_VALUE : x[best];
            at[y] = best < 0 ? -1 : laidOut(best, spec.inElements());
        }
        assertArrayEquals(expected, run(Pooling.max(spec, options), x, spec.inElements(), null));
        int[] indices = new int[at.length + GUARD];
        Arrays.fill(indices, -7);
        assertArrayEquals(found, run(Pooling.maxWithIndices(spec, options), x, spec.inElements(), indices));
        int[] laid = new int[indices.length];
        Arrays.fill(laid, -7);
        for (int i = 0; i < at.length; i++) {
            laid[laidOut(i, at.length)] = at[i];
        }
        assertArrayEquals(laid, indices);
    }

    private void averages() {
        int wide = spec.axes().getLast().in();
        float[] sums = new float[windows.length];
        for (int y = 0; y < windows.length; y++) {
            int[] taps = windows[y];
            for (int column : Arrays.stream(taps).map(tap -> tap % wide).distinct().sorted().toArray()) {
                float rows = 0;
                for (int tap : taps) {
                    rows += tap % wide == column ? x[tap] : 0;
                }
                sums[y] += rows;
            }
        }
        for (boolean padding : new boolean[]{false, true}) {
            int[] counts = counts(padding);
            float[] expected = new float[sums.length];
            for (int y = 0; y < sums.length; y++) {
                expected[y] = sums[y] / Math.max(counts[y], 1);
            }
            assertArrayEquals(expected, run(Pooling.average(spec, padding, options), x, spec.inElements(), null));
        }
    }

    private void unpooling() {
        int elements = (int) spec.inElements();
        float[] y = values.floats(spec.outElements());
        int[] indices = new int[y.length + GUARD];
        int near = values.between(1, elements + 1);
        float[] expected = new float[elements];
        for (int i = 0; i < y.length; i++) {
            indices[i] = values.oneIn(30)
                    ? values.between(0, elements - 1)
                    : Math.min(elements - 1, i * (near - 1L) > elements
                            ? elements - 1 - i % elements
                            : i * (near - 1));
            expected[indices[i]] = y[i];
        }
        TensorFunction function = Pooling.unpool(spec, options);
        assertArrayEquals(expected, placed(function, y, indices));
    }

    /** Windows that fill x, and values that go to their own, or some of them elsewhere. */
    private void unpoolingSideBySide() {
        int[] kernel = {values.between(1, 4), values.between(1, 4)};
        int[] out = {values.between(1, 9), values.between(1, 40)};
        PoolSpec filled = PoolSpec.of(values.between(1, 40), kernel[0] * out[0], kernel[1] * out[1])
                .batch(values.between(1, 2)).kernel(kernel).stride(kernel).build();
        float[] y = values.floats(filled.outElements());
        int[] indices = new int[y.length + GUARD];
        float[] expected = new float[(int) filled.inElements()];
        boolean astray = values.oneIn(2);
        for (int i = 0; i < y.length; i++) {
            int row = i / out[1] * kernel[0] + values.between(0, kernel[0] - 1);
            indices[i] = astray && values.oneIn(y.length)
                    ? values.between(0, expected.length - 1)
                    : (row * out[1] + i % out[1]) * kernel[1] + values.between(0, kernel[1] - 1);
            expected[indices[i]] = y[i];
        }
        assertArrayEquals(expected, placed(Pooling.unpool(filled, options), y, indices));
    }

    private static int[][] windows(PoolSpec spec) {
        List<Axis> axes = spec.axes();
        int[] out = axes.stream().mapToInt(Axis::out).toArray();
        long positions = Arrays.stream(out).asLongStream().reduce(1, (a, b) -> a * b);
        int[][] windows = new int[(int) spec.outElements()][];
        for (int y = 0; y < windows.length; y++) {
            int rest = (int) (y % positions);
            int[] taps = {(int) (y / positions)};
            int[] o = new int[out.length];
            for (int a = out.length - 1; a >= 0; a--) {
                o[a] = rest % out[a];
                rest /= out[a];
            }
            for (int a = 0; a < out.length; a++) {
                Axis axis = axes.get(a);
                int start = o[a] * axis.stride() - axis.padLo();
                taps = Arrays.stream(taps)
                        .flatMap(tap -> IntStream.range(0, axis.kernel()).map(k -> start + k * axis.dilation())
                                .filter(u -> u >= 0 && u < axis.in()).map(u -> tap * axis.in() + u))
                        .toArray();
            }
            windows[y] = taps;
        }
        return windows;
    }

    /** Taps of each window that count, from the definition of each axis. */
    private int[] counts(boolean padding) {
        int[] counts = {1};
        for (int a = 0; a < spec.axes().size(); a++) {
            int[] own = spec.counts(3 - spec.axes().size() + a, padding);
            counts = Arrays.stream(counts).flatMap(count -> Arrays.stream(own).map(taps -> count * taps)).toArray();
        }
        int[] plane = counts;
        return IntStream.range(0, (int) spec.outElements()).map(i -> plane[i % plane.length]).toArray();
    }

    private float[] run(TensorFunction function, float[] in, long elements, int[] indices) {
        int channels = spec.channels();
        float[] laid = options.layout() == Layout.NCHW || elements == 0
                ? in
                : Products.channelsLast(in, channels, elements / spec.batch() / channels);
        float[] out = placed(function, laid, indices);
        return options.layout() == Layout.NCHW || out.length == 0
                ? out
                : Products.channelsFirst(out, channels, out.length / spec.batch() / channels);
    }

    /** Runs in memory of any kind, with guards around the output. */
    private float[] placed(TensorFunction function, float[] in, int[] indices) {
        float[] around = new float[(int) function.outElements() + 2 * GUARD];
        Arrays.fill(around, 77);
        Floats from = view(in.clone());
        Floats all = view(around);
        Floats out = all.array() == null ? all : Floats.of(around, GUARD, around.length - GUARD);
        if (indices == null) {
            function.run(from, out, HOSTILE);
        } else {
            function.run(from, out, indices, HOSTILE);
        }
        float[] result = new float[(int) function.outElements()];
        out.read(0, 1, result, 0, 1, result.length);
        float[] rest = new float[(int) out.length() - result.length];
        out.read(result.length, 1, rest, 0, 1, rest.length);
        for (float guard : rest) {
            assertArrayEquals(new float[]{77}, new float[]{guard});
        }
        return result;
    }

    private Floats view(float[] array) {
        if (values.oneIn(2)) {
            return Floats.of(array);
        }
        Floats view = Floats.of(Arena.ofAuto().allocate(4L * array.length));
        view.write(0, 1, array, 0, 1, array.length);
        return view;
    }

    /** Where an element of an NCHW tensor is in the layout of the options. */
    private int laidOut(int index, long elements) {
        if (options.layout() == Layout.NCHW) {
            return index;
        }
        int channels = spec.channels();
        int positions = (int) (elements / spec.batch() / channels);
        int n = index / (channels * positions);
        int c = index / positions % channels;
        return (n * positions + index % positions) * channels + c;
    }
}
