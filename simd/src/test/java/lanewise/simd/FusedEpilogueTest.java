package lanewise.simd;

import java.util.stream.Stream;
import lanewise.core.Activation;
import lanewise.core.Epilogue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The fused activations have the bits of the scalar ones, for every kind of value in every lane and in the tail. */
class FusedEpilogueTest {
    private static final float[] VALUES = {0f, -0f, 1f, -1f, 0.5f, -0.5f, Float.MIN_VALUE, -Float.MIN_VALUE,
            Float.MAX_VALUE, -Float.MAX_VALUE, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};

    static Stream<Epilogue> epilogues() {
        return Stream
                .of(Activation.none(), Activation.relu(), Activation.clip(-0.25f, 0.75f), Activation.leakyRelu(0.1f),
                        Activation.clip(-0f, 0f), Activation.leakyRelu(-2f), Activation.sigmoid(), Activation.tanh(),
                        Activation.silu(), Activation.hardSwish(), Activation.gelu(), Activation.geluTanh())
                .flatMap(activation -> Stream.of(Epilogue.none().then(activation),
                        Epilogue.of(0.25f, -0f, 1e-3f).then(activation)));
    }

    @ParameterizedTest
    @MethodSource("epilogues")
    void hasTheBitsOfTheScalarDefinition(Epilogue epilogue) {
        for (int count : new int[]{0, 1, Lanes.COUNT - 1, Lanes.COUNT, 3 * Lanes.COUNT + 1}) {
            for (int channel = 0; channel < 2; channel++) {
                float[] sums = new float[2 * VALUES.length + count];
                for (int i = 0; i < sums.length; i++) {
                    sums[i] = VALUES[i % VALUES.length];
                }
                for (int from = 0; from < VALUES.length; from++) {
                    check(epilogue, channel, sums, from, count);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("epilogues")
    void hasThemOverTheWholeRange(Epilogue epilogue) {
        float[] sums = new float[1 << 16];
        float[] expected = new float[sums.length];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = Float.intBitsToFloat(i * 65521);
            expected[i] = epilogue.apply(sums[i], 0);
        }
        FusedEpilogue.apply(epilogue, 0, 1, sums, 0, 0, sums, 0, 0, sums.length);
        RegisterTileTest.assertSameBits(expected, sums);
    }

    @ParameterizedTest
    @MethodSource("epilogues")
    void addsResiduals(Epilogue biased) {
        Epilogue epilogue = biased.addResidual();
        int count = VALUES.length * VALUES.length;
        float[] sums = new float[2 * count];
        float[] residual = new float[2 * count];
        float[] expected = new float[2 * count];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = VALUES[i % VALUES.length];
            residual[i] = VALUES[i / VALUES.length % VALUES.length];
            expected[i] = epilogue.apply(sums[i], i / count, residual[i]);
        }
        FusedEpilogue.addResidual(epilogue, 0, 2, sums, 0, count, residual, 0, count, count);
        FusedEpilogue.apply(epilogue, 0, 2, sums, 0, count, sums, 0, count, count);
        RegisterTileTest.assertSameBits(expected, sums);
    }

    private static void check(Epilogue epilogue, int channel, float[] sums, int from, int count) {
        int pitch = count + 1;
        float[] expected = new float[2 * pitch + 1];
        for (int i = 0; i < count; i++) {
            expected[1 + i] = epilogue.apply(sums[from + i], channel);
            expected[1 + pitch + i] = epilogue.apply(sums[from + VALUES.length + i], channel + 1);
        }
        float[] actual = new float[2 * pitch + 1];
        FusedEpilogue.apply(epilogue, channel, 2, sums, from, VALUES.length, actual, 1, pitch, count);
        RegisterTileTest.assertSameBits(expected, actual);
    }
}
