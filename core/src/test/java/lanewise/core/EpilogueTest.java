package lanewise.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EpilogueTest {
    private static final float INF = Float.POSITIVE_INFINITY;
    private static final float[] INPUTS = {-INF, -3, -0.25f, -0f, 0, 1, 3, INF, Float.NaN};

    static Stream<Arguments> activations() {
        return Stream.of(Arguments.of(Activation.none(), INPUTS),
                Arguments.of(Activation.relu(), new float[]{0, 0, 0, 0, 0, 1, 3, INF, Float.NaN}),
                Arguments.of(Activation.clip(-2, 2), new float[]{-2, -2, -0.25f, -0f, 0, 1, 2, 2, Float.NaN}),
                Arguments.of(Activation.clip(0, 6), new float[]{0, 0, 0, 0, 0, 1, 3, 6, Float.NaN}),
                Arguments.of(Activation.clip(2, 2), new float[]{2, 2, 2, 2, 2, 2, 2, 2, Float.NaN}),
                Arguments.of(Activation.leakyRelu(0.5f),
                        new float[]{-INF, -1.5f, -0.125f, -0f, 0, 1, 3, INF, Float.NaN}),
                Arguments.of(Activation.leakyRelu(-1), new float[]{INF, 3, 0.25f, -0f, 0, 1, 3, INF, Float.NaN}));
    }

    @ParameterizedTest
    @MethodSource("activations")
    void activationsMeetTheirDefinition(Activation activation, float[] expected) {
        float[] actual = new float[INPUTS.length];
        for (int i = 0; i < INPUTS.length; i++) {
            actual[i] = activation.apply(INPUTS[i]);
        }
        assertArrayEquals(expected, actual);
    }

    @Test
    void biasIsAddedPerChannelBeforeTheActivation() {
        Epilogue epilogue = Epilogue.of(1, -5).then(Activation.relu());
        assertEquals(2, epilogue.biasLength());
        assertEquals(4, epilogue.apply(3, 0));
        assertEquals(0, epilogue.apply(3, 1));
        assertEquals(-1, Epilogue.none().biasLength());
        assertEquals(new Activation.Relu(), Epilogue.none().then(Activation.relu()).activation());
    }

    @Test
    void biasIsCopied() {
        float[] bias = {1};
        Epilogue epilogue = Epilogue.of(bias);
        bias[0] = 2;
        assertEquals(1, epilogue.bias(0));
    }

    @Test
    void noZeroSumStaysNegative() {
        assertEquals(0f, Epilogue.none().apply(-0f, 0));
        assertEquals(0f, Epilogue.of(-0f).bias(0));
        assertEquals(0f, Epilogue.of(-0f).apply(-0f, 0));
    }

    @Test
    void theActivationMustBePresent() {
        assertThrows(NullPointerException.class, () -> Epilogue.none().then(null));
    }

    @Test
    void everyProductAppliesItsEpilogueToFinishedSums() {
        SpecGenerator.check(200, (spec, values) -> {
            float[] w = values.floats(spec.filterElements());
            float[] x = values.floats(spec.inElements());
            float[] y = values.floats(spec.outElements());
            for (Activation activation : new Activation[]{Activation.none(), Activation.relu(),
                    Activation.clip(-0.5f, 0.25f), Activation.leakyRelu(0.1f), Activation.tanh()}) {
                Epilogue forward = Epilogue.of(values.floats(spec.outChannels())).then(activation);
                assertArrayEquals(
                        applied(forward, Products.forward(spec, w, x), spec.outChannels(), spec.outPositions()),
                        Products.run(Plan.forward(spec).bind(Filter.of(w), forward), x, spec.outElements()));
                Epilogue transpose = Epilogue.of(values.floats(spec.inChannels())).then(activation);
                assertArrayEquals(
                        applied(transpose, Products.transpose(spec, w, y), spec.inChannels(), spec.inPositions()),
                        Products.run(Plan.transpose(spec).bind(Filter.of(w), transpose), y, spec.inElements()));
            }
        });
    }

    private static float[] applied(Epilogue epilogue, float[] sums, int channels, long positions) {
        float[] applied = new float[sums.length];
        for (int i = 0; i < sums.length; i++) {
            applied[i] = epilogue.apply(sums[i], i / (int) positions % channels);
        }
        return applied;
    }
}
