package lanewise.simd;

import lanewise.core.Floats;
import lanewise.core.spi.TensorIndex;

/**
 * What a block of results reads of one vector of channels, transposed to scratch as {@code [depth][height][width][vector]}. Nothing
 * stands for the padding.
 */
record TransposedWindow(Stage stage) {
    /** Where the description of a window is: what stands for position 0, the steps of two axes, the first of a row and the end. */
    static final int BASE = Blocks.DESCRIPTION;
    static final int DEPTH_STEP = BASE + 1;
    static final int HEIGHT_STEP = BASE + 2;
    static final int FIRST = BASE + 3;
    static final int END = BASE + 4;
    static final int DESCRIPTION = END + 1;

    /** Floats of a window. */
    int floats(Blocks blocks) {
        return Math.toIntExact((long) blocks.plane() * Lanes.COUNT * stage.depth().step() * stage.height().step()
                * stage.width().step());
    }

    /** Adds to a block the description of its window. */
    void locate(StageShape shape, int[] block) {
        int w0 = start(stage.width(), block[Blocks.WIDTH]);
        block[FIRST] = w0;
        block[END] = end(stage.width(), block[Blocks.WIDTH], shape.width()) - w0;
        block[HEIGHT_STEP] = block[END] * Lanes.COUNT;
        int h0 = start(stage.height(), block[Blocks.HEIGHT]);
        int heights = end(stage.height(), block[Blocks.HEIGHT], shape.height()) - h0;
        block[DEPTH_STEP] = heights * block[HEIGHT_STEP];
        block[BASE] =
                -start(stage.depth(), block[Blocks.DEPTH]) * block[DEPTH_STEP] - h0 * block[HEIGHT_STEP];
    }

    /** Transposes the window of some channels to {@code to}, from its beginning on. */
    void fill(Floats operand, int n, int channel, int channels, StageShape shape, int[] block, float[] to) {
        TensorIndex source = stage.source();
        int d0 = start(stage.depth(), block[Blocks.DEPTH]);
        int h0 = start(stage.height(), block[Blocks.HEIGHT]);
        int depths = end(stage.depth(), block[Blocks.DEPTH], shape.depth()) - d0;
        int heights = end(stage.height(), block[Blocks.HEIGHT], shape.height()) - h0;
        int widths = block[END];
        int rows = widths == source.width() ? Math.max(1, heights) : 1;
        for (int row = 0; row < depths * heights; row += rows) {
            long from = source.plane(n, channel)
                    + source.position(d0 + row / heights, h0 + row % heights, block[FIRST]);
            transpose(operand, from, channels, rows * widths, to, row * widths * Lanes.COUNT);
        }
    }

    private void transpose(Floats operand, long from, int channels, int positions, float[] to, int at) {
        long step = stage.source().channelStep();
        if (operand.array() == null) {
            for (int c = 0; c < channels; c++) {
                operand.read(from + c * step, 1, to, at + c, Lanes.COUNT, positions);
            }
            return;
        }
        for (int c = 0; c < channels; c += Transpose8.ROWS) {
            Transpose8.run(operand.array(), (int) (operand.arrayOffset() + from + c * step), (int) step,
                    Math.min(Transpose8.ROWS, channels - c), to, at + c, Lanes.COUNT, positions);
        }
    }

    /** The first operand position that results from {@code t} on read. */
    private static int start(StageAxis axis, int t) {
        return Math.clamp(axis.origin(t), 0, axis.extent());
    }

    /** The end of the operand positions that a block of results from {@code t} on reads. */
    private static int end(StageAxis axis, int t, int length) {
        int last = axis.advance() * (length - axis.span() / axis.parts() - 1) + axis.span() * axis.step();
        return Math.clamp((long) axis.origin(t) + last + 1, start(axis, t), axis.extent());
    }
}
