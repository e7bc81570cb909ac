package lanewise.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FilterTest {

    @Test
    void flippedIsTheMathematicalConvolution() {
        ConvSpec full = ConvSpec.conv(1, 1, 3).kernel(2).padding(Border.FULL).build();
        Operator convolution = Plan.forward(full).bind(Filter.of(new float[]{1, 10}).flipped());
        assertArrayEquals(new float[]{1, 12, 23, 30}, Products.run(convolution, new float[]{1, 2, 3}, 4));
    }

    @Test
    void flippedTurnsEveryPlaneAlongAllAxes() {
        SpecGenerator.check(200, (spec, values) -> {
            float[] w = values.integers(spec.filterElements());
            float[] x = values.floats(spec.inElements());
            float[] y = values.floats(spec.outElements());
            Filter flipped = Filter.of(turned(w, (int) spec.taps())).flipped();
            assertArrayEquals(Products.forward(spec, w, x),
                    Products.run(Plan.forward(spec).bind(flipped), x, spec.outElements()));
            assertArrayEquals(Products.transpose(spec, w, y),
                    Products.run(Plan.transpose(spec).bind(flipped), y, spec.inElements()));
        });
    }

    @Test
    void flippedTwiceIsTheFilterItself() {
        ConvSpec spec = ConvSpec.conv(1, 1, 3).kernel(3).build();
        Filter twice = Filter.of(new float[]{1, 10, 100}).flipped().flipped();
        assertArrayEquals(new float[]{321}, Products.run(Plan.forward(spec).bind(twice), new float[]{1, 2, 3}, 1));
    }

    @Test
    void weightsAreReadOnceAndNotWritten() {
        ConvSpec spec = ConvSpec.conv(1, 1, 3).kernel(3).build();
        float[] w = {1, 10, 100};
        Operator plain = Plan.forward(spec).bind(Filter.of(w));
        Operator flipped = Plan.forward(spec).bind(Filter.of(w).flipped());
        assertArrayEquals(new float[]{1, 10, 100}, w);
        Arrays.fill(w, 7);
        assertArrayEquals(new float[]{321}, Products.run(plain, new float[]{1, 2, 3}, 1));
        assertArrayEquals(new float[]{123}, Products.run(flipped, new float[]{1, 2, 3}, 1));
    }

    private static float[] turned(float[] w, int taps) {
        float[] turned = new float[w.length];
        for (int i = 0; i < w.length; i++) {
            turned[i] = w[i / taps * taps + taps - 1 - i % taps];
        }
        return turned;
    }
}
