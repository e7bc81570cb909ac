package lanewise.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class AdjointTest {

    /** {@code ⟨C x, y⟩ = ⟨x, Cᵀ y⟩ = ⟨w, W(x, y)⟩}, exactly: all values and sums are small integers. */
    @Test
    void oneTrilinearFormReadFromThreeSides() {
        SpecGenerator.check(1000, (spec, values) -> {
            float[] w = values.integers(spec.filterElements());
            float[] x = values.integers(spec.inElements());
            float[] y = values.integers(spec.outElements());
            double forward = dot(Products.forward(spec, w, x), y);
            assertEquals(forward, dot(x, Products.transpose(spec, w, y)));
            assertEquals(forward, dot(w, Products.weights(spec, x, y)));
        });
    }

    private static double dot(float[] a, float[] b) {
        assertEquals(a.length, b.length);
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
