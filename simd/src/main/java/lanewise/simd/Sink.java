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

    /** Whether finished sums plus bias need only be written. */
    static boolean plain(Epilogue epilogue, Floats out) {
        return !epilogue.addsResidual() && epilogue.activation() instanceof Activation.Identity && out.array() != null;
    }

    /** Copies the bias of some channels. */
    static void bias(Epilogue epilogue, int channel, int channels, float[] floats, int at) {
        for (int c = 0; c < channels; c++) {
            floats[at + c] = epilogue.bias(channel + c);
        }
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
        int width = block[Blocks.WIDTHS];
        int run;
        for (int j = 0; j < count; j += run) {
            run = dense ? count : Math.min(width - (first + j) % width, count - j);
            long to = target.plane(n, channel) + position(phase, block, first + j);
            storeRun(call, sums, at + j, pitch, out, to, channel, channels, phase.width().step(), run);
        }
    }

    /** Stores results that lie {@code step} positions apart. */
    private void storeRun(Call call, float[] sums, int at, int pitch, Floats out, long to, int channel, int channels,
            int step, int count) {
        Epilogue epilogue = call.epilogue();
        Floats residual = call.residual();
        int channelStep = (int) target.channelStep();
        boolean sideBySide = step * target.positionStep() == 1;
        if (residual != null && sideBySide && residual.array() != null) {
            FusedEpilogue.addResidual(epilogue, channel, channels, sums, at, pitch, residual.array(),
                    (int) (residual.arrayOffset() + to), channelStep, count);
        } else if (residual != null) {
            addResidual(epilogue, residual, sums, at, pitch, to, channel, channels, step, count);
        }
        if (sideBySide && out.array() != null) {
            FusedEpilogue.apply(epilogue, channel, channels, sums, at, pitch, out.array(),
                    (int) (out.arrayOffset() + to), channelStep, count);
            return;
        }
        FusedEpilogue.apply(epilogue, channel, channels, sums, at, pitch, sums, at, pitch, count);
        long far = step * target.positionStep();
        if (target.positionStep() == 1 && out.array() != null) {
            SinkRows.store(sums, at, pitch, out.array(), (int) (out.arrayOffset() + to), channelStep, channels, step,
                    count);
        } else if (target.positionStep() == 1) {
            for (int c = 0; c < channels; c++) {
                out.write(to + c * target.channelStep(), far, sums, at + c * pitch, 1, count);
            }
        } else if (out.array() != null) {
            for (int next = 0; next < channels; next += Transpose8.ROWS) {
                int c = Math.clamp(channels - Transpose8.ROWS, 0, next);
                Transpose8.run(sums, at + c * pitch, pitch, Math.min(Transpose8.ROWS, channels - c), out.array(),
                        (int) (out.arrayOffset() + to + c), (int) far, count);
            }
        } else {
            for (int i = 0; i < count; i++) {
                out.write(to + i * far, 1, sums, at + i, pitch, channels);
            }
        }
    }

    /** Adds bias and residual to sums one by one. */
    private void addResidual(Epilogue epilogue, Floats residual, float[] sums, int at, int pitch, long from,
            int channel, int channels, int step, int count) {
        for (int c = 0; c < channels; c++) {
            float bias = epilogue.bias(channel + c);
            int row = at + c * pitch;
            for (int i = 0; i < count; i++) {
                sums[row + i] = sums[row + i] + bias
                        + residual.get(from + c * target.channelStep() + i * step * target.positionStep());
            }
        }
    }

    /** Whether neighbours are neighbours in the target. A block is in row-major order, of whole rows or of one piece. */
    boolean dense(Phase phase) {
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
