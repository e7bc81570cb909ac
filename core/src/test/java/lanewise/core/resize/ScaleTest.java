package lanewise.core.resize;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ScaleTest {

    @Test
    void aFloatIsTheFractionThatItWasMeantToBe() {
        assertEquals(new Scale(3, 5), Scale.of(0.6f));
        assertEquals(new Scale(4, 5), Scale.of(0.8f));
        assertEquals(new Scale(1, 3), Scale.of(1f / 3));
        assertEquals(new Scale(32, 13), Scale.of(64f / 26));
        assertEquals(new Scale(147, 50), Scale.of(2.94f));
        assertEquals(new Scale(2, 1), Scale.of(2f));
        assertEquals(new Scale(1, 1000), Scale.of(1e-3f));
    }

    @Test
    void whateverTheFloatItsFractionRoundsToIt() {
        Random random = new Random(5);
        for (int i = 0; i < 100_000; i++) {
            float scale = (float) Math.exp(random.nextDouble(-22, 21));
            assertEquals(scale, (float) Scale.of(scale).value());
        }
    }

    @Test
    void sizesAreRoundedDownScalesExactly() {
        assertEquals(7, Scale.of(0.7f).down(10));
        assertEquals(4, Scale.of(2.3f).down(2));
        assertEquals(1, Scale.of(1f / 3).down(3));
        assertEquals(0, Scale.of(1e-30f).down(Integer.MAX_VALUE));
        assertEquals(5, Scale.of(5, 2).down(2));
    }

    @Test
    void ratiosRoundHalvesUp() {
        assertEquals(3, Scale.of(5, 2).nearest(1));
        assertEquals(1, Scale.of(1, 2).nearest(1));
        assertEquals(0, Scale.of(1, 3).nearest(1));
        assertEquals(7, Scale.of(7, 2).nearest(2));
    }
}
