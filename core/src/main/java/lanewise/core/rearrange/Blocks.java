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

    Blocks(boolean toSpace, Shape small, BlockOrder order, int[] block, PlanOptions options) {
        super(count(small, block, options.layout()), elementsOfRow(small, block, options.layout()));
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
        Bounds.toSize("elements of a row", elementsOfRow(small, block, layout));
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
        long rows = layout == Layout.NCHW ? small.channels() / elements(block) : small.channels() == 0 ? 0 : 1;
        return rows * small.batch() * small.size(0) * small.size(1) * elements(block) / block[block.length - 1];
    }

    private static long elementsOfRow(Shape small, int[] block, Layout layout) {
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
        return (int) (2 * elementsOfRow(small, block, layout));
    }

    @Override
    public int scratchInts() {
        return across;
    }

    @Override
    void row(Operands operands, long row, Scratch scratch) {
        int blockH = block.length < 2 ? 1 : block[block.length - 2];
        int blockD = block.length < 3 ? 1 : block[0];
        long rest = row;
        int ih = (int) (rest % blockH);
        rest /= blockH;
        int h = (int) (rest % small.size(1));
        rest /= small.size(1);
        int id = (int) (rest % blockD);
        rest /= blockD;
        int d = (int) (rest % small.size(0));
        long plane = rest / small.size(0);
        int element = (id * blockH + ih) * across;
        long line = (long) d * small.size(1) + h;
        if (layout == Layout.NHWC) {
            pieces(operands, row, (plane * small.size(0) * small.size(1) + line) * small.size(2), element, scratch);
        } else if (toSpace) {
            interleave(operands, row, plane, element, line * small.size(2), scratch);
        } else {
            split(operands, row, plane, element, line * small.size(2), scratch);
        }
    }

    private long channel(long plane, int element) {
        long n = plane / channels;
        long c = plane % channels;
        return n * small.channels()
                + (order == BlockOrder.DCR ? (long) element * channels + c : c * elements + element);
    }

    private void interleave(Operands operands, long row, long plane, int element, long position, Scratch scratch) {
        int n = small.size(2);
        for (int j = 0; j < across; j++) {
            scratch.ints()[j] = scratch.load(operands.in(),
                    channel(plane, element + j) * small.positions() + position, n, (across + j) * n);
        }
        Floats out = operands.out();
        long at = row * n * across;
        rows.interleave(scratch.memory(operands.in()), scratch.ints(), 0, across, scratch.memory(out),
                scratch.target(out, at, 0), n);
        scratch.store(out, at, n * across, 0);
    }

    private void split(Operands operands, long row, long plane, int element, long position, Scratch scratch) {
        int n = small.size(2);
        int source = scratch.load(operands.in(), row * n * across, n * across, 0);
        Floats out = operands.out();
        long pitch = (order == BlockOrder.DCR ? channels : 1) * small.positions();
        long at = channel(plane, element) * small.positions() + position;
        boolean heap = out.array() != null;
        rows.split(scratch.memory(operands.in()), source, across, scratch.memory(out),
                scratch.target(out, at, across * n), heap ? (int) pitch : n, n);
        for (int j = 0; j < across; j++) {
            scratch.store(out, at + j * pitch, n, (across + j) * n);
        }
    }

    /** Pieces of positions from {@code position} on of the small tensor. */
    private void pieces(Operands operands, long row, long position, int element, Scratch scratch) {
        Floats in = operands.in();
        Floats out = operands.out();
        int piece = order == BlockOrder.DCR ? across * channels : channels;
        int step = order == BlockOrder.DCR ? 1 : elements;
        int first = order == BlockOrder.DCR ? element * channels : element;
        int perPosition = order == BlockOrder.DCR ? 1 : across;
        int n = small.size(2) * across * channels;
        float[] large = scratch.memory(toSpace ? out : in);
        int at = toSpace ? scratch.target(out, row * n, 0) : scratch.load(in, row * n, n, 0);
        for (int w = 0; w < small.size(2); w++) {
            for (int j = 0; j < perPosition; j++, at += piece) {
                long from = (position + w) * small.channels() + first + j;
                if (toSpace) {
                    in.read(from, step, large, at, 1, piece);
                } else {
                    out.write(from, step, large, at, 1, piece);
                }
            }
        }
        if (toSpace) {
            scratch.store(out, row * n, n, 0);
        }
    }

    @Override
    public String toString() {
        String size = Arrays.stream(block).mapToObj(Integer::toString).collect(Collectors.joining("×"));
        return (toSpace ? "channels to " : "channels from ") + size + " blocks " + order + ", " + small + " " + layout
                + " by " + backend.name();
    }
}
