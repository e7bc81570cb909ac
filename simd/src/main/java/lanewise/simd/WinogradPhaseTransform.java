package lanewise.simd;

import lanewise.core.Epilogue;
import lanewise.core.spi.Call;
import lanewise.core.spi.Scratch;

/**
 * The transforms of a block of tiles: of the windows that all phases share into B panels
 * {@code [product][column tile][k][columns]}, and of the products of a phase into results
 * {@code [channel][row of a tile][width of a tile · columns]}. Scratch is {@code [stage | transformed rows | B panels | buffer]}
 * and, where {@link Winograd4x3} transforms, {@code [block | rows of results | their numbers | runs]}.
 */
final class WinogradPhaseTransform {
    private static final int RESULTS_AT = Blocks.DESCRIPTION;
    private static final int COUNTS_AT = RESULTS_AT + Winograd.RUNS;
    private static final int RUNS_AT = COUNTS_AT + Winograd.RUNS;

    private final Geometry geometry;
    private final WinogradPhaseTile tile;
    private final WinogradPhaseBlocks blocks;
    private final Stage stage;
    /** Of as many rows of tiles as a block meets, less one. */
    private final StageShape[] shapes;
    private final int stagedChannels;
    private final int part;
    private final int midAt;
    private final int panelsAt;
    private final int bufferAt;

    WinogradPhaseTransform(Geometry geometry, Phase window, WinogradPhaseTile tile, WinogradPhaseBlocks blocks) {
        this.geometry = geometry;
        this.tile = tile;
        this.blocks = blocks;
        stage = Stage.of(Lattices.of(window), geometry.stage().source());
        shapes = new StageShape[blocks.stagedRows()];
        for (int rows = 1; rows <= shapes.length; rows++) {
            shapes[rows - 1] = StageShape.of(stage, 1, rows * tile.height(), blocks.stagedTiles() * tile.width());
        }
        int plane = shapes[shapes.length - 1].plane();
        int least = geometry.stage().source().positionStep() == 1 ? 1 : Lanes.COUNT;
        stagedChannels = Math.min(Math.max(least, Budget.STAGED_CHANNELS / plane), Math.max(1, k()));
        part = Winograd3x2.part(blocks.stagedRows(), blocks.stagedTiles());
        midAt = Math.addExact(Winograd4x3.BEFORE + Math.multiplyExact(stagedChannels, plane),
                Winograd3x2.BEYOND);
        panelsAt = Lanes.aligned(
                Math.addExact(midAt, squares() ? 0 : Winograd3x2.WINDOW * Winograd3x2.TILE * part));
        bufferAt = Math.addExact(panelsAt, Math.multiplyExact(tile.products(), panelStep(blocks.columns())));
    }

    /** Whether tiles are those of {@link Winograd4x3} and not of {@link Winograd3x2}. */
    private boolean squares() {
        return tile == WinogradPhaseTile.THREE;
    }

    int scratchFloats() {
        return bufferAt + Winograd4x3.BUFFER;
    }

    int scratchInts() {
        return RUNS_AT + 4 * (1 + blocks.columns() / Lanes.COUNT) + 1;
    }

    /** Where the B panel of a product's column tile is. */
    int panelAt(int product, int column, int width) {
        return panelsAt + product * panelStep(width) + column * k();
    }

    /** The distance of the panels of two products: not a power of two, or all would share a set of the cache. */
    private int panelStep(int width) {
        return Math.addExact(Math.multiplyExact(k(), width), Lanes.COUNT);
    }

    /** The distance of two rows of results. */
    int rowStep() {
        return tile.width() * blocks.columns();
    }

    /** The distance of the results of two channels. */
    int channelStep() {
        return tile.height() * rowStep();
    }

    private int k() {
        return geometry.reduction();
    }

    /** Writes the B panels of {@code width} tiles from a slice's {@code first} on. */
    void input(Call call, int n, int group, int depth, int first, int width, Scratch scratch) {
        int[] block = scratch.ints();
        int skip = blocks.stagedTiles() == blocks.tiles() ? first % blocks.tiles() : 0;
        block[Blocks.DEPTH] = depth;
        block[Blocks.HEIGHT] = first / blocks.tiles() * tile.height();
        block[Blocks.WIDTH] = (first % blocks.tiles() - skip) * tile.width();
        StageShape shape = shapes[Math.min(shapes.length, Math.ceilDiv(skip + width, blocks.stagedTiles())) - 1];
        if (squares()) {
            locateRuns(shape, skip, width, block);
        }
        for (int channel = 0; channel < k(); channel += stagedChannels) {
            int count = Math.min(stagedChannels, k() - channel);
            stage.fill(geometry.operand(call), n, group * k() + channel, count, shape, block, scratch.floats(),
                    Winograd4x3.BEFORE);
            if (squares()) {
                transformSquares(shape, channel, count, width, scratch);
            } else {
                Winograd3x2.input(scratch.floats(), Winograd4x3.BEFORE, shape.plane(), count, shape.width(),
                        shape.height(),
                        !tile.row(), blocks.stagedTiles(), skip, width, midAt, part, panelsAt, k(), channel,
                        panelStep(width));
            }
        }
    }

    /** Where runs of tiles start in the stage and their results in a row; what is beyond the last one is read and never stored. */
    private void locateRuns(StageShape shape, int skip, int width, int[] ints) {
        for (int i = 0; i < Winograd.RUNS; i++) {
            ints[RESULTS_AT + i] = i * Lanes.COUNT;
            ints[COUNTS_AT + i] = Lanes.COUNT;
        }
        for (int i = 0; i < width / Winograd.RUN; i++) {
            int at = skip + i * Winograd.RUN;
            int row = Math.min(at / blocks.stagedTiles() * tile.height(), shape.height() - tile.windowHeight());
            ints[RUNS_AT + i] = row * shape.width() + at % blocks.stagedTiles() * tile.width();
        }
    }

    private void transformSquares(StageShape shape, int channel, int count, int width, Scratch scratch) {
        float[] floats = scratch.floats();
        int panel;
        for (int column = 0; column < width; column += panel) {
            panel = RegisterTile.nextPanel(width - column);
            Winograd4x3.input(floats, Winograd4x3.BEFORE, shape.plane(), shape.width(), count, scratch.ints(),
                    RUNS_AT + column / Winograd.RUN, panel / Lanes.COUNT, floats, bufferAt, floats,
                    panelsAt + column * k() + channel * panel, panelStep(width), panel);
        }
    }

    /** Writes the results of a phase, or of those that share a tile, from products {@code productStep} apart. */
    void output(WinogradPhaseStrips.Member member, int mAt, int productStep, int channels, int width, int yAt,
            Scratch scratch) {
        float[] floats = scratch.floats();
        int panel;
        for (int column = 0; column < width; column += panel) {
            panel = RegisterTile.nextPanel(width - column);
            for (int x = 0; x < panel; x += Lanes.COUNT) {
                int from = mAt + Lanes.TILE_ROWS * column + x;
                int to = yAt + tile.width() * (column + x);
                if (squares()) {
                    Winograd4x3.output(floats, from, productStep, panel, Epilogue.none(), 0, channels, floats, bufferAt,
                            floats, to, rowStep(), channelStep(), scratch.ints(), RESULTS_AT, COUNTS_AT);
                } else {
                    Winograd3x2.output(floats, from, productStep, panel, channels,
                            Math.max(member.tall().length - 2, 0), member.wide().length - 2, bufferAt, to, rowStep(),
                            channelStep());
                }
            }
        }
    }
}
