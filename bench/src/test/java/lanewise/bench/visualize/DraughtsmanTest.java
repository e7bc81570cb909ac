package lanewise.bench.visualize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DraughtsmanTest {
    private final Images images = new Draughtsman(new SplittableRandom(3)).next(200);

    @Test
    void drawsEveryOutline() {
        assertEquals(Outline.values().length, Arrays.stream(images.labels()).distinct().count());
    }

    @Test
    void drawsTheSameForTheSameSeed() {
        Draughtsman again = new Draughtsman(new SplittableRandom(3));
        again.next(150);
        Images rest = again.next(50);
        assertArrayEquals(images.from(150, 50).pixels(), rest.pixels());
        assertArrayEquals(images.from(150, 50).labels(), rest.labels());
        assertFalse(Arrays.equals(images.pixels(), new Draughtsman(new SplittableRandom(4)).next(200).pixels()));
    }

    @Test
    void showsSomethingWithinTheScale() {
        for (int n = 0; n < images.count(); n++) {
            float[] pixels = images.from(n, 1).pixels();
            double mean = mean(pixels);
            double deviation = 0;
            for (float pixel : pixels) {
                assertTrue(Math.abs(pixel) <= 1);
                deviation += (pixel - mean) * (pixel - mean);
            }
            assertTrue(Math.sqrt(deviation / pixels.length) > 0.1, "an image is more than its noise");
        }
    }

    private static double mean(float[] pixels) {
        double sum = 0;
        for (float pixel : pixels) {
            sum += pixel;
        }
        return sum / pixels.length;
    }
}
