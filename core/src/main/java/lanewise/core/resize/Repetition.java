package lanewise.core.resize;

import lanewise.core.Floats;
import lanewise.core.Layout;
import lanewise.core.PlanOptions;
import lanewise.core.bounds.Bounds;
import lanewise.core.spi.Backend;
import lanewise.core.spi.Backends;
import lanewise.core.spi.Mapping;
import lanewise.core.spi.Operands;
import lanewise.core.spi.Rows;
import lanewise.core.spi.Scratch;

/** Nearest neighbours of whole scales in NCHW: elements and rows repeated, from the input to the output. */
final class Repetition implements Mapping {
    private static final int TASK_ELEMENTS = 1 << 15;

    private final ResizeSpec spec;
    private final Backend backend;
    private final Rows rows;
    private final int across;
    private final int down;
    /** Elements of a row read, and of the rows that it becomes. */
    private final int in;
    private final int out;
    private final long count;
    private final int perTask;

    Repetition(ResizeSpec spec, PlanOptions options) {
        this.spec = spec;
        backend = Backends.named(options.backend());
        rows = backend.rows();
        int last = spec.axes().size() - 1;
        in = spec.axes().get(last).in();
        across = spec.axes().get(last).repeats();
        down = last == 0 ? 1 : spec.axes().get(last - 1).repeats();
        out = Bounds.toSize("elements of repeated rows", (long) in * across * down);
        count = spec.inElements() / in;
        perTask = Math.max(1, TASK_ELEMENTS / out);
        Bounds.toSize("tasks", Math.ceilDiv(count, perTask));
    }

    /** Whether it is one: along the width, perhaps along the height, and along nothing else. */
    static boolean is(ResizeSpec spec, PlanOptions options) {
        int last = spec.axes().size() - 1;
        boolean is = options.layout() == Layout.NCHW && spec.axes().get(last).repeats() > 1;
        for (int axis = 0; axis < last; axis++) {
            ResizeAxis outer = spec.axes().get(axis);
            is &= outer.identity() || axis == last - 1 && outer.repeats() > 1;
        }
        return is;
    }

    @Override
    public long inElements() {
        return spec.inElements();
    }

    @Override
    public long outElements() {
        return spec.outElements();
    }

    @Override
    public int tasks() {
        return (int) Math.ceilDiv(count, perTask);
    }

    @Override
    public int scratchFloats() {
        return in + out;
    }

    @Override
    public int scratchInts() {
        return 0;
    }

    @Override
    public void run(Operands operands, int task, Scratch scratch) {
        Floats from = operands.in();
        Floats to = operands.out();
        long end = Math.min(count, (task + 1L) * perTask);
        int together = from.array() == null || to.array() == null ? 1 : (int) (end - (long) task * perTask);
        for (long row = (long) task * perTask; row < end; row += together) {
            int source = scratch.load(from, row * in, in, out);
            int target = scratch.target(to, row * out, 0);
            rows.repeat(scratch.memory(from), source, in, across, down, scratch.memory(to), target, in * across, in,
                    together);
            scratch.store(to, row * out, out, 0);
        }
    }

    @Override
    public String toString() {
        return "resize " + spec + " " + Layout.NCHW + " by " + backend.name();
    }
}
