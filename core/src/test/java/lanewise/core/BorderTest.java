package lanewise.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BorderTest {

    @Test
    void validPadsNothing() {
        forEachWindow((i, k, s, d, effective) -> {
            if (effective <= i) {
                assertEquals(new Axis(i, (i - effective) / s + 1, k, s, d, 0, 0), Axis.conv(i, k, s, d, Border.VALID));
            }
            assertEquals(new Axis(s * (i - 1) + effective, i, k, s, d, 0, 0),
                    Axis.transposed(i, k, s, d, Border.VALID, 0));
        });
    }

    @Test
    void halfPadsHalfTheEffectiveKernel() {
        forEachWindow((i, k, s, d, effective) -> {
            int pad = effective / 2;
            assertEquals(Axis.conv(i, k, s, d, pad, pad), Axis.conv(i, k, s, d, Border.HALF));
            if (s == 1) {
                assertEquals(effective % 2 == 1 ? i : i + 1, Axis.conv(i, k, s, d, Border.HALF).out());
            }
            if (s * (i - 1) + effective > 2 * pad) {
                assertEquals(Axis.transposed(i, k, s, d, pad, pad, 0), Axis.transposed(i, k, s, d, Border.HALF, 0));
            }
        });
    }

    @Test
    void fullPadsOneLessThanTheEffectiveKernel() {
        forEachWindow((i, k, s, d, effective) -> {
            int pad = effective - 1;
            assertEquals(Axis.conv(i, k, s, d, pad, pad), Axis.conv(i, k, s, d, Border.FULL));
            if (s * (i - 1) + effective > 2 * pad) {
                assertEquals(Axis.transposed(i, k, s, d, pad, pad, 0), Axis.transposed(i, k, s, d, Border.FULL, 0));
            }
        });
    }

    @Test
    void sameKeepsTheSizeOverTheStride() {
        forEachWindow((i, k, s, d, effective) -> {
            int out = (i + s - 1) / s;
            int total = Math.max(0, (out - 1) * s + effective - i);
            assertEquals(new Axis(i, out, k, s, d, total / 2, total - total / 2),
                    Axis.conv(i, k, s, d, Border.SAME_UPPER));
            assertEquals(new Axis(i, out, k, s, d, total - total / 2, total / 2),
                    Axis.conv(i, k, s, d, Border.SAME_LOWER));
        });
    }

    @Test
    void transposedSameWritesTheSizeTimesTheStrideWhereTheKernelReaches() {
        forEachWindow((i, k, s, d, effective) -> {
            for (int outputPadding = 0; outputPadding < Math.max(s, d); outputPadding++) {
                int natural = s * (i - 1) + effective + outputPadding;
                int written = Math.min(natural, i * s);
                int total = natural - written;
                assertEquals(new Axis(written, i, k, s, d, total / 2, total - total / 2),
                        Axis.transposed(i, k, s, d, Border.SAME_UPPER, outputPadding));
                assertEquals(new Axis(written, i, k, s, d, total - total / 2, total / 2),
                        Axis.transposed(i, k, s, d, Border.SAME_LOWER, outputPadding));
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"5, 4, 1, 1, 1, 2", "5, 3, 2, 1, 1, 1", "6, 3, 2, 1, 0, 1", "6, 3, 2, 2, 1, 2", "7, 1, 3, 1, 0, 0"})
    void sameUpperPutsTheOddUnitAtTheEnd(int i, int k, int s, int d, int padLo, int padHi) {
        Axis upper = Axis.conv(i, k, s, d, Border.SAME_UPPER);
        assertArrayEquals(new int[]{padLo, padHi}, new int[]{upper.padLo(), upper.padHi()});
        Axis lower = Axis.conv(i, k, s, d, Border.SAME_LOWER);
        assertArrayEquals(new int[]{padHi, padLo}, new int[]{lower.padLo(), lower.padHi()});
    }

    @Test
    void explicitPaddingMayExceedTheKernel() {
        float[] y = Products.forward(ConvSpec.conv(1, 1, 2).kernel(2).padding(new int[]{3}, new int[]{4}).build(),
                new float[]{1, 10}, new float[]{1, 2});
        assertArrayEquals(new float[]{0, 0, 10, 21, 2, 0, 0, 0}, y);
    }

    private interface Window {
        void check(int in, int kernel, int stride, int dilation, int effective);
    }

    private static void forEachWindow(Window window) {
        for (int in = 1; in <= 9; in++) {
            for (int kernel = 1; kernel <= 5; kernel++) {
                for (int stride = 1; stride <= 4; stride++) {
                    for (int dilation = 1; dilation <= 3; dilation++) {
                        window.check(in, kernel, stride, dilation, (kernel - 1) * dilation + 1);
                    }
                }
            }
        }
    }
}
