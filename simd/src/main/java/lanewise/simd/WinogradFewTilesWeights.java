package lanewise.simd;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Phases under {@link WinogradFewTiles} in the order of their results, how channels written are dealt out to tiles, and where the
 * weights of those are packed: {@code [group][tile of channels][product][phase][k][width of the tile]}.
 *
 * @param geometry of the problem
 * @param grid     the tiles of a slice
 * @param phases   those that alternate along a row follow one another
 * @param dealt    at least two vectors of channels, as {@link ColumnTile} has no tile of one
 */
record WinogradFewTilesWeights(Geometry geometry, WinogradFewTilesGrid grid, List<Phase> phases, PixelTile dealt) {

    static WinogradFewTilesWeights of(Geometry geometry, WinogradFewTilesGrid grid) {
        List<Phase> phases = geometry.phases().stream()
                .sorted(Comparator.comparingInt(phase -> phase.weight(phase.taps() - 1))).toList();
        PixelTile even = PixelTile.of(geometry.rows());
        return new WinogradFewTilesWeights(geometry, grid, phases,
                new PixelTile(Math.max(ColumnTile9x2.VECTORS, even.vectors()), even.tiles()));
    }

    /** Matrix products of all phases. */
    int products() {
        return phases.size() * grid.products();
    }

    /** Where the weights of a tile of channels begin. */
    int packedAt(int group, int tile) {
        return Lanes.PACKED_AT + (group * dealt.columns() + dealt.channel(tile)) * size();
    }

    /** The weights of a channel written. */
    private int size() {
        return Math.multiplyExact(products(), geometry.reduction());
    }

    float[] pack(float[] weights) {
        float[] packed = new float[Math.addExact(Lanes.PACKED_AT,
                Math.multiplyExact(geometry.spec().groups() * dealt.columns(), size()))];
        double[][] wide = grid.three() ? Winograd2x3.G : Winograd3x2.G[2];
        double[][] tall = grid.tall() ? wide : new double[][]{{1}};
        for (int group = 0; group < geometry.spec().groups(); group++) {
            for (int p = 0; p < phases.size(); p++) {
                int[] taps = WinogradFilter.taps(phases.get(p), geometry.weights(group, phases.get(p)));
                int phase = p;
                int[] places = IntStream.range(0, grid.products()).map(i -> i * phases.size() + phase).toArray();
                for (int t = 0; t < dealt.tiles(); t++) {
                    int channel = dealt.channel(t);
                    WinogradFilter.transform(tall, wide, weights, channel * geometry.weightStep(),
                            geometry.weightStep(), Math.min(dealt.width(t), geometry.rows() - channel), taps, 0,
                            geometry.reduction(), packed, packedAt(group, t), dealt.width(t), places);
                }
            }
        }
        return packed;
    }
}
