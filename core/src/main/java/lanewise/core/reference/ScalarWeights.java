package lanewise.core.reference;

import java.util.Arrays;
import lanewise.core.Axis;
import lanewise.core.ConvSpec;
import lanewise.core.Layout;
import lanewise.core.spi.BlockSums;
import lanewise.core.spi.Call;
import lanewise.core.spi.Scratch;
import lanewise.core.spi.TensorIndex;

/**
 * {@code w[m, c, k] = Σ_n Σ_o y[n, m, o] · x[n, c, s·o + d·k - p]} in the order of {@link BlockSums}, one task per output
 * channel and up to four input channels of its group: their four sums hide the latency of the multiply-add.
 *
 * <p>Scratch: a block of y, a block of x for each of the four channels, four sums, four finished sums of each level.
 */
final class ScalarWeights implements ScalarKernel {
    private static final int CHANNELS = 4;
    private static final int SUMS = (1 + CHANNELS) * BLOCK;
    private static final int FINISHED = SUMS + CHANNELS;

    private final ConvSpec spec;
    private final int blocks;
    private final Axis depth;
    private final Axis height;
    private final Axis width;
    private final TensorIndex x;
    private final TensorIndex y;

    ScalarWeights(ConvSpec spec, Layout layout) {
        this.spec = spec;
        blocks = BlockSums.blocks(spec.batch() * spec.outPositions());
        depth = spec.threeAxes().get(0);
        height = spec.threeAxes().get(1);
        width = spec.threeAxes().get(2);
        x = TensorIndex.ofInput(spec, layout);
        y = TensorIndex.ofOutput(spec, layout);
    }

    @Override
    public double cost() {
        return spec.macs();
    }

    @Override
    public int tasks() {
        return spec.outChannels() * tasksPerOutput();
    }

    @Override
    public int scratchFloats() {
        return FINISHED + Integer.SIZE * CHANNELS;
    }

    @Override
    public void run(Call call, int task, Scratch scratch) {
        int m = task / tasksPerOutput();
        int first = task % tasksPerOutput() * CHANNELS;
        int channels = Math.min(CHANNELS, spec.inChannelsPerGroup() - first);
        int c = m / spec.outChannelsPerGroup() * spec.inChannelsPerGroup() + first;
        float[] block = scratch.floats();
        long weight = ((long) m * spec.inChannelsPerGroup() + first) * spec.taps();
        for (int kd = 0; kd < depth.kernel(); kd++) {
            for (int kh = 0; kh < height.kernel(); kh++) {
                for (int kw = 0; kw < width.kernel(); kw++, weight++) {
                    sum(call, m, c, channels, kd, kh, kw, block);
                    call.w().write(weight, spec.taps(), block, SUMS, 1, channels);
                }
            }
        }
    }

    private int tasksPerOutput() {
        return Math.ceilDiv(spec.inChannelsPerGroup(), CHANNELS);
    }

    private void sum(Call call, int m, int c, int channels, int kd, int kh, int kw, float[] block) {
        Arrays.fill(block, SUMS, SUMS + CHANNELS, 0f);
        int current = 0;
        for (int n = 0; n < spec.batch(); n++) {
            for (int od = depth.firstWindow(kd); od < depth.endWindow(kd); od++) {
                int d = depth.stride() * od + depth.dilation() * kd - depth.padLo();
                for (int oh = height.firstWindow(kh); oh < height.endWindow(kh); oh++) {
                    int h = height.stride() * oh + height.dilation() * kh - height.padLo();
                    long xRow = x.plane(n, c) + x.position(d, h, 0);
                    long yRow = y.plane(n, m) + y.position(od, oh, 0);
                    long first = ((n * (long) depth.out() + od) * height.out() + oh) * width.out();
                    current = row(call, xRow, yRow, first, channels, kw, current, block);
                }
            }
        }
        finish(current, blocks, block);
        for (int i = 0; i < channels; i++) {
            block[SUMS + i] += 0f;
        }
    }

    /**
     * Adds the products of one row of y and the rows of x that meet it at a tap.
     *
     * @param first   the number of the row's first position
     * @param current the block that the sums belong to
     * @return the block that they belong to now
     */
    private int row(Call call, long xRow, long yRow, long first, int channels, int kw, int current, float[] block) {
        int end = width.endWindow(kw);
        int count;
        for (int ow = width.firstWindow(kw); ow < end; ow += count) {
            int next = (int) ((first + ow) / BlockSums.BLOCK);
            finish(current, next, block);
            current = next;
            count = (int) Math.min(end - ow, (next + 1L) * BlockSums.BLOCK - first - ow);
            call.y().read(yRow + ow * y.positionStep(), y.positionStep(), block, 0, 1, count);
            int w = width.stride() * ow + width.dilation() * kw - width.padLo();
            for (int i = 0; i < channels; i++) {
                call.x().read(xRow + i * x.channelStep() + w * x.positionStep(), width.stride() * x.positionStep(),
                        block, (1 + i) * BLOCK, 1, count);
            }
            accumulate(block, count);
        }
        return current;
    }

    /** Adds the sums of a block, and those of empty blocks from there to {@code end}, to the finished ones; keeps the last. */
    private void finish(int from, int end, float[] block) {
        for (int b = from; b < end; b++) {
            int carries = BlockSums.carries(b, blocks);
            int to = b == blocks - 1 ? SUMS : FINISHED + BlockSums.level(b) * CHANNELS;
            for (int i = 0; i < CHANNELS; i++) {
                float sum = block[SUMS + i];
                for (int rest = carries; rest != 0; rest &= rest - 1) {
                    sum += block[FINISHED + Integer.numberOfTrailingZeros(rest) * CHANNELS + i];
                }
                block[SUMS + i] = 0;
                block[to + i] = sum;
            }
        }
    }

    private static void accumulate(float[] block, int count) {
        float sum0 = block[SUMS];
        float sum1 = block[SUMS + 1];
        float sum2 = block[SUMS + 2];
        float sum3 = block[SUMS + 3];
        for (int i = 0; i < count; i++) {
            float factor = block[i];
            sum0 = Math.fma(factor, block[BLOCK + i], sum0);
            sum1 = Math.fma(factor, block[2 * BLOCK + i], sum1);
            sum2 = Math.fma(factor, block[3 * BLOCK + i], sum2);
            sum3 = Math.fma(factor, block[4 * BLOCK + i], sum3);
        }
        block[SUMS] = sum0;
        block[SUMS + 1] = sum1;
        block[SUMS + 2] = sum2;
        block[SUMS + 3] = sum3;
    }
}
