package lanewise.core.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import lanewise.core.Accuracy;
import lanewise.core.ConvSpec;
import lanewise.core.Filter;
import lanewise.core.Layout;
import lanewise.core.Plan;
import lanewise.core.Product;
import lanewise.core.Products;
import lanewise.core.Runner;
import lanewise.core.SpecGenerator;
import lanewise.core.spi.Kernel;
import lanewise.core.spi.Problem;
import lanewise.core.spi.Scratch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScalarReferenceTest {

    @ParameterizedTest
    @EnumSource
    void scratchDoesNotGrowWithTheProblem(Product product) {
        ConvSpec small = ConvSpec.convTranspose(1, 1, 9).kernel(4).stride(2).build();
        ConvSpec large = ConvSpec.convTranspose(64, 64, 1_000_000_000).kernel(4).stride(2).batch(8).build();
        assertEquals(kernel(product, small).scratchFloats(), kernel(product, large).scratchFloats());
        assertTrue(kernel(product, large).scratchFloats() <= 4096);
        assertEquals(0, kernel(product, large).scratchInts());
    }

    @Test
    void bitsDependNeitherOnTheOrderOfTasksNorOnWhatScratchHolds() {
        Runner backwards = job -> {
            for (int task = job.tasks() - 1; task >= 0; task--) {
                float[] floats = new float[job.scratchFloats()];
                Arrays.fill(floats, Float.NaN);
                job.run(task, new Scratch(floats, new int[job.scratchInts()]));
            }
        };
        SpecGenerator.check(100, (spec, values) -> {
            float[] w = values.floats(spec.filterElements());
            float[] x = values.floats(spec.inElements());
            float[] y = new float[(int) spec.outElements()];
            Plan.forward(spec).bind(Filter.of(w)).run(x, y, backwards);
            assertArrayEquals(Products.forward(spec, w, x), y);
            float[] transposed = new float[x.length];
            Plan.transpose(spec).bind(Filter.of(w)).run(y, transposed, backwards);
            assertArrayEquals(Products.transpose(spec, w, y), transposed);
        });
    }

    private static Kernel kernel(Product product, ConvSpec spec) {
        return new ScalarReference().kernel(new Problem(product, spec, Layout.NCHW, Accuracy.STRICT, 4));
    }
}
