package lanewise.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.lang.foreign.MemorySegment;
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
    void hasTheSameBitsInBothLayoutsOnArraysAndSegments() {
        SpecGenerator.check(200, (spec, values) -> {
            int channels = spec.outChannels();
            int positions = (int) spec.outPositions();
            float[] dy = values.floats(spec.outElements());
            float[] first = new float[channels];
            BiasGradient.run(Floats.of(dy), spec.batch(), channels, positions, Layout.NCHW, first);
            float[] last = new float[channels];
            BiasGradient.run(Floats.of(MemorySegment.ofArray(Products.channelsLast(dy, channels, positions))),
                    spec.batch(), channels, positions, Layout.NHWC, last);
            assertArrayEquals(first, last);
        });
    }

    @Test
    void isTheWeightGradientOfAConstantInput() {
        SpecGenerator.check(100, (spec, values) -> {
            check(spec.batch(), spec.outChannels(), (int) spec.outPositions(), values);
        });
        SpecGenerator.check(1, (_, values) -> {
            check(7, 11, 1000, values);
            check(3, 2, 512, values);
        });
    }

    private static void check(int batch, int channels, int positions, SpecGenerator values) {
        float[] dy = values.floats((long) batch * channels * positions);
        float[] b = new float[channels];
        BiasGradient.run(Floats.of(dy), batch, channels, positions, Layout.NCHW, b);
        ConvSpec point = ConvSpec.conv(1, channels, positions).batch(batch).build();
        float[] ones = new float[(int) point.inElements()];
        Arrays.fill(ones, 1);
        assertArrayEquals(Products.weights(point, ones, dy), b);
    }
}
