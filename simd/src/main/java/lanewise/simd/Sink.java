package lanewise.simd;

import lanewise.core.Activation;
import lanewise.core.Epilogue;
import lanewise.core.Floats;
import lanewise.core.spi.Call;
import lanewise.core.spi.TensorIndex;

/**
 * Stores finished sums where they belong: applies the epilogue while they are in the first-level cache and writes with the
 * phase's step, in either layout.
 */
record Sink(TensorIndex target) {

    /** Whether finished sums plus bias need only be written next to each other, so that a tile can store them itself. */
    boolean plain(Epilogue epilogue, Floats out, Phase phase) {
        return !epilogue.addsResidual() && epilogue.activation() instanceof Activation.Identity && out.array() != null
                && dense(phase);
    }

    /** Where a block's result is in the array behind the target, or behind a tensor like it. */
    int place(Floats tensor, int n, int channel, Phase phase, int[] block, int result) {
        return (int) (tensor.arrayOffset() + target.plane(n, channel) + position(phase, block, result));
    }

    /**
     * Stores some results of a block, which follow each other in row-major order; the sum of channel {@code c} and the
     * {@code j}-th result is at {@code sums[at + c·pitch + j]}. The sums are overwritten.
     *
     * @param call     epilogue and residual
     * @param out      the result
     * @param n        image
     * @param channel  first channel
     * @param phase    where the block's coordinates lie in the result
     * @param block    its first coordinate and its size on each axis
     * @param first    the first result
     * @param count    results
     */
    void store(Call call, float[] sums, int at, int pitch, Floats out, int n, int channel, int channels,
            Phase phase, int[] block, int first, int count) {
        boolean dense = dense(phase);
        Epilogue epilogue = call.epilogue();
        Floats residual = call.residual();
        if (residual != null && dense && residual.array() != null) {
            FusedEpilogue.addResidual(epilogue, channel, channels, sums, at, pitch, residual.array(),
                    place(residual, n, channel, phase, block, first), (int) target.channelStep(), count);
        } else if (residual != null) {
            addResidual(epilogue, residual, sums, at, pitch, n, channel, channels, phase, block, first, count);
        }
        if (dense && out.array() != null) {
            FusedEpilogue.apply(epilogue, channel, channels, sums, at, pitch, out.array(),
                    place(out, n, channel, phase, block, first), (int) target.channelStep(), count);
            return;
        }
        FusedEpilogue.apply(epilogue, channel, channels, sums, at, pitch, sums, at, pitch, count);
        int width = block[Blocks.WIDTHS];
        long step = phase.width().step() * target.positionStep();
        int run;
        for (int j = 0; j < count; j += run) {
            run = Math.min(dense ? count : width - (first + j) % width, count - j);
            long to = target.plane(n, channel) + position(phase, block, first + j);
            if (target.positionStep() == 1 && out.array() != null) {
                SinkRows.store(sums, at + j, pitch, out.array(), (int) (out.arrayOffset() + to),
                        (int) target.channelStep(), channels, (int) step, run);
            } else if (target.positionStep() == 1) {
                for (int c = 0; c < channels; c++) {
                    out.write(to + c * target.channelStep(), step, sums, at + c * pitch + j, 1, run);
                }
            } else if (out.array() != null) {
                for (int c = 0; c < channels; c += Transpose8.ROWS) {
                    Transpose8.run(sums, at + c * pitch + j, pitch, Math.min(Transpose8.ROWS, channels - c),
                            out.array(), (int) (out.arrayOffset() + to + c), (int) step, run);
                }
            } else {
                for (int i = j; i < j + run; i++) {
                    out.write(to + (i - j) * step, 1, sums, at + i, pitch, channels);
                }
            }
        }
    }

    /** Adds bias and residual to sums one by one, row by row of the block. */
    private void addResidual(Epilogue epilogue, Floats residual, float[] sums, int at, int pitch, int n, int channel,
            int channels, Phase phase, int[] block, int first, int count) {
        int width = block[Blocks.WIDTHS];
        long step = phase.width().step() * target.positionStep();
        int run;
        for (int j = 0; j < count; j += run) {
            run = Math.min(width - (first + j) % width, count - j);
            long from = target.plane(n, channel) + position(phase, block, first + j);
            for (int c = 0; c < channels; c++) {
                float bias = epilogue.bias(channel + c);
                int row = at + c * pitch + j;
                for (int i = 0; i < run; i++) {
                    sums[row + i] = sums[row + i] + bias + residual.get(from + c * target.channelStep() + i * step);
                }
            }
        }
    }

    /** Whether neighbours are neighbours in the target. A block is in row-major order, of whole rows or of one piece. */
    private boolean dense(Phase phase) {
        return target.positionStep() == 1 && phase.width().step() == 1 && phase.height().step() == 1
                && phase.depth().step() == 1;
    }

    /** The distance of a block's result from position 0. */
    private long position(Phase phase, int[] block, int result) {
        int row = result / block[Blocks.WIDTHS];
        int d = block[Blocks.DEPTH] + row / block[Blocks.HEIGHTS];
        int h = block[Blocks.HEIGHT] + row % block[Blocks.HEIGHTS];
        int w = block[Blocks.WIDTH] + result % block[Blocks.WIDTHS];
        return target.position(phase.depth().first() + phase.depth().step() * d,
                phase.height().first() + phase.height().step() * h, phase.width().first() + phase.width().step() * w);
    }
}
