package lanewise.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A tensor added after the bias and before the activation. */
class ResidualTest {
    private static final Runner RUNNER = Runner.sequential();
    private static final ConvSpec SPEC = ConvSpec.conv(2, 3, 4).kernel(2).build();

    @Test
    void isAddedAfterTheBiasAndBeforeTheActivation() {
        Epilogue epilogue = Epilogue.of(0x1p24f).addResidual().then(Activation.clip(-1, 1));
        assertTrue(epilogue.addsResidual());
        assertEquals(1, epilogue.biasLength());
        assertEquals(-1, epilogue.apply(1, 0, -0x1p24f - 2));
        assertEquals(0, epilogue.apply(1, 0, -0x1p24f));
        assertEquals(0f, Epilogue.none().addResidual().apply(-0f, 0, -0f));
    }

    @Test
    void everyProductAddsIt() {
        SpecGenerator.check(200, (spec, values) -> {
            float[] w = values.floats(spec.filterElements());
            float[] x = values.floats(spec.inElements());
            float[] y = values.floats(spec.outElements());
            Epilogue toY = Epilogue.of(values.floats(spec.outChannels())).addResidual().then(Activation.silu());
            Epilogue toX = Epilogue.of(values.floats(spec.inChannels())).addResidual().then(Activation.relu());
            check(Plan.forward(spec).bind(Filter.of(w), toY), toY, Products.forward(spec, w, x), x, y,
                    spec.outChannels(), spec.outPositions());
            check(Plan.transpose(spec).bind(Filter.of(w), toX), toX, Products.transpose(spec, w, y), y, x,
                    spec.inChannels(), spec.inPositions());

            PlanOptions options = PlanOptions.DEFAULTS.withLayout(Layout.NHWC);
            float[] last = Products.unwritten(y.length);
            Plan.forward(spec, options).bind(Filter.of(w), toY).run(
                    Products.channelsLast(x, spec.inChannels(), spec.inPositions()),
                    Products.channelsLast(y, spec.outChannels(), spec.outPositions()), last, RUNNER);
            assertArrayEquals(expected(toY, Products.forward(spec, w, x), y, spec.outChannels(), spec.outPositions()),
                    Products.channelsFirst(last, spec.outChannels(), spec.outPositions()));
        });
    }

    @Test
    void mayBeginWhereTheOutputBegins() {
        Operator operator = bind(Epilogue.none().addResidual());
        float[] array = new float[12];
        Arrays.fill(array, 5);
        operator.run(Floats.of(new float[8]), Floats.of(array, 1, 11), Floats.of(array, 1, 9), RUNNER);
        assertEquals(5, array[3]);
        operator.run(Floats.of(new float[8]), Floats.of(MemorySegment.ofArray(array)), Floats.of(array), RUNNER);
        assertEquals(5, array[3]);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(40).fill((byte) 0);
            operator.run(Floats.of(new float[8]), Floats.of(segment.asReadOnly()), Floats.of(segment.asSlice(0, 36)),
                    RUNNER);
        }
    }

    @Test
    void mayShareMemoryWithTheInput() {
        float[] x = new float[9];
        x[0] = 2;
        float[] y = new float[9];
        bind(Epilogue.none().addResidual()).run(x, x, y, RUNNER);
        assertEquals(2, y[0]);
    }

    @Test
    void isKeptBySizeChanges() {
        Operator larger =
                bind(Epilogue.none().addResidual()).withSpec(ConvSpec.conv(2, 3, 4).kernel(2).batch(2).build());
        assertThrows(IllegalArgumentException.class, () -> larger.run(new float[16], new float[18], RUNNER));
        larger.run(new float[16], new float[18], new float[18], RUNNER);
    }

    private static Operator bind(Epilogue epilogue) {
        return Plan.forward(SPEC).bind(Filter.of(new float[12]), epilogue);
    }

    /** Into another tensor, in place, and on segments. */
    private static void check(Operator operator, Epilogue epilogue, float[] sums, float[] in, float[] residual,
            int channels, long positions) {
        float[] expected = expected(epilogue, sums, residual, channels, positions);
        float[] out = Products.unwritten(expected.length);
        operator.run(in, residual, out, RUNNER);
        assertArrayEquals(expected, out);

        float[] inPlace = residual.clone();
        operator.run(in, inPlace, inPlace, RUNNER);
        assertArrayEquals(expected, inPlace);

        MemorySegment segment = Arena.ofAuto().allocate(4L * residual.length + 4)
                .copyFrom(MemorySegment.ofArray(residual));
        Floats view = Floats.of(segment);
        operator.run(Floats.of(in), view, view, RUNNER);
        float[] read = new float[expected.length];
        view.read(0, 1, read, 0, 1, read.length);
        assertArrayEquals(expected, read);
    }

    private static float[] expected(Epilogue epilogue, float[] sums, float[] residual, int channels, long positions) {
        float[] expected = new float[sums.length];
        for (int i = 0; i < sums.length; i++) {
            expected[i] = epilogue.apply(sums[i], i / (int) positions % channels, residual[i]);
        }
        return expected;
    }
}
