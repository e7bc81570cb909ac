package lanewise.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BiasGradientTest {

    @Test
    void sumsPerChannelOverImagesAndPositions() {
        float[] b = {-1, -1, -1, 7};
        BiasGradient.run(Floats.of(new float[]{1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60}), 2, 3, 2, Layout.NCHW, b);
        assertArrayEquals(new float[]{33, 77, 121, 7}, b);
        BiasGradient.run(Floats.of(new float[]{1, 3, 5, 2, 4, 6, 10, 30, 50, 20, 40, 60}), 2, 3, 2, Layout.NHWC, b);
        assertArrayEquals(new float[]{33, 77, 121, 7}, b);
    }

    @Test
    void noImageGivesZero() {
        float[] b = {-1, -1};
        BiasGradient.run(Floats.of(new float[0]), 0, 2, 5, Layout.NCHW, b);
        assertArrayEquals(new float[]{0, 0}, b);
    }

    @Test
    void sumsInTheDocumentedOrderInBothLayouts() {
        SpecGenerator.check(200, (spec, values) -> {
            int channels = spec.outChannels();
            int positions = (int) spec.outPositions();
            float[] dy = values.floats(spec.outElements());
            float[] expected = new float[channels];
            for (int n = 0; n < spec.batch(); n++) {
                for (int i = 0; i < channels * positions; i++) {
                    expected[i / positions] += dy[n * channels * positions + i];
                }
            }
            float[] first = new float[channels];
            BiasGradient.run(Floats.of(dy), spec.batch(), channels, positions, Layout.NCHW, first);
            assertArrayEquals(expected, first);
            float[] last = new float[channels];
            BiasGradient.run(Floats.of(Products.channelsLast(dy, channels, positions)), spec.batch(), channels,
                    positions,
                    Layout.NHWC, last);
            assertArrayEquals(expected, last);
        });
    }

    @Test
    void isTheWeightGradientOfAConstantInput() {
        SpecGenerator.check(100, (spec, values) -> {
            float[] dy = values.integers(spec.outElements());
            float[] b = new float[spec.outChannels()];
            BiasGradient.run(Floats.of(dy), spec.batch(), b.length, spec.outPositions(), Layout.NCHW, b);
            ConvSpec point = ConvSpec.conv(1, b.length, (int) spec.outPositions()).batch(spec.batch()).build();
            float[] ones = new float[(int) point.inElements()];
            Arrays.fill(ones, 1);
            assertArrayEquals(Products.weights(point, ones, dy), b);
        });
    }
}
