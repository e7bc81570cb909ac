package lanewise.parallel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lanewise.core.Activation;
import lanewise.core.Border;
import lanewise.core.ConvSpec;
import lanewise.core.Epilogue;
import lanewise.core.Filter;
import lanewise.core.Floats;
import lanewise.core.Layout;
import lanewise.core.Operator;
import lanewise.core.Plan;
import lanewise.core.PlanOptions;
import lanewise.core.Runner;
import lanewise.core.WeightGradient;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The three products give the bits of the sequential runner, whatever the number of threads. */
@Timeout(60)
class SameBitsTest {

    static Stream<ConvSpec> specs() {
        return Stream.of(
                ConvSpec.conv(3, 5, 17).kernel(4).stride(2).padding(1).batch(3).build(),
                ConvSpec.conv(4, 6, 9, 11).kernel(3).padding(1).groups(2).build(),
                ConvSpec.conv(1, 16, 8, 8).kernel(5, 3).dilation(1, 2).padding(Border.SAME_UPPER).build(),
                ConvSpec.conv(2, 3, 5, 6, 7).kernel(3).stride(2, 1, 3).padding(1).batch(2).build(),
                ConvSpec.convTranspose(5, 4, 6, 7).kernel(4).stride(3).padding(1).outputPadding(2).batch(2).build(),
                ConvSpec.conv(2, 2, 6, 6).kernel(3).batch(0).build());
    }

    @ParameterizedTest
    @MethodSource("specs")
    void ofForward(ConvSpec spec) {
        for (Layout layout : Layout.values()) {
            Operator operator = Plan.forward(spec, PlanOptions.DEFAULTS.withLayout(layout)).bind(
                    Filter.of(random(spec.filterElements())),
                    Epilogue.of(random(spec.outChannels())).then(Activation.relu()));
            float[] x = random(spec.inElements());
            assertSameBits(spec.outElements(), (y, runner) -> operator.run(x, y, runner));
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    void ofTranspose(ConvSpec spec) {
        for (Layout layout : Layout.values()) {
            Operator operator = Plan.transpose(spec, PlanOptions.DEFAULTS.withLayout(layout)).bind(
                    Filter.of(random(spec.filterElements())), Epilogue.of(random(spec.inChannels())));
            float[] y = random(spec.outElements());
            assertSameBits(spec.inElements(), (x, runner) -> operator.run(y, x, runner));
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    void ofWeights(ConvSpec spec) {
        for (Layout layout : Layout.values()) {
            WeightGradient gradient = WeightGradient.of(spec, PlanOptions.DEFAULTS.withLayout(layout));
            Floats x = Floats.of(random(spec.inElements()));
            Floats y = Floats.of(random(spec.outElements()));
            assertSameBits(spec.filterElements(), (w, runner) -> gradient.run(x, y, Floats.of(w), runner));
        }
    }

    private interface Computation {
        void run(float[] out, Runner runner);
    }

    private static void assertSameBits(long elements, Computation computation) {
        int[] expected = bits(elements, out -> computation.run(out, Runner.sequential()));
        for (int threads = 1; threads <= 16; threads++) {
            try (ForkJoinPool pool = new ForkJoinPool(threads)) {
                Runner runner = new ForkJoinRunner(pool);
                for (int run = 0; run < 3; run++) {
                    assertArrayEquals(expected, bits(elements, out -> computation.run(out, runner)));
                }
            }
        }
    }

    private static int[] bits(long elements, Consumer<float[]> computation) {
        float[] out = new float[(int) elements];
        computation.accept(out);
        return IntStream.range(0, out.length).map(i -> Float.floatToRawIntBits(out[i])).toArray();
    }

    private static float[] random(long length) {
        Random random = new Random(length);
        float[] values = new float[(int) length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return values;
    }
}
