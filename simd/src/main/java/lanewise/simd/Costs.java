package lanewise.simd;

/** The numbers the planner predicts with, in clock cycles of one core; see {@code docs/decisions}. */
final class Costs {
    /** One step of a register tile per vector of the tile: two FMA units. */
    static final double TILE_VECTOR = 0.5;
    /** The same where B is read where it lies. */
    static final double IN_PLACE_VECTOR = Lanes.MANY_REGISTERS ? 0.61 : 0.7;
    /** The same where pixels are the rows: every step looks up what it reads. */
    static final double PIXEL_TILE_VECTOR = 0.66;
    /** The same where a pixel of NHWC reads one value after the other: nothing is looked up. */
    static final double DENSE_PIXEL_VECTOR = Lanes.MANY_REGISTERS ? 0.53 : 0.68;
    /** The same where neighbouring pixels share what they read. */
    static final double PIXEL_ROW_VECTOR = 0.62;
    /** The same where they share it along both axes. */
    static final double PIXEL_SQUARE_VECTOR = 0.54;
    /** The same where pixels are packed. */
    static final double PACKED_PIXEL_VECTOR = Lanes.MANY_REGISTERS ? 0.53 : 0.51;
    /** One row of a panel of pixels. */
    static final double PIXEL_PANEL_ROW = Lanes.MANY_REGISTERS ? 8 : 6;
    /** One weight that a block of pixels along the rows meets: it comes from beyond the second-level cache. */
    static final double STREAMED_FLOAT = 0.3;
    /** The same where few transformed windows meet it. */
    static final double FEW_TILES_FLOAT = Lanes.MANY_REGISTERS ? STREAMED_FLOAT : 0.5;
    /** The same where all results of an image meet it, and it is touched ahead. */
    static final double TOUCHED_FLOAT = 0.15;
    /** One sum that is loaded and stored once more, because K is cut. */
    static final double CUT_SUM = 2;
    /** One value of a transformed window that is packed for tiles of six rows. */
    static final double PACKED_WINDOW_FLOAT = 2;
    /** One weight in panels of rows, of which a block has few columns. */
    static final double STREAMED_ROW_FLOAT = 0.5;
    /** The same in panels so long that what comes next is fetched ahead. */
    static final double STREAMED_LONG_FLOAT = 0.15;
    /** One weight that all results of an image meet at once, in panels of rows: little hides where it comes from. */
    static final double STREAMED_ONCE = Lanes.MANY_REGISTERS ? 1.3 : 0.5;
    /** One row of a packed B panel: offset, loads and stores. */
    static final double PANEL_ROW = 5;
    /** The same where rows of all panels of a block are packed one after the other. */
    static final double LONG_PANEL_ROW = 3.5;
    /** One staged float. */
    static final double STAGED_FLOAT = 0.5;
    /** One vector of the sums of a tap, stored and added to those of others. */
    static final double OVERLAPPED_VECTOR = 16;
    /** One result that is stored with a step. */
    static final double STORED_FLOAT = 1;
    /** One result that is put between those of other residues, and then stored. */
    static final double INTERLEAVED_FLOAT = 4.5;
    /** The same of eight phases and more, where vectors of them change places at once. */
    static final double EXCHANGED_FLOAT = 2.25;
    /** One vector on its way through a transform, in steps of a register tile per vector. */
    static final double TRANSFORM = 20;
    /** One vector and tap of a row computed in place: a load and an address for every FMA, spilled ones with 16 registers. */
    static final double ROW_VECTOR = Lanes.MANY_REGISTERS ? 1 : 1.75;
    /** The same from the second-level cache. */
    static final double FAR_ROW_VECTOR = 1.5 * ROW_VECTOR;
    /** One value gathered into a B panel. */
    static final double GATHERED_FLOAT = 1.25;
    /** One float on its way from rows to columns. */
    static final double TRANSPOSED_FLOAT = 1.5;
    /** The same from a plane of a few channels to the cache and back. */
    static final double TRANSPOSED_IN_CACHE = 0.45;

    /** One float of a row turned into a column, or back. */
    static final double TURNED_FLOAT = 0.7;
    /** The same where a tile's rows are packed, too. */
    static final double PACKED_ROW_FLOAT = 2;

    /** One of nine products of two values in neighbouring lanes, for each lane. */
    static final double DEPTHWISE_PRODUCT = 0.65 / Lanes.COUNT;

    private Costs() {
    }
}
