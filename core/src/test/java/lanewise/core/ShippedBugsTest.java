package lanewise.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Bugs that other libraries have shipped, one test each, in numbers small enough to check by hand. */
class ShippedBugsTest {
    private static final float[] TAPS = {1, 10, 100};

    @Test
    void sameWithBeginAndEndSwapped() {
        float[] x = {1, 2, 3, 4};
        float[] w = {1, 10};
        assertArrayEquals(new float[]{21, 32, 43, 4}, Products.forward(same(Border.SAME_UPPER), w, x));
        assertArrayEquals(new float[]{10, 21, 32, 43}, Products.forward(same(Border.SAME_LOWER), w, x));
        ConvSpec upper = ConvSpec.convTranspose(1, 1, 4).kernel(2).padding(Border.SAME_UPPER).build();
        ConvSpec lower = ConvSpec.convTranspose(1, 1, 4).kernel(2).padding(Border.SAME_LOWER).build();
        assertArrayEquals(new float[]{1, 12, 23, 34}, Products.transpose(upper, w, x));
        assertArrayEquals(new float[]{12, 23, 34, 40}, Products.transpose(lower, w, x));
    }

    @Test
    void sameTreatedAsValid() {
        assertEquals(4, same(Border.SAME_UPPER).axes().getFirst().out());
        assertEquals(3, ConvSpec.conv(1, 1, 4).kernel(2).padding(Border.VALID).build().axes().getFirst().out());
        assertEquals(8, Axis.transposed(4, 3, 2, 1, Border.SAME_UPPER, 0).in());
        assertEquals(9, Axis.transposed(4, 3, 2, 1, Border.VALID, 0).in());
    }

    @Test
    void dilationMissingFromTheOutputSize() {
        assertEquals(3, Axis.conv(7, 3, 1, 2, 0, 0).out());
        assertEquals(7, Axis.conv(7, 3, 1, 2, Border.SAME_UPPER).out());
        assertEquals(11, Axis.transposed(7, 3, 1, 2, 0, 0, 0).in());
        ConvSpec spec = ConvSpec.conv(1, 1, 7).kernel(3).dilation(2).build();
        assertArrayEquals(new float[]{531, 642, 753}, Products.forward(spec, TAPS, new float[]{1, 2, 3, 4, 5, 6, 7}));
    }

    @Test
    void asymmetricPaddingMirrored() {
        ConvSpec spec = ConvSpec.conv(1, 1, 3).kernel(3).padding(new int[]{2}, new int[]{0}).build();
        assertArrayEquals(new float[]{100, 210, 321}, Products.forward(spec, TAPS, new float[]{1, 2, 3}));
        ConvSpec layer = ConvSpec.convTranspose(1, 1, 2).kernel(3).padding(new int[]{1}, new int[]{0}).build();
        assertArrayEquals(new float[]{12, 120, 200}, Products.transpose(layer, TAPS, new float[]{1, 2}));
    }

    @Test
    void strideOrPaddingOfEveryAxisTakenFromTheFirst() {
        ConvSpec spec = ConvSpec.conv(1, 1, 2, 4).kernel(1, 3).stride(2, 1).dilation(1, 2)
                .padding(new int[]{0, 1}, new int[]{1, 2}).build();
        assertEquals(new Axis(2, 2, 1, 2, 1, 0, 1), spec.axes().get(0));
        assertEquals(new Axis(4, 3, 3, 1, 2, 1, 2), spec.axes().get(1));
        float[] x = {1, 2, 3, 4, 5, 6, 7, 8};
        assertArrayEquals(new float[]{420, 31, 42, 0, 0, 0}, Products.forward(spec, TAPS, x));
        float[] y = {1, 2, 3, 4, 5, 6};
        assertArrayEquals(new float[]{2, 13, 20, 130, 0, 0, 0, 0}, Products.transpose(spec, TAPS, y));
    }

    @Test
    void groupedWeightsSlicedByTheChannelsWritten() {
        float[] w = {1, 2, 3, 10, 20, 30, 100, 200, 300, 1000, 2000, 3000};
        ConvSpec layer = ConvSpec.convTranspose(4, 6, 1).groups(2).build();
        assertEquals(12, layer.filterElements());
        assertArrayEquals(new float[]{21, 42, 63, 4300, 8600, 12900},
                Products.transpose(layer, w, new float[]{1, 2, 3, 4}));
        assertArrayEquals(new float[]{14, 140, 3200, 32000},
                Products.forward(layer, w, new float[]{1, 2, 3, 4, 5, 6}));
    }

    @Test
    void quotientsRoundedTowardsZero() {
        assertThrows(IllegalArgumentException.class, () -> Axis.conv(1, 2, 2, 1, 0, 0));
        assertEquals(0, Axis.conv(1, 3, 2, 1, 0, 2).endWindow(1));
        assertArrayEquals(new float[]{1}, Products.forward(
                ConvSpec.conv(1, 1, 1).kernel(3).stride(2).padding(new int[]{0}, new int[]{2}).build(), TAPS,
                new float[]{1}));
    }

    private static ConvSpec same(Border border) {
        return ConvSpec.conv(1, 1, 4).kernel(2).padding(border).build();
    }
}
