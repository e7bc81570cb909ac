package lanewise.simd;

/**
 * The tiles of a slice under {@link WinogradFewTiles}, in row-major order: patches of results of each phase from windows that all of
 * them share.
 *
 * @param window   what all phases meet
 * @param side     results of a tile along the width
 * @param tall     whether tiles have as many along the height, and windows four rows, or both have one
 * @param tiles    of a row
 * @param tileRows rows of tiles
 */
record WinogradFewTilesGrid(Phase window, int side, boolean tall, int tiles, int tileRows) {

    static WinogradFewTilesGrid of(Phase window) {
        int side = window.width().shift().length > 2 ? Winograd2x3.TILE : Winograd3x2.TILE;
        boolean tall = window.height().shift().length > 1;
        int rows = window.height().count();
        return new WinogradFewTilesGrid(window, side, tall, Math.ceilDiv(window.width().count(), side),
                tall ? Math.ceilDiv(rows, side) : rows);
    }

    /** Whether results are F(2×2, 3×3), rather than F(3, 2) along each axis of two taps. */
    boolean three() {
        return side == Winograd2x3.TILE;
    }

    /** Matrix products of a phase. */
    int products() {
        return Winograd3x2.WINDOW * (tall ? Winograd3x2.WINDOW : 1);
    }

    /** Results of a tile along the height. */
    int tileHeight() {
        return tall ? side : 1;
    }

    /** All tiles; a problem has so few that an {@code int} holds them. */
    int count() {
        return tiles * tileRows;
    }

    /** Rows of the register tile. */
    int height() {
        return Lanes.MANY_REGISTERS ? ColumnTile.height(count()) : PixelPanels.ROWS;
    }

    /** Rows that are multiplied. */
    int rows() {
        return Lanes.roundUp(count(), height());
    }

    /** The columns of an A panel. */
    int columns() {
        return Lanes.roundUp(count(), Lanes.COUNT);
    }
}
