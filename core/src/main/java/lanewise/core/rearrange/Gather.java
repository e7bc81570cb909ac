package lanewise.core.rearrange;

import java.util.Arrays;
import lanewise.core.ConvSpec;
import lanewise.core.Floats;
import lanewise.core.Layout;
import lanewise.core.spi.Operands;
import lanewise.core.spi.Scratch;

/** Images to columns: a row is a tap of a channel along the width in NCHW, the taps of an output in NHWC. */
final class Gather extends RowTasks {
    private final Columns columns;
    private final int length;

    Gather(ConvSpec spec, Layout layout) {
        this(new Columns(spec, layout));
    }

    private Gather(Columns columns) {
        super(columns.elements() == 0 ? 0 : columns.elements() / length(columns), length(columns));
        this.columns = columns;
        length = length(columns);
    }

    private static int length(Columns columns) {
        return columns.layout == Layout.NCHW
                ? columns.width.out()
                : Math.multiplyExact(columns.taps, Math.max(1, columns.channels));
    }

    @Override
    public long inElements() {
        return columns.imageElements();
    }

    @Override
    public long outElements() {
        return columns.elements();
    }

    @Override
    public int scratchFloats() {
        return length;
    }

    @Override
    void row(Operands operands, long row, Scratch scratch) {
        Floats out = operands.out();
        float[] to = scratch.memory(out);
        int at = scratch.target(out, row * length, 0);
        Arrays.fill(to, at, at + length, 0);
        if (columns.layout == Layout.NCHW) {
            tap(operands.in(), row, to, at);
        } else {
            window(operands.in(), row, to, at);
        }
        scratch.store(out, row * length, length, 0);
    }

    private void tap(Floats in, long row, float[] to, int at) {
        int oh = (int) (row % columns.height.out());
        long rest = row / columns.height.out();
        int od = (int) (rest % columns.depth.out());
        rest /= columns.depth.out();
        int tap = (int) (rest % columns.taps);
        long plane = rest / columns.taps;
        int kw = tap % columns.width.kernel();
        int kh = tap / columns.width.kernel() % columns.height.kernel();
        int kd = tap / columns.width.kernel() / columns.height.kernel();
        long d = Columns.position(columns.depth, od, kd);
        long h = Columns.position(columns.height, oh, kh);
        int first = Columns.firstOutput(columns.width, kw);
        int count = Columns.endOutput(columns.width, kw) - first;
        if (0 <= d && d < columns.depth.in() && 0 <= h && h < columns.height.in() && count > 0) {
            long line = ((plane * columns.depth.in() + d) * columns.height.in() + h) * columns.width.in();
            in.read(line + Columns.position(columns.width, first, kw), columns.width.stride(), to, at + first, 1,
                    count);
        }
    }

    private void window(Floats in, long row, float[] to, int at) {
        int ow = (int) (row % columns.width.out());
        long rest = row / columns.width.out();
        int oh = (int) (rest % columns.height.out());
        rest /= columns.height.out();
        int od = (int) (rest % columns.depth.out());
        long n = rest / columns.depth.out();
        for (int kd = 0; kd < columns.depth.kernel(); kd++) {
            long d = Columns.position(columns.depth, od, kd);
            for (int kh = 0; kh < columns.height.kernel(); kh++) {
                long h = Columns.position(columns.height, oh, kh);
                for (int kw = 0; kw < columns.width.kernel(); kw++, at += columns.channels) {
                    long w = Columns.position(columns.width, ow, kw);
                    if (0 <= d && d < columns.depth.in() && 0 <= h && h < columns.height.in() && 0 <= w
                            && w < columns.width.in()) {
                        long position = ((n * columns.depth.in() + d) * columns.height.in() + h) * columns.width.in()
                                + w;
                        in.read(position * columns.channels, 1, to, at, 1, columns.channels);
                    }
                }
            }
        }
    }

    @Override
    public String toString() {
        return "images to columns of " + columns;
    }
}
