package lanewise.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
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

    @Test
    void bfloat16IsTheNearestOfEightBits() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            float weight = Float.intBitsToFloat(random.nextInt());
            int tie = Float.floatToRawIntBits(weight) & 0xffff0000 | 0x8000;
            for (float value : new float[]{weight, Float.intBitsToFloat(tie), Math.nextUp(Float.intBitsToFloat(tie))}) {
                assertEquals(nearest(value), rounded(value), () -> Float.toHexString(value));
            }
        }
    }

    @Test
    void bfloat16OverflowsToInfinityAndKeepsWhatIsNotFinite() {
        float largest = 0x1.fep127f;
        assertEquals(largest, rounded(0x1.fefffep127f));
        assertEquals(Float.POSITIVE_INFINITY, rounded(0x1.ffp127f));
        assertEquals(Float.NEGATIVE_INFINITY, rounded(-Float.MAX_VALUE));
        assertEquals(Float.NEGATIVE_INFINITY, rounded(Float.NEGATIVE_INFINITY));
        assertEquals(Float.NaN, rounded(Float.NaN));
        assertEquals(Float.NaN, rounded(Float.intBitsToFloat(0x7f800001)));
    }

    @Test
    void bfloat16HasTheBitsOfWeightsRoundedBefore() {
        SpecGenerator.check(200, (spec, values) -> {
            float[] w = values.floats(spec.filterElements());
            float[] x = values.floats(spec.inElements());
            float[] before = w.clone();
            for (int i = 0; i < w.length; i++) {
                before[i] = nearest(w[i]);
            }
            assertArrayEquals(Products.forward(spec, before, x),
                    Products.run(Plan.forward(spec).bind(Filter.of(w).asBfloat16()), x, spec.outElements()));
            assertArrayEquals(
                    Products.run(Plan.forward(spec).bind(Filter.of(before).flipped()), x, spec.outElements()),
                    Products.run(Plan.forward(spec).bind(Filter.of(w).asBfloat16().flipped()), x, spec.outElements()));
        });
    }

    @Test
    void explainsHowBfloat16IsKept() {
        Plan plan = Plan.forward(ConvSpec.conv(1, 1, 3).kernel(3).build());
        String explained = plan.bind(Filter.of(new float[3]).asBfloat16()).explain();
        assertTrue(explained.contains("weights are rounded to bfloat16, kept in four bytes each"), explained);
    }

    private static float rounded(float weight) {
        ConvSpec spec = ConvSpec.conv(1, 1, 1).kernel(1).build();
        return Products.run(Plan.forward(spec).bind(Filter.of(new float[]{weight}).asBfloat16()), new float[]{1}, 1)[0];
    }

    private static float nearest(float weight) {
        if (!Float.isFinite(weight)) {
            return weight;
        }
        double unit = Math.scalb(1d, Math.max(Math.getExponent(weight), Float.MIN_EXPONENT) - 7);
        return (float) (Math.rint(weight / unit) * unit) + 0f;
    }

    private static float[] turned(float[] w, int taps) {
        float[] turned = new float[w.length];
        for (int i = 0; i < w.length; i++) {
            turned[i] = w[i / taps * taps + taps - 1 - i % taps];
        }
        return turned;
    }
}
