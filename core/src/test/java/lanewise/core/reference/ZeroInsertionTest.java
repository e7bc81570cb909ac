package lanewise.core.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import lanewise.core.ConvSpec;
import lanewise.core.Products;
import lanewise.core.SpecGenerator;
import org.junit.jupiter.api.Test;

class ZeroInsertionTest {

    @Test
    void stretchesPadsAndTurns() {
        ConvSpec spec = ConvSpec.convTranspose(1, 1, 2).kernel(3).stride(2).outputPadding(1).build();
        assertArrayEquals(new float[]{1, 10, 102, 20, 200, 0},
                ZeroInsertion.transpose(spec, new float[]{1, 10, 100}, new float[]{1, 2}));
    }

    @Test
    void cropsWherePaddingExceedsTheKernel() {
        ConvSpec spec = ConvSpec.convTranspose(1, 1, 3).kernel(1).stride(2).padding(new int[]{2}, new int[]{1}).build();
        assertArrayEquals(new float[]{20, 0}, ZeroInsertion.transpose(spec, new float[]{10}, new float[]{1, 2, 3}));
    }

    @Test
    void agreesWithTheScalarReference() {
        SpecGenerator.check(300, (spec, values) -> {
            float[] w = values.integers(spec.filterElements());
            float[] y = values.integers(spec.outElements());
            assertArrayEquals(ZeroInsertion.transpose(spec, w, y), Products.transpose(spec, w, y));
        });
    }
}
