package lanewise.bench.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvAttributesTest {
    private static final int[] X = {1, 4, 5, 7};
    private static final int[] W = {4, 2, 3, 3};

    @Test
    void padsAreAllBeginsThenAllEnds() {
        assertEquals("4→4 5×7→9×11 k3×3 s1×1 d1×1 p(1,5)(2,4) g2 n1",
                attributes("group=2 pads=1,2,5,4", null).conv(X, W).toString());
    }

    @Test
    void emptyListsHaveTheirDefaults() {
        assertEquals("4→4 5×7→3×5 k3×3 s1×1 d1×1 p(0,0)(0,0) g2 n1",
                attributes("group=2 strides= pads= dilations=", "").conv(X, W).toString());
    }

    @Test
    void outputShapePutsTheOddUnitFirstUnlessSameUpper() {
        ConvAttributes given = attributes("group=2 strides=2,2 output_shape=10,14 pads=9,9,9,9", "NOTSET");
        assertEquals("4→4 10×14→5×7 k3×3 s2×2 d1×1 p(1,0)(1,0) g2 n1", given.convTranspose(X, W).toString());
        assertEquals("4→4 10×14→5×7 k3×3 s2×2 d1×1 p(0,1)(0,1) g2 n1",
                new ConvAttributes(given.values(), "SAME_UPPER").convTranspose(X, W).toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            strides=1                        | strides must have 2 values, but has 1
            pads=1,1                         | pads must have 4 values, but has 2
            pads=0,-1,0,0                    | padLo must be at least 0, but is -1
            strides=0,1                      | stride must be at least 1, but is 0
            dilations=1,-3                   | dilation must be at least 1, but is -3
            strides=4611686018427387903,1    | strides[0] must be at most 2147483647
            dilations=1,2305843009213693952  | dilations[1] must be at most 2147483647
            kernel_shape=3,4                 | kernel_shape must equal the spatial shape [3, 3] of W
            kernel_shape=3                   | kernel_shape must equal
            kernel_shape=                    | kernel_shape must equal
            group=3                          | group must be at least 1 and divide the 4 channels
            group=0                          | group must be at least 1
            group=4                          | W must have C/group = 4/4 in dimension 1
            output_shape=5,7                 | output_shape must be absent: Conv has no such attribute
            storage_order=1                  | storage_order must be absent
            """)
    void namesWhatDoesNotFitAConv(String attributes, String reason) {
        String all = attributes.startsWith("group") ? attributes : "group=2 " + attributes;
        assertRefused(reason, () -> attributes(all, null).conv(X, W));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            output_shape=9,13,1,1            | output_shape must have 2 values, but has 4
            output_shape=13,15               | output size must be between 1 and 12
            output_shape=0,15                | output size must be between 1 and 12
            output_padding=2,0               | outputPadding must be below max(stride, dilation) = 2
            output_padding=1                 | output_padding must have 2 values
            """)
    void namesWhatDoesNotFitAConvTranspose(String attributes, String reason) {
        assertRefused(reason, () -> attributes("group=2 strides=2,2 " + attributes, null).convTranspose(X, W));
    }

    @Test
    void namesShapesThatDoNotFit() {
        ConvAttributes none = ConvAttributes.none();
        assertRefused("X must have 3 to 5 dimensions", () -> none.conv(new int[]{1, 1}, new int[]{1, 1}));
        assertRefused("X must have 3 to 5 dimensions", () -> none.conv(new int[6], new int[6]));
        assertRefused("W must have as many dimensions as X's 4", () -> none.conv(X, new int[0]));
        assertRefused("W must have C = 4 in dimension 0", () -> none.convTranspose(X, new int[]{3, 1, 1, 1}));
        assertRefused("auto_pad must be NOTSET or one of", () -> attributes("group=2", "SAME").conv(X, W));
    }

    private static void assertRefused(String reason, Runnable build) {
        String message = assertThrows(IllegalArgumentException.class, build::run).getMessage();
        assertTrue(message.contains(reason), message);
    }

    private static ConvAttributes attributes(String text, String autoPad) {
        Map<String, long[]> values = new HashMap<>();
        for (String attribute : text.split(" ")) {
            String[] parts = attribute.split("=", -1);
            values.put(parts[0], parts[1].isEmpty()
                    ? new long[0]
                    : Arrays.stream(parts[1].split(",")).mapToLong(Long::parseLong).toArray());
        }
        return new ConvAttributes(values, autoPad);
    }
}
