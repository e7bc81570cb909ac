package lanewise.core.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import lanewise.core.ConvSpec;
import lanewise.core.Products;
import lanewise.core.SpecGenerator;
import org.junit.jupiter.api.Test;

class OracleTest {
    private final ConvSpec spec = ConvSpec.conv(1, 1, 3).kernel(2).padding(1).stride(2).build();

    @Test
    void sumsTheThreeProductsAndTheirMagnitudes() {
        float[] w = {1, -10};
        float[] x = {1, 2, -3};
        float[] y = {1, -2};
        Oracle.Result forward = Oracle.forward(spec, w, x);
        assertArrayEquals(new double[]{-10, 32}, forward.sum());
        assertArrayEquals(new double[]{10, 32}, forward.magnitude());
        assertEquals(2, forward.products());
        Oracle.Result transpose = Oracle.transpose(spec, w, y);
        assertArrayEquals(new double[]{-10, -2, 20}, transpose.sum());
        assertArrayEquals(new double[]{10, 2, 20}, transpose.magnitude());
        Oracle.Result weights = Oracle.weights(spec, x, y);
        assertArrayEquals(new double[]{-4, 7}, weights.sum());
        assertArrayEquals(new double[]{4, 7}, weights.magnitude());
    }

    @Test
    void boundIsProductsPlusTwoRoundoffsOfTheMagnitude() {
        assertEquals(0x1p-24, Oracle.EPSILON);
        assertEquals(5 * 0x1p-24 * 7, new Oracle.Result(new double[]{1}, new double[]{7}, 3).bound(0));
        assertEquals(Math.ulp(1f) / 2, Oracle.EPSILON);
    }

    @Test
    void doesNotRoundToFloat() {
        ConvSpec dot = ConvSpec.conv(1, 1, 2).kernel(2).build();
        float[] ones = {1, 1};
        assertArrayEquals(new double[]{0x1p30 + 1}, Oracle.forward(dot, ones, new float[]{0x1p30f, 1}).sum());
    }

    @Test
    void boundsTheErrorOfTheScalarReference() {
        SpecGenerator.check(300, (random, values) -> {
            float[] w = values.floats(random.filterElements());
            float[] x = values.floats(random.inElements());
            float[] y = values.floats(random.outElements());
            assertWithinBound(Oracle.forward(random, w, x), Products.forward(random, w, x));
            assertWithinBound(Oracle.transpose(random, w, y), Products.transpose(random, w, y));
            assertWithinBound(Oracle.weights(random, x, y), Products.weights(random, x, y));
        });
    }

    @Test
    void refusesWrongLengths() {
        assertRefused("w must have 2 elements, but has 1", () -> Oracle.forward(spec, new float[1], new float[3]));
        assertRefused("x must have 3 elements, but has 4", () -> Oracle.forward(spec, new float[2], new float[4]));
        assertRefused("y must have 2 elements, but has 3", () -> Oracle.transpose(spec, new float[2], new float[3]));
    }

    private static void assertWithinBound(Oracle.Result expected, float[] actual) {
        assertEquals(expected.sum().length, actual.length);
        for (int i = 0; i < actual.length; i++) {
            double error = Math.abs(actual[i] - expected.sum()[i]);
            assertTrue(error <= expected.bound(i), "element " + i + ": error " + error + " > " + expected.bound(i));
        }
    }

    private static void assertRefused(String message, Runnable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }
}
