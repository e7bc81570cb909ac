package lanewise.simd;

import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * The results of all phases cut into blocks: whole slices, whole rows of a slice, or pieces of a row, in row-major order. Their
 * sizes along an axis differ by at most one piece, so there are few shapes, planned once each. The larger ones are in the
 * middle: threads that begin at either end get as much.
 */
final class Blocks {
    /** Where a located block's first coordinates and sizes are in the array that describes it. */
    static final int DEPTH = 0;
    static final int HEIGHT = 1;
    static final int WIDTH = 2;
    static final int DEPTHS = 3;
    static final int HEIGHTS = 4;
    static final int WIDTHS = 5;
    static final int DESCRIPTION = 9;

    /** How much of the time that two threads wait for each other counts as the time of one. */
    private static final double UNEVEN = 0.1;
    /** Where the largest sizes of the located block are, of which a phase may have less. */
    private static final int SIZE = 6;
    /** Blocks along an axis are the largest ones, the first one, the last one, or smaller ones. */
    private static final int KINDS = 4;

    private final Cut[] axes;
    private final StageShape[] shapes = new StageShape[KINDS * KINDS * KINDS];

    /**
     * An axis in blocks of some pieces; those in the middle have one more if that is needed, and the first and last piece may
     * be smaller.
     *
     * @param results along the axis
     * @param piece   results that are not cut
     * @param missing what the first piece has less
     * @param blocks  how many
     * @param each    pieces of a smaller block
     * @param larger  blocks of one more
     * @param before  smaller blocks before the larger ones
     */
    private record Cut(int results, int piece, int missing, int blocks, int each, int larger, int before) {
        static Cut of(int results, int piece, int missing, int blocks) {
            int pieces = Math.ceilDiv(results + missing, piece);
            int larger = pieces % blocks;
            return new Cut(results, piece, missing, blocks, pieces / blocks, larger, (blocks - larger) / 2);
        }

        int first(int block) {
            return Math.clamp(piece * ((long) each * block + Math.clamp(block - before, 0, larger)) - missing, 0,
                    results);
        }

        int size(int block) {
            return first(block + 1) - first(block);
        }

        int largest() {
            return size(largestBlock());
        }

        int kind(int block) {
            return size(block) == largest() ? 0 : block == 0 ? 1 : block == blocks - 1 ? 2 : 3;
        }

        /** Some block of a kind, or -1. */
        int block(int kind) {
            int block = switch (kind) {
                case 0 -> largestBlock();
                case 1 -> 0;
                case 2 -> blocks - 1;
                default -> Math.max(0, blocks - 2);
            };
            return kind(block) == kind ? block : -1;
        }

        /** One of the larger ones, but not the first if its first piece is smaller. */
        private int largestBlock() {
            int block = larger == 0 ? 0 : before;
            return block == 0 && blocks > 1 && size(1) > size(0) ? 1 : block;
        }
    }

    /**
     * Blocks of about {@code target} results of each phase, as many as cost the least altogether.
     *
     * @param unit pieces of rows are a multiple of so many results
     * @param cost of a block of so many results
     */
    Blocks(List<Phase> phases, Stage stage, int target, int unit, IntToDoubleFunction cost) {
        this(phases, stage, target, 1, unit, 0, cost);
    }

    /**
     * Blocks whose rows are a multiple of {@code rowUnit}.
     *
     * @param missing what pieces of a row have less before them than a multiple of {@code unit}
     */
    Blocks(List<Phase> phases, Stage stage, int target, int rowUnit, int unit, int missing,
            IntToDoubleFunction cost) {
        int depths = 0;
        int heights = 0;
        int widths = 0;
        for (Phase phase : phases) {
            depths = Math.max(depths, phase.depth().count());
            heights = Math.max(heights, phase.height().count());
            widths = Math.max(widths, phase.width().count());
        }
        Cut width = cut(widths, unit, missing, rowUnit, target, cost);
        Cut height = width.blocks > 1
                ? Cut.of(heights, rowUnit, 0, Math.ceilDiv(heights, rowUnit))
                : cut(heights, rowUnit, 0, widths, target, cost);
        Cut depth = height.blocks > 1
                ? Cut.of(depths, 1, 0, depths)
                : cut(depths, 1, 0, widths * heights, target, cost);
        axes = new Cut[]{depth, height, width};
        for (int i = 0; i < shapes.length; i++) {
            int d = depth.block(i / KINDS / KINDS);
            int h = height.block(i / KINDS % KINDS);
            int w = width.block(i % KINDS);
            shapes[i] = d < 0 || h < 0 || w < 0
                    ? null
                    : StageShape.of(stage, depth.size(d), height.size(h), width.size(w));
        }
    }

    int count() {
        return Math.multiplyExact(Math.multiplyExact(axes[0].blocks, axes[1].blocks), axes[2].blocks);
    }

    /** Results of one phase in the largest block. */
    int results() {
        return axes[0].largest() * axes[1].largest() * axes[2].largest();
    }

    /** Rows of results of one phase in the largest block. */
    int rows() {
        return axes[0].largest() * axes[1].largest();
    }

    /** Floats of one channel's stage in the largest block. */
    int plane() {
        return shapes[0].plane();
    }

    /** Writes how many results of each axis of one phase the largest block has. */
    void largest(int[] block) {
        block[DEPTHS] = axes[0].largest();
        block[HEIGHTS] = axes[1].largest();
        block[WIDTHS] = axes[2].largest();
    }

    /** Writes the first coordinates of a block to {@code block} and gives the dimensions of its stage. */
    StageShape locate(int index, int[] block) {
        int rest = index;
        int shape = 0;
        int weight = 1;
        for (int axis = 2; axis >= 0; axis--) {
            int at = rest % axes[axis].blocks;
            rest /= axes[axis].blocks;
            block[axis] = axes[axis].first(at);
            block[SIZE + axis] = axes[axis].size(at);
            shape += weight * axes[axis].kind(at);
            weight *= KINDS;
        }
        return shapes[shape];
    }

    /** Writes to {@code block} how much of the located block is in a phase, possibly nothing, and gives the product. */
    int clip(Phase phase, int[] block) {
        block[DEPTHS] = Math.clamp(phase.depth().count() - block[DEPTH], 0, block[SIZE]);
        block[HEIGHTS] = Math.clamp(phase.height().count() - block[HEIGHT], 0, block[SIZE + 1]);
        block[WIDTHS] = Math.clamp(phase.width().count() - block[WIDTH], 0, block[SIZE + 2]);
        return block[DEPTHS] * block[HEIGHTS] * block[WIDTHS];
    }

    /** The cheapest way to cut an axis into blocks near the target, given the results of each of its own. */
    private static Cut cut(int results, int piece, int missing, int each, int target, IntToDoubleFunction cost) {
        Cut best = Cut.of(results, piece, 0, 1);
        int pieces = Math.ceilDiv(results + missing, piece);
        if ((long) results * each <= target + target / 2 || pieces == 1) {
            return best;
        }
        long total = (long) results * each;
        int least = Math.clamp(total * 4 / (5L * target), 1, pieces);
        int most = Math.clamp(total * 2 / target + 1, 1, pieces);
        double cheapest = Double.POSITIVE_INFINITY;
        for (int blocks = most; blocks >= least; blocks--) {
            Cut candidate = Cut.of(results, piece, missing, blocks);
            double price = price(candidate, each, cost);
            if (price <= cheapest) {
                best = candidate;
                cheapest = price;
            }
        }
        return best;
    }

    /** The time of all blocks, and some of what the slower of two threads takes longer than half of it. */
    private static double price(Cut cut, int each, IntToDoubleFunction cost) {
        int larger = cut.larger;
        int smaller = cut.blocks - larger;
        double large = cost.applyAsDouble(cut.largest() * each);
        double last = cost.applyAsDouble(cut.size(cut.blocks - 1) * each);
        double small = cut.before == 0 ? last : cost.applyAsDouble(cut.size(0) * each);
        double total = larger * large + (smaller - 1) * small + last;
        double slower =
                Math.ceilDiv(larger, 2) * large + (Math.ceilDiv(cut.blocks, 2) - Math.ceilDiv(larger, 2)) * small;
        return total + UNEVEN * Math.max(0, 2 * slower - total);
    }
}
