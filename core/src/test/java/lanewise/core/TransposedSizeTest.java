package lanewise.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sizes a transposed convolution writes, where implementations disagree included. */
class TransposedSizeTest {

    @Test
    void sameIgnoresOutputPadding() {
        assertEquals(new Axis(6, 3, 3, 2, 1, 1, 1), Axis.transposed(3, 3, 2, 1, Border.SAME_UPPER, 1));
    }

    @Test
    void sameWithAKernelBelowTheStridePadsNothing() {
        assertEquals(new Axis(5, 3, 1, 2, 1, 0, 0), Axis.transposed(3, 1, 2, 1, Border.SAME_UPPER, 0));
        assertEquals(new Axis(5, 3, 1, 2, 1, 0, 0), Axis.transposed(3, 1, 2, 1, Border.SAME_LOWER, 0));
    }

    @Test
    void aSizeAboveTheNaturalOneAddsUnitsAtTheEnd() {
        ConvSpec spec = ConvSpec.convTranspose(1, 2, 3, 3).kernel(3).stride(3, 2).outputSize(10, 8).build();
        assertEquals(new Axis(10, 3, 3, 3, 1, 0, 0), spec.axes().get(0));
        assertEquals(new Axis(8, 3, 3, 2, 1, 0, 0), spec.axes().get(1));
    }

    @Test
    void unitsBeyondTheNaturalSizeAreComputed() {
        ConvSpec spec = ConvSpec.convTranspose(1, 1, 2).kernel(2).stride(3).outputSize(6).build();
        Operator layer = Plan.transpose(spec).bind(Filter.of(new float[]{1, 10}), Epilogue.of(7));
        assertArrayEquals(new float[]{8, 17, 7, 9, 27, 7}, Products.run(layer, new float[]{1, 2}, 6));
    }

    @ParameterizedTest
    @CsvSource({"3, 3, 3, 1, 0, 12", "3, 3, 2, 1, 0, 9", "2, 2, 1, 3, 2, 8"})
    void aSizeOfAStrideAboveTheNaturalOneIsRejected(int i, int k, int s, int d, int outputPadding, int size) {
        assertEquals(size - 1, Axis.transposedTo(i, k, s, d, Border.VALID, outputPadding, size - 1).in());
        assertEquals("output size must be between 1 and " + (size - 1) + " (natural size + stride - 1), but is " + size,
                assertThrows(IllegalArgumentException.class,
                        () -> Axis.transposedTo(i, k, s, d, Border.VALID, outputPadding, size)).getMessage());
    }

    @Test
    void paddingForASmallerSizeHasItsOddUnitAtTheBeginningUnlessSameUpper() {
        assertEquals(new Axis(6, 4, 3, 2, 1, 2, 1), Axis.transposedTo(4, 3, 2, 1, null, 0, 6));
        assertEquals(new Axis(6, 4, 3, 2, 1, 1, 2), Axis.transposedTo(4, 3, 2, 1, Border.SAME_UPPER, 0, 6));
        for (Border border : new Border[]{Border.VALID, Border.HALF, Border.FULL, Border.SAME_LOWER}) {
            assertEquals(new Axis(6, 4, 3, 2, 1, 2, 1), Axis.transposedTo(4, 3, 2, 1, border, 0, 6));
        }
        ConvSpec notSet = ConvSpec.convTranspose(1, 1, 4).kernel(3).stride(2).padding(1).outputSize(6).build();
        assertEquals(new Axis(6, 4, 3, 2, 1, 2, 1), notSet.axes().getFirst());
    }

    @Test
    void everySizeUpToTheNaturalOneIsACropOfIt() {
        float[] y = {1, 2, 3, 4};
        float[] w = {1, 10, 100};
        float[] natural = Products.transpose(ConvSpec.convTranspose(1, 1, 4).kernel(3).stride(2).build(), w, y);
        for (int size = 1; size <= natural.length; size++) {
            ConvSpec spec = ConvSpec.convTranspose(1, 1, 4).kernel(3).stride(2).outputSize(size).build();
            int padLo = spec.axes().getFirst().padLo();
            assertEquals((natural.length - size + 1) / 2, padLo);
            assertArrayEquals(Arrays.copyOfRange(natural, padLo, padLo + size), Products.transpose(spec, w, y));
        }
    }

    @Test
    void outputPaddingReachesEverySizeOfOneConvolutionOutput() {
        for (int i = 1; i <= 6; i++) {
            for (int k = 1; k <= 5; k++) {
                for (int s = 1; s <= 5; s++) {
                    for (int p = 0; p < k; p++) {
                        int min = s * (i - 1) + k - 2 * p;
                        for (int size = Math.max(min, 1); min >= 1 && size <= min + s - 1; size++) {
                            Axis axis = Axis.transposed(i, k, s, 1, p, p, size - min);
                            assertEquals(new Axis(size, i, k, s, 1, p, p), axis);
                            assertEquals(axis, Axis.conv(size, k, s, 1, p, p));
                        }
                    }
                }
            }
        }
        assertThrows(IllegalArgumentException.class, () -> Axis.transposed(3, 3, 2, 1, 0, 0, 2));
    }

    @Test
    void outputPaddingMayReachTheStrideUnderALargerDilation() {
        Axis axis = Axis.transposed(3, 2, 1, 3, 0, 0, 2);
        assertEquals(new Axis(8, 3, 2, 1, 3, 0, 0), axis);
        assertEquals(5, Axis.conv(8, 2, 1, 3, 0, 0).out());
        assertEquals(2, axis.slack());
        ConvSpec spec = ConvSpec.convTranspose(1, 1, 3).kernel(2).dilation(3).outputPadding(2).build();
        assertArrayEquals(new float[]{1, 2, 3, 10, 20, 30, 0, 0},
                Products.transpose(spec, new float[]{1, 10}, new float[]{1, 2, 3}));
        assertArrayEquals(new float[]{41, 52, 63},
                Products.forward(spec, new float[]{1, 10}, new float[]{1, 2, 3, 4, 5, 6, 7, 8}));
    }

    @Test
    void outputPaddingIsComputedWhereThePaddingCutsOffTaps() {
        ConvSpec spec = ConvSpec.convTranspose(1, 1, 2).kernel(3).stride(2).padding(1).outputPadding(1).build();
        assertArrayEquals(new float[]{10, 102, 20, 200},
                Products.transpose(spec, new float[]{1, 10, 100}, new float[]{1, 2}));
    }
}
