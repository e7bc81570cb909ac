package lanewise.simd;

import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * The results of all phases cut into blocks: whole slices, whole rows of a slice, or pieces of a row, in row-major order.
 * At the far edges blocks are smaller, so there are at most eight shapes, planned once each.
 */
final class Blocks {
    /** Where a located block's first coordinates and sizes are in the array that describes it. */
    static final int DEPTH = 0;
    static final int HEIGHT = 1;
    static final int WIDTH = 2;
    static final int DEPTHS = 3;
    static final int HEIGHTS = 4;
    static final int WIDTHS = 5;
    static final int DESCRIPTION = 6;

    /** How much dearer blocks are that leave the last one empty. */
    private static final double UNEVEN = 0.02;

    private final int[] results;
    private final int[] size;
    private final int[] grid = new int[3];
    private final StageShape[] shapes = new StageShape[8];

    /**
     * Blocks of about {@code target} results of each phase, as many as cost the least altogether.
     *
     * @param unit pieces of rows are a multiple of so many results
     * @param cost of a block of so many results
     */
    Blocks(List<Phase> phases, Stage stage, int target, int unit, IntToDoubleFunction cost) {
        results = new int[]{phases.stream().mapToInt(phase -> phase.depth().count()).max().orElse(1),
                phases.stream().mapToInt(phase -> phase.height().count()).max().orElse(1),
                phases.stream().mapToInt(phase -> phase.width().count()).max().orElse(1)};
        int width = even(results[2], 1, target, unit, cost);
        int height = width < results[2] ? 1 : even(results[1], width, target, unit, cost);
        int depth = height < results[1] ? 1 : even(results[0], width * height, target, unit, cost);
        size = new int[]{depth, height, width};
        for (int axis = 0; axis < 3; axis++) {
            grid[axis] = Math.ceilDiv(results[axis], size[axis]);
        }
        for (int i = 0; i < shapes.length; i++) {
            int[] count = {(i & 1) == 0 ? size[0] : tail(0), (i & 2) == 0 ? size[1] : tail(1),
                    (i & 4) == 0 ? size[2] : tail(2)};
            boolean occurs = ((i & 1) == 0 || count[0] != size[0]) && ((i & 2) == 0 || count[1] != size[1])
                    && ((i & 4) == 0 || count[2] != size[2]);
            shapes[i] = occurs ? StageShape.of(stage, phases, count) : null;
        }
    }

    int count() {
        return Math.multiplyExact(Math.multiplyExact(grid[0], grid[1]), grid[2]);
    }

    /** Results of one phase in a full block. */
    int results() {
        return size[0] * size[1] * size[2];
    }

    /** Results of one phase in a full block, with rows at the pitch of the staged ones. */
    int pitchedResults() {
        return size[0] * size[1] * shapes[0].width();
    }

    /** Floats of one channel's stage in a full block. */
    int plane() {
        return shapes[0].plane();
    }

    /** Writes the first coordinates of a block to {@code block} and gives the dimensions of its stage. */
    StageShape locate(int index, int[] block) {
        block[DEPTH] = index / (grid[2] * grid[1]) * size[0];
        block[HEIGHT] = index / grid[2] % grid[1] * size[1];
        block[WIDTH] = index % grid[2] * size[2];
        int shape = 0;
        for (int axis = 0; axis < 3; axis++) {
            shape |= block[axis] + size[axis] > results[axis] ? 1 << axis : 0;
        }
        return shapes[shape];
    }

    /** Writes to {@code block} how much of the located block is in a phase, possibly nothing, and gives the product. */
    int clip(Phase phase, int[] block) {
        block[DEPTHS] = Math.clamp(phase.depth().count() - block[DEPTH], 0, size[0]);
        block[HEIGHTS] = Math.clamp(phase.height().count() - block[HEIGHT], 0, size[1]);
        block[WIDTHS] = Math.clamp(phase.width().count() - block[WIDTH], 0, size[2]);
        return block[DEPTHS] * block[HEIGHTS] * block[WIDTHS];
    }

    private int tail(int axis) {
        int tail = results[axis] % size[axis];
        return tail == 0 ? size[axis] : tail;
    }

    /** How many of {@code count} pieces, each of {@code piece} results, to take at once. */
    private static int even(int count, int piece, int target, int unit, IntToDoubleFunction cost) {
        if ((long) count * piece <= target + target / 2) {
            return count;
        }
        int best = 1;
        double least = Double.POSITIVE_INFINITY;
        int step = piece == 1 ? unit : 1;
        int most = Math.max(step, (target + target / 4) / piece);
        for (int size = Math.max(step, most / 2 / step * step); size <= most; size += step) {
            double full = (double) (count / size) * cost.applyAsDouble(size * piece);
            double tail = cost.applyAsDouble(count % size * piece);
            // Of equals, blocks that differ least keep threads equally busy.
            double uneven = (double) (Math.ceilDiv(count, size) * (long) size - count) / count;
            double total = full + tail + UNEVEN * uneven * (full + tail);
            if (total <= least) {
                best = size;
                least = total;
            }
        }
        return best;
    }
}
