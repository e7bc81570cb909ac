package lanewise.bench.visualize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import lanewise.bench.layers.Workers;
import lanewise.core.Activation;
import lanewise.core.ConvSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReluRuleTest {

    @ParameterizedTest
    @CsvSource({"DECONVNET, 1, 0, 3, 0", "GRADIENT, 1, -2, 0, 0", "GUIDED, 1, 0, 0, 0"})
    void gatesByOutputAndSign(ReluRule rule, float both, float negative, float silent, float neither) {
        float[] signal = {1, -2, 3, -4};
        rule.apply(signal, new float[]{5, 6, 0, 0});
        assertArrayEquals(new float[]{both, negative, silent, neither}, signal);
    }

    /**
     * One logit {@code 1·max(relu(x)) - 2·max(relu(-x)) + 5·max(relu(x - 10))} of the image 1 2 3 -4: the switches of the three
     * channels are at 3, at -4 and, where all are silent, at the first pixel; weights take the signals 1, -2 and 5 back as 1, 2 and 5.
     */
    @Test
    void tellsRulesApartOnAnImageOfFourPixels() {
        Network network = new Network(List.of(
                new Layer(ConvSpec.conv(1, 3, 2, 2).kernel(1).build(), Activation.relu(), new float[]{1, -1, 1},
                        new float[]{0, 0, -10}),
                new Layer(ConvSpec.conv(3, 1, 1, 1).kernel(1).build(), Activation.none(), new float[]{1, -2, 5},
                        new float[]{7})));
        try (Workers workers = Workers.of(1)) {
            Pass pass = new Pass(network, 1, workers);
            pass.bind();
            assertArrayEquals(new float[]{3 - 2 * 4 + 7}, pass.forward(new float[]{1, 2, 3, -4}));
            pass.layer(1).signal()[0] = 1;
            assertArrayEquals(new float[]{5, 0, 1, 0}, pass.backward(1, ReluRule.DECONVNET));
            assertArrayEquals(new float[]{0, 0, 1, 2}, pass.backward(1, ReluRule.GRADIENT));
            assertArrayEquals(new float[]{0, 0, 1, 0}, pass.backward(1, ReluRule.GUIDED));
        }
    }
}
