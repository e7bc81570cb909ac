package lanewise.bench.visualize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CrossEntropyTest {

    @Test
    void isTheMeanOfMinusLogarithms() {
        float[] gradient = new float[4];
        double loss = CrossEntropy.loss(new float[]{0, (float) Math.log(3), 1000, 0}, new int[]{0, 0}, gradient);
        assertEquals(Math.log(4) / 2, loss, 1e-6);
        assertArrayEquals(new float[]{-0.375f, 0.375f, 0, 0}, gradient, 1e-6f);
    }
}
