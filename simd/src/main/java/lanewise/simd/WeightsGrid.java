package lanewise.simd;

import lanewise.core.ConvSpec;
import lanewise.core.spi.BlockSums;
import lanewise.core.spi.Problem;

/**
 * How a weight gradient is cut into tasks, and what of it meets at a time.
 *
 * @param cost        cycles of a position
 * @param tapsAreRows whether taps are the rows of the tile and output channels its columns, or the other way round
 * @param outBlock    output channels of a task
 * @param outBlocks   of a group
 * @param inBlock     input channels of a task
 * @param inBlocks    of a group
 * @param chunk       input channels that meet all output channels of a task at a time
 * @param stage       how many of them are staged together
 * @param outPitch    distance of rows of y in scratch
 * @param rows        rows of a chunk's sums, a multiple of the tile's
 * @param tiles       columns of a chunk's sums
 */
record WeightsGrid(double cost, boolean tapsAreRows, int outBlock, int outBlocks, int inBlock,
        int inBlocks, int chunk,
        int stage, int outPitch, int rows, PixelTile tiles) {

    static WeightsGrid of(Problem problem, TapRows taps) {
        ConvSpec spec = problem.spec();
        long positions = Math.max(1, spec.batch() * spec.outPositions());
        int outs = Math.max(1, spec.outChannelsPerGroup());
        int ins = Math.max(1, spec.inChannelsPerGroup());
        int columns = Math.multiplyExact(ins, taps.taps());
        double turned = (double) Lanes.roundUp(outs, Transpose8.ROWS) + (double) outs * columns / positions;
        double withTapRows = multiply(columns, outs, Costs.DENSE_PIXEL_VECTOR) + Costs.TURNED_FLOAT * turned;
        double withTapColumns;
        if (Lanes.MANY_REGISTERS) {
            withTapColumns = multiply(outs, columns, Costs.DENSE_PIXEL_VECTOR)
                    + Costs.TURNED_FLOAT * Lanes.roundUp(columns, Transpose8.ROWS);
        } else {
            double chunks = Math.ceil((double) columns * Math.min(positions, BlockSums.BLOCK) / Budget.PANEL);
            withTapColumns = multiply(outs, columns, Costs.PACKED_PIXEL_VECTOR) + Costs.PACKED_ROW_FLOAT
                    * (Lanes.roundUp(columns, Transpose8.ROWS) + chunks * Lanes.roundUp(outs, Transpose8.ROWS));
        }
        boolean tapsAreRows = withTapRows < withTapColumns;
        int outBlocks = Math.ceilDiv(outs, tapsAreRows ? Budget.PANEL_OUTS : Budget.BLOCK_ROWS);
        int outBlock = unit(outs, outBlocks, tapsAreRows ? Lanes.TILE_COLUMNS : PixelTile.ROWS);
        long most = Math.clamp((long) Budget.WEIGHT_SUMS / outBlock / taps.taps(), 1, ins);
        long wanted =
                problem.threads() == 1 ? 1 : Math.ceilDiv(2L * problem.threads(), (long) spec.groups() * outBlocks);
        int inBlocks = Math.toIntExact(Math.clamp(Math.max(Math.ceilDiv(ins, most), wanted), 1, ins));
        int multiple = multiple(taps.taps(), tapsAreRows ? PixelTile.ROWS : Lanes.TILE_COLUMNS);
        int inBlock = unit(ins, inBlocks, multiple);
        long each = tapsAreRows ? taps.floats() : taps.taps() * Math.min(positions, BlockSums.BLOCK);
        long together = (tapsAreRows ? Budget.WEIGHT_STAGE : Budget.PANEL) / Math.max(1, each);
        int chunk = unit(inBlock, Math.ceilDiv(inBlock, Math.clamp(together, 1, inBlock)), multiple);
        int stage = tapsAreRows ? chunk : Math.min(chunk, multiple(taps.taps(), Transpose8.ROWS));
        int rows = tapsAreRows ? chunk * taps.taps() : outBlock;
        return new WeightsGrid(Math.min(withTapRows, withTapColumns), tapsAreRows, outBlock,
                Math.ceilDiv(spec.outChannelsPerGroup(), outBlock), inBlock,
                Math.ceilDiv(spec.inChannelsPerGroup(), inBlock), chunk, stage, BlockSums.BLOCK + Lanes.COUNT,
                Lanes.roundUp(rows, PixelTile.ROWS),
                PixelTile.of(tapsAreRows ? outBlock : chunk * taps.taps()));
    }

    /** The time that one position takes in tiles, where each vector of a step takes so long. */
    private static double multiply(int rows, int columns, double vector) {
        return vector * Lanes.roundUp(rows, PixelTile.ROWS) * PixelTile.of(columns).vectors();
    }

    /** The least number of channels whose taps fill tiles. */
    private static int multiple(int taps, int unit) {
        int channels = 1;
        while (channels * taps % unit != 0) {
            channels++;
        }
        return channels;
    }

    /** The length of about so many blocks, a multiple of {@code unit} unless there is only one. */
    private static int unit(int count, int blocks, int unit) {
        return Math.min(Math.max(1, count), Lanes.roundUp(Math.max(1, Math.ceilDiv(count, blocks)), unit));
    }

    /**
     * Whether a tile's rows are packed before they meet all columns, with 16 registers. Rows of taps would be packed for the few
     * columns that output channels are.
     */
    boolean packsRows() {
        return !tapsAreRows && !Lanes.MANY_REGISTERS;
    }

    /** How many tiles so many columns are. */
    int tiles(int columns) {
        int count = 0;
        while (count < tiles.tiles() && tiles.channel(count) < columns) {
            count++;
        }
        return count;
    }

    /** Floats of a chunk's sums. */
    int chunkSums() {
        return Math.multiplyExact(rows, tiles.columns());
    }

    /** Floats of a task's sums. */
    int sums() {
        return Math.multiplyExact(chunkSums(), Math.ceilDiv(inBlock, chunk));
    }
}
