package lanewise.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import lanewise.core.Accuracy;
import lanewise.core.Activation;
import lanewise.core.Axis;
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
import lanewise.core.reference.ChannelNorms;
import lanewise.core.reference.Oracle;
import lanewise.core.spi.Algorithm;
import lanewise.core.spi.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The results of inexact algorithms lie within the bounds that they document, whoever runs the tasks. */
class WinogradTest {
    private static final List<Algorithm> INEXACT =
            Algorithms.ALL.stream().filter(algorithm -> !algorithm.exact()).toList();
    private static final boolean EMULATED = Lanes.SPECIES.vectorBitSize() > Lanes.preferredBits();
    private static final int CASES = EMULATED ? 20 : 200;

    @Test
    void randomValuesStayWithinTheBound() {
        SpecGenerator.check(CASES, (_, values) -> {
            ConvSpec spec = spec(values);
            check(spec, values.floats(spec.filterElements()), values.floats(spec.inElements()),
                    values.floats(spec.outElements()));
        });
    }

    /** Signs that make transforms cancel, single large values, and magnitudes that differ from pixel to pixel. */
    @Test
    void adversarialValuesStayWithinTheBound() {
        Random random = new Random(7);
        List<IntToDoubleFunction> patterns = List.of(i -> 1, i -> i % 2 == 0 ? 1 : -1, i -> i % 7 == 0 ? 1e6 : 1e-6,
                i -> i % 3 - 1 + 1e-3 * random.nextGaussian(), i -> Math.pow(10, random.nextInt(-6, 6)),
                i -> i % 4 < 2 ? 3 : -5);
        SpecGenerator.check(CASES / 4, (_, values) -> {
            ConvSpec spec = spec(values);
            for (IntToDoubleFunction pattern : patterns) {
                check(spec, fill(spec.filterElements(), pattern), fill(spec.inElements(), pattern),
                        fill(spec.outElements(), pattern));
            }
        });
    }

    /**
     * The last tap meets the largest coefficients of all transforms, and one channel leaves no other error to average with.
     * Where vectors are emulated the last tap of each row has to do.
     */
    @ParameterizedTest
    @CsvSource({"2, 3, 1, 66", "2, 3, 1, 9", "2, 3, 1, 12", "2, 4, 2, 66", "2, 4, 2, 18", "2, 3, 2, 66", "2, 9, 3, 66",
            "1, 3, 1, 3000",
            "1, 5, 1, 3000",
            "1, 8, 1, 3000", "1, 16, 8, 400"})
    void filtersOfOneTapStayWithinTheBound(int rank, int kernel, int stride, int in) {
        int taps = rank == 1 ? kernel : kernel * kernel;
        for (int channels : new int[]{1, 4}) {
            int[] size = rank == 1 ? new int[]{in} : new int[]{in, in};
            ConvSpec spec = ConvSpec.conv(channels, 5 - channels, size).kernel(kernel).stride(stride).build();
            for (int only = taps - 1; only >= 0; only -= EMULATED ? kernel : 1) {
                int tap = only;
                Random random = new Random(only);
                check(spec, fill(spec.filterElements(), i -> i % taps == tap ? 1 + random.nextFloat() : 0),
                        fill(spec.inElements(), _ -> random.nextBoolean() ? 1 : random.nextFloat() - 1),
                        fill(spec.outElements(), _ -> random.nextBoolean() ? 1 : random.nextFloat() - 1));
            }
        }
    }

    /** More channels than are transformed at once. */
    @Test
    void manyChannelsStayWithinTheBound() {
        int products = Winograd4x3.WINDOW * Winograd4x3.WINDOW;
        int channels = Budget.MOST_TRANSFORMED / products / 2 / Lanes.COUNT + 3;
        ConvSpec spec = ConvSpec.conv(channels, 9, 6, 7).kernel(3).padding(1).build();
        Random random = new Random(8);
        float[] w = fill(spec.filterElements(), _ -> random.nextFloat() - 0.5f);
        float[] x = fill(spec.inElements(), _ -> random.nextFloat() - 0.5f);
        check(spec, w, x, fill(spec.outElements(), _ -> random.nextFloat() - 0.5f));
    }

    @Test
    void bitsDependNeitherOnTasksNorOnMemory() {
        SpecGenerator.check(CASES / 4, (_, values) -> {
            ConvSpec spec = spec(values);
            float[] y = values.floats(spec.outElements());
            Epilogue epilogue = Epilogue.of(values.floats(spec.inChannels())).then(Activation.relu());
            PlanOptions options = options(spec, values);
            Operator operator = Plan.transpose(spec, options).bind(Filter.of(values.floats(spec.filterElements())),
                    epilogue);
            float[] expected = Products.run(operator, y, spec.inElements());
            float[] backwards = Products.unwritten(spec.inElements());
            operator.run(y, backwards, SameBitsTest.HOSTILE);
            RegisterTileTest.assertSameBits(expected, backwards);
            MemorySegment in = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_FLOAT, y);
            MemorySegment out = Arena.ofAuto().allocate(4 * spec.inElements(), 4);
            operator.run(Floats.of(in), Floats.of(out), Runner.sequential());
            RegisterTileTest.assertSameBits(expected, out.toArray(ValueLayout.JAVA_FLOAT));
        });
    }

    @Test
    void bitsDoNotDependOnTheLayout() {
        SpecGenerator.check(CASES / 4, (_, values) -> {
            ConvSpec spec = spec(values);
            float[] y = values.floats(spec.outElements());
            Filter filter = Filter.of(values.floats(spec.filterElements()));
            Epilogue epilogue = Epilogue.of(values.floats(spec.inChannels())).then(Activation.relu());
            PlanOptions options = options(spec, values);
            float[] expected =
                    Products.run(Plan.transpose(spec, options).bind(filter, epilogue), y, spec.inElements());
            float[] got = Products.run(
                    Plan.transpose(spec, options.withLayout(Layout.NHWC)).bind(filter, epilogue),
                    Products.channelsLast(y, spec.outChannels(), spec.outPositions()), spec.inElements());
            RegisterTileTest.assertSameBits(expected,
                    Products.channelsFirst(got, spec.inChannels(), spec.inPositions()));
        });
    }

    @Test
    void applicableToNothingElse() {
        for (ConvSpec spec : List.of(ConvSpec.conv(1, 1, 9, 9).kernel(3).stride(2).build(),
                ConvSpec.conv(1, 1, 9, 9).kernel(5).build(), ConvSpec.conv(1, 1, 9).kernel(3).build())) {
            PlanOptions options = PlanOptions.DEFAULTS.withAlgorithm("winograd-4x4");
            String message =
                    assertThrows(IllegalArgumentException.class, () -> Plan.forward(spec, options)).getMessage();
            assertTrue(message.contains("3×3 taps"), message);
        }
        for (ConvSpec spec : List.of(ConvSpec.conv(1, 1, 9, 9).kernel(3).build(),
                ConvSpec.conv(1, 1, 9).kernel(3).stride(2).build(), ConvSpec.conv(1, 1, 9, 9).kernel(1).build())) {
            PlanOptions options = PlanOptions.DEFAULTS.withAlgorithm("winograd-row");
            assertThrows(IllegalArgumentException.class, () -> Plan.forward(spec, options));
        }
        for (ConvSpec spec : List.of(ConvSpec.convTranspose(1, 1, 9, 9).kernel(2).stride(2).build(),
                ConvSpec.convTranspose(1, 1, 9, 9).kernel(5).stride(2).build(),
                ConvSpec.convTranspose(1, 1, 9, 9).kernel(4).stride(2).dilation(3).build(),
                ConvSpec.convTranspose(1, 1, 9, 9, 9).kernel(4).stride(2).build())) {
            PlanOptions options = PlanOptions.DEFAULTS.withAlgorithm("winograd-phases");
            String message =
                    assertThrows(IllegalArgumentException.class, () -> Plan.transpose(spec, options)).getMessage();
            assertTrue(message.contains("neighbouring taps"), message);
        }
    }

    @Test
    void strictPlansAreExact() {
        SpecGenerator.check(CASES / 4, (_, values) -> {
            Plan plan = Plan.transpose(spec(values), PlanOptions.DEFAULTS.withAccuracy(Accuracy.STRICT));
            assertTrue(INEXACT.stream().noneMatch(algorithm -> plan.algorithm().contains(algorithm.name())),
                    plan::algorithm);
        });
    }

    /** Transposes that some inexact algorithm computes. */
    private static ConvSpec spec(SpecGenerator values) {
        return values.oneIn(4)
                ? manyTaps(values)
                : values.oneIn(3) ? threeTaps(values) : values.oneIn(2) ? fewTaps(values) : rows(values);
    }

    /** Any kernel, stride, dilation and padding of planes, few channels written. */
    private static ConvSpec manyTaps(SpecGenerator values) {
        int groups = values.oneIn(3) ? 2 : 1;
        List<Axis> axes = new ArrayList<>();
        for (int axis = 0; axis < 2; axis++) {
            axes.add(axis(values, values.between(2, 9), values.oneIn(2) ? 1 : values.between(2, 9),
                    values.oneIn(3) ? 2 : 1));
        }
        return new ConvSpec(values.between(1, 2), groups, groups * values.between(1, 4), groups * channels(values),
                axes);
    }

    /** Phases of one or two taps, along the width two for one of them: any stride, padding and output padding; one to three axes. */
    private static ConvSpec fewTaps(SpecGenerator values) {
        List<Axis> axes = new ArrayList<>();
        int rank = values.between(1, 3);
        for (int axis = rank; axis > 0; axis--) {
            int stride = values.oneIn(8) ? 8 : values.between(2, 4);
            int kernel = switch (axis) {
                case 1 -> values.between(stride + 1, 2 * stride);
                case 2 -> values.between(stride, 2 * stride);
                default -> stride;
            };
            int in = values.between(1, axis == 1 ? 60 : axis == 2 ? 12 : 2);
            int outputPadding = values.between(0, stride - 1);
            int written = stride * (in - 1) + outputPadding + kernel;
            int lo = values.between(0, Math.min(kernel, written - 1));
            axes.add(Axis.transposed(in, kernel, stride, 1, lo, values.between(0, Math.min(kernel, written - 1 - lo)),
                    outputPadding));
        }
        int groups = values.oneIn(3) ? 2 : 1;
        return new ConvSpec(values.between(1, 2), groups, groups * channels(values), groups * channels(values), axes);
    }

    /** Rows of two taps or more in every phase, whatever the other axes are. */
    private static ConvSpec rows(SpecGenerator values) {
        List<Axis> axes = new ArrayList<>();
        for (int others = values.between(0, 2); others > 0; others--) {
            axes.add(values.axis());
        }
        int stride = values.oneIn(4) ? 2 : 1;
        int dilation = stride == 2 || values.oneIn(2) ? 1 : values.between(2, 4);
        axes.add(axis(values, values.between(2, 7) * stride, stride, dilation));
        int groups = values.oneIn(3) ? 2 : 1;
        return new ConvSpec(values.between(1, 2), groups, groups * channels(values), groups * channels(values), axes);
    }

    /** Three taps in every phase: 3×3 with stride 1, or 6×6 transposed with stride 2; any depth, dilation and padding. */
    private static ConvSpec threeTaps(SpecGenerator values) {
        int stride = values.oneIn(4) ? 2 : 1;
        int dilation = stride == 2 || values.oneIn(2) ? 1 : values.between(2, 3);
        List<Axis> plane = List.of(axis(values, stride, dilation), axis(values, stride, dilation));
        List<Axis> axes = values.oneIn(4)
                ? List.of(Axis.conv(values.between(2, 4), 2, 1, 1, values.between(0, 1), 0), plane.get(0), plane.get(1))
                : plane;
        int groups = values.oneIn(3) ? 2 : 1;
        return new ConvSpec(values.between(1, 2), groups, groups * channels(values), groups * channels(values), axes);
    }

    /** Few, or more than a vector has lanes. */
    private static int channels(SpecGenerator values) {
        return values.oneIn(5) ? values.between(Lanes.COUNT, 2 * Lanes.COUNT + 3) : values.between(1, 10);
    }

    private static Axis axis(SpecGenerator values, int stride, int dilation) {
        return axis(values, WinogradTile.TAPS * stride, stride, dilation);
    }

    private static Axis axis(SpecGenerator values, int kernel, int stride, int dilation) {
        int lo = values.between(0, 2 * dilation + 1);
        int hi = values.between(0, 2 * dilation + 1);
        int in = Math.max(values.between(1, 40), (kernel - 1) * dilation + 1 - lo - hi);
        return Axis.conv(in, kernel, stride, dilation, lo, hi);
    }

    private static void check(ConvSpec spec, float[] w, float[] x, float[] y) {
        int checked = check(Product.FORWARD, spec, w, x) + check(Product.TRANSPOSE, spec, w, y);
        assertTrue(checked > 0, "no algorithm for " + spec);
    }

    /** Compares all algorithms of a product with one oracle, which takes longer than they, and returns how many there are. */
    private static int check(Product product, ConvSpec spec, float[] w, float[] operand) {
        List<Algorithm> possible = possible(product, spec);
        if (possible.isEmpty()) {
            return 0;
        }
        boolean forward = product == Product.FORWARD;
        Oracle.Result exact = forward ? Oracle.forward(spec, w, operand) : Oracle.transpose(spec, w, operand);
        double[] norms = ChannelNorms.of(problem(product, spec), w, operand);
        for (Algorithm algorithm : possible) {
            PlanOptions options = PlanOptions.DEFAULTS.withAlgorithm(algorithm.name());
            Plan plan = forward ? Plan.forward(spec, options) : Plan.transpose(spec, options);
            within(algorithm, Products.run(plan.bind(Filter.of(w)), operand, exact.sum().length), exact, norms);
        }
        return possible.size();
    }

    private static PlanOptions options(ConvSpec spec, SpecGenerator values) {
        List<Algorithm> possible = possible(Product.TRANSPOSE, spec);
        return PlanOptions.DEFAULTS.withAlgorithm(possible.get(values.between(0, possible.size() - 1)).name());
    }

    private static List<Algorithm> possible(Product product, ConvSpec spec) {
        Problem problem = problem(product, spec);
        return INEXACT.stream().filter(algorithm -> algorithm.rejects(problem) == null).toList();
    }

    private static Problem problem(Product product, ConvSpec spec) {
        return new Problem(product, spec, Layout.NCHW, Accuracy.DEFAULT, 4);
    }

    private static void within(Algorithm algorithm, float[] got, Oracle.Result exact, double[] norms) {
        assertEquals(exact.sum().length, got.length);
        for (int i = 0; i < got.length; i++) {
            int at = i;
            double error = Math.abs(got[i] - exact.sum()[i]);
            double unit = Oracle.EPSILON * norms[(int) ((long) i * norms.length / got.length)];
            assertTrue(error <= algorithm.bound() * unit,
                    () -> algorithm.name() + ", element " + at + ": " + got[at] + " instead of "
                            + exact.sum()[at] + ", off by " + error / unit + " units");
        }
    }

    private static float[] fill(long count, IntToDoubleFunction pattern) {
        float[] values = new float[Math.toIntExact(count)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) pattern.applyAsDouble(i);
        }
        return values;
    }
}
