package lanewise.simd;

import java.util.Arrays;
import lanewise.core.ConvSpec;
import lanewise.core.Floats;
import lanewise.core.Product;
import lanewise.core.reference.ScalarReference;
import lanewise.core.spi.BlockSums;
import lanewise.core.spi.Call;
import lanewise.core.spi.Kernel;
import lanewise.core.spi.Problem;
import lanewise.core.spi.Scratch;
import lanewise.core.spi.TensorIndex;

/**
 * WEIGHTS of groups with hardly any output channels, as a depthwise layer has: a register tile would be empty, and nothing is
 * shared that is turned into columns. So scalars add up {@link #SUMS} taps at a time, whose rows {@link TapRows} gives:
 *
 * <pre>
 *     w[m, (c, k)] = Σ_q y[m, q] · row(c, k)[q]
 * </pre>
 *
 * <p>A task is one output channel. Scratch is {@code [row of y | stage | sums | finished sums of each level]} and {@code
 * [description of a block | where rows start]}. Padding is multiplied as zeros, see {@link WeightsGemm}.
 */
final class WeightsRows implements Kernel {
    /** Sums at a time: more than hide the latency of an FMA, as few as leave registers for the rows. */
    static final int SUMS = 10;

    private final ConvSpec spec;
    private final TapRows taps;
    private final TensorIndex y;
    private final Kernel reference;
    private final boolean padded;
    private final int blocks;
    private final int chunk;
    private final int sums;

    WeightsRows(Problem problem) {
        spec = problem.spec();
        taps = new TapRows(spec, TensorIndex.ofInput(spec, problem.layout()));
        y = TensorIndex.ofOutput(spec, problem.layout());
        reference = new ScalarReference().kernel(problem);
        padded = spec.axes().stream().anyMatch(axis -> axis.padded());
        blocks = BlockSums.blocks(spec.batch() * spec.outPositions());
        int ins = Math.max(1, spec.inChannelsPerGroup());
        chunk = Math.clamp(Budget.WEIGHT_STAGE / Math.max(1, taps.floats()), 1, ins);
        sums = Lanes.roundUp(chunk * taps.taps(), SUMS) * Math.ceilDiv(ins, chunk);
    }

    static String rejects(Problem problem) {
        return problem.product() == Product.WEIGHTS ? null : "computes weight gradients only";
    }

    @Override
    public double cost() {
        double columns = Lanes.roundUp(Math.multiplyExact(spec.inChannelsPerGroup(), taps.taps()), SUMS);
        return Costs.SCALAR_PRODUCT * columns * spec.outChannels() * spec.batch() * spec.outPositions();
    }

    @Override
    public int tasks() {
        return spec.outChannels();
    }

    @Override
    public int scratchFloats() {
        return Math.max(levelAt(BlockSums.levels(blocks)), reference.scratchFloats());
    }

    @Override
    public int scratchInts() {
        return Math.max(Blocks.DESCRIPTION + chunk * taps.taps() + SUMS, reference.scratchInts());
    }

    @Override
    public float[] pack(float[] weights) {
        throw new IllegalStateException("a weight gradient has no weights to pack");
    }

    @Override
    public void run(Call call, int task, Scratch scratch) {
        float[] floats = scratch.floats();
        long q = 0;
        for (int n = 0; n < spec.batch(); n++) {
            for (int d = 0; d < taps.slices(); d++) {
                int length;
                for (int position = 0; position < taps.slice(); position += length, q += length) {
                    length = Math.min(taps.piece(position), BlockSums.BLOCK - (int) (q % BlockSums.BLOCK));
                    call.y().read(y.plane(n, task) + ((long) d * taps.slice() + position) * y.positionStep(),
                            y.positionStep(), floats, 0, 1, length);
                    if (padded && !PairwiseSums.finite(floats, 0, length)) {
                        runReference(call, task, scratch);
                        return;
                    }
                    if (q % BlockSums.BLOCK == 0) {
                        Arrays.fill(floats, sumsAt(), sumsAt() + sums, 0f);
                    }
                    add(call, n, task, d, position, length, scratch);
                    if ((q + length) % BlockSums.BLOCK == 0 || q + length == spec.batch() * spec.outPositions()) {
                        finish((int) (q / BlockSums.BLOCK), floats);
                    }
                }
            }
        }
        if (blocks == 0) {
            Arrays.fill(floats, sumsAt(), sumsAt() + sums, 0f);
        }
        store(call.w(), task, floats);
    }

    /** Adds the products of a piece of positions to the sums of its block. */
    private void add(Call call, int n, int out, int d, int position, int length, Scratch scratch) {
        int[] ints = scratch.ints();
        int first = out / spec.outChannelsPerGroup() * spec.inChannelsPerGroup();
        for (int c = 0, at = sumsAt(); c < spec.inChannelsPerGroup(); c += chunk) {
            int channels = Math.min(chunk, spec.inChannelsPerGroup() - c);
            int rows = channels * taps.taps();
            taps.fill(call.x(), n, first + c, channels, d, position, ints, scratch.floats(), BlockSums.BLOCK);
            taps.starts(channels, position, BlockSums.BLOCK, ints, Blocks.DESCRIPTION);
            Arrays.fill(ints, Blocks.DESCRIPTION + rows, Blocks.DESCRIPTION + rows + SUMS,
                    ints[Blocks.DESCRIPTION + rows - 1]);
            for (int r = 0; r < rows; r += SUMS, at += SUMS) {
                multiply(scratch.floats(), length, ints, Blocks.DESCRIPTION + r, at);
            }
        }
    }

    /** {@code values[at + r] += Σ_i values[i] · values[row[r] + i]}, {@code 0 ≤ i < length, 0 ≤ r < SUMS}. */
    private static void multiply(float[] values, int length, int[] table, int rowAt, int at) {
        int r0 = table[rowAt];
        int r1 = table[rowAt + 1];
        int r2 = table[rowAt + 2];
        int r3 = table[rowAt + 3];
        int r4 = table[rowAt + 4];
        int r5 = table[rowAt + 5];
        int r6 = table[rowAt + 6];
        int r7 = table[rowAt + 7];
        int r8 = table[rowAt + 8];
        int r9 = table[rowAt + 9];
        float s0 = values[at];
        float s1 = values[at + 1];
        float s2 = values[at + 2];
        float s3 = values[at + 3];
        float s4 = values[at + 4];
        float s5 = values[at + 5];
        float s6 = values[at + 6];
        float s7 = values[at + 7];
        float s8 = values[at + 8];
        float s9 = values[at + 9];
        for (int i = 0; i < length; i++) {
            float factor = values[i];
            s0 = Math.fma(factor, values[r0 + i], s0);
            s1 = Math.fma(factor, values[r1 + i], s1);
            s2 = Math.fma(factor, values[r2 + i], s2);
            s3 = Math.fma(factor, values[r3 + i], s3);
            s4 = Math.fma(factor, values[r4 + i], s4);
            s5 = Math.fma(factor, values[r5 + i], s5);
            s6 = Math.fma(factor, values[r6 + i], s6);
            s7 = Math.fma(factor, values[r7 + i], s7);
            s8 = Math.fma(factor, values[r8 + i], s8);
            s9 = Math.fma(factor, values[r9 + i], s9);
        }
        values[at] = s0;
        values[at + 1] = s1;
        values[at + 2] = s2;
        values[at + 3] = s3;
        values[at + 4] = s4;
        values[at + 5] = s5;
        values[at + 6] = s6;
        values[at + 7] = s7;
        values[at + 8] = s8;
        values[at + 9] = s9;
    }

    /** Adds the sums of a block to the finished ones; those of the last block stay. */
    private void finish(int block, float[] floats) {
        int to = block == blocks - 1 ? sumsAt() : levelAt(BlockSums.level(block));
        for (int i = 0; i < sums; i++) {
            float sum = floats[sumsAt() + i] + 0f;
            for (int rest = BlockSums.carries(block, blocks); rest != 0; rest &= rest - 1) {
                sum += floats[levelAt(Integer.numberOfTrailingZeros(rest)) + i];
            }
            floats[to + i] = sum;
        }
    }

    private void store(Floats to, int out, float[] floats) {
        long at = (long) out * spec.inChannelsPerGroup() * taps.taps();
        int pitch = Lanes.roundUp(chunk * taps.taps(), SUMS);
        for (int c = 0, from = sumsAt(); c < spec.inChannelsPerGroup(); c += chunk, from += pitch) {
            int count = Math.min(chunk, spec.inChannelsPerGroup() - c) * taps.taps();
            to.write(at + (long) c * taps.taps(), 1, floats, from, 1, count);
        }
    }

    private void runReference(Call call, int out, Scratch scratch) {
        int tasks = reference.tasks() / spec.outChannels();
        for (int i = out * tasks; i < (out + 1) * tasks; i++) {
            reference.run(call, i, scratch);
        }
    }

    private int sumsAt() {
        return BlockSums.BLOCK + chunk * taps.floats();
    }

    private int levelAt(int level) {
        return sumsAt() + (1 + level) * sums;
    }
}
