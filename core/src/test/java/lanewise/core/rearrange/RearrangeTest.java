package lanewise.core.rearrange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import lanewise.core.Functions;
import lanewise.core.Layout;
import lanewise.core.PlanOptions;
import lanewise.core.SpecGenerator;
import org.junit.jupiter.api.Test;

/** Every element is where the definition has it. */
class RearrangeTest {
    private static final PlanOptions NCHW = PlanOptions.DEFAULTS;
    private static final PlanOptions NHWC = PlanOptions.DEFAULTS.withLayout(Layout.NHWC);

    @Test
    void blocks() {
        SpecGenerator.check(500, (_, values) -> {
            int rank = values.between(1, 3);
            int[] block = new int[rank];
            int elements = 1;
            for (int i = 0; i < rank; i++) {
                block[i] = values.between(1, rank == 3 ? 3 : 5);
                elements *= block[i];
            }
            Shape large = Shape.of(values.between(0, 2), values.between(0, 4), sizes(values, block));
            BlockOrder order = values.oneIn(2) ? BlockOrder.DCR : BlockOrder.CRD;
            int[] size = new int[rank];
            Arrays.setAll(size, i -> large.size().get(i) / block[i]);
            Shape small = Shape.of(large.batch(), large.channels() * elements, size);
            float[] x = Functions.numbered(small.elements());
            float[] y = new float[x.length];
            for (int i = 0; i < y.length; i++) {
                y[i] = x[smallIndex(large, small, order, block, i)];
            }
            assertArrayEquals(y, Functions.run(DepthToSpace.of(small, order, block), x));
            assertArrayEquals(x, Functions.run(SpaceToDepth.of(large, order, block), y));
            assertArrayEquals(y, Functions.runChannelsLast(DepthToSpace.of(small, order, NHWC, block), x,
                    small.channels(), small.batch(), large.channels()));
            assertArrayEquals(x, Functions.runChannelsLast(SpaceToDepth.of(large, order, NHWC, block), y,
                    large.channels(), large.batch(), small.channels()));
        });
    }

    private static int smallIndex(Shape large, Shape small, BlockOrder order, int[] block, int index) {
        int rest = index;
        int element = 0;
        int at = 0;
        int elements = 1;
        int positions = 1;
        for (int i = large.rank() - 1; i >= 0; i--) {
            int u = rest % large.size().get(i);
            rest /= large.size().get(i);
            element += u % block[i] * elements;
            elements *= block[i];
            at += u / block[i] * positions;
            positions *= small.size().get(i);
        }
        int c = rest % large.channels();
        int n = rest / large.channels();
        int channel = order == BlockOrder.DCR ? element * large.channels() + c : c * elements + element;
        return (n * small.channels() + channel) * positions + at;
    }

    @Test
    void padding() {
        SpecGenerator.check(500, (_, values) -> {
            int rank = values.between(1, 3);
            Shape in = Shape.of(values.between(0, 2), values.between(0, 4), sizes(values, new int[rank]));
            int[] lo = new int[rank];
            int[] hi = new int[rank];
            for (int i = 0; i < rank; i++) {
                lo[i] = values.between(0, 9);
                hi[i] = values.between(0, 9);
            }
            float[] x = values.floats(in.elements());
            Extension extension = values.oneIn(4) ? null : Extension.values()[values.between(0, 2)];
            if (extension == Extension.REFLECTION && in.size().contains(1)) {
                return;
            }
            int[] size = new int[rank];
            Arrays.setAll(size, i -> lo[i] + in.size().get(i) + hi[i]);
            Shape out = Shape.of(in.batch(), in.channels(), size);
            float[] expected = new float[(int) out.elements()];
            for (int i = 0; i < expected.length; i++) {
                expected[i] = padded(x, in, out, lo, extension, i);
            }
            assertArrayEquals(expected, Functions.run(extension == null
                    ? Padding.constant(in, 7, lo, hi, NCHW)
                    : Padding.of(in, extension, lo, hi, NCHW), x));
            assertArrayEquals(expected, Functions.runChannelsLast(extension == null
                    ? Padding.constant(in, 7, lo, hi, NHWC)
                    : Padding.of(in, extension, lo, hi, NHWC), x, in.channels(), in.batch(), in.channels()));
        });
    }

    private static float padded(float[] x, Shape in, Shape out, int[] lo, Extension extension, int index) {
        int rest = index;
        int at = 0;
        int positions = 1;
        for (int i = in.rank() - 1; i >= 0; i--) {
            int n = in.size().get(i);
            int u = rest % out.size().get(i) - lo[i];
            rest /= out.size().get(i);
            if (extension == null && (u < 0 || u >= n)) {
                return 7;
            }
            while (u < 0 || u >= n) {
                u = extension == Extension.WRAP
                        ? u < 0 ? u + n : u - n
                        : extension == Extension.REPLICATION ? u < 0 ? 0 : n - 1 : u < 0 ? -u : 2 * n - 2 - u;
            }
            at += u * positions;
            positions *= n;
        }
        return x[at + rest * positions];
    }

    @Test
    void stretching() {
        SpecGenerator.check(300, (_, values) -> {
            int rank = values.between(1, 3);
            Shape in = Shape.of(values.between(0, 2), values.between(0, 4), sizes(values, new int[rank]));
            int[] stride = new int[rank];
            int[] size = new int[rank];
            for (int i = 0; i < rank; i++) {
                stride[i] = values.between(1, 4);
                size[i] = stride[i] * (in.size().get(i) - 1) + 1;
            }
            Shape out = Shape.of(in.batch(), in.channels(), size);
            float[] x = values.floats(in.elements());
            float[] expected = new float[(int) out.elements()];
            for (int i = 0; i < x.length; i++) {
                int rest = i;
                int at = 0;
                int positions = 1;
                for (int axis = rank - 1; axis >= 0; axis--) {
                    at += rest % in.size().get(axis) * stride[axis] * positions;
                    positions *= size[axis];
                    rest /= in.size().get(axis);
                }
                expected[at + rest * positions] = x[i];
            }
            assertArrayEquals(expected, Functions.run(Stretch.of(in, stride), x));
            assertArrayEquals(expected, Functions.runChannelsLast(Stretch.of(in, NHWC, stride), x, in.channels(),
                    in.batch(), in.channels()));
        });
    }

    @Test
    void paddingThatIsLongComesInTasks() {
        Shape in = Shape.of(1, 2, 300, 200);
        float[] x = Functions.numbered(in.elements());
        float[] y = Functions.run(Padding.of(in, Extension.WRAP, new int[]{300, 0}, new int[]{0}, NCHW), x);
        assertEquals(4 * 300 * 200, y.length);
        assertArrayEquals(Arrays.copyOf(x, 60000), Arrays.copyOf(y, 60000));
        assertArrayEquals(Arrays.copyOf(x, 60000), Arrays.copyOfRange(y, 60000, 120000));
    }

    /** Multiples of blocks; the block of an axis may be unset. */
    private static int[] sizes(SpecGenerator values, int[] block) {
        int[] sizes = new int[block.length];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] =
                    Math.max(1, block[i]) * values.between(1, block.length == 3 ? 3 : i == block.length - 1 ? 30 : 5);
        }
        return sizes;
    }
}
