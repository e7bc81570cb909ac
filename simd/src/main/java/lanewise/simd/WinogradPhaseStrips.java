package lanewise.simd;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Phases in the order of their results, those that alternate along a row being a strip, and where their weights are packed:
 * {@code [group][row tile][product][phase][k][TILE_ROWS]}. Where phases have 3×3 taps and few channels, the channels of several
 * are the rows of one tile.
 *
 * @param geometry   of the problem
 * @param tile       how filters are transformed
 * @param members    the phases
 * @param across     phases of a strip
 * @param shared     phases whose channels are the rows of one tile
 * @param multiplied products of all phases
 */
record WinogradPhaseStrips(Geometry geometry, WinogradPhaseTile tile, List<Member> members, int across, int shared,
        int multiplied) {

    /**
     * A phase and how its tiles are computed and stored.
     *
     * @param phase  its results
     * @param rows   the rows of its strip
     * @param tall   the transform of its filters along the height
     * @param wide   along the width
     * @param places where the weights of each product are among those of a row tile
     * @param row    of the tile that its first channel is
     * @param depth  which window its first result meets along the depth
     * @param height along the height
     * @param width  along the width
     */
    record Member(Phase phase, Phase rows, double[][] tall, double[][] wide, int[] places, int row, int depth,
            int height, int width) {
        /** Where the weights of product {@code (i, j)} are, or -1. */
        int place(int i, int j) {
            return i < tall.length && j < wide.length ? places[i * wide.length + j] : -1;
        }
    }

    static WinogradPhaseStrips of(Geometry geometry, Phase window, WinogradPhaseTile tile) {
        List<Phase> phases = geometry.phases().stream()
                .sorted(Comparator.comparingInt(phase -> phase.weight(phase.taps() - 1))).toList();
        int across = phases.getFirst().width().step();
        int shared = tile == WinogradPhaseTile.THREE ? shared(geometry.rows(), phases.size(), across) : 1;
        List<Member> members = IntStream.range(0, phases.size())
                .mapToObj(i -> member(geometry, window, tile, phases.get(i), i % shared)).toList();
        int place = 0;
        for (int i = 0; i < tile.windowHeight(); i++) {
            for (int j = 0; j < tile.windowWidth(); j++) {
                for (int m = 0; m < members.size(); m++) {
                    Member member = members.get(m);
                    if (i < member.tall.length && j < member.wide.length) {
                        place += m % shared == 0 ? 1 : 0;
                        member.places[i * member.wide.length + j] = place - 1;
                    }
                }
            }
        }
        return new WinogradPhaseStrips(geometry, tile, members, across, shared, place);
    }

    private static Member member(Geometry geometry, Phase window, WinogradPhaseTile tile, Phase phase, int place) {
        Phase rows = new Phase(phase.depth(), phase.height(), Lattice.identity(geometry.sink().target().width()));
        double[][] tall = tile.tall(phase);
        double[][] wide = tile.wide(phase);
        return new Member(phase, rows, tall, wide, new int[tall.length * wide.length], place * geometry.rows(),
                phase.depth().low() - window.depth().low(), phase.height().low() - window.height().low(),
                phase.width().low() - window.width().low());
    }

    /** As many as fill a tile, whole strips or an even part of one. */
    private static int shared(int channels, int phases, int across) {
        int most = Math.clamp(Lanes.TILE_ROWS / Math.max(1, channels), 1, phases);
        while (across % most != 0 && most % across != 0) {
            most--;
        }
        return most;
    }

    /** The phases of at most so many tiles: whole strips or an even part of one. */
    int together(int units) {
        int most = units * shared;
        if (most >= across) {
            return most / across * across;
        }
        while (across % most != 0) {
            most -= shared;
        }
        return most;
    }

    /** Phases whose results are kept: a strip, or those that share a tile. */
    int held() {
        return Math.max(across, shared);
    }

    /** Channels of whole tiles. */
    int rows() {
        return Lanes.roundUp(geometry.rows(), Lanes.TILE_ROWS);
    }

    /** Where the weights of a row tile are packed. */
    int packedAt(int group, int row) {
        return (group * rows() + row) * multiplied * geometry.reduction();
    }

    float[] pack(float[] weights) {
        float[] packed = new float[Math.multiplyExact(geometry.spec().groups() * rows(),
                multiplied * geometry.reduction())];
        for (int group = 0; group < geometry.spec().groups(); group++) {
            for (Member member : members) {
                int[] taps = WinogradFilter.taps(member.phase, geometry.weights(group, member.phase));
                for (int row = 0; row < geometry.rows(); row += Lanes.TILE_ROWS) {
                    WinogradFilter.transform(member.tall, member.wide, weights, row * geometry.weightStep(),
                            geometry.weightStep(), Math.min(Lanes.TILE_ROWS, geometry.rows() - row), taps, 0,
                            geometry.reduction(), packed, packedAt(group, row) + member.row, Lanes.TILE_ROWS,
                            member.places);
                }
            }
        }
        return packed;
    }
}
