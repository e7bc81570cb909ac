package lanewise.simd;

import lanewise.core.spi.Call;
import lanewise.core.spi.Scratch;

/**
 * The windows of a slice under {@link WinogradFewTiles}, transformed into A panels: {@code [product][k][columns]}, or
 * {@code [product][panel][k][}{@link PixelPanels#ROWS}{@code ]} with 16 registers, where the transforms of some channels wait to be
 * packed. Scratch is {@code [stage | transformed rows | transforms that wait | A panels]} and
 * {@code [block | runs of tiles | what a panel packs]}.
 */
final class WinogradFewTilesInput {
    private static final int RUNS_AT = Blocks.DESCRIPTION;

    private final Geometry geometry;
    private final WinogradFewTilesGrid grid;
    private final Stage stage;
    private final StageShape shape;
    private final int stagedChannels;
    private final int columns;
    private final int midAt;
    private final int waitingAt;
    private final int panelsAt;

    WinogradFewTilesInput(Geometry geometry, WinogradFewTilesGrid grid) {
        this.geometry = geometry;
        this.grid = grid;
        stage = Stage.of(Lattices.of(grid.window()), geometry.stage().source());
        shape = StageShape.of(stage, 1, grid.tileRows() * grid.tileHeight(), grid.tiles() * grid.side());
        int least = geometry.stage().source().positionStep() == 1 ? 1 : Lanes.COUNT;
        stagedChannels = Math.min(Math.max(least, Budget.STAGED_CHANNELS / shape.plane()), Math.max(1, k()));
        columns = grid.columns();
        midAt = Lanes.aligned(
                Math.addExact(Math.multiplyExact(stagedChannels, shape.plane()), WinogradColumns.BEYOND));
        waitingAt = Lanes.aligned(Math.addExact(midAt, WinogradColumns.buffer(shape.height(), grid.tiles())));
        panelsAt = Lanes.MANY_REGISTERS
                ? waitingAt
                : Lanes.aligned(waitingAt + grid.products() * waitingStep() + WinogradColumns.BEYOND);
    }

    /** The floats that a channel is staged as. */
    int plane() {
        return shape.plane();
    }

    /** The values of a channel's windows that are packed after they are transformed. */
    int packed() {
        return Lanes.MANY_REGISTERS ? 0 : grid.products() * grid.rows();
    }

    int scratchFloats() {
        // The last register tile of rows may read beyond the last panel.
        return Math.addExact(panelsAt, Math.multiplyExact(grid.products(), panelStep()) + grid.height());
    }

    int scratchInts() {
        return tableAt() + (Lanes.MANY_REGISTERS ? 0 : PixelPanels.ROWS + stagedChannels);
    }

    private int tableAt() {
        return RUNS_AT + columns / Winograd.RUN;
    }

    /** Where the A panel of a product is. */
    int panelAt(int product) {
        return panelsAt + product * panelStep();
    }

    /** The distance of the panels of two products: not a power of two, or all would share a set of the cache. */
    private int panelStep() {
        int rows = Lanes.MANY_REGISTERS ? columns : grid.rows();
        return Math.addExact(Math.multiplyExact(k(), rows), Lanes.COUNT);
    }

    private int waitingStep() {
        return stagedChannels * columns + Lanes.COUNT;
    }

    private int k() {
        return geometry.reduction();
    }

    /** Writes the A panels of a slice, some channels at a time. */
    void transform(Call call, int n, int group, int depth, Scratch scratch) {
        int[] block = scratch.ints();
        float[] floats = scratch.floats();
        block[Blocks.DEPTH] = depth;
        block[Blocks.HEIGHT] = 0;
        block[Blocks.WIDTH] = 0;
        locateRuns(block);
        for (int channel = 0; channel < k(); channel += stagedChannels) {
            int count = Math.min(stagedChannels, k() - channel);
            stage.fill(geometry.operand(call), n, group * k() + channel, count, shape, block, floats, 0);
            if (Lanes.MANY_REGISTERS) {
                transform(floats, count, block, panelsAt + channel * columns, panelStep());
            } else {
                transform(floats, count, block, waitingAt, waitingStep());
                pack(floats, channel, count, block);
            }
        }
    }

    /** Writes V, {@code [product][channel][columns]} from {@code vAt}, of the channels that are staged. */
    private void transform(float[] floats, int count, int[] runs, int vAt, int productStep) {
        if (wholeRuns()) {
            Winograd2x3.input(floats, 0, shape.plane(), shape.width(), count, runs, RUNS_AT, columns / Lanes.COUNT,
                    floats, midAt, floats, vAt, productStep, columns);
        } else {
            WinogradColumns.input(grid.side(), floats, 0, shape.plane(), count, shape.width(), grid.tall(),
                    grid.tiles(), grid.tileRows(), midAt, vAt, columns, productStep);
        }
    }

    /** Packs the transforms that wait: {@code count} channels from {@code channel} on. */
    private void pack(float[] floats, int channel, int count, int[] table) {
        int at = tableAt();
        for (int r = 0; r < PixelPanels.ROWS; r++) {
            table[at + r] = r;
        }
        for (int c = 0; c < count; c++) {
            table[at + PixelPanels.ROWS + c] = c * columns;
        }
        for (int product = 0; product < grid.products(); product++) {
            for (int row = 0; row < grid.rows(); row += PixelPanels.ROWS) {
                PixelPanels.pack(floats, waitingAt + product * waitingStep() + row, table, at + PixelPanels.ROWS, count,
                        at, floats, panelAt(product) + row * k() + channel * PixelPanels.ROWS);
            }
        }
    }

    /** Where the runs of tiles start in the stage; those beyond the last are never stored. */
    private void locateRuns(int[] ints) {
        for (int i = 0; i < columns / Winograd.RUN; i++) {
            int tile = i * Winograd.RUN % grid.count();
            ints[RUNS_AT + i] = tile / grid.tiles() * grid.side() * shape.width() + tile % grid.tiles() * grid.side();
        }
    }

    /** Whether rows are whole runs of tiles, so that {@link Winograd2x3} transforms as many tiles at once as there are lanes. */
    private boolean wholeRuns() {
        return grid.tall() && grid.three() && grid.tiles() % Winograd.RUN == 0;
    }
}
