package lanewise.core.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.function.IntFunction;
import lanewise.core.ConvSpec;
import lanewise.core.Products;
import lanewise.core.SpecGenerator;
import lanewise.core.spi.BlockSums;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bits that every exact algorithm reproduces: one {@link Math#fma} after the other, in the documented order. */
class SummationOrderTest {

    @Test
    void everyElementTakesItsProductsInTheDocumentedOrder() {
        SpecGenerator.check(300, SummationOrderTest::check);
    }

    @ParameterizedTest
    @ValueSource(ints = {511, 512, 513, 1030})
    void rowsLongerThanABlockKeepTheOrder(int in) {
        SpecGenerator.check(1, (ignored, values) -> {
            for (int stride = 1; stride <= 3; stride++) {
                check(ConvSpec.conv(2, 2, in).kernel(3).stride(stride).dilation(2).padding(4).batch(2).build(), values);
                check(ConvSpec.convTranspose(2, 2, in).kernel(4).stride(stride).padding(1).build(), values);
            }
            check(ConvSpec.conv(1, 1, in).kernel(515).padding(257).build(), values);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 7, 12})
    void manyPositionsAreAddedInPairsOfBlocks(int batch) {
        SpecGenerator.check(1, (ignored, values) -> {
            check(ConvSpec.conv(2, 2, 23, 37).kernel(3).padding(1).batch(batch).build(), values);
            check(ConvSpec.conv(1, 5, 512).batch(batch).build(), values);
            check(ConvSpec.conv(1, 1, 700).kernel(1400).padding(700).batch(batch).build(), values);
        });
    }

    @Test
    void theErrorOfAWeightGradientDoesNotGrowWithThePositions() {
        SpecGenerator.check(3, (ignored, values) -> {
            ConvSpec spec = ConvSpec.conv(1, 1, 600_000).build();
            float[] x = values.floats(spec.inElements());
            float[] y = values.floats(spec.outElements());
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                y[i] = Math.abs(y[i]);
                x[i] = Math.abs(x[i]);
                sum += (double) x[i] * y[i];
            }
            int pairs = BlockSums.levels(BlockSums.blocks(x.length));
            assertEquals(sum, Products.weights(spec, x, y)[0],
                    (BlockSums.BLOCK + pairs + 1) * Oracle.EPSILON * sum);
        });
    }

    private static void check(ConvSpec spec, SpecGenerator values) {
        float[] w = values.floats(spec.filterElements());
        float[] x = values.floats(spec.inElements());
        float[] y = values.floats(spec.outElements());
        assertArrayEquals(forward(spec, w, x), Products.forward(spec, w, x));
        assertArrayEquals(transpose(spec, w, y), Products.transpose(spec, w, y));
        assertArrayEquals(weights(spec, x, y), Products.weights(spec, x, y));
    }

    private static float[] forward(ConvSpec spec, float[] w, float[] x) {
        int[][] position = positions(spec);
        float[] y = new float[(int) spec.outElements()];
        for (int i = 0; i < y.length; i++) {
            int o = i % (int) spec.outPositions();
            int m = i / (int) spec.outPositions() % spec.outChannels();
            int n = i / (int) spec.outPositions() / spec.outChannels();
            for (int c = 0; c < spec.inChannelsPerGroup(); c++) {
                for (int k = 0; k < spec.taps(); k++) {
                    if (position[o][k] >= 0) {
                        y[i] = Math.fma(w[weight(spec, m, c, k)], x[input(spec, n, m, c, position[o][k])], y[i]);
                    }
                }
            }
        }
        return storedZeros(y);
    }

    private static float[] transpose(ConvSpec spec, float[] w, float[] y) {
        int[][] origin = origins(spec);
        float[] x = new float[(int) spec.inElements()];
        for (int i = 0; i < x.length; i++) {
            int u = i % (int) spec.inPositions();
            int channel = i / (int) spec.inPositions() % spec.inChannels();
            int n = i / (int) spec.inPositions() / spec.inChannels();
            int group = channel / spec.inChannelsPerGroup();
            int c = channel % spec.inChannelsPerGroup();
            for (int m = group * spec.outChannelsPerGroup(); m < (group + 1) * spec.outChannelsPerGroup(); m++) {
                for (int k = 0; k < spec.taps(); k++) {
                    if (origin[u][k] >= 0) {
                        x[i] = Math.fma(w[weight(spec, m, c, k)], y[output(spec, n, m, origin[u][k])], x[i]);
                    }
                }
            }
        }
        return storedZeros(x);
    }

    private static float[] weights(ConvSpec spec, float[] x, float[] y) {
        int[][] position = positions(spec);
        float[] w = new float[(int) spec.filterElements()];
        for (int i = 0; i < w.length; i++) {
            int k = i % (int) spec.taps();
            int c = i / (int) spec.taps() % spec.inChannelsPerGroup();
            int m = i / (int) spec.taps() / spec.inChannelsPerGroup();
            w[i] = sum(0, BlockSums.blocks(spec.batch() * spec.outPositions()), block -> {
                float sum = 0;
                long end = Math.min((block + 1L) * BlockSums.BLOCK, spec.batch() * spec.outPositions());
                for (int q = block * BlockSums.BLOCK; q < end; q++) {
                    int n = q / (int) spec.outPositions();
                    int o = q % (int) spec.outPositions();
                    if (position[o][k] >= 0) {
                        sum = Math.fma(y[output(spec, n, m, o)], x[input(spec, n, m, c, position[o][k])], sum);
                    }
                }
                return sum;
            });
        }
        return storedZeros(w);
    }

    /** The sum of some blocks: that of as many as a power of two allows, and that of the others. */
    static float sum(int first, int end, IntFunction<Float> block) {
        if (end - first < 2) {
            return first == end ? 0 : block.apply(first);
        }
        int half = first + Integer.highestOneBit(end - first - 1);
        return sum(first, half, block) + sum(half, end, block);
    }

    private static int weight(ConvSpec spec, int m, int c, int k) {
        return (m * spec.inChannelsPerGroup() + c) * (int) spec.taps() + k;
    }

    private static int input(ConvSpec spec, int n, int m, int c, int u) {
        int channel = m / spec.outChannelsPerGroup() * spec.inChannelsPerGroup() + c;
        return (n * spec.inChannels() + channel) * (int) spec.inPositions() + u;
    }

    private static int output(ConvSpec spec, int n, int m, int o) {
        return (n * spec.outChannels() + m) * (int) spec.outPositions() + o;
    }

    /** {@code positions[o][k]}: the position of x, or -1. */
    private static int[][] positions(ConvSpec spec) {
        int[][] positions = new int[(int) spec.outPositions()][(int) spec.taps()];
        for (int o = 0; o < positions.length; o++) {
            for (int k = 0; k < positions[o].length; k++) {
                positions[o][k] = Definition.position(spec, o, k);
            }
        }
        return positions;
    }

    /** {@code origins[u][k]}: the position of y, or -1. */
    private static int[][] origins(ConvSpec spec) {
        int[][] positions = positions(spec);
        int[][] origins = new int[(int) spec.inPositions()][(int) spec.taps()];
        for (int[] ofUnit : origins) {
            Arrays.fill(ofUnit, -1);
        }
        for (int o = 0; o < positions.length; o++) {
            for (int k = 0; k < positions[o].length; k++) {
                if (positions[o][k] >= 0) {
                    origins[positions[o][k]][k] = o;
                }
            }
        }
        return origins;
    }

    private static float[] storedZeros(float[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += 0f;
        }
        return sums;
    }
}
