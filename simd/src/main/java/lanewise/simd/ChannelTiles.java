package lanewise.simd;

/**
 * How channels along the lanes are dealt out to register tiles: as few tiles as possible, as even as possible, because a tile of
 * one vector does least for what it reads.
 *
 * @param vectors vectors of channels
 * @param tiles   tiles along the channels
 */
record ChannelTiles(int vectors, int tiles) {
    private static final int MOST = Lanes.TILE_COLUMNS / Lanes.COUNT;
    private static final int UNIT = RegisterTile.UNIT / Lanes.COUNT;

    static ChannelTiles of(int channels) {
        int vectors = Math.ceilDiv(channels, RegisterTile.UNIT) * UNIT;
        return new ChannelTiles(vectors, Math.ceilDiv(vectors, MOST));
    }

    /** The first channel of a tile, or of the one after the last. */
    int channel(int tile) {
        int units = vectors / UNIT;
        return (tile * (units / tiles) + Math.min(tile, units % tiles)) * RegisterTile.UNIT;
    }

    /** Channels of a tile, a multiple of what {@link RegisterTile} multiplies. */
    int width(int tile) {
        return channel(tile + 1) - channel(tile);
    }

    /** All channels, those of the last tile that are not needed included. */
    int columns() {
        return vectors * Lanes.COUNT;
    }
}
