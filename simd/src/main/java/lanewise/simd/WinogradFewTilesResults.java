package lanewise.simd;

import java.util.List;
import lanewise.core.spi.Call;
import lanewise.core.spi.Scratch;

/**
 * The results of a tile of channels under {@link WinogradFewTiles}, from its matrix products. A single phase is transformed to a
 * plane that is stored at once; of several, those that alternate along a row are a strip, transformed and stored by rows of tiles.
 *
 * <p>Scratch is {@code [buffer | products | results | results along the lanes, or bias]} and {@code [0 | places of the results]} behind
 * that of {@link WinogradFewTilesInput}. Products are {@code [phase][product][tile][width]}, results
 * {@code [row of a tile][position][width]}, or those of a plane.
 */
final class WinogradFewTilesResults {
    private final Geometry geometry;
    private final WinogradFewTilesGrid grid;
    private final List<Phase> phases;
    /** Of each phase, the rows of its strip. */
    private final List<Phase> stripRows;
    private final ChannelsLastSink sink;
    /** Phases of a strip. */
    private final int across;
    /** Rows that are multiplied. */
    private final int rows;
    private final int bufferAt;
    private final int productsAt;
    private final int resultsAt;
    private final int rowAt;
    private final int zeroAt;

    WinogradFewTilesResults(Geometry geometry, WinogradFewTilesWeights weights, WinogradFewTilesInput input) {
        this.geometry = geometry;
        grid = weights.grid();
        phases = weights.phases();
        Lattice row = Lattice.identity(geometry.sink().target().width());
        stripRows = phases.stream().map(phase -> new Phase(phase.depth(), phase.height(), row)).toList();
        sink = new ChannelsLastSink(geometry);
        across = phases.getFirst().width().step();
        rows = grid.rows();
        bufferAt = input.scratchFloats();
        productsAt = Lanes.aligned(bufferAt + grid.side() * Winograd3x2.WINDOW * Lanes.COUNT);
        resultsAt = Math.addExact(productsAt,
                Math.multiplyExact(weights.products(), Math.multiplyExact(rows, Lanes.TILE_COLUMNS)));
        rowAt = Math.addExact(resultsAt,
                Math.multiplyExact((plane() ? grid.tileRows() : 1) * grid.tileHeight() * rowResults()
                        + Transpose8.ROWS, Lanes.TILE_COLUMNS));
        zeroAt = input.scratchInts();
    }

    /** Whether there is one phase, whose results are a plane. */
    private boolean plane() {
        return phases.size() == 1;
    }

    int scratchFloats() {
        return Math.addExact(rowAt, Lanes.TILE_COLUMNS * rowPitch());
    }

    int scratchInts() {
        Phase window = grid.window();
        return zeroAt + 1 + (plane() ? window.height().count() * window.width().count() : 0);
    }

    /** The cycles that storing the results of a slice takes. */
    double cost() {
        return (double) geometry.rows() * grid.tileRows() * grid.tileHeight() * rowResults() * phases.size() / across
                * Costs.TRANSPOSED_IN_CACHE;
    }

    /** Where a matrix product of a phase is written, in a tile of so many channels. */
    int productAt(int phase, int product, int width) {
        return productsAt + (phase * grid.products() + product) * rows * width;
    }

    /** Results of a strip in a row. */
    private int rowResults() {
        return across * grid.side() * grid.tiles();
    }

    private int rowPitch() {
        return Lanes.roundUp((plane() ? grid.window().height().count() : 1) * rowResults(), Transpose8.ROWS);
    }

    /**
     * Transforms and stores all results of a slice.
     *
     * @param channel  the first of the tile
     * @param channels of it, without those that only fill it up
     * @param width    with them
     */
    void store(Call call, int n, int channel, int channels, int width, int depth, Scratch scratch) {
        if (plane()) {
            storePlane(call, n, channel, channels, width, depth, scratch);
            return;
        }
        for (int strip = 0; strip < phases.size(); strip += across) {
            for (int row = 0; row < grid.tileRows(); row++) {
                storeStrip(call, n, channel, channels, width, strip, depth, row, scratch);
            }
        }
    }

    private void storePlane(Call call, int n, int channel, int channels, int width, int depth, Scratch scratch) {
        float[] floats = scratch.floats();
        int[] block = scratch.ints();
        block[Blocks.DEPTH] = depth;
        block[Blocks.HEIGHT] = 0;
        block[Blocks.WIDTH] = 0;
        block[Blocks.DEPTHS] = 1;
        block[Blocks.HEIGHTS] = grid.window().height().count();
        block[Blocks.WIDTHS] = grid.window().width().count();
        int rowStep = block[Blocks.WIDTHS] * width;
        for (int row = 0; row < grid.tileRows(); row++) {
            transform(0, row, width, resultsAt + row * grid.tileHeight() * rowStep, rowStep, width, floats);
        }
        sink.storeAll(call, n, channel, channels, phases.getFirst(), floats, resultsAt, width, rowAt, block, zeroAt);
    }

    /** The results of a strip in one row of tiles. */
    private void storeStrip(Call call, int n, int channel, int channels, int width, int strip, int depth, int tileRow,
            Scratch scratch) {
        int[] block = scratch.ints();
        float[] floats = scratch.floats();
        Phase window = grid.window();
        Phase first = phases.get(strip);
        block[Blocks.DEPTH] = depth - (first.depth().low() - window.depth().low());
        if (block[Blocks.DEPTH] < 0 || block[Blocks.DEPTH] >= first.depth().count()) {
            return;
        }
        for (int p = 0; p < across; p++) {
            transform(strip + p, tileRow, width, resultsAt + p * width, rowResults() * width, across * width, floats);
        }
        int to = first.width().first() - across * (first.width().low() - window.width().low());
        int begin = Math.max(to, 0);
        int count = Math.min(to + rowResults(), geometry.sink().target().width()) - begin;
        block[Blocks.DEPTHS] = 1;
        block[Blocks.HEIGHTS] = 1;
        block[Blocks.WIDTH] = begin;
        block[Blocks.WIDTHS] = count;
        for (int i = 0; i < grid.tileHeight() && count > 0; i++) {
            block[Blocks.HEIGHT] = tileRow * grid.tileHeight() + i - (first.height().low() - window.height().low());
            if (block[Blocks.HEIGHT] >= 0 && block[Blocks.HEIGHT] < first.height().count()) {
                int from = resultsAt + (i * rowResults() + begin - to) * width;
                for (int x = 0; x < count; x += Transpose8.ROWS) {
                    Transpose8.run(floats, from + x * width, width, Transpose8.ROWS, floats, rowAt + x, rowPitch(),
                            width);
                }
                geometry.sink().store(call, floats, rowAt, rowPitch(), geometry.result(call), n, channel, channels,
                        stripRows.get(strip), block, 0, count);
            }
        }
    }

    /** Results {@code [row of a tile][position][width]} of a phase from a row of tiles. */
    private void transform(int phase, int tileRow, int width, int to, int rowStep, int step, float[] floats) {
        WinogradColumns.output(grid.side(), floats, productAt(phase, 0, width) + tileRow * grid.tiles() * width,
                rows * width, grid.tiles(), width, grid.tall(), bufferAt, to, rowStep, step);
    }
}
