package lanewise.simd;

/**
 * How blocks cut the tiles that all phases share. Tiles are numbered in row-major order and blocks cut anywhere between them, but
 * never across rows that are longer than a block.
 *
 * @param tiles       of a row
 * @param line        tiles that blocks cut: those of all rows of a slice, or of one
 * @param lines       of a slice
 * @param count       blocks of a line
 * @param columns     tiles of the largest block, rounded up to those of a B panel
 * @param stagedTiles of a row of the stage
 * @param stagedRows  rows of tiles
 */
record WinogradPhaseBlocks(int tiles, int line, int lines, int count, int columns, int stagedTiles, int stagedRows) {

    /** Blocks of at most so many tiles. */
    static WinogradPhaseBlocks of(Phase window, WinogradPhaseTile tile, int most) {
        // Whole runs of tiles, whose pixels are loaded at once.
        int tiles = Lanes.roundUp(Math.ceilDiv(window.width().count(), tile.width()), tile.run());
        int rows = Math.ceilDiv(window.height().count(), tile.height());
        boolean whole = tiles <= most;
        int line = whole ? tiles * rows : tiles;
        int count = Math.max(1, Math.ceilDiv(line, most));
        int columns = RegisterTile.UNIT * Math.ceilDiv(units(line), count);
        return new WinogradPhaseBlocks(tiles, line, whole ? 1 : rows, count, columns, whole ? tiles : columns,
                whole ? Math.min(rows, (columns + tiles - 2) / tiles + 1) : 1);
    }

    private static int units(int line) {
        return Math.ceilDiv(line, RegisterTile.UNIT);
    }

    /** The first tile of a block in its line. */
    int first(int block) {
        return Math.min(line, (int) ((long) units(line) * block / count) * RegisterTile.UNIT);
    }

    int end(int block) {
        return first(block + 1);
    }
}
