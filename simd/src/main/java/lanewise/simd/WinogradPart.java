package lanewise.simd;

import java.util.ArrayList;
import java.util.List;

/**
 * Results of a phase that blocks cut together. Those of each residue of a dilation are dense in the operand; blocks count in
 * one residue and hold the same tiles of all, so that their results are whole rows.
 *
 * @param phase  which of the geometry's phases
 * @param rows   the rows of each residue of the height
 * @param tiled  whole tiles of each residue of the height, of the width
 * @param across residues of the width
 * @param stage  how the operand is staged for all of them
 * @param blocks in pixels
 */
record WinogradPart(int phase, List<Phase> rows, List<Phase> tiled, int across, Stage stage, Blocks blocks) {

    /**
     * A phase in as few parts as have blocks of about {@code target} tiles: one, one for each residue of the height, or one
     * for each residue.
     */
    static List<WinogradPart> of(Geometry geometry, int phase, WinogradTile tile, int target, int most) {
        Phase results = geometry.phases().get(phase);
        List<Lattice> heights = withResults(tile.row() ? List.of(results.height()) : results.height().residues());
        List<Lattice> widths = withResults(results.width().residues());
        List<WinogradPart> parts = new ArrayList<>();
        if (results.depth().count() == 0 || heights.isEmpty() || widths.isEmpty()) {
            return parts;
        }
        int runs = Math.ceilDiv(widths.getFirst().count(), tile.width() * Winograd.RUN);
        int tiles = widths.size() * Math.min(Lanes.COUNT, runs * Winograd.RUN);
        // Rows of one residue are stored value by value.
        int together = tile.row() && widths.size() > 1 ? Math.max(target, most) : target;
        if (heights.size() * tiles <= together) {
            parts.add(part(geometry, phase, heights, widths, results.width(), tile,
                    Math.max(target, heights.size() * tiles)));
            return parts;
        }
        for (Lattice height : heights) {
            if (tiles <= target) {
                parts.add(part(geometry, phase, List.of(height), widths, results.width(), tile, target));
                continue;
            }
            for (Lattice width : widths) {
                parts.add(part(geometry, phase, List.of(height), List.of(width), width, tile, target));
            }
        }
        return parts;
    }

    private static List<Lattice> withResults(List<Lattice> lattices) {
        List<Lattice> some = new ArrayList<>();
        for (Lattice lattice : lattices) {
            if (lattice.count() > 0) {
                some.add(lattice);
            }
        }
        return some;
    }

    private static WinogradPart part(Geometry geometry, int phase, List<Lattice> heights, List<Lattice> widths,
            Lattice across, WinogradTile tile, int target) {
        Phase results = geometry.phases().get(phase);
        List<Phase> rows = new ArrayList<>();
        List<Lattice> wholeHeights = new ArrayList<>();
        for (Lattice height : heights) {
            rows.add(new Phase(results.depth(), height, across));
            wholeHeights.add(tile.row() ? height : WinogradTile.whole(height, height.count(), tile.height()));
        }
        // As wide as the widest, so that the tiles of all residues correspond.
        List<Lattice> wholeWidths = new ArrayList<>();
        for (Lattice width : widths) {
            wholeWidths.add(WinogradTile.whole(width, widths.getFirst().count(), tile.width() * Winograd.RUN));
        }
        Lattices whole = new Lattices(List.of(results.depth()), wholeHeights, wholeWidths);
        List<Phase> tiled = whole.phases();
        Stage stage = Stage.of(whole, geometry.stage().source());
        Blocks blocks = new Blocks(tiled, stage, Math.ceilDiv(target * tile.results(), tiled.size()), tile.height(),
                tile.width() * Lanes.COUNT, 0, pixels -> RegisterTile.cost(pixels / tile.results() * tiled.size()));
        return new WinogradPart(phase, rows, tiled, widths.size(), stage, blocks);
    }

    /** Tiles of the largest block, those of all residues. */
    int tiles(WinogradTile tile) {
        return blocks.results() / tile.results() * tiled.size();
    }

    /** How many of the largest blocks would hold all tiles. */
    double wholeBlocks() {
        double results = 0;
        for (Phase phase : tiled) {
            results += phase.results();
        }
        return results / tiled.size() / blocks.results();
    }
}
