package lanewise.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import lanewise.core.Activation;
import lanewise.core.Axis;
import lanewise.core.ConvSpec;
import lanewise.core.Epilogue;
import lanewise.core.Filter;
import lanewise.core.Layout;
import lanewise.core.Plan;
import lanewise.core.PlanOptions;
import lanewise.core.Product;
import lanewise.core.SignalStream;
import lanewise.core.SpecGenerator;
import lanewise.core.Streaming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Chunks by vector code have the bits of the scalar reference in one call, whatever was planned. */
class SignalStreamTest {
    private static final int CASES = Lanes.SPECIES.vectorBitSize() > Lanes.preferredBits() ? 50 : 600;

    @ParameterizedTest
    @EnumSource(names = {"FORWARD", "TRANSPOSE"})
    void hasTheBitsOfTheReference(Product product) {
        SpecGenerator.check(CASES, (random, values) -> {
            ConvSpec spec = new ConvSpec(random.batch(), random.groups(), random.inChannels(), random.outChannels(),
                    List.of(values.axis()));
            compare(product, spec, PlanOptions.DEFAULTS.withLayout(values.oneIn(2) ? Layout.NCHW : Layout.NHWC),
                    values);
        });
    }

    /** One sample suits an algorithm that longer chunks do not suit, and whose packed weights depend on what is cut off. */
    @ParameterizedTest
    @EnumSource(names = {"FORWARD", "TRANSPOSE"})
    void whenOneSampleIsUsual(Product product) {
        SpecGenerator.check(CASES / 4, (ignored, values) -> {
            int kernel = product == Product.FORWARD ? 1 : values.between(1, 4);
            int padLo = values.between(0, kernel - 1);
            ConvSpec spec = new ConvSpec(1, 1, values.between(1, 40), values.between(1, 40),
                    List.of(Axis.transposed(1, kernel, kernel, 1, padLo, 0, 0)));
            compare(product, spec, PlanOptions.DEFAULTS.withAlgorithm("single-pixel")
                    .withLayout(values.oneIn(2) ? Layout.NCHW : Layout.NHWC), values);
        });
    }

    @Test
    void isExactWhereTheOperatorIsNot() {
        ConvSpec spec = ConvSpec.conv(32, 32, 480).kernel(3).padding(1).build();
        PlanOptions winograd = PlanOptions.DEFAULTS.withAlgorithm("winograd-row");
        assertThrows(IllegalArgumentException.class,
                () -> Plan.forward(spec, winograd).stream(Filter.of(new float[3072])));
        SpecGenerator.check(1, (ignored, values) -> compare(Product.FORWARD, spec, PlanOptions.DEFAULTS, values));
    }

    private static void compare(Product product, ConvSpec spec, PlanOptions options, SpecGenerator values) {
        Streaming streaming = new Streaming(product, spec, options);
        float[] w = values.floats(spec.filterElements());
        Epilogue epilogue = Epilogue.of(values.floats(streaming.written())).then(Activation.silu());
        SignalStream stream = streaming.stream(w, epilogue);
        for (int signal = 0; signal < 2; signal++) {
            int samples = values.between(0, 100);
            float[] read = values.floats((long) spec.batch() * streaming.read() * samples);
            int longest = values.oneIn(2) ? 2 : values.between(1, 50);
            assertArrayEquals(streaming.once(w, epilogue, read, samples),
                    streaming.inChunks(stream, read, samples, longest, values), stream::algorithm);
            stream.reset();
        }
    }
}
