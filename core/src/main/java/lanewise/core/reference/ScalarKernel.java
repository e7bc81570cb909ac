package lanewise.core.reference;

import lanewise.core.Floats;
import lanewise.core.spi.Call;
import lanewise.core.spi.Kernel;

/**
 * What the scalar kernels share: weights stay as they are, and a row is worked on a block at a time. Scratch holds a
 * block's results in {@code [0, BLOCK)} and the operands they meet at the same place of {@code [BLOCK, 2·BLOCK)}.
 */
interface ScalarKernel extends Kernel {
    /** Results of a block; both halves of the scratch stay in the first-level cache. */
    int BLOCK = 512;

    @Override
    default int scratchFloats() {
        return 2 * BLOCK;
    }

    @Override
    default int scratchInts() {
        return 0;
    }

    @Override
    default float[] pack(float[] weights) {
        return weights.clone();
    }

    /** {@code scratch[i] += weight · scratch[BLOCK + i]} for {@code from ≤ i < to}, each rounded once. */
    static void accumulate(float weight, float[] scratch, int from, int to) {
        for (int i = from; i < to; i++) {
            scratch[i] = Math.fma(weight, scratch[BLOCK + i], scratch[i]);
        }
    }

    /** Applies the epilogue to a block's sums of one channel and writes them to elements {@code to + i·step} of out. */
    static void store(Call call, int channel, float[] scratch, int count, Floats out, long to, long step) {
        Floats residual = call.residual();
        if (residual == null) {
            for (int i = 0; i < count; i++) {
                scratch[i] = call.epilogue().apply(scratch[i], channel);
            }
        } else {
            residual.read(to, step, scratch, BLOCK, 1, count);
            for (int i = 0; i < count; i++) {
                scratch[i] = call.epilogue().apply(scratch[i], channel, scratch[BLOCK + i]);
            }
        }
        out.write(to, step, scratch, 0, 1, count);
    }
}
