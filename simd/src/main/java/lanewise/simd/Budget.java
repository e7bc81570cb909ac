package lanewise.simd;

/** How much of which cache a task may fill, and how finely work is cut; see {@code docs/decisions}. Sizes in floats. */
final class Budget {
    /**
     * Results of one phase in a block: enough tiles to amortise a pass over the weights, few enough for what they read to stay
     * in the second-level cache.
     */
    static final int BLOCK_RESULTS = Lanes.MANY_REGISTERS ? 576 : 144;
    /** So many results leave even the last cache: 16 MiB. */
    static final int FAR = 4 * 1024 * 1024;
    /** The most column tiles whose panels are packed before their row tiles: longer rows are not written faster. */
    static final int PANELS_TOGETHER = Lanes.MANY_REGISTERS ? 24 : 56;
    /** The most rows of one task: so many share a packed B panel. */
    static final int BLOCK_ROWS = 512;
    /** Fewer panels are not packed together; nor are they where neighbours would be staged more often. */
    static final int FEW_PANELS = 4;
    /** So many rows lose less by reading B in place than packing it takes; see {@link InPlaceTile}. */
    static final int ROWS_IN_PLACE = 64;
    /** The same channels of pixels a multiple of this apart share a set of the first-level cache: 4 KiB. */
    static final int CROWDED = 1024;
    /** Panels that are read together: half of a second-level cache of 512 KiB, a quarter of a larger one. */
    static final int PANEL = 64 * 1024;
    /** The longest B panel, or all of a block of pixels: half of a second-level cache, of 512 KiB where there are 16 registers. */
    static final int LONG_PANEL = (Lanes.MANY_REGISTERS ? 2 : 1) * PANEL;
    /** One panel of weights that packed pixels meet. */
    static final int PIXEL_WEIGHTS = Lanes.MANY_REGISTERS ? PANEL : PANEL / 4;
    /** What channels-last tiles read over and over: half of a first-level cache of 48 KiB. */
    static final int NEAR = 6 * 1024;
    /** Tiles of channels times taps that share a transposed stage: fewer make it dear. */
    static final int SHARED_TILES = 5;
    /** A stage larger than this is filled anew for every K block; {@link BlockGemm} leaves rows with larger windows to others. */
    static final int STAGE = 256 * 1024;
    /** The most sums that wait for the other phases of their rows: as much. */
    static final int STRIP = 256 * 1024;
    /** The transformed input of a block of tiles, which every row tile reads: some of the second-level cache. */
    static final int TRANSFORMED = (Lanes.MANY_REGISTERS ? 160 : 80) * 1024;
    /** Vectors of tiles for which it grows. */
    static final int TILE_VECTORS = Lanes.MANY_REGISTERS ? 2 : 4;
    /** What it may grow to where even few tiles have many channels: 3 MiB. */
    static final int MOST_TRANSFORMED = 768 * 1024;
    /** The same where several phases meet it, each with weights of its own, which pass once for a block: 4 MiB. */
    static final int PHASES_TRANSFORMED = 1024 * 1024;
    /** The same for some of many channels: half of the former. */
    static final int PART_TRANSFORMED = MOST_TRANSFORMED / 2;
    /** The products of some channels that wait for the others. */
    static final int PART_PRODUCTS = 512 * 1024;
    /** The products of some phases that wait for their transform: a quarter of the second-level cache. */
    static final int STRIP_PRODUCTS = 64 * 1024;
    /** Channels staged at a time before they are transformed: half of the first-level cache. */
    static final int STAGED_CHANNELS = 4 * 1024;
    /** The sums of the weights that a task computes: as large as the second-level cache. */
    static final int WEIGHT_SUMS = 128 * 1024;
    /** What is staged at a time for them. */
    static final int WEIGHT_STAGE = 32 * 1024;
    /** The most output channels in panels, a block of positions each. */
    static final int PANEL_OUTS = 128;
    /** B panels and the products of all taps, with those that others still reach: three quarters of the second-level cache. */
    static final int TAP_ROWS = (Lanes.MANY_REGISTERS ? 192 : 96) * 1024;
    /** The most of them, where rows are long. */
    static final int MOST_TAP_ROWS = 512 * 1024;
    /** Tasks that keep a few threads evenly busy, where nothing is lost by cutting. */
    static final int TASKS = 8;

    private Budget() {
    }

    /** The length of K blocks: as even as possible, each panel within {@link #LONG_PANEL}. */
    static int kBlock(int k) {
        int most = LONG_PANEL / Lanes.TILE_COLUMNS;
        int blocks = Math.max(1, Math.ceilDiv(k, most));
        return Math.max(1, Math.ceilDiv(k, blocks));
    }

    /**
     * Rows of one task, a multiple of the tile's, so that some threads are done first.
     *
     * @param rows    of all tasks
     * @param most    the most of one task
     * @param tasks   how many there are without cutting rows
     * @param shared  how many rows take as long as what a task does only once, however many rows it has
     * @param threads that share the tasks
     */
    static int blockRows(int rows, int most, long tasks, int shared, int threads) {
        int least = Math.max(1, Math.ceilDiv(rows, most));
        int best = rows;
        long shortest = Long.MAX_VALUE;
        for (int blocks = least; blocks < least + threads; blocks++) {
            int size = Lanes.roundUp(Math.max(1, Math.ceilDiv(rows, blocks)), Lanes.TILE_ROWS);
            long turns = Math.ceilDiv(tasks * Math.ceilDiv(rows, size), (long) threads);
            if (turns * (size + shared) < shortest) {
                shortest = turns * (size + shared);
                best = size;
            }
        }
        return best;
    }
}
