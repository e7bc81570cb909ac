package lanewise.core.rearrange;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lanewise.core.Floats;
import lanewise.core.Layout;
import lanewise.core.bounds.Bounds;
import lanewise.core.spi.Operands;
import lanewise.core.spi.Scratch;

/**
 * Every element is a copy of one, chosen on each axis for itself, or a constant: {@code y[o] = x[source[o]]} where all sources
 * are, the constant where one is -1. A row of the innermost axis is copied in runs of equal steps.
 */
final class Relocation extends RowTasks {
    private final String name;
    private final Shape in;
    private final Shape out;
    private final int[] depth;
    private final int[] height;
    private final float constant;
    private final Layout layout;
    /** Floats of a position. */
    private final int inner;
    private final List<Run> runs;
    private final boolean gaps;

    /** Positions {@code to + toStep·i} of a row from positions {@code from + fromStep·i}, {@code 0 ≤ i < count}. */
    private record Run(int to, int toStep, int from, int fromStep, int count) {
    }

    Relocation(String name, Shape in, int[][] sources, float constant, Layout layout) {
        this(name, in, new Shape(in.batch(), in.channels(), Arrays.stream(sources).map(axis -> axis.length).toList()),
                sources, constant, layout);
    }

    private Relocation(String name, Shape in, Shape out, int[][] sources, float constant, Layout layout) {
        super(layout == Layout.NCHW
                ? Bounds.product("rows", in.batch(), in.channels(), out.size(0), out.size(1))
                : in.channels() == 0 ? 0 : Bounds.product("rows", in.batch(), out.size(0), out.size(1)),
                (long) out.size(2) * (layout == Layout.NCHW ? 1 : in.channels()));
        this.name = name;
        this.in = in;
        this.out = out;
        this.constant = constant;
        this.layout = layout;
        inner = layout == Layout.NCHW ? 1 : in.channels();
        depth = sources.length < 3 ? new int[1] : sources[0];
        height = sources.length < 2 ? new int[1] : sources[sources.length - 2];
        int[] width = sources[sources.length - 1];
        runs = runs(width);
        gaps = Arrays.stream(width).anyMatch(source -> source < 0);
        Bounds.toSize("elements of a row", (long) out.size(2) * inner);
    }

    private static List<Run> runs(int[] sources) {
        List<Run> runs = new ArrayList<>();
        int[] at = IntStream.range(0, sources.length).filter(o -> sources[o] >= 0).toArray();
        for (int i = 0, end; i < at.length; i = end) {
            end = i + 1;
            int toStep = end < at.length ? at[end] - at[i] : 1;
            int fromStep = end < at.length ? sources[at[end]] - sources[at[i]] : 1;
            while (end < at.length && at[end] - at[end - 1] == toStep
                    && sources[at[end]] - sources[at[end - 1]] == fromStep) {
                end++;
            }
            runs.add(new Run(at[i], toStep, sources[at[i]], fromStep, end - i));
        }
        return runs;
    }

    @Override
    public long inElements() {
        return in.elements();
    }

    @Override
    public long outElements() {
        return out.elements();
    }

    @Override
    public int scratchFloats() {
        return out.size(2) * inner;
    }

    @Override
    void row(Operands operands, long row, Scratch scratch) {
        int h = height[(int) (row % height.length)];
        int d = depth[(int) (row / height.length % depth.length)];
        long plane = row / height.length / depth.length;
        int length = out.size(2) * inner;
        Floats view = operands.out();
        float[] to = scratch.memory(view);
        int at = scratch.target(view, row * length, 0);
        if (h < 0 || d < 0 || gaps) {
            Arrays.fill(to, at, at + length, constant);
        }
        if (h >= 0 && d >= 0) {
            long from = ((plane * in.size(0) + d) * in.size(1) + h) * in.size(2);
            for (int i = 0; i < runs.size(); i++) {
                copy(operands.in(), from, runs.get(i), to, at);
            }
        }
        scratch.store(view, row * length, length, 0);
    }

    private void copy(Floats view, long row, Run run, float[] to, int at) {
        if (inner == 1) {
            view.read(row + run.from, run.fromStep, to, at + run.to, run.toStep, run.count);
        } else if (run.fromStep == 1 && run.toStep == 1) {
            view.read((row + run.from) * inner, 1, to, at + run.to * inner, 1, run.count * inner);
        } else {
            for (int i = 0; i < run.count; i++) {
                view.read((row + run.from + (long) i * run.fromStep) * inner, 1, to,
                        at + (run.to + i * run.toStep) * inner, 1, inner);
            }
        }
    }

    @Override
    public String toString() {
        return name + ", " + in + " to " + out + " " + layout;
    }
}
