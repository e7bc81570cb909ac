package lanewise.simd;

import java.util.Arrays;

/**
 * The tiles whose rows are pixels and whose columns are channels, and how channels are dealt out to them: as few tiles as
 * possible, as even as possible, because a tile of one vector does least for what it reads.
 *
 * @param vectors vectors of channels
 * @param tiles   tiles along the channels
 */
record PixelTile(int vectors, int tiles) {
    /** Pixels of a tile. */
    static final int ROWS = Lanes.MANY_REGISTERS ? PixelTile8x3.ROWS : PixelTile6x2.ROWS;
    private static final int MOST = Lanes.TILE_COLUMNS / Lanes.COUNT;

    /** What changes no sum: x + −0 is x, even for x = −0. */
    private static final float[] NO_BIAS = noBias();

    private static final float[] ZEROS = new float[ROWS * Lanes.TILE_COLUMNS];

    private static final int EXERCISE_STEPS = 16;
    private static final WarmUp WHOLE = new WarmUp(() -> exercise(MOST * Lanes.COUNT, false));
    private static final WarmUp TWO_VECTORS = new WarmUp(() -> exercise(Math.min(2, MOST) * Lanes.COUNT, false));
    private static final WarmUp ONE_VECTOR =
            Lanes.MANY_REGISTERS ? new WarmUp(() -> exercise(Lanes.COUNT, false)) : WHOLE;
    private static final WarmUp DENSE = new WarmUp(() -> exercise(MOST * Lanes.COUNT, true));
    private static final WarmUp ONE_DENSE =
            Lanes.MANY_REGISTERS ? new WarmUp(() -> exercise(Lanes.COUNT, true)) : DENSE;
    private static final WarmUp TWO_DENSE =
            Lanes.MANY_REGISTERS ? new WarmUp(() -> exercise(2 * Lanes.COUNT, true)) : DENSE;

    static PixelTile of(int channels) {
        int vectors = Math.ceilDiv(channels, Lanes.COUNT);
        int tiles = Math.ceilDiv(vectors, MOST);
        // With 16 registers there is one width: fewer vectors are too few chains to hide the latency.
        return new PixelTile(Lanes.MANY_REGISTERS ? vectors : tiles * MOST, tiles);
    }

    /** The first channel of a tile, or of the one after the last. */
    int channel(int tile) {
        return (tile * (vectors / tiles) + Math.min(tile, vectors % tiles)) * Lanes.COUNT;
    }

    /** Channels of a tile, a multiple of the lanes. */
    int width(int tile) {
        return channel(tile + 1) - channel(tile);
    }

    /** All channels, with those of the last tile that are not needed. */
    int columns() {
        return vectors * Lanes.COUNT;
    }

    /** Packs weights {@code [group][phase][tile][k][width of the tile]} from {@link Lanes#PACKED_AT}; channels beyond the last are zero. */
    float[] pack(Geometry geometry, float[] weights) {
        float[] packed = new float[Math.addExact(Lanes.PACKED_AT, Math.multiplyExact(
                Math.multiplyExact(geometry.spec().groups(), columns()), geometry.products()))];
        int weightStep = geometry.weightStep();
        int at = Lanes.PACKED_AT;
        for (int group = 0; group < geometry.spec().groups(); group++) {
            for (Phase phase : geometry.phases()) {
                int[] products = geometry.weights(group, phase);
                for (int t = 0; t < tiles; t++) {
                    int width = width(t);
                    int end = Math.min(geometry.rows(), channel(t + 1));
                    for (int row = channel(t); row < end; row++) {
                        int to = at + row - channel(t);
                        for (int i = 0; i < products.length; i++) {
                            packed[to + i * width] = weights[products[i] + row * weightStep];
                        }
                    }
                    at += width * products.length;
                }
            }
        }
        return packed;
    }

    /**
     * Multiplies with the tile for a panel of {@code width} channels; see {@link PixelTile8x3#run}. Without a bias it is null.
     *
     * @param dense    whether every offset is the one before plus one
     * @param sums     {@code [ROWS][width]}, or null
     */
    static void multiply(int width, boolean dense, float[] a, int[] table, int rowAt, int offsetAt, int k, float[] b,
            int bAt, float[] sums, int sumsAt, float[] bias, int biasAt, float[] c, int cAt, int pitch, int placeAt) {
        float[] added = bias == null ? NO_BIAS : bias;
        int addedAt = bias == null ? 0 : biasAt;
        if (kernel(width, dense).cold()) {
            ScalarPixelTile.run(width, a, table, rowAt, offsetAt, k, b, bAt, sums, sumsAt, added, addedAt, c,
                    cAt, pitch, placeAt);
        } else {
            vectors(width, dense, a, table, rowAt, offsetAt, k, b, bAt, sums, sumsAt, added, addedAt, c, cAt, pitch,
                    placeAt);
        }
    }

    private static void vectors(int width, boolean dense, float[] a, int[] table, int rowAt, int offsetAt, int k,
            float[] b, int bAt, float[] sums, int sumsAt, float[] bias, int biasAt, float[] c, int cAt, int pitch,
            int placeAt) {
        float[] from = sums == null ? ZEROS : sums;
        int fromAt = sums == null ? 0 : sumsAt;
        if (!Lanes.MANY_REGISTERS) {
            if (dense) {
                PixelTile6x2Dense.run(a, table, rowAt, offsetAt, k, b, bAt, from, fromAt, bias, biasAt, c, cAt, pitch,
                        placeAt);
            } else {
                PixelTile6x2.run(a, table, rowAt, offsetAt, k, b, bAt, from, fromAt, bias, biasAt, c, cAt, pitch,
                        placeAt);
            }
        } else if (dense && width == 3 * Lanes.COUNT) {
            PixelTile8x3Dense.run(a, table, rowAt, offsetAt, k, b, bAt, from, fromAt, bias, biasAt, c, cAt,
                    pitch, placeAt);
        } else if (dense && width == 2 * Lanes.COUNT) {
            PixelTile8x2Dense.run(a, table, rowAt, offsetAt, k, b, bAt, from, fromAt, bias, biasAt, c, cAt,
                    pitch, placeAt);
        } else if (dense) {
            PixelTile8x1Dense.run(a, table, rowAt, offsetAt, k, b, bAt, from, fromAt, bias, biasAt, c, cAt,
                    pitch, placeAt);
        } else if (width == 3 * Lanes.COUNT) {
            PixelTile8x3.run(a, table, rowAt, offsetAt, k, b, bAt, sums, sumsAt, bias, biasAt, c, cAt, pitch,
                    placeAt);
        } else if (width == 2 * Lanes.COUNT) {
            PixelTile8x2.run(a, table, rowAt, offsetAt, k, b, bAt, sums, sumsAt, bias, biasAt, c, cAt, pitch,
                    placeAt);
        } else {
            PixelTile8x1.run(a, table, rowAt, offsetAt, k, b, bAt, sums, sumsAt, bias, biasAt, c, cAt, pitch,
                    placeAt);
        }
    }

    private static WarmUp kernel(int width, boolean dense) {
        if (width == MOST * Lanes.COUNT) {
            return dense ? DENSE : WHOLE;
        }
        if (width == Lanes.COUNT) {
            return dense ? ONE_DENSE : ONE_VECTOR;
        }
        return dense ? TWO_DENSE : TWO_VECTORS;
    }

    private static void exercise(int width, boolean dense) {
        float[] a = new float[EXERCISE_STEPS];
        int[] table = new int[2 * ROWS + EXERCISE_STEPS];
        float[] b = new float[EXERCISE_STEPS * width];
        float[] c = new float[ROWS * width];
        vectors(width, dense, a, table, 0, 2 * ROWS, EXERCISE_STEPS, b, 0, null, 0, NO_BIAS, 0, c, 0, width, ROWS);
        vectors(width, dense, a, table, 0, 2 * ROWS, EXERCISE_STEPS, b, 0, c, 0, NO_BIAS, 0, c, 0, width, ROWS);
    }

    private static float[] noBias() {
        float[] bias = new float[Lanes.TILE_COLUMNS];
        Arrays.fill(bias, -0f);
        return bias;
    }
}
