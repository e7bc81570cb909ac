package lanewise.core.resize;

import static org.junit.jupiter.api.Assertions.assertEquals;

import lanewise.core.Functions;
import lanewise.core.Plan;
import lanewise.core.PlanOptions;
import lanewise.core.Products;
import lanewise.core.SpecGenerator;
import lanewise.core.rearrange.Extension;
import lanewise.core.rearrange.Padding;
import lanewise.core.rearrange.Shape;
import org.junit.jupiter.api.Test;

/** A transposed convolution with a triangular kernel is linear resizing. */
class LinearUpsamplingTest {

    @Test
    void isHalfPixelResizing() {
        SpecGenerator.check(300, (_, values) -> {
            int rank = values.between(1, 3);
            int[] in = new int[rank];
            int[] scale = new int[rank];
            float[] scales = new float[rank];
            for (int i = 0; i < rank; i++) {
                in[i] = values.between(1, rank == 3 ? 4 : 9);
                scale[i] = values.between(1, rank == 3 ? 3 : 5);
                scales[i] = scale[i];
            }
            int batch = values.between(0, 2);
            int channels = values.between(1, 3);
            ResizeSpec resize =
                    ResizeSpec.of(channels, in).batch(batch).scale(scales).interpolation(Interpolation.LINEAR).build();
            LinearUpsampling up = LinearUpsampling.of(batch, channels, in, scale);
            assertEquals(resize.outElements(), up.spec().inElements());
            float[] x = values.floats(resize.inElements());
            float[] padded = Functions.run(Padding.of(Shape.of(batch, channels, in), Extension.REPLICATION,
                    new int[]{1}, new int[]{1}, PlanOptions.DEFAULTS), x);
            float[] expected = Functions.run(Resize.of(resize), x);
            float[] y = Products.run(Plan.transpose(up.spec()).bind(up.filter()), padded, expected.length);
            for (int i = 0; i < y.length; i++) {
                assertEquals(expected[i], y[i], 2e-6);
            }
        });
    }
}
