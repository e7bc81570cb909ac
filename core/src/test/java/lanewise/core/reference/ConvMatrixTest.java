package lanewise.core.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lanewise.core.ConvSpec;
import lanewise.core.Products;
import lanewise.core.SpecGenerator;
import org.junit.jupiter.api.Test;

class ConvMatrixTest {
    private static final float[] KERNEL = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    private static final float[] TURNED = {9, 8, 7, 6, 5, 4, 3, 2, 1};

    /** The figure of the post: a 4×4 image and a 3×3 kernel. */
    private final ConvMatrix matrix = ConvMatrix.of(ConvSpec.conv(1, 1, 4, 4).kernel(3).build(), KERNEL);

    @Test
    void figureOfTheConvolutionIs4By16() {
        assertEquals(4, matrix.rows());
        assertEquals(16, matrix.columns());
        assertEquals(36, matrix.entries());
        assertEquals("""
                a b c · d e f · g h i · · · · ·
                · a b c · d e f · g h i · · · ·
                · · · · a b c · d e f · g h i ·
                · · · · · a b c · d e f · g h i""", matrix.pattern());
    }

    @Test
    void figureOfTheTransposeIs16By4() {
        assertEquals("""
                a · · ·
                b a · ·
                c b · ·
                · c · ·
                d · a ·
                e d b a
                f e c b
                · f · c
                g · d ·
                h g e d
                i h f e
                · i · f
                · · g ·
                · · h g
                · · i h
                · · · i""", matrix.transposePattern());
    }

    @Test
    void fullPaddingWritesTheBoundaryOfTheTransposeOut() {
        ConvMatrix full = ConvMatrix.of(ConvSpec.conv(1, 1, 6, 6).kernel(3).build(), TURNED);
        assertEquals(16, full.rows());
        assertEquals(36, full.columns());
        int[] unpadded = {14, 15, 20, 21};
        String withoutBoundary = full.pattern().lines()
                .map(row -> IntStream.of(unpadded).mapToObj(column -> row.split(" ")[column])
                        .map(ConvMatrixTest::turned).collect(Collectors.joining(" ")))
                .collect(Collectors.joining("\n"));
        assertEquals(matrix.transposePattern(), withoutBoundary);

        float[] y = {1, 2, 3, 4};
        float[] padded = new float[36];
        for (int i = 0; i < 4; i++) {
            padded[unpadded[i]] = y[i];
        }
        assertArrayEquals(matrix.transposeTimes(y), full.times(padded));
    }

    @Test
    void rowsOfTheTransposeCollectTheTapsInDescendingOrder() {
        for (int unit = 0; unit < matrix.columns(); unit++) {
            int column = unit;
            int[] taps = IntStream.range(0, matrix.rows()).map(row -> matrix.weightAt(row, column))
                    .filter(tap -> tap >= 0).toArray();
            for (int i = 1; i < taps.length; i++) {
                assertEquals(-1, Integer.compare(taps[i], taps[i - 1]));
            }
        }
    }

    @Test
    void theTransposeIsNotTheInverse() {
        float[] constant = new float[16];
        Arrays.fill(constant, 1);
        float[] there = matrix.times(constant);
        assertArrayEquals(new float[]{45, 45, 45, 45}, there);
        assertArrayEquals(new float[]{45, 135, 225, 135}, Arrays.copyOf(matrix.transposeTimes(there), 4));
    }

    @Test
    void groupsAreBlocks() {
        ConvMatrix blocks = ConvMatrix.of(ConvSpec.conv(2, 4, 2).groups(2).kernel(2).build(),
                new float[]{1, 2, 3, 4, 5, 6, 7, 8});
        assertEquals("""
                a b · ·
                c d · ·
                · · e f
                · · g h""", blocks.pattern());
    }

    @Test
    void moreThan26WeightsAreWrittenAsNumbers() {
        ConvMatrix matrix = ConvMatrix.of(
                ConvSpec.conv(1, 1, 27).kernel(27).padding(new int[]{1}, new int[]{0}).build(),
                new float[27]);
        String[] rows = matrix.pattern().lines().toArray(String[]::new);
        assertTrue(rows[0].startsWith(" 1  2  3 ") && rows[0].endsWith(" 25 26  ·"), rows[0]);
        assertTrue(rows[1].startsWith(" 0  1  2 ") && rows[1].endsWith(" 24 25 26"), rows[1]);
    }

    @Test
    void multipliesLikeTheScalarReference() {
        SpecGenerator.check(150, (spec, values) -> {
            ConvSpec one = new ConvSpec(1, spec.groups(), spec.inChannels(), spec.outChannels(), spec.axes());
            float[] w = values.integers(one.filterElements());
            float[] x = values.integers(one.inElements());
            float[] y = values.integers(one.outElements());
            ConvMatrix written = ConvMatrix.of(one, w);
            assertArrayEquals(written.times(x), Products.forward(one, w, x));
            assertArrayEquals(written.transposeTimes(y), Products.transpose(one, w, y));
        });
    }

    @Test
    void refusesWhatItCannotWriteOut() {
        ConvSpec two = ConvSpec.conv(1, 1, 2).batch(2).build();
        assertRefused("batch must be 1, but is 2", () -> ConvMatrix.of(two, 1));
        ConvSpec large = ConvSpec.conv(1, 1, 4096, 4096).build();
        assertRefused("rows must be at most 4194304, but are 16777216", () -> ConvMatrix.of(large, 1));
        ConvSpec wide = ConvSpec.conv(1, 1, 4096, 4096).stride(4).build();
        assertRefused("columns must be at most 4194304, but are 16777216", () -> ConvMatrix.of(wide, 1));
        ConvSpec dense = ConvSpec.conv(4096, 4096, 1).build();
        assertRefused("multiply-adds must be at most 4194304, but are 16777216", () -> ConvMatrix.of(dense, 1));
        ConvSpec small = ConvSpec.conv(1, 1, 300).build();
        assertRefused("weights must have 1 elements, but has 2", () -> ConvMatrix.of(small, 1, 2));
        assertRefused("rows × columns must be at most 65536, but are 90000", () -> ConvMatrix.of(small, 1).pattern());
        assertRefused("x must have 300 elements, but has 299", () -> ConvMatrix.of(small, 1).times(new float[299]));
    }

    private static void assertRefused(String message, Runnable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }

    private static String turned(String tap) {
        return tap.equals("·") ? tap : "" + (char) ('a' + 'i' - tap.charAt(0));
    }
}
