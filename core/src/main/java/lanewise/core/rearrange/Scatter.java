package lanewise.core.rearrange;

import java.util.Arrays;
import lanewise.core.Axis;
import lanewise.core.ConvSpec;
import lanewise.core.Floats;
import lanewise.core.Layout;
import lanewise.core.spi.Operands;
import lanewise.core.spi.Scratch;

/** Columns summed into images, a row of an image at a time. */
final class Scatter extends RowTasks {
    private final Columns columns;
    private final int inner;
    private final int length;

    Scatter(ConvSpec spec, Layout layout) {
        this(new Columns(spec, layout));
    }

    private Scatter(Columns columns) {
        super(columns.imageElements() == 0 ? 0 : columns.imageElements() / length(columns), length(columns));
        this.columns = columns;
        inner = columns.layout == Layout.NCHW ? 1 : columns.channels;
        length = length(columns);
    }

    private static int length(Columns columns) {
        return columns.layout == Layout.NCHW
                ? columns.width.in()
                : Math.multiplyExact(columns.width.in(), Math.max(1, columns.channels));
    }

    @Override
    public long inElements() {
        return columns.elements();
    }

    @Override
    public long outElements() {
        return columns.imageElements();
    }

    /** A row of the image and a piece of a column. */
    @Override
    public int scratchFloats() {
        return length + (columns.layout == Layout.NCHW ? columns.width.out() : inner);
    }

    @Override
    void row(Operands operands, long row, Scratch scratch) {
        int h = (int) (row % columns.height.in());
        int d = (int) (row / columns.height.in() % columns.depth.in());
        long plane = row / columns.height.in() / columns.depth.in();
        Floats out = operands.out();
        float[] to = scratch.memory(out);
        int at = scratch.target(out, row * length, 0);
        Arrays.fill(to, at, at + length, 0);
        for (int kd = 0, tap = 0; kd < columns.depth.kernel(); kd++) {
            int od = Columns.output(columns.depth, d, kd);
            for (int kh = 0; kh < columns.height.kernel(); kh++) {
                int oh = Columns.output(columns.height, h, kh);
                for (int kw = 0; kw < columns.width.kernel(); kw++, tap++) {
                    if (od < 0 || oh < 0) {
                        continue;
                    }
                    long line = ((long) od * columns.height.out() + oh) * columns.width.out();
                    if (columns.layout == Layout.NCHW) {
                        addTap(operands.in(), (plane * columns.taps + tap) * columns.outputs + line, kw, to, at,
                                scratch);
                    } else {
                        addPieces(operands.in(), plane * columns.outputs + line, tap, kw, to, at, scratch);
                    }
                }
            }
        }
        scratch.store(out, row * length, length, 0);
    }

    private void addTap(Floats in, long line, int kw, float[] to, int at, Scratch scratch) {
        Axis width = columns.width;
        int first = Columns.firstOutput(width, kw);
        int count = Columns.endOutput(width, kw) - first;
        if (count > 0) {
            int source = scratch.load(in, line + first, count, length);
            int target = at + (int) Columns.position(width, first, kw);
            add(scratch.memory(in), source, to, target, width.stride(), count);
        }
    }

    private void addPieces(Floats in, long line, int tap, int kw, float[] to, int at, Scratch scratch) {
        Axis width = columns.width;
        int end = Columns.endOutput(width, kw);
        for (int ow = Columns.firstOutput(width, kw); ow < end; ow++) {
            int source = scratch.load(in, ((line + ow) * columns.taps + tap) * inner, inner, length);
            int target = at + (int) Columns.position(width, ow, kw) * inner;
            add(scratch.memory(in), source, to, target, 1, inner);
        }
    }

    private static void add(float[] from, int source, float[] to, int target, int step, int n) {
        if (step == 1) {
            for (int i = 0; i < n; i++) {
                to[target + i] += from[source + i];
            }
        } else {
            for (int i = 0; i < n; i++) {
                to[target + i * step] += from[source + i];
            }
        }
    }

    @Override
    public String toString() {
        return "columns to images of " + columns;
    }
}
