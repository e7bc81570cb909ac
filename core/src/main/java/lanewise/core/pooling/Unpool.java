package lanewise.core.pooling;

import java.util.Arrays;
import lanewise.core.Floats;
import lanewise.core.PlanOptions;
import lanewise.core.bounds.Bounds;
import lanewise.core.spi.Mapping;
import lanewise.core.spi.Operands;
import lanewise.core.spi.Scratch;

/**
 * Places values by index. A task owns a range of the output and places the values that go there, in their order; it finds them by
 * the least and the greatest index of each block of values, noted when these are checked. So what is written does not depend on
 * who is first, wherever indices point.
 */
final class Unpool implements Mapping {
    private static final int LEAST_RANGE = 1 << 16;
    private static final int MOST_RANGES = 1 << 10;
    private static final int LEAST_BLOCK = 1 << 10;
    private static final int MOST_BLOCKS = 1 << 12;

    private final PoolSpec spec;
    private final int range;
    private final int block;
    private final int blocks;

    Unpool(PoolSpec spec, PlanOptions options) {
        Bounds.given("options", options);
        this.spec = Bounds.given("spec", spec);
        Pooling.checkIndexable(spec);
        range = (int) Math.max(LEAST_RANGE, Math.ceilDiv(spec.inElements(), MOST_RANGES));
        block = (int) Math.max(LEAST_BLOCK, Math.ceilDiv(spec.outElements(), MOST_BLOCKS));
        blocks = (int) Math.ceilDiv(spec.outElements(), block);
    }

    @Override
    public long inElements() {
        return spec.outElements();
    }

    @Override
    public long outElements() {
        return spec.inElements();
    }

    @Override
    public Indices indices() {
        return Indices.READ;
    }

    @Override
    public int tasks() {
        return (int) Math.ceilDiv(outElements(), range);
    }

    /** A range of an output that is in no array, then a block of values that are not. */
    @Override
    public int scratchFloats() {
        return range + block;
    }

    @Override
    public int scratchInts() {
        return 0;
    }

    @Override
    public int notes() {
        return 2 * blocks;
    }

    @Override
    public void prepare(Operands operands) {
        int[] indices = operands.indices();
        for (int b = 0; b < blocks; b++) {
            int end = end(b);
            int least = Integer.MAX_VALUE;
            int greatest = Integer.MIN_VALUE;
            for (int i = b * block; i < end; i++) {
                least = Math.min(least, indices[i]);
                greatest = Math.max(greatest, indices[i]);
            }
            if (least < 0 || greatest >= outElements()) {
                throw outOfBounds(indices, b * block);
            }
            operands.notes()[2 * b] = least;
            operands.notes()[2 * b + 1] = greatest;
        }
    }

    @Override
    public void run(Operands operands, int task, Scratch scratch) {
        Floats out = operands.out();
        int first = task * range;
        int count = (int) Math.min(range, outElements() - first);
        int at = scratch.target(out, first, 0);
        float[] memory = scratch.memory(out);
        Arrays.fill(memory, at, at + count, 0);
        for (int b = 0; b < blocks; b++) {
            int least = operands.notes()[2 * b];
            int greatest = operands.notes()[2 * b + 1];
            if (least < first + count && greatest >= first) {
                int n = end(b) - b * block;
                int from = scratch.load(operands.in(), b * block, n, range);
                if (least >= first && greatest < first + count) {
                    place(scratch.memory(operands.in()), from, operands.indices(), b * block, n, memory, at - first);
                } else {
                    place(scratch.memory(operands.in()), from, operands.indices(), b * block, n, memory, at - first,
                            first, first + count);
                }
            }
        }
        scratch.store(out, first, count, 0);
    }

    private static void place(float[] values, int from, int[] indices, int first, int n, float[] to, int zero) {
        for (int i = 0; i < n; i++) {
            to[zero + indices[first + i]] = values[from + i];
        }
    }

    /** Places the values whose index is in {@code [lo, hi)}. */
    private static void place(float[] values, int from, int[] indices, int first, int n, float[] to, int zero, int lo,
            int hi) {
        for (int i = 0; i < n; i++) {
            int index = indices[first + i];
            if (index >= lo && index < hi) {
                to[zero + index] = values[from + i];
            }
        }
    }

    private int end(int b) {
        return (int) Math.min((b + 1L) * block, inElements());
    }

    private IllegalArgumentException outOfBounds(int[] indices, int from) {
        int i = from;
        while (indices[i] >= 0 && indices[i] < outElements()) {
            i++;
        }
        return new IllegalArgumentException(
                "indices[" + i + "] must be between 0 and " + (outElements() - 1) + ", but is " + indices[i]);
    }

    @Override
    public String toString() {
        return "max unpooling of " + spec;
    }
}
