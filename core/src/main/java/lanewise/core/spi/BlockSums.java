package lanewise.core.spi;

/**
 * The order of sums over images and positions, which weight and bias gradients share. Positions are counted through all
 * images, q = n·positions + o. {@link #BLOCK} of them that follow each other are added one by one, from +0 on. The sums of B
 * blocks are added in pairs:
 *
 * <pre>
 *     S(first .. first + B) = S(first .. first + P) + S(first + P .. first + B),   P the largest power of two below B
 * </pre>
 *
 * <p>So neither does the order depend on anything but the geometry, nor does the error grow with the number of positions: it is
 * at most {@code (BLOCK + ⌈log₂ B⌉ + 1)·ε·Σ|products|} (Higham 2002, "Accuracy and Stability of Numerical Algorithms", 4.2).
 *
 * <p>Whoever computes it keeps a finished sum for each 1 in the binary representation of the number of finished blocks, and adds
 * the next block to them as if it counted one further.
 */
public final class BlockSums {
    /** Positions of a block. */
    public static final int BLOCK = 512;

    private BlockSums() {
    }

    /**
     * {@return the number of blocks}
     *
     * @param positions of all images
     */
    public static int blocks(long positions) {
        return Math.toIntExact(Math.ceilDiv(positions, (long) BLOCK));
    }

    /**
     * {@return how many finished sums there are at the most}
     *
     * @param blocks how many
     */
    public static int levels(int blocks) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(0, blocks - 1));
    }

    /**
     * {@return the finished sums that a block is added to, one after the other, as bits: bit i stands for the sum of
     * 2<sup>i</sup> blocks}
     *
     * @param block  which, in {@code [0, blocks)}
     * @param blocks how many
     */
    public static int carries(int block, int blocks) {
        return block == blocks - 1 ? block : block & ~(block + 1);
    }

    /**
     * {@return where the sum belongs that a block finishes, unless it is the last block}
     *
     * @param block which
     */
    public static int level(int block) {
        return Integer.numberOfTrailingZeros(~block);
    }
}
