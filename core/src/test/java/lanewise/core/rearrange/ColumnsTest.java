package lanewise.core.rearrange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import lanewise.core.ConvSpec;
import lanewise.core.Functions;
import lanewise.core.Layout;
import lanewise.core.PlanOptions;
import lanewise.core.Products;
import lanewise.core.SpecGenerator;
import lanewise.core.reference.ConvMatrix;
import org.junit.jupiter.api.Test;

/** Columns are what a convolution multiplies, and their sums what a transposed one gives. */
class ColumnsTest {
    private static final PlanOptions NHWC = PlanOptions.DEFAULTS.withLayout(Layout.NHWC);

    @Test
    void aConvolutionIsAProductOfFilterAndColumns() {
        SpecGenerator.check(500, (random, values) -> {
            ConvSpec spec = new ConvSpec(random.batch(), 1, random.inChannels(), random.outChannels(), random.axes());
            float[] x = values.integers(spec.inElements());
            float[] w = values.integers(spec.filterElements());
            float[] y = values.integers(spec.outElements());
            int rows = (int) (spec.inChannels() * spec.taps());
            int outputs = (int) spec.outPositions();
            float[] columns = Functions.run(Im2Col.of(spec), x);
            float[] product = new float[y.length];
            float[] transposed = new float[columns.length];
            for (int i = 0; i < y.length; i++) {
                int n = i / outputs / spec.outChannels();
                int m = i / outputs % spec.outChannels();
                for (int r = 0; r < rows; r++) {
                    int at = (n * rows + r) * outputs + i % outputs;
                    product[i] += w[m * rows + r] * columns[at];
                    transposed[at] += w[m * rows + r] * y[i];
                }
            }
            assertArrayEquals(Products.forward(spec, w, x), product);
            assertArrayEquals(Products.transpose(spec, w, y), Functions.run(Col2Im.of(spec), transposed));
        });
    }

    @Test
    void bothLayoutsHaveTheSameBits() {
        SpecGenerator.check(500, (spec, values) -> {
            float[] x = values.floats(spec.inElements());
            float[] columns = Functions.run(Im2Col.of(spec), x);
            float[] last = Functions.run(Im2Col.of(spec, NHWC),
                    Products.channelsLast(x, spec.inChannels(), spec.inPositions()));
            assertArrayEquals(columns, rowsFirst(last, spec));
            float[] sums = values.floats(columns.length);
            float[] image = Functions.run(Col2Im.of(spec), rowsFirst(sums, spec));
            assertArrayEquals(image, Products.channelsFirst(Functions.run(Col2Im.of(spec, NHWC), sums),
                    spec.inChannels(), spec.inPositions()));
        });
    }

    /** {@code [N, outputs, taps·C]} as {@code [N, C·taps, outputs]}. */
    private static float[] rowsFirst(float[] last, ConvSpec spec) {
        int channels = spec.inChannels();
        int taps = (int) spec.taps();
        int outputs = (int) spec.outPositions();
        float[] first = new float[last.length];
        for (int i = 0; i < last.length; i++) {
            int c = i % channels;
            int k = i / channels % taps;
            int o = i / channels / taps % outputs;
            int n = i / channels / taps / outputs;
            first[((n * channels + c) * taps + k) * outputs + o] = last[i];
        }
        return first;
    }

    @Test
    void sumsAreTheRowsOfTheTransposedMatrix() {
        ConvSpec spec = ConvSpec.conv(1, 1, 5, 6).kernel(3, 2).stride(2, 1).padding(1).dilation(1, 2).build();
        float[] ones = new float[6];
        Arrays.fill(ones, 1);
        float[] y = Functions.numbered(spec.outElements());
        float[] columns = new float[6 * y.length];
        for (int k = 0; k < 6; k++) {
            System.arraycopy(y, 0, columns, k * y.length, y.length);
        }
        assertArrayEquals(ConvMatrix.of(spec, ones).transposeTimes(y), Functions.run(Col2Im.of(spec), columns));
    }
}
