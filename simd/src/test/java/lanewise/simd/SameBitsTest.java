package lanewise.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lanewise.core.Accuracy;
import lanewise.core.Activation;
import lanewise.core.Axis;
import lanewise.core.Border;
import lanewise.core.ConvSpec;
import lanewise.core.Epilogue;
import lanewise.core.Filter;
import lanewise.core.Floats;
import lanewise.core.Layout;
import lanewise.core.Operator;
import lanewise.core.Plan;
import lanewise.core.PlanOptions;
import lanewise.core.Product;
import lanewise.core.Products;
import lanewise.core.Runner;
import lanewise.core.SpecGenerator;
import lanewise.core.WeightGradient;
import lanewise.core.spi.Algorithm;
import lanewise.core.spi.Problem;
import lanewise.core.spi.Scratch;
import lanewise.parallel.ForkJoinRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every registered exact algorithm has the bits of the scalar reference: for random geometries, at this vector width, in both
 * layouts, on arrays and segments, with and without a residual, with any order of tasks, any contents of scratch and any number of threads.
 */
class SameBitsTest {
    private static final int CASES = 2000;
    private static final int GUARD = 5;
    private static final int MAX_EMULATED_MACS = 2_000_000;
    private static final List<Activation> ACTIVATIONS = List.of(Activation.none(), Activation.relu(),
            Activation.clip(-0.5f, 0.75f), Activation.leakyRelu(0.1f), Activation.sigmoid(), Activation.tanh(),
            Activation.silu(), Activation.hardSwish(), Activation.gelu(), Activation.geluTanh());
    private static final boolean EMULATED = Lanes.SPECIES.vectorBitSize() > Lanes.preferredBits();

    /** Runs tasks last to first, each in scratch full of NaN and of indices that are out of bounds. */
    static final Runner HOSTILE = job -> {
        float[] floats = new float[job.scratchFloats()];
        int[] ints = new int[job.scratchInts()];
        Scratch scratch = new Scratch(floats, ints);
        for (int task = job.tasks() - 1; task >= 0; task--) {
            Arrays.fill(floats, Float.NaN);
            Arrays.fill(ints, new Random(job.tasks()).nextInt(Integer.MIN_VALUE, 0));
            job.run(task, scratch);
        }
    };
    private static final Runner SEQUENTIAL = Runner.sequential();

    @Test
    void onRandomProblems() {
        SpecGenerator.check(EMULATED ? CASES / 8 : CASES, (spec, values) -> compareAll(spec, values, HOSTILE, false));
    }

    @Test
    void whenValuesAreNotFinite() {
        SpecGenerator.check(EMULATED ? CASES / 16 : CASES / 2,
                (spec, values) -> compareAll(spec, values, SEQUENTIAL, true));
    }

    @ParameterizedTest
    @MethodSource("awkward")
    void acrossBlockBoundaries(ConvSpec spec) {
        assumeTrue(!EMULATED || spec.macs() <= MAX_EMULATED_MACS, "too slow where vectors are emulated");
        SpecGenerator.check(1, (_, values) -> compareAll(spec, values, HOSTILE, false));
    }

    @ParameterizedTest
    @MethodSource("awkward")
    void whereTilesStoreTheirSums(ConvSpec spec) {
        assumeTrue(!EMULATED || spec.macs() <= MAX_EMULATED_MACS, "too slow where vectors are emulated");
        SpecGenerator.check(1, (_, values) -> {
            float[] x = values.floats(spec.inElements());
            float[] y = values.floats(spec.outElements());
            float[] w = values.floats(spec.filterElements());
            for (Product product : List.of(Product.FORWARD, Product.TRANSPOSE)) {
                Epilogue bias = Epilogue.of(values.floats(channels(spec, product)));
                compare(product, spec, Layout.NCHW, x, y, w, bias, null, false, false, HOSTILE);
            }
        });
    }

    /** Sizes around lanes, tiles, K blocks, row blocks, and stages too large to be kept whole. */
    static Stream<ConvSpec> awkward() {
        int cut = Budget.LONG_PANEL / Lanes.TILE_COLUMNS + 70;
        return Stream.of(ConvSpec.conv(3, Lanes.TILE_ROWS + 1, 5, Lanes.TILE_COLUMNS + 1).kernel(3).build(),
                ConvSpec.conv(2, 9, 17, 31).kernel(3).padding(1).batch(2).build(),
                ConvSpec.conv(50, 13, 11, 13).kernel(3).padding(1).build(),
                ConvSpec.conv(5, 7, 1000).kernel(4).dilation(3).padding(Border.SAME_UPPER).build(),
                ConvSpec.conv(2, 3, 2000).kernel(33).stride(5).padding(16).build(),
                ConvSpec.convTranspose(30, 41, 1, 1).kernel(4).batch(2).build(),
                ConvSpec.convTranspose(12, 18, 1, 1, 1).groups(3).kernel(3).stride(2).padding(1).outputPadding(1)
                        .build(),
                ConvSpec.conv(70, 300, 1, 1).kernel(1).build(),
                ConvSpec.conv(6, 9, 4, 5).groups(3).kernel(4, 5).build(),
                ConvSpec.conv(9, 7, 1).kernel(3).padding(1).build(),
                ConvSpec.conv(40, 300, 6, 6).kernel(1).build(), ConvSpec.conv(9, 12, 10, 20).kernel(1).build(),
                ConvSpec.conv(9, 11, 10, 20).kernel(1).build(),
                // Planes of whole lines, of which blocks and tiles begin at lines: read in place, packed, and staged in parts.
                ConvSpec.conv(9, 11, 16, 24).kernel(1).build(),
                ConvSpec.conv(9, 70, 20, 20).kernel(1).batch(2).build(),
                ConvSpec.conv(cut, 7, 20, 20).kernel(1).build(),
                // Sums cut in two whose panels are packed.
                ConvSpec.conv(cut, 72, 8, 8).kernel(1).build(),
                // Results that leave the caches, written by rows.
                ConvSpec.conv(1, 48, 300, 301).kernel(3).padding(1).build(),
                ConvSpec.conv(3, 48, 300, 304).kernel(1).build(),
                ConvSpec.conv(1300, 9, 9, 30).kernel(3).padding(1).build(),
                ConvSpec.conv(8, 8, 40, 40).groups(8).kernel(5).stride(2).padding(2).build(),
                // Parts of planes, read in place except where vectors would go beyond the last channel.
                ConvSpec.conv(32, 16, 72, 92).groups(16).kernel(3).build(),
                ConvSpec.conv(6, 12, 7, 9, 11).groups(3).kernel(3).stride(2, 1, 2).padding(1).build(),
                ConvSpec.convTranspose(20, 6, 33, 35).kernel(4).stride(2).padding(1).build(),
                ConvSpec.convTranspose(5, 2, 300).kernel(16).stride(8).padding(4).build(),
                ConvSpec.convTranspose(40, 1, 20, 20).kernel(9).stride(3).padding(4).outputPadding(2).build(),
                ConvSpec.convTranspose(4, 3, 5, 6, 7).kernel(2).stride(3).build(),
                ConvSpec.conv(2, 9, 40, 41).kernel(3).padding(1).batch(3).build(),
                ConvSpec.conv(19, 2, 2, 25, 31).kernel(1, 3, 3).padding(1).build(),
                ConvSpec.conv(3, 5, 1300).kernel(4).padding(3).batch(2).build(),
                ConvSpec.conv(17, 13, 15, 50).batch(4).build(),
                ConvSpec.conv(3 * Lanes.COUNT + 1, 7 * Lanes.COUNT + 3, 9, 11).kernel(3).padding(1).build(),
                ConvSpec.conv(20, 5 * Lanes.COUNT, 13, 13).kernel(1).stride(2).build(),
                // Squares of pixels, padded on some sides and on none; what has a depth is none.
                ConvSpec.conv(1, 8, 2, 4, 9).kernel(1, 2, 2).build(),
                ConvSpec.convTranspose(6, 2 * Lanes.COUNT + 6, 4, 9).groups(2).kernel(4).stride(2).padding(1).batch(2)
                        .build(),
                ConvSpec.convTranspose(5, Lanes.COUNT, 7, 6).kernel(4).stride(2).padding(2).build(),
                ConvSpec.conv(6 * Lanes.COUNT + 3, 6 * Lanes.COUNT + 3, 5, 23).groups(6 * Lanes.COUNT + 3).kernel(3)
                        .padding(1).build(),
                ConvSpec.conv(7 * Lanes.COUNT, 7 * Lanes.COUNT, 8, 9).groups(7 * Lanes.COUNT).kernel(3).stride(2)
                        .padding(1).build(),
                ConvSpec.convTranspose(Lanes.COUNT + 1, Lanes.COUNT + 1, 6, 21).groups(Lanes.COUNT + 1).kernel(3)
                        .stride(2).padding(1).build());
    }

    /** Rows around multiples of the lanes, staged or read in place: every stride that is copied differently, every padding. */
    @ParameterizedTest
    @MethodSource("rows")
    void acrossEndsOfRows(ConvSpec spec) {
        assumeTrue(!EMULATED || spec.macs() <= MAX_EMULATED_MACS, "too slow where vectors are emulated");
        SpecGenerator.check(EMULATED ? 2 : 4, (_, values) -> compareAll(spec, values, HOSTILE, false));
    }

    static Stream<ConvSpec> rows() {
        List<ConvSpec> specs = new ArrayList<>(List.of(
                ConvSpec.conv(2, 2, 4, 5).groups(2).kernel(3).dilation(Lanes.COUNT + 2).padding(Lanes.COUNT + 2)
                        .build(),
                ConvSpec.conv(2, 2, 150, Lanes.COUNT + 1).groups(2).kernel(3).stride(2).padding(1).build(),
                ConvSpec.conv(2, 4, 150, Lanes.COUNT + 1).groups(2).kernel(3).padding(1).batch(2).build(),
                ConvSpec.conv(3, 3, 9 * Lanes.COUNT + 3).groups(3).kernel(4).build(),
                ConvSpec.conv(3, 3, 5, 3, 2 * Lanes.COUNT + 1).groups(3).kernel(3).padding(1).build(),
                ConvSpec.conv(1, 1, 1, 1).kernel(3).padding(1).build(),
                ConvSpec.conv(2, 2, 1, 5).groups(2).kernel(3).padding(new int[]{0, 0}, new int[]{2, 0}).batch(2)
                        .build()));
        for (int width : new int[]{1, 3, Lanes.COUNT - 1, Lanes.COUNT, Lanes.COUNT + 1, 2 * Lanes.COUNT + 1,
                4 * Lanes.COUNT, 4 * Lanes.COUNT + 3, 6 * Lanes.COUNT + 2, 6 * Lanes.COUNT + 5}) {
            for (int stride = 1; stride <= 4; stride++) {
                for (int[] padding : new int[][]{{0, 0}, {0, 1}, {1, 0}, {1, 1}, {2, 2}}) {
                    for (int kernel : new int[]{1, 3, 5}) {
                        if (padding[0] + padding[1] + Math.min(width, 7) >= kernel) {
                            specs.add(new ConvSpec(1, 2, 2, 4,
                                    List.of(Axis.conv(7, kernel, stride, 1, padding[0], padding[1]),
                                            Axis.conv(width, kernel, stride, 1, padding[0], padding[1]))));
                        }
                    }
                }
            }
        }
        // Planes that tasks finish one after the other.
        for (int width : new int[]{3, 5, Lanes.COUNT / 2, Lanes.COUNT - 1, Lanes.COUNT}) {
            for (int stride = 1; stride <= 2; stride++) {
                for (int[] padding : new int[][]{{0, 1}, {1, 0}, {1, 1}, {3 - stride, 3 - stride}}) {
                    int in = Math.max(1, stride * (width - 1) + 3 - padding[0] - padding[1]);
                    specs.add(new ConvSpec(1, 40, 40, 40, List.of(Axis.conv(9, 3, stride, 1, padding[0], padding[1]),
                            Axis.conv(in, 3, stride, 1, padding[0], padding[1]))));
                }
            }
        }
        return specs.stream();
    }

    @Test
    void withAnyNumberOfThreads() {
        ConvSpec spec = ConvSpec.conv(9, 21, 23, 25).kernel(3).padding(1).groups(3).batch(2).build();
        for (int threads : new int[]{1, 2, 5, 16}) {
            try (ForkJoinPool pool = new ForkJoinPool(threads)) {
                SpecGenerator.check(1, (_, values) -> compareAll(spec, values, new ForkJoinRunner(pool), false));
            }
        }
    }

    /** Weights packed for one size serve every other. */
    @Test
    void afterPlanningAnew() {
        SpecGenerator.check(EMULATED ? CASES / 16 : CASES / 2, (spec, values) -> {
            ConvSpec other = resized(spec, values);
            float[] w = values.floats(spec.filterElements());
            float[] x = values.floats(other.inElements());
            float[] y = values.floats(other.outElements());
            for (String algorithm : List.of("implicit-gemm", "direct-rows", "channels-last-gemm")) {
                Layout layout = algorithm.startsWith("channels-last") ? Layout.NHWC : Layout.NCHW;
                PlanOptions options = PlanOptions.DEFAULTS.withAlgorithm(algorithm).withLayout(layout);
                float[] forward =
                        Products.run(Plan.forward(spec, options).bind(Filter.of(w)).withSpec(other), x, y.length);
                RegisterTileTest.assertSameBits(Products.run(scalar(Plan::forward, other, layout, w), x, y.length),
                        forward);
                float[] back =
                        Products.run(Plan.transpose(spec, options).bind(Filter.of(w)).withSpec(other), y, x.length);
                RegisterTileTest.assertSameBits(Products.run(scalar(Plan::transpose, other, layout, w), y, x.length),
                        back);
            }
        });
    }

    private static Operator scalar(BiFunction<ConvSpec, PlanOptions, Plan> planner, ConvSpec spec, Layout layout,
            float[] w) {
        return planner.apply(spec, PlanOptions.DEFAULTS.withBackend("scalar").withLayout(layout)).bind(Filter.of(w));
    }

    /** The same filter over other sizes, other padding and another batch. */
    private static ConvSpec resized(ConvSpec spec, SpecGenerator values) {
        List<Axis> axes = spec.axes().stream()
                .map(axis -> Axis.transposed(values.between(1, 7), axis.kernel(), axis.stride(), axis.dilation(), 0,
                        values.between(0, (int) axis.effectiveKernel() - 1), 0))
                .toList();
        return new ConvSpec(values.between(0, 2), spec.groups(), spec.inChannels(), spec.outChannels(), axes);
    }

    private static void compareAll(ConvSpec spec, SpecGenerator values, Runner runner, boolean spoil) {
        float[] x = values.floats(spec.inElements());
        float[] y = values.floats(spec.outElements());
        float[] w = values.floats(spec.filterElements());
        if (spoil) {
            spoil(x, values);
            spoil(y, values);
            spoil(w, values);
        }
        for (Product product : Product.values()) {
            Layout layout = values.oneIn(2) ? Layout.NCHW : Layout.NHWC;
            Epilogue epilogue =
                    values.oneIn(2) ? Epilogue.none() : Epilogue.of(values.floats(channels(spec, product)));
            epilogue = epilogue.then(ACTIVATIONS.get(values.between(0, ACTIVATIONS.size() - 1)));
            float[] residual = null;
            if (values.oneIn(2)) {
                epilogue = epilogue.addResidual();
                residual = values.floats(product == Product.FORWARD ? y.length : x.length);
            }
            boolean inPlace = values.oneIn(2);
            boolean segments = values.oneIn(2);
            compare(product, spec, layout, x, y, w, epilogue, residual, inPlace, segments, runner);
        }
    }

    private static int channels(ConvSpec spec, Product product) {
        return product == Product.FORWARD ? spec.outChannels() : spec.inChannels();
    }

    private static void compare(Product product, ConvSpec spec, Layout layout, float[] x, float[] y, float[] w,
            Epilogue epilogue, float[] residual, boolean inPlace, boolean segments, Runner runner) {
        PlanOptions options = PlanOptions.DEFAULTS.withLayout(layout);
        float[] expected = compute(product, spec, options.withBackend("scalar"), x, y, w, epilogue, residual, !inPlace,
                false, SEQUENTIAL);
        for (Algorithm algorithm : exactAlgorithms(new Problem(product, spec, layout, Accuracy.STRICT, 4))) {
            float[] actual = compute(product, spec, options.withAlgorithm(algorithm.name()), x, y, w, epilogue,
                    residual, inPlace, segments, runner);
            for (int i = 0; i < expected.length; i++) {
                if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(actual[i])) {
                    throw new AssertionError(algorithm.name() + " " + layout + (segments ? " segments" : " arrays")
                            + ": element " + i + " should be " + expected[i] + ", but is " + actual[i]);
                }
            }
        }
    }

    private static List<Algorithm> exactAlgorithms(Problem problem) {
        return Algorithms.ALL.stream()
                .filter(algorithm -> algorithm.exact() && algorithm.rejects(problem) == null).toList();
    }

    /** The result between two guard bands, which must stay as they were. */
    private static float[] compute(Product product, ConvSpec spec, PlanOptions options, float[] x, float[] y, float[] w,
            Epilogue epilogue, float[] residual, boolean inPlace, boolean segments, Runner runner) {
        int length = switch (product) {
            case FORWARD -> y.length;
            case TRANSPOSE -> x.length;
            case WEIGHTS -> w.length;
        };
        float[] guarded = new float[length + 2 * GUARD];
        Arrays.fill(guarded, Float.MAX_VALUE);
        if (residual != null && inPlace && product != Product.WEIGHTS) {
            System.arraycopy(residual, 0, guarded, GUARD, length);
        }
        MemorySegment segment = Arena.ofAuto().allocate(4L * guarded.length, 4)
                .copyFrom(MemorySegment.ofArray(guarded));
        Floats out = segments ? Floats.of(segment.asSlice(4L * GUARD, 4L * length)) : Floats.of(guarded, GUARD, length);
        Floats added = residual == null ? null : inPlace ? out : operand(residual, segments);
        switch (product) {
            case FORWARD -> run(Plan.forward(spec, options), w, epilogue, operand(x, segments), added, out, runner);
            case TRANSPOSE -> run(Plan.transpose(spec, options), w, epilogue, operand(y, segments), added, out, runner);
            case WEIGHTS ->
                WeightGradient.of(spec, options).run(operand(x, segments), operand(y, segments), out, runner);
        }
        if (segments) {
            MemorySegment.copy(segment, ValueLayout.JAVA_FLOAT, 0, guarded, 0, guarded.length);
        }
        for (int i : IntStream.concat(IntStream.range(0, GUARD), IntStream.range(GUARD + length, guarded.length))
                .toArray()) {
            assertEquals(Float.MAX_VALUE, guarded[i], "guard " + i);
        }
        return Arrays.copyOfRange(guarded, GUARD, GUARD + length);
    }

    private static void run(Plan plan, float[] w, Epilogue epilogue, Floats in, Floats residual, Floats out,
            Runner runner) {
        Operator operator = plan.bind(Filter.of(w), epilogue);
        if (residual == null) {
            operator.run(in, out, runner);
        } else {
            operator.run(in, residual, out, runner);
        }
    }

    /** A segment, or the very end of an array: whoever reads beyond the operand fails or finds NaN. */
    private static Floats operand(float[] values, boolean segments) {
        if (segments) {
            return Floats.of(Arena.ofAuto().allocate(4L * values.length, 4).copyFrom(MemorySegment.ofArray(values)));
        }
        float[] guarded = new float[GUARD + values.length];
        Arrays.fill(guarded, Float.NaN);
        System.arraycopy(values, 0, guarded, GUARD, values.length);
        return Floats.of(guarded, GUARD, values.length);
    }

    private static void spoil(float[] values, SpecGenerator random) {
        float[] odd = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f, Float.MIN_VALUE,
                Float.MAX_VALUE};
        if (values.length > 0 && random.oneIn(2)) {
            values[random.between(0, values.length - 1)] = odd[random.between(0, odd.length - 1)];
        }
    }
}
