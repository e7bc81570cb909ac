package lanewise.simd;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.Stream;
import lanewise.core.Accuracy;
import lanewise.core.Activation;
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
import lanewise.core.spi.Algorithm;
import lanewise.core.spi.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every registered algorithm, exact or not, adds a residual to its own sums, wherever the residual lies. */
class ResidualTest {
    private static final int CASES = Lanes.SPECIES.vectorBitSize() > Lanes.preferredBits() ? 40 : 300;
    private static final Runner RUNNER = Runner.sequential();

    @Test
    void ofRandomProblems() {
        SpecGenerator.check(CASES, ResidualTest::checkAll);
    }

    @ParameterizedTest
    @MethodSource("wholeTiles")
    void ofWholeTiles(ConvSpec spec) {
        SpecGenerator.check(1, (_, values) -> checkAll(spec, values));
    }

    static Stream<ConvSpec> wholeTiles() {
        return Stream.of(ConvSpec.conv(3, 17, 24, 53).kernel(3).padding(1).batch(2).build(),
                ConvSpec.conv(3, 9, 24, 40).kernel(3).padding(2).dilation(2).build(),
                ConvSpec.conv(20, 24, 16, 48).kernel(1).build(),
                ConvSpec.convTranspose(4, 9, 16, 20).kernel(6).stride(2).padding(2).build(),
                ConvSpec.conv(2, 10, 7, 10, 9).kernel(2, 3, 3).stride(4, 1, 1).dilation(3, 2, 2).groups(2).build());
    }

    private static void checkAll(ConvSpec spec, SpecGenerator values) {
        for (Product product : new Product[]{Product.FORWARD, Product.TRANSPOSE}) {
            for (Layout layout : Layout.values()) {
                for (Algorithm algorithm : Algorithms.ALL) {
                    if (algorithm.rejects(new Problem(product, spec, layout, Accuracy.DEFAULT, 4)) == null) {
                        PlanOptions options = PlanOptions.DEFAULTS.withLayout(layout).withAlgorithm(algorithm.name());
                        check(product == Product.FORWARD ? Plan.forward(spec, options) : Plan.transpose(spec, options),
                                product == Product.FORWARD, layout, values);
                    }
                }
            }
        }
    }

    private static void check(Plan plan, boolean forward, Layout layout, SpecGenerator values) {
        ConvSpec spec = plan.spec();
        int channels = forward ? spec.outChannels() : spec.inChannels();
        int positions = (int) (forward ? spec.outPositions() : spec.inPositions());
        float[] in = values.floats(forward ? spec.inElements() : spec.outElements());
        float[] residual = values.floats(forward ? spec.outElements() : spec.inElements());
        Filter filter = Filter.of(values.floats(spec.filterElements()));
        Epilogue epilogue = Epilogue.of(values.floats(channels)).addResidual()
                .then(values.oneIn(2) ? Activation.none() : Activation.silu());
        float[] expected = Products.run(plan.bind(filter), in, residual.length);
        for (int i = 0; i < expected.length; i++) {
            int channel = layout == Layout.NCHW ? i / positions % channels : i % channels;
            expected[i] = epilogue.apply(expected[i], channel, residual[i]);
        }
        Operator operator = plan.bind(filter, epilogue);

        float[] out = Products.unwritten(residual.length);
        operator.run(in, residual, out, RUNNER);
        RegisterTileTest.assertSameBits(expected, out);

        float[] inPlace = residual.clone();
        operator.run(in, inPlace, inPlace, RUNNER);
        RegisterTileTest.assertSameBits(expected, inPlace);

        MemorySegment segment = Arena.ofAuto().allocate(4L * residual.length, 4)
                .copyFrom(MemorySegment.ofArray(residual));
        out = Products.unwritten(residual.length);
        operator.run(Floats.of(in), Floats.of(segment), Floats.of(out), RUNNER);
        RegisterTileTest.assertSameBits(expected, out);
        operator.run(Floats.of(in), Floats.of(residual), Floats.of(segment), RUNNER);
        RegisterTileTest.assertSameBits(expected, segment.toArray(ValueLayout.JAVA_FLOAT));
    }
}
