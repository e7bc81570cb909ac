package lanewise.simd;

import lanewise.core.ConvSpec;
import lanewise.core.Floats;
import lanewise.core.Product;
import lanewise.core.spi.BlockSums;
import lanewise.core.spi.TensorIndex;

/**
 * The input of a convolution as the taps see it, in rows along the output positions:
 *
 * <pre>
 *     row(c, k)[i] = x[n, c, stride·o + dilation·k - padLo],   o = first + i, and 0 over padding
 * </pre>
 *
 * <p>Every column of the kernel has a {@link Stage} of its own whose rows are as long as those of the output. Whatever taps of
 * that column read is therefore one piece of it, from an offset that belongs to the tap, and no row is copied for each.
 */
final class TapRows {
    private final Phase phase;
    /** The taps of the first column, whose offsets are those of every column. */
    private final Phase first;
    private final TensorIndex source;
    private final Stage[] stages;
    private final StageShape shape;
    private final int columns;

    TapRows(ConvSpec spec, TensorIndex source) {
        Phase taps = Lattices.of(Product.WEIGHTS, spec.threeAxes()).phases().getFirst();
        boolean flat = taps.identity() && spec.inPositions() <= Integer.MAX_VALUE;
        phase = flat ? taps.flat() : taps;
        this.source = flat ? source.flat() : source;
        columns = phase.width().shift().length;
        first = phase.column(0);
        stages = new Stage[columns];
        for (int i = 0; i < columns; i++) {
            stages[i] = Stage.of(Lattices.of(phase.column(i)), this.source);
        }
        int width = phase.width().count();
        int height = rows(width, phase.height().count());
        shape = StageShape.of(stages[0], 1, height, Math.min(width, BlockSums.BLOCK));
    }

    /** The most rows of the output that a block of positions touches. */
    private static int rows(int width, int height) {
        if (width > BlockSums.BLOCK) {
            return 1;
        }
        int touched = BlockSums.BLOCK % width == 0
                ? BlockSums.BLOCK / width
                : Math.ceilDiv(BlockSums.BLOCK - 1, width) + 1;
        return Math.min(height, touched);
    }

    int taps() {
        return phase.taps();
    }

    /** Slices of the output, whose positions are not worked on together. */
    int slices() {
        return phase.depth().count();
    }

    /** Output positions of a slice. */
    int slice() {
        return phase.height().count() * phase.width().count();
    }

    /** Whether rows are pieces of the operand's planes. */
    boolean inPlace(Floats from) {
        return phase.identity() && source.positionStep() == 1 && from.array() != null;
    }

    /** Floats of one channel's stage. */
    int floats() {
        return Math.multiplyExact(columns, shape.plane());
    }

    /** Positions from one on that are worked on together: of one block, of one slice, and of one row if that is long. */
    int piece(int position) {
        int width = phase.width().count();
        int rest = width > BlockSums.BLOCK ? width - position % width : slice() - position;
        return Math.min(rest, BlockSums.BLOCK);
    }

    /** Fills the stage of {@code count} channels for positions of slice {@code d} from {@code position} on. */
    void fill(Floats from, int n, int channel, int count, int d, int position, int[] block, float[] to, int at) {
        int width = phase.width().count();
        block[Blocks.DEPTH] = d;
        block[Blocks.HEIGHT] = position / width;
        block[Blocks.WIDTH] = width > BlockSums.BLOCK ? position % width : 0;
        for (int i = 0; i < columns; i++) {
            int column = at + i * count * shape.plane();
            if (from.array() == null || source.positionStep() != 1) {
                stages[i].fill(from, n, channel, count, shape, block, to, column);
            } else {
                copy(stages[i], from.array(), (int) (from.arrayOffset() + source.plane(n, channel)), count, block, to,
                        column);
            }
        }
    }

    /** Fills the stage of planes, slice by slice of each of its parts. */
    private void copy(Stage stage, float[] from, int plane, int count, int[] block, float[] to, int at) {
        StageAxis depth = stage.depth();
        StageAxis height = stage.height();
        int distance = stage.width().step();
        int origin = stage.width().origin(block[Blocks.WIDTH]);
        int left = Math.clamp(Math.ceilDiv(-origin, distance), 0, shape.width());
        int right = Math.clamp(Math.ceilDiv(source.width() - origin, distance), left, shape.width());
        int advance = height.step() * height.parts();
        int target = at;
        for (int part = 0; part < depth.parts() * height.parts(); part++) {
            int h = height.origin(block[Blocks.HEIGHT]) + height.step() * (part % height.parts());
            int lo = Math.clamp(Math.ceilDiv(-h, advance), 0, shape.height());
            int hi = Math.clamp(Math.ceilDiv(source.height() - h, advance), lo, shape.height());
            for (int i = 0; i < shape.depth(); i++, target += shape.height() * shape.width()) {
                int d = depth.origin(block[Blocks.DEPTH])
                        + depth.step() * (part / height.parts() + depth.parts() * i);
                boolean inside = d >= 0 && d < source.depth() && left < right;
                int start = plane + (inside ? (int) source.position(d, h + lo * advance, 0) : 0) + origin;
                for (int c = 0; c < count; c++) {
                    StrideRows.copy(from, start + c * (int) source.channelStep(), advance * source.width(), distance,
                            left, right, to, target + c * shape.plane(), shape.width(), inside ? lo : shape.height(),
                            inside ? hi : shape.height(), shape.height());
                }
            }
        }
    }

    /** Where the rows of {@code count} channels are {@link #inPlace in place}. */
    void planes(Floats from, int n, int channel, int count, int position, int[] table, int tableAt) {
        for (int c = 0; c < count; c++) {
            table[tableAt + c] = (int) (from.arrayOffset() + source.plane(n, channel + c)) + position;
        }
    }

    /**
     * Where the rows of {@code count} channels are, taps innermost, for the same positions.
     *
     * @param at where the stage is
     */
    void starts(int count, int position, int at, int[] table, int tableAt) {
        int width = phase.width().count();
        int start = at + (width > BlockSums.BLOCK ? 0 : position % width);
        for (int tap = 0, to = tableAt; tap < first.taps(); tap++) {
            int offset = shape.offset(first, tap);
            for (int i = 0; i < columns; i++, to++) {
                for (int c = 0; c < count; c++) {
                    table[to + c * taps()] = start + (i * count + c) * shape.plane() + offset;
                }
            }
        }
    }
}
