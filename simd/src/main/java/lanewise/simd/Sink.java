package lanewise.simd;

import lanewise.core.Epilogue;
import lanewise.core.Floats;
import lanewise.core.spi.TensorIndex;

/**
 * Stores a block of finished sums where they belong: applies the epilogue while the sums are in cache and writes with the
 * phase's step, in either layout.
 */
record Sink(TensorIndex target) {

    /**
     * Stores the sums of a block; {@code (c, d, h, w)} is at
     * {@code sums[at + c·channelPitch + (d·heights + h)·rowPitch + w]}. The sums are overwritten.
     *
     * @param out     the result
     * @param n       image
     * @param channel first channel
     * @param phase   where the block's coordinates lie in the result
     * @param block   its first coordinate and its size on each axis
     */
    void store(Epilogue epilogue, float[] sums, int at, int channelPitch, int rowPitch, Floats out, int n, int channel,
            int channels, Phase phase, int[] block) {
        int rows = block[Blocks.DEPTHS] * block[Blocks.HEIGHTS];
        int width = block[Blocks.WIDTHS];
        boolean direct = target.positionStep() == 1 && phase.width().step() == 1 && out.array() != null;
        // A block is in row-major order: without gaps here and with steps of 1, it has none in the target either.
        boolean dense = rowPitch == width && (!direct || phase.height().step() == 1 && phase.depth().step() == 1);
        int run = dense ? rows * width : width;
        int runs = rows * width / run;
        for (int c = 0; c < channels; c++) {
            int offset = direct ? Math.toIntExact(out.arrayOffset() + target.plane(n, channel + c)) : 0;
            for (int r = 0; r < runs; r++) {
                int from = at + c * channelPitch + r * rowPitch;
                if (direct) {
                    int to = offset + (int) start(phase, block, r);
                    FusedEpilogue.apply(epilogue, channel + c, sums, from, out.array(), to, run);
                } else {
                    FusedEpilogue.apply(epilogue, channel + c, sums, from, sums, from, run);
                }
            }
        }
        if (!direct) {
            long row = target.plane(n, channel);
            for (int r = 0; r < rows; r++) {
                write(sums, at + r * rowPitch, channelPitch, width, out, row + start(phase, block, r), channels,
                        phase.width().step() * target.positionStep());
            }
        }
    }

    /** Writes one row of every channel, along whichever of the two is dense in the target. */
    private void write(float[] sums, int at, int channelPitch, int width, Floats out, long to, int channels,
            long step) {
        if (target.positionStep() == 1) {
            for (int c = 0; c < channels; c++) {
                out.write(to + c * target.channelStep(), step, sums, at + c * channelPitch, 1, width);
            }
        } else {
            for (int w = 0; w < width; w++) {
                out.write(to + w * step, 1, sums, at + w, channelPitch, channels);
            }
        }
    }

    /** The distance of a block row's first result from position 0. */
    private long start(Phase phase, int[] block, int row) {
        int d = phase.depth().first() + phase.depth().step() * (block[Blocks.DEPTH] + row / block[Blocks.HEIGHTS]);
        int h = phase.height().first() + phase.height().step() * (block[Blocks.HEIGHT] + row % block[Blocks.HEIGHTS]);
        return target.position(d, h, phase.width().first() + phase.width().step() * block[Blocks.WIDTH]);
    }
}
