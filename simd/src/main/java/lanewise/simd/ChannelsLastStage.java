package lanewise.simd;

import java.util.Arrays;
import java.util.List;
import lanewise.core.Floats;
import lanewise.core.Layout;
import lanewise.core.spi.Problem;
import lanewise.core.spi.TensorIndex;

/**
 * Where channels-last tiles find the window of the operand that a block of results reads: in place when no padding is in it,
 * otherwise copied to scratch as {@code [depth][height][width][pitch]}, with zeros for the padding. Of each axis every
 * {@code step}-th position counts, so that a tap is a shift by a constant and the next result lies {@code parts} further.
 *
 * @param axes   the three axes of {@code stage}, whose sub-images are not dealt out here
 * @param pitch  distance of staged positions
 */
record ChannelsLastStage(Stage stage, int channels, int pitch) {

    /** Positions at a distance of so many floats share few sets of the first-level cache. */
    private static final int CONFLICT = 256;

    /** Channels transposed at a time: a line of the cache for every position. */
    private static final int TRANSPOSED = 16;

    static ChannelsLastStage of(Stage stage, int channels) {
        int pitch = channels % CONFLICT == 0 ? channels + Lanes.COUNT : channels;
        return new ChannelsLastStage(stage, channels, pitch);
    }

    /**
     * Blocks whose stage is not much larger than its budget.
     *
     * @param rows of a tile: pieces of rows are a multiple of so many results
     */
    Blocks blocks(List<Phase> phases, int rows) {
        int target = Budget.BLOCK_RESULTS;
        Blocks blocks;
        do {
            blocks = new Blocks(phases, stage, target, rows, count -> Lanes.roundUp(count, rows));
            target /= 2;
        } while (target >= Lanes.TILE_COLUMNS && (long) blocks.plane() * pitch > Budget.STAGE);
        return blocks;
    }

    /** How many of all tiles of channels a task computes: all of them, unless other threads would have nothing to do. */
    int taskTiles(Problem problem, Blocks blocks, int tiles) {
        long tasks = Math.max(1, (long) problem.spec().batch() * problem.spec().groups() * blocks.count());
        boolean transposed = problem.layout() != Layout.NHWC;
        long most = transposed ? tiles * problem.spec().taps() / Budget.SHARED_TILES : tiles;
        int wanted = transposed || problem.threads() == 1 ? problem.threads() : Budget.TASKS;
        long cuts = Math.clamp(Math.ceilDiv(wanted, tasks), 1, Math.clamp(most, 1, Math.max(1, tiles)));
        return (int) Math.ceilDiv(Math.max(1, tiles), cuts);
    }

    /** Floats of a block's stage. */
    int floats(int plane) {
        return Math.multiplyExact(plane, pitch);
    }

    /** Whether a block's window can be read where it is. */
    boolean inPlace(Floats from, StageShape shape, int[] block) {
        return from.array() != null && stage.source().channelStep() == 1 && stage.inside(shape, block);
    }

    /** The index of the first channel of a block's window in the operand's array. */
    int place(Floats from, int n, int channel, int[] block) {
        TensorIndex source = stage.source();
        return Math.toIntExact(from.arrayOffset() + source.plane(n, channel)
                + source.position(stage.depth().origin(block[Blocks.DEPTH]),
                        stage.height().origin(block[Blocks.HEIGHT]),
                        stage.width().origin(block[Blocks.WIDTH])));
    }

    int widthStep(boolean inPlace) {
        return inPlace ? Math.toIntExact(stage.width().step() * stage.source().positionStep()) : pitch;
    }

    int heightStep(boolean inPlace, StageShape shape) {
        return inPlace
                ? Math.toIntExact(stage.height().step() * stage.source().position(0, 1, 0))
                : stage.width().parts() * shape.width() * pitch;
    }

    int depthStep(boolean inPlace, StageShape shape) {
        return inPlace
                ? Math.toIntExact(stage.depth().step() * stage.source().position(1, 0, 0))
                : stage.height().parts() * shape.height() * heightStep(false, shape);
    }

    /** Copies a block's window of {@link #channels} channels to {@code to}, from {@code at} on. */
    void fill(Floats from, int n, int channel, StageShape shape, int[] block, float[] to, int at) {
        StageAxis width = stage.width();
        TensorIndex source = stage.source();
        int depths = stage.depth().parts() * shape.depth();
        int heights = stage.height().parts() * shape.height();
        int widths = width.parts() * shape.width();
        int origin = width.origin(block[Blocks.WIDTH]);
        int lo = Math.clamp(Math.ceilDiv(-origin, width.step()), 0, widths);
        int hi = Math.clamp(Math.ceilDiv(source.width() - origin, width.step()), lo, widths);
        boolean dense = width.step() == 1 && source.channelStep() == 1 && pitch == source.channels();
        for (int row = 0; row < depths * heights; row++) {
            int d = stage.depth().origin(block[Blocks.DEPTH]) + stage.depth().step() * (row / heights);
            int h = stage.height().origin(block[Blocks.HEIGHT]) + stage.height().step() * (row % heights);
            int to0 = at + row * widths * pitch;
            if (lo == hi || d < 0 || d >= source.depth() || h < 0 || h >= source.height()) {
                Arrays.fill(to, to0, to0 + widths * pitch, 0f);
                continue;
            }
            Arrays.fill(to, to0, to0 + lo * pitch, 0);
            long first = source.plane(n, channel) + source.position(d, h, origin + width.step() * lo);
            if (dense) {
                from.read(first, 1, to, to0 + lo * pitch, 1, (hi - lo) * pitch);
            } else if (source.positionStep() == 1) {
                for (int c = 0; c < channels; c += TRANSPOSED) {
                    for (int w = lo; w < hi; w++) {
                        from.read(first + c * source.channelStep() + (w - lo) * width.step(), source.channelStep(), to,
                                to0 + w * pitch + c, 1, Math.min(TRANSPOSED, channels - c));
                    }
                }
            } else {
                long step = width.step() * source.positionStep();
                for (int w = lo; w < hi; w++) {
                    from.read(first + (w - lo) * step, 1, to, to0 + w * pitch, 1, channels);
                }
            }
            Arrays.fill(to, to0 + hi * pitch, to0 + widths * pitch, 0);
        }
    }
}
