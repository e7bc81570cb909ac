package lanewise.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import lanewise.core.Accuracy;
import lanewise.core.ConvSpec;
import lanewise.core.Epilogue;
import lanewise.core.Filter;
import lanewise.core.Layout;
import lanewise.core.Operator;
import lanewise.core.Plan;
import lanewise.core.PlanOptions;
import lanewise.core.Product;
import lanewise.core.Products;
import lanewise.core.SpecGenerator;
import lanewise.core.reference.Oracle;
import lanewise.core.spi.Algorithm;
import lanewise.core.spi.Kernel;
import lanewise.core.spi.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Weights of bfloat16, packed in two bytes or in four, have the bits of weights rounded beforehand. */
class Bfloat16Test {
    private static final int CASES = Lanes.SPECIES.vectorBitSize() > Lanes.preferredBits() ? 50 : 400;
    /** The rounding of a weight by half a unit of its eight bits. */
    private static final double BOUND = 0x1p-8;

    /** Layers of one pixel, with fewer and more channels than a tile has columns. */
    static Stream<ConvSpec> pixels() {
        return Stream.of(ConvSpec.convTranspose(30, 41, 1, 1).kernel(4).batch(2).build(),
                ConvSpec.convTranspose(12, 18, 1, 1, 1).groups(3).kernel(3).stride(2).padding(1).outputPadding(1)
                        .build(),
                ConvSpec.convTranspose(7, 300, 1).kernel(1).build(), ConvSpec.convTranspose(1, 1, 1).kernel(5).build(),
                ConvSpec.convTranspose(9, 10 * Lanes.COUNT + 1, 1, 1).kernel(3).padding(1).build());
    }

    @ParameterizedTest
    @MethodSource("pixels")
    void halvesTheWeightsOfSinglePixels(ConvSpec spec) {
        Kernel kernel = new SinglePixel(new Problem(Product.TRANSPOSE, spec, Layout.NCHW, Accuracy.STRICT, 4));
        Kernel half = kernel.bfloat16();
        assertNotNull(half);
        float[] w = new float[(int) spec.filterElements()];
        assertEquals(kernel.pack(w).length - Lanes.PACKED_AT, 2 * (half.pack(w).length - Lanes.PACKED_AT));
        SpecGenerator.check(20, (_, values) -> compare(Product.TRANSPOSE, spec, values, algorithm("single-pixel")));
    }

    @Test
    void everyAlgorithmHasTheBitsOfWeightsRoundedBefore() {
        SpecGenerator.check(CASES, (spec, values) -> {
            for (Product product : new Product[]{Product.FORWARD, Product.TRANSPOSE}) {
                for (Algorithm algorithm : Algorithms.ALL) {
                    compare(product, spec, values, algorithm);
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource("pixels")
    void servesAnotherBatch(ConvSpec spec) {
        SpecGenerator.check(5, (_, values) -> {
            ConvSpec three = new ConvSpec(3, spec.groups(), spec.inChannels(), spec.outChannels(), spec.axes());
            PlanOptions options = PlanOptions.DEFAULTS.withAlgorithm("single-pixel");
            Filter filter = Filter.of(values.floats(spec.filterElements())).asBfloat16();
            float[] y = values.floats(three.outElements());
            Operator moved = Plan.transpose(spec, options).bind(filter).withSpec(three);
            assertTrue(moved.explain().contains("kept in two bytes each"), moved::explain);
            assertArrayEquals(Products.run(Plan.transpose(three, options).bind(filter), y, three.inElements()),
                    Products.run(moved, y, three.inElements()));
        });
    }

    @ParameterizedTest
    @MethodSource("pixels")
    void staysWithinTheBound(ConvSpec spec) {
        SpecGenerator.check(20, (_, values) -> {
            float[] w = values.floats(spec.filterElements());
            float[] y = values.floats(spec.outElements());
            Oracle.Result exact = Oracle.transpose(spec, w, y);
            float[] x = Products.run(Plan.transpose(spec).bind(Filter.of(w).asBfloat16()), y, spec.inElements());
            for (int i = 0; i < x.length; i++) {
                assertEquals(exact.sum()[i], x[i], BOUND * exact.magnitude()[i] + (1 + BOUND) * exact.bound(i));
            }
        });
    }

    @Test
    void leavesWeightsThatOverflowToTheReference() {
        ConvSpec spec = ConvSpec.convTranspose(1, 1, 1).kernel(2).build();
        Operator operator = Plan.transpose(spec).bind(Filter.of(new float[]{1, Float.MAX_VALUE}).asBfloat16());
        assertEquals("scalar/reference", operator.algorithm());
        assertArrayEquals(new float[]{1, Float.POSITIVE_INFINITY}, Products.run(operator, new float[]{1}, 2));
    }

    private static void compare(Product product, ConvSpec spec, SpecGenerator values, Algorithm algorithm) {
        Layout layout = values.oneIn(2) ? Layout.NCHW : Layout.NHWC;
        if (algorithm.rejects(new Problem(product, spec, layout, Accuracy.DEFAULT, 4)) != null) {
            return;
        }
        boolean forward = product == Product.FORWARD;
        float[] w = values.floats(spec.filterElements());
        float[] rounded = w.clone();
        for (int i = 0; i < w.length; i++) {
            double unit = Math.ulp(w[i]) * 0x1p16;
            rounded[i] = (float) (Math.rint(w[i] / unit) * unit);
        }
        float[] operand = values.floats(forward ? spec.inElements() : spec.outElements());
        long results = forward ? spec.outElements() : spec.inElements();
        Epilogue epilogue = Epilogue.of(values.floats(forward ? spec.outChannels() : spec.inChannels()));
        PlanOptions options = PlanOptions.DEFAULTS.withLayout(layout);
        PlanOptions named = options.withAlgorithm(algorithm.name());
        float[] actual = Products.run(plan(product, spec, named).bind(Filter.of(w).asBfloat16(), epilogue), operand,
                results);
        PlanOptions reference = algorithm.exact() ? options.withBackend("scalar") : named;
        assertArrayEquals(
                Products.run(plan(product, spec, reference).bind(Filter.of(rounded), epilogue), operand, results),
                actual,
                algorithm::name);
    }

    private static Plan plan(Product product, ConvSpec spec, PlanOptions options) {
        return product == Product.FORWARD ? Plan.forward(spec, options) : Plan.transpose(spec, options);
    }

    private static Algorithm algorithm(String name) {
        return Algorithms.ALL.stream().filter(algorithm -> algorithm.name().equals(name)).findFirst().orElseThrow();
    }
}
