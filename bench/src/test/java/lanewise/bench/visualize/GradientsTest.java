package lanewise.bench.visualize;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.SplittableRandom;
import lanewise.bench.layers.Workers;
import org.junit.jupiter.api.Test;

/** Gradients of a network of 8×8 images are what the loss does when one number changes. */
class GradientsTest {
    private static final int[] LABELS = {0, 2, 1};
    private static final float CHANGE = 1 / 2048f;
    private static final double TOLERANCE = 1e-3;

    private final SplittableRandom random = new SplittableRandom(7);
    private final Network network = Network.random(8, new int[]{3, 3}, new int[]{1, 3, 4}, 3, random);
    private final float[] pixels = new float[LABELS.length * 8 * 8];
    private final float[] logitSignal = new float[LABELS.length * 3];

    GradientsTest() {
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextDouble(-1, 1);
        }
        for (float[] values : network.parameters()) {
            for (int i = 0; i < values.length; i++) {
                values[i] += (float) random.nextDouble(-0.1, 0.1);
            }
        }
    }

    @Test
    void areThoseOfFiniteDifferences() {
        try (Workers workers = Workers.of(1)) {
            Pass pass = new Pass(network, LABELS.length, workers);
            List<float[]> gradients = network.parameters().stream().map(values -> new float[values.length]).toList();
            loss(pass);
            System.arraycopy(logitSignal, 0, pass.layer(network.last()).signal(), 0, logitSignal.length);
            pass.gradients(gradients);
            float[] image = pass.backward(network.last(), ReluRule.GRADIENT).clone();
            for (int p = 0; p < gradients.size(); p++) {
                assertDifferences(pass, network.parameters().get(p), gradients.get(p), "parameters " + p);
            }
            assertDifferences(pass, pixels, image, "pixels");
        }
    }

    /** Between what comes of less and of more, which differ where a ReLU or a maximum changes its mind. */
    private void assertDifferences(Pass pass, float[] values, float[] gradient, String what) {
        double now = loss(pass);
        for (int i = 0; i < values.length; i++) {
            float value = values[i];
            values[i] = value + CHANGE;
            double more = (loss(pass) - now) / CHANGE;
            values[i] = value - CHANGE;
            double less = (now - loss(pass)) / CHANGE;
            values[i] = value;
            assertEquals((more + less) / 2, gradient[i], TOLERANCE + Math.abs(more - less) / 2, what + " at " + i);
        }
    }

    private double loss(Pass pass) {
        pass.bind();
        return CrossEntropy.loss(pass.forward(pixels), LABELS, logitSignal);
    }
}
