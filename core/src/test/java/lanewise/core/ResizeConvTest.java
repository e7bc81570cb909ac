package lanewise.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Upsampling and convolution in one product are the two, one after the other. */
class ResizeConvTest {

    @Test
    void isUpsamplingThenConvolution() {
        SpecGenerator.check(500, (random, values) -> {
            int rank = random.rank();
            int[] scale = new int[rank];
            List<Axis> axes = new ArrayList<>();
            for (int i = 0; i < rank; i++) {
                scale[i] = values.between(1, 3);
                int kernel = values.between(1, rank == 3 ? 3 : 5);
                int dilation = values.between(1, scale[i]);
                int reach = dilation * (kernel - 1);
                int padLo = values.between(0, reach);
                int in = scale[i] * (values.between(0, 4) + Math.ceilDiv(1 + reach - padLo, scale[i]));
                axes.add(Axis.conv(in, kernel, 1, dilation, padLo, values.between(0, reach)));
            }
            ConvSpec conv =
                    new ConvSpec(random.batch(), random.groups(), random.inChannels(), random.outChannels(), axes);
            float[] w = values.integers(conv.filterElements());
            ResizeConv resize = ResizeConv.nearest(conv, scale);
            float[] x = values.integers(resize.spec().outElements());
            Filter filter = values.oneIn(2) ? Filter.of(w) : Filter.of(w).flipped();
            float[] expected =
                    Products.run(Plan.forward(conv).bind(filter), repeated(x, conv, scale), conv.outElements());
            assertArrayEquals(expected, Products.run(Plan.transpose(resize.spec()).bind(resize.filter(filter)), x,
                    conv.outElements()));
        });
    }

    @Test
    void multipliesFourNinthsOfTheTime() {
        ConvSpec conv = ConvSpec.conv(8, 8, 12, 12).kernel(3).padding(1).build();
        ConvSpec both = ResizeConv.nearest(conv, 2).spec();
        assertEquals(ConvSpec.convTranspose(8, 8, 6, 6).kernel(4).stride(2).padding(1).build(), both);
        assertEquals(conv.macs() * 4 / 9, both.macs());
    }

    @Test
    void everyOutputHasTheSameSumOfWeights() {
        ConvSpec conv = ConvSpec.conv(1, 1, 12).kernel(3).build();
        ResizeConv resize = ResizeConv.nearest(conv, 2);
        float[] y = Products.run(Plan.transpose(resize.spec()).bind(resize.filter(Filter.of(new float[]{1, 2, 4}))),
                new float[]{1, 1, 1, 1, 1, 1}, conv.outElements());
        assertArrayEquals(new float[]{7, 7, 7, 7, 7, 7, 7, 7, 7, 7}, y);
    }

    /** Nearest upsampling of {@code [batch, inChannels, in/scale...]}. */
    private static float[] repeated(float[] x, ConvSpec conv, int[] scale) {
        float[] repeated = new float[Math.toIntExact(conv.inElements())];
        for (int i = 0; i < repeated.length; i++) {
            int rest = i;
            int from = 0;
            int size = 1;
            for (int a = conv.rank() - 1; a >= 0; a--) {
                int in = conv.axes().get(a).in();
                from += rest % in / scale[a] * size;
                size *= in / scale[a];
                rest /= in;
            }
            repeated[i] = x[from + rest * size];
        }
        return repeated;
    }
}
