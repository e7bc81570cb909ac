package lanewise.core;

import java.util.Arrays;
import lanewise.core.spi.BlockSums;

/**
 * The bias gradient of a layer: {@code b[c] = Σ_n Σ_p dy[n, c, p]}, summed in float32 in the order of {@link WeightGradient}:
 * it has the bits of the weight gradient that an input of ones would have.
 */
public final class BiasGradient {
    /** Channels at a time: so many sums hide the latency of an addition. */
    private static final int CHANNELS = 8;

    private BiasGradient() {
    }

    /**
     * Sums the gradient of a layer's output per channel. Allocates what does not depend on the sizes, up to 18 KB.
     *
     * @param dy        {@code [batch, channels, positions]} or {@code [batch, positions, channels]}
     * @param batch     images, at least 0
     * @param channels  channels, at least 0
     * @param positions spatial positions of one channel, at least 0
     * @param layout    order of {@code dy}
     * @param b         {@code channels} elements, overwritten
     * @throws IllegalArgumentException before anything is written, when a count is negative or too large, an operand is
     *                                  too short, the arena of {@code dy} is closed or confined to another thread, or
     *                                  {@code b} shares memory with {@code dy}
     */
    public static void run(Floats dy, int batch, int channels, long positions, Layout layout, float[] b) {
        Check.given("dy", dy);
        Check.given("layout", layout);
        Check.given("b", b);
        Check.atLeast("batch", batch, 0);
        Check.atLeast("channels", channels, 0);
        Check.atLeast("positions", positions, 0);
        Check.holds("dy", dy.length(), Check.product("elements of dy", batch, channels, positions));
        Check.accessible("dy", dy);
        Check.holds("b", b.length, channels);
        Check.disjoint("b", Floats.of(b), "dy", dy);
        long channelStep = layout == Layout.NCHW ? positions : 1;
        long positionStep = layout == Layout.NCHW ? 1 : channels;
        new Sums(dy, batch, positions, (long) channels * positions, channelStep, positionStep).run(channels, b);
    }

    /** Some channels at a time: a sum of the current block and the finished ones of each. */
    private static final class Sums {
        private final Floats dy;
        private final int batch;
        private final long positions;
        private final long imageStep;
        private final long channelStep;
        private final long positionStep;
        private final int blocks;
        private final float[] buffer;
        private final float[] sums = new float[CHANNELS];
        private final float[] finished;

        Sums(Floats dy, int batch, long positions, long imageStep, long channelStep, long positionStep) {
            this.dy = dy;
            this.batch = batch;
            this.positions = positions;
            this.imageStep = imageStep;
            this.channelStep = channelStep;
            this.positionStep = positionStep;
            blocks = BlockSums.blocks(batch * positions);
            buffer = dy.array() == null ? new float[CHANNELS * BlockSums.BLOCK] : null;
            finished = new float[BlockSums.levels(blocks) * CHANNELS];
        }

        void run(int channels, float[] b) {
            for (int c = 0; c < channels; c += CHANNELS) {
                int count = Math.min(CHANNELS, channels - c);
                Arrays.fill(sums, 0f);
                for (int n = 0; n < batch; n++) {
                    image(n, c, count);
                }
                for (int i = 0; i < count; i++) {
                    b[c + i] = sums[i] + 0f;
                }
            }
        }

        private void image(int n, int c, int channels) {
            int count;
            for (long p = 0; p < positions; p += count) {
                long q = n * positions + p;
                count = (int) Math.min(positions - p, BlockSums.BLOCK - q % BlockSums.BLOCK);
                long from = n * imageStep + c * channelStep + p * positionStep;
                if (buffer == null) {
                    add(dy.array(), dy.arrayOffset() + (int) from, (int) channelStep, channels, (int) positionStep,
                            count, sums);
                } else {
                    for (int i = 0; i < channels; i++) {
                        dy.read(from + i * channelStep, positionStep, buffer, i * BlockSums.BLOCK, 1, count);
                    }
                    add(buffer, 0, BlockSums.BLOCK, channels, 1, count, sums);
                }
                if ((q + count) % BlockSums.BLOCK == 0 || q + count == batch * positions) {
                    finish((int) (q / BlockSums.BLOCK));
                }
            }
        }

        /** Adds the sums of a block to the finished ones; those of the last block stay. */
        private void finish(int block) {
            boolean last = block == blocks - 1;
            for (int i = 0; i < CHANNELS; i++) {
                float sum = sums[i];
                for (int rest = BlockSums.carries(block, blocks); rest != 0; rest &= rest - 1) {
                    sum += finished[Integer.numberOfTrailingZeros(rest) * CHANNELS + i];
                }
                sums[i] = last ? sum : 0;
                if (!last) {
                    finished[BlockSums.level(block) * CHANNELS + i] = sum;
                }
            }
        }

        /** Adds {@code count} positions of each channel; what is beyond the last channel takes the last one's. */
        private static void add(float[] from, int at, int channelStep, int channels, int step, int count,
                float[] sums) {
            int c1 = Math.min(1, channels - 1) * channelStep;
            int c2 = Math.min(2, channels - 1) * channelStep;
            int c3 = Math.min(3, channels - 1) * channelStep;
            int c4 = Math.min(4, channels - 1) * channelStep;
            int c5 = Math.min(5, channels - 1) * channelStep;
            int c6 = Math.min(6, channels - 1) * channelStep;
            int c7 = Math.min(7, channels - 1) * channelStep;
            float s0 = sums[0];
            float s1 = sums[1];
            float s2 = sums[2];
            float s3 = sums[3];
            float s4 = sums[4];
            float s5 = sums[5];
            float s6 = sums[6];
            float s7 = sums[7];
            for (int i = 0, p = at; i < count; i++, p += step) {
                s0 += from[p];
                s1 += from[p + c1];
                s2 += from[p + c2];
                s3 += from[p + c3];
                s4 += from[p + c4];
                s5 += from[p + c5];
                s6 += from[p + c6];
                s7 += from[p + c7];
            }
            sums[0] = s0;
            sums[1] = s1;
            sums[2] = s2;
            sums[3] = s3;
            sums[4] = s4;
            sums[5] = s5;
            sums[6] = s6;
            sums[7] = s7;
        }
    }
}
