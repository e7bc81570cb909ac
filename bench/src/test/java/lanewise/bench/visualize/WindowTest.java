package lanewise.bench.visualize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import lanewise.bench.layers.Workers;
import org.junit.jupiter.api.Test;

class WindowTest {
    private final Network network = Network.random(new SplittableRandom(5));

    @Test
    void growsWithTheLayers() {
        assertEquals(new Window(1, 3, 5), Window.of(network, 0, 3 * 32 + 5));
        assertEquals(new Window(0, 2, 10), Window.of(network, 1, 2 * 16 + 3));
        assertEquals(new Window(0, 4, 20), Window.of(network, 2, 2 * 8 + 3));
        assertEquals(new Window(0, 0, 32), Window.of(network, 3, 0));
    }

    /** The deconvnet passes what a silent ReLU would stop, so that it reaches the border of the window. */
    @Test
    void holdsAllThatAUnitSees() {
        Images images = new Draughtsman(new SplittableRandom(6)).next(Score.BATCH);
        try (Workers workers = Workers.of(1)) {
            for (int l = 0; l < network.last(); l++) {
                List<Unit> units = Unit.varied(Unit.strongest(network, l, images, workers), images, 4);
                for (Explanation explanation : Explanation.of(network, units, images, workers)) {
                    assertWithin(explanation);
                }
            }
        }
    }

    private static void assertWithin(Explanation explanation) {
        Window window = explanation.window();
        assertTrue(window.inside());
        explanation.signals().forEach((rule, signal) -> {
            boolean any = false;
            for (int i = 0; i < signal.length; i++) {
                int row = i / Images.SIZE - window.row();
                int column = i % Images.SIZE - window.column();
                boolean seen = Math.min(row, column) >= 0 && Math.max(row, column) < window.size();
                assertTrue(seen || signal[i] == 0, rule + " at " + i + " beyond " + window);
                any |= signal[i] != 0;
            }
            assertTrue(any, () -> rule + " of " + explanation.unit());
        });
    }
}
