package lanewise.core.pooling;

import java.util.Arrays;
import lanewise.core.Axis;
import lanewise.core.Floats;
import lanewise.core.Layout;
import lanewise.core.PlanOptions;
import lanewise.core.bounds.Bounds;
import lanewise.core.spi.Backends;
import lanewise.core.spi.Mapping;
import lanewise.core.spi.Operands;
import lanewise.core.spi.Rows;
import lanewise.core.spi.Scratch;

/**
 * Places values by index. A task owns a range of the output and places the values that go there, in their order; it finds them by
 * the least and the greatest index of each block of values, noted when these are checked. So what is written does not depend on
 * who is first, wherever indices point.
 *
 * <p>Where windows of NCHW are side by side and fill x, rows of them are blocks, whose ranges are the rows of x under them. If
 * nothing but a block's values goes to its range, and each value to its own window, zeros are written together with the values.
 */
final class Unpool implements Mapping {
    private static final int LEAST_RANGE = 1 << 16;
    private static final int MOST_RANGES = 1 << 10;
    private static final int LEAST_BLOCK = 1 << 10;
    private static final int MOST_BLOCKS = 1 << 12;

    private final PoolSpec spec;
    private final Rows rows;
    private final Axis height;
    private final Axis width;
    private final boolean sideBySide;
    private final int range;
    private final int block;
    private final int blocks;

    Unpool(PoolSpec spec, PlanOptions options) {
        Bounds.given("options", options);
        this.spec = Bounds.given("spec", spec);
        Pooling.checkIndexable(spec);
        rows = Backends.named(options.backend()).rows();
        height = spec.windows().threeAxes().get(1);
        width = spec.windows().threeAxes().get(2);
        sideBySide = options.layout() == Layout.NCHW && spec.inElements() > 0
                && fills(spec.windows().threeAxes().get(0), 1)
                && fills(height, height.kernel()) && fills(width, width.kernel());
        long wanted = Math.max(LEAST_RANGE, Math.ceilDiv(spec.inElements(), MOST_RANGES));
        if (sideBySide) {
            int row = height.kernel() * width.in();
            int together = (int) Math.max(1, wanted / row);
            range = together * row;
            block = together * width.out();
        } else {
            range = (int) wanted;
            block = (int) Math.max(LEAST_BLOCK, Math.ceilDiv(spec.outElements(), MOST_BLOCKS));
        }
        blocks = (int) Math.ceilDiv(spec.outElements(), block);
    }

    /** Whether windows of a size fill an axis side by side. */
    private static boolean fills(Axis axis, int size) {
        return axis.kernel() == size && axis.stride() == size && axis.dilation() == 1 && axis.padLo() == 0
                && axis.in() == (long) size * axis.out();
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
        if (alone(operands.notes(), task, first, count)) {
            int n = end(task) - task * block;
            int from = scratch.load(operands.in(), task * block, n, range);
            if (rows.spread(scratch.memory(operands.in()), from, operands.indices(), task * block, width.kernel(),
                    height.kernel(), memory, at, first, width.out(), n / width.out())) {
                scratch.store(out, first, count, 0);
                return;
            }
        }
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

    /** Whether what goes to the range of a block of windows is the block. */
    private boolean alone(int[] notes, int task, int first, int count) {
        boolean alone = sideBySide;
        for (int b = 0; b < blocks && alone; b++) {
            boolean meet = notes[2 * b] < first + count && notes[2 * b + 1] >= first;
            alone = meet == (b == task);
        }
        return alone;
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
