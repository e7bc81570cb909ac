package lanewise.core.rearrange;

import java.util.Arrays;
import java.util.stream.Collectors;
import lanewise.core.Floats;
import lanewise.core.Layout;
import lanewise.core.PlanOptions;
import lanewise.core.bounds.Bounds;
import lanewise.core.spi.Backend;
import lanewise.core.spi.Backends;
import lanewise.core.spi.Operands;
import lanewise.core.spi.Rows;
import lanewise.core.spi.Scratch;

/**
 * Blocks of positions to channels and back, one row of the large tensor at a time: in NCHW it is some rows of the small one side
 * by side, in NHWC some pieces of its positions one after another.
 */
final class Blocks extends RowTasks {
    private final boolean toSpace;
    private final Shape small;
    private final BlockOrder order;
    private final int[] block;
    private final Layout layout;
    private final Backend backend;
    private final Rows rows;
    /** Channels of the large tensor. */
    private final int channels;
    private final int elements;
    private final int across;
    /** Elements of a row of the large tensor. */
    private final int line;

    Blocks(boolean toSpace, Shape small, BlockOrder order, int[] block, PlanOptions options) {
        super(count(small, block, options.layout()), (options.layout() == Layout.NCHW ? small.size(1) : 1)
                * elementsOfLine(small, block, options.layout()));
        this.toSpace = toSpace;
        this.small = small;
        this.order = order;
        this.block = block;
        layout = options.layout();
        backend = Backends.named(options.backend());
        rows = backend.rows();
        elements = elements(block);
        channels = small.channels() / elements;
        across = block[block.length - 1];
        line = Bounds.toSize("elements of a row", elementsOfLine(small, block, layout));
    }

    static int[] checked(Shape in, int[] block) {
        int[] blocks = Bounds.perAxis("block", block, in.rank());
        for (int size : blocks) {
            Bounds.atLeast("block", size, 1);
        }
        Bounds.toSize("elements of a block",
                Bounds.product("elements of a block", Arrays.stream(blocks).asLongStream().toArray()));
        return blocks;
    }

    static int elements(int[] block) {
        return Arrays.stream(block).reduce(1, (a, b) -> a * b);
    }

    private static long count(Shape small, int[] block, Layout layout) {
        int planes = layout == Layout.NCHW ? small.channels() / elements(block) : small.channels() == 0 ? 0 : 1;
        long apart = layout == Layout.NCHW ? 1 : small.size(1);
        return planes * apart * small.batch() * small.size(0) * elements(block) / block[block.length - 1];
    }

    private static long elementsOfLine(Shape small, int[] block, Layout layout) {
        long positions = (long) small.size(2) * block[block.length - 1];
        return layout == Layout.NCHW ? positions : positions * (small.channels() / elements(block));
    }

    @Override
    public long inElements() {
        return small.elements();
    }

    @Override
    public long outElements() {
        return small.elements();
    }

    /** A row of either tensor. */
    @Override
    public int scratchFloats() {
        return 2 * line;
    }

    @Override
    public int scratchInts() {
        return across;
    }

    /** A row in NHWC; in NCHW all rows of a plane that have one place in their blocks. */
    @Override
    void row(Operands operands, long row, Scratch scratch) {
        int blockH = block.length < 2 ? 1 : block[block.length - 2];
        int blockD = block.length < 3 ? 1 : block[0];
        int height = small.size(1);
        int apart = layout == Layout.NCHW ? 1 : height;
        int ih = (int) (row % blockH);
        long rest = row / blockH;
        int h = (int) (rest % apart);
        rest /= apart;
        long large = ((rest * height + h) * blockH + ih) * line;
        int element = ((int) (rest % blockD) * blockH + ih) * across;
        rest /= blockD;
        long plane = rest / small.size(0);
        long position = (rest % small.size(0) * height + h) * small.size(2);
        if (layout == Layout.NHWC) {
            pieces(operands, large, plane * small.positions() + position, element, scratch);
            return;
        }
        boolean together = operands.in().array() != null && operands.out().array() != null;
        int step = together ? height : 1;
        for (; h < height; h += step) {
            if (toSpace) {
                interleave(operands, large, plane, element, position, step, blockH * line, scratch);
            } else {
                split(operands, large, plane, element, position, step, blockH * line, scratch);
            }
            large += (long) blockH * line;
            position += small.size(2);
        }
    }

    private long channel(long plane, int element) {
        long n = plane / channels;
        long c = plane % channels;
        return n * small.channels()
                + (order == BlockOrder.DCR ? (long) element * channels + c : c * elements + element);
    }

    private void interleave(Operands operands, long large, long plane, int element, long position, int rowsTogether,
            int pitch, Scratch scratch) {
        int n = small.size(2);
        for (int j = 0; j < across; j++) {
            scratch.ints()[j] = scratch.load(operands.in(),
                    channel(plane, element + j) * small.positions() + position, n, line + j * n);
        }
        Floats out = operands.out();
        rows.interleave(scratch.memory(operands.in()), scratch.ints(), 0, across, n, scratch.memory(out),
                scratch.target(out, large, 0), pitch, n, rowsTogether);
        scratch.store(out, large, line, 0);
    }

    private void split(Operands operands, long large, long plane, int element, long position, int rowsTogether,
            int pitch, Scratch scratch) {
        int n = small.size(2);
        int source = scratch.load(operands.in(), large, line, 0);
        Floats out = operands.out();
        long apart = (order == BlockOrder.DCR ? channels : 1) * small.positions();
        long at = channel(plane, element) * small.positions() + position;
        rows.split(scratch.memory(operands.in()), source, across, pitch, scratch.memory(out),
                scratch.target(out, at, line), out.array() == null ? n : (int) apart, n, n, rowsTogether);
        for (int j = 0; j < across; j++) {
            scratch.store(out, at + j * apart, n, line + j * n);
        }
    }

    /** Pieces of positions from {@code position} on of the small tensor. */
    private void pieces(Operands operands, long large, long position, int element, Scratch scratch) {
        Floats in = operands.in();
        Floats out = operands.out();
        boolean whole = order == BlockOrder.DCR;
        int piece = whole ? across * channels : channels;
        int step = whole ? 1 : elements;
        int first = whole ? element * channels : element;
        int perPosition = whole ? 1 : across;
        float[] array = scratch.memory(toSpace ? out : in);
        int at = toSpace ? scratch.target(out, large, 0) : scratch.load(in, large, line, 0);
        for (int w = 0; w < small.size(2); w++) {
            for (int j = 0; j < perPosition; j++, at += piece) {
                long other = (position + w) * small.channels() + first + j;
                if (toSpace) {
                    in.read(other, step, array, at, 1, piece);
                } else {
                    out.write(other, step, array, at, 1, piece);
                }
            }
        }
        if (toSpace) {
            scratch.store(out, large, line, 0);
        }
    }

    @Override
    public String toString() {
        String size = Arrays.stream(block).mapToObj(Integer::toString).collect(Collectors.joining("×"));
        return (toSpace ? "channels to " : "channels from ") + size + " blocks " + order + ", " + small + " " + layout
                + " by " + backend.name();
    }
}
