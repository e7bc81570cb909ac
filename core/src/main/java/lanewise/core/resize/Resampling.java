package lanewise.core.resize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

/**
 * Resizes boxes of the output, one axis after the other: a plane of NCHW has positions of one float, an image of NHWC positions
 * of all channels. A task is a box in each of some planes.
 */
final class Resampling implements Mapping {
    private static final int DEPTH = 0;
    private static final int HEIGHT = 1;
    private static final int WIDTH = 2;
    /** Floats that the passes read, which stay in the cache. */
    private static final int BOX = 1 << 14;
    /** The most floats of a box of the output. */
    private static final int LARGEST_BOX = 1 << 16;
    private static final int TASK_ELEMENTS = 1 << 14;
    private static final int SMALLEST_TASK = 1 << 12;
    private static final int TASKS_PER_THREAD = 4;

    private final ResizeSpec spec;
    private final Layout layout;
    private final Backend backend;
    private final Rows rows;
    private final ResizeAxis[] axes;
    /** Floats of a position. */
    private final int inner;
    private final long planes;
    /** Where taps repeat along each axis. */
    private final ResizeAxis.Period[] periods;
    /** Whether no output has the extrapolation value. */
    private final boolean inside;
    /** Axes in the order they are resized, at least one. */
    private final int[] passes;
    private final WidthPass width;
    /** Outputs of a box along each axis. */
    private final int[] box;
    private final int[] boxes = new int[3];
    /** The first input that each box reads along each axis, and the one behind the last. */
    private final int[][] read = new int[3][];
    private final int planesPerTask;
    private final int tasks;
    /** Where scratch holds the input and what each pass writes; then what the last one needs. */
    private final int[] places;

    Resampling(ResizeSpec spec, PlanOptions options) {
        this.spec = spec;
        layout = options.layout();
        backend = Backends.named(options.backend());
        rows = backend.rows();
        axes = threeAxes(spec.axes());
        boolean channelsFirst = layout == Layout.NCHW;
        inner = channelsFirst ? 1 : Math.max(spec.channels(), 1);
        planes = channelsFirst ? (long) spec.batch() * spec.channels() : spec.channels() == 0 ? 0 : spec.batch();
        periods = Arrays.stream(axes).map(ResizeAxis::period).toArray(ResizeAxis.Period[]::new);
        inside = Arrays.stream(axes).allMatch(axis -> axis.insideFrom() == 0 && axis.insideTo() == axis.out());
        passes = passes();
        width = inner == 1 ? new WidthPass(axes[WIDTH], periods[WIDTH], rows) : null;
        box = new int[]{axes[DEPTH].out(), axes[HEIGHT].out(), axes[WIDTH].out()};
        cut((long) TASKS_PER_THREAD * options.threads());
        planesPerTask = boxes() > 1
                ? 1
                : (int) Math.clamp(TASK_ELEMENTS / Math.max(boxElements(), 1), 1, Math.max(1,
                        planes / ((long) TASKS_PER_THREAD * options.threads())));
        tasks = Bounds.toSize("tasks", Math.ceilDiv(planes, planesPerTask) * boxes());
        places = new int[passes.length + 2];
        layOut(places);
        for (int axis = DEPTH; axis <= WIDTH; axis++) {
            read[axis] = new int[2 * boxes[axis]];
            for (int i = 0; i < boxes[axis]; i++) {
                int end = Math.min((i + 1) * box[axis], axes[axis].out());
                read[axis][2 * i] = axes[axis].from(i * box[axis], end);
                read[axis][2 * i + 1] = axes[axis].to(i * box[axis], end);
            }
        }
    }

    private static ResizeAxis[] threeAxes(List<ResizeAxis> axes) {
        ResizeAxis unit = ResizeSpec.of(1, 1).size(1).build().axes().getFirst();
        List<ResizeAxis> three = new ArrayList<>(axes);
        while (three.size() < 3) {
            three.addFirst(unit);
        }
        return three.toArray(ResizeAxis[]::new);
    }

    private int[] passes() {
        List<Integer> order = new ArrayList<>();
        for (int axis : new int[]{DEPTH, HEIGHT}) {
            if (axes[axis].out() < axes[axis].in()) {
                order.add(axis);
            }
        }
        for (int axis : new int[]{WIDTH, HEIGHT, DEPTH}) {
            if (!order.contains(axis) && !axes[axis].identity()) {
                order.add(axis);
            }
        }
        if (order.isEmpty()) {
            order.add(HEIGHT);
        }
        return order.stream().mapToInt(axis -> axis).toArray();
    }

    /** Halves boxes until what the passes read stays in the cache, and until there are enough tasks. */
    private void cut(long tasksWanted) {
        boolean halved = true;
        while (halved && (readFloats() > BOX || boxElements() > LARGEST_BOX
                || planes * boxes() < tasksWanted && boxElements() > SMALLEST_TASK)) {
            halved = halve();
        }
    }

    /** Halves the boxes along the outermost axis that is left, but rows of single floats, which the width's pass cuts itself. */
    private boolean halve() {
        for (int axis = DEPTH; axis <= (inner == 1 ? HEIGHT : WIDTH); axis++) {
            int half = Math.ceilDiv(box[axis], 2);
            if (half < box[axis]) {
                box[axis] = half;
                return true;
            }
        }
        return false;
    }

    private long boxes() {
        long product = 1;
        for (int axis = DEPTH; axis <= WIDTH; axis++) {
            boxes[axis] = Math.ceilDiv(axes[axis].out(), box[axis]);
            product *= boxes[axis];
        }
        return product;
    }

    private long boxElements() {
        return (long) box[DEPTH] * box[HEIGHT] * box[WIDTH] * inner;
    }

    /** The input of a box, and the results of all passes but the last. */
    private long readFloats() {
        return layOut(new int[passes.length + 2]);
    }

    /** Where the input of a box, the results of all passes and scratch of the width's one begin; returns how much they read. */
    private long layOut(int[] at) {
        long[] size = new long[3];
        for (int axis = DEPTH; axis <= WIDTH; axis++) {
            size[axis] = axes[axis].reach(box[axis]);
        }
        long end = 0;
        for (int pass = 0; pass <= passes.length; pass++) {
            at[pass] = (int) end;
            end += size[DEPTH] * size[HEIGHT] * size[WIDTH] * inner;
            if (pass < passes.length) {
                size[passes[pass]] = box[passes[pass]];
            }
        }
        at[passes.length + 1] = (int) end;
        return end - boxElements();
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
        return tasks;
    }

    @Override
    public int scratchFloats() {
        return places[passes.length + 1] + (width == null ? 0 : width.scratchFloats());
    }

    @Override
    public int scratchInts() {
        return Math.max(Math.max(axes[DEPTH].taps(), axes[HEIGHT].taps()),
                Math.max(axes[WIDTH].taps(), width == null ? 0 : width.scratchInts()));
    }

    @Override
    public void run(Operands operands, int task, Scratch scratch) {
        int count = boxes[DEPTH] * boxes[HEIGHT] * boxes[WIDTH];
        int rest = task % count;
        int w0 = rest % boxes[WIDTH] * box[WIDTH];
        rest /= boxes[WIDTH];
        int h0 = rest % boxes[HEIGHT] * box[HEIGHT];
        int d0 = rest / boxes[HEIGHT] * box[DEPTH];
        long plane = (long) (task / count) * planesPerTask;
        for (long end = Math.min(planes, plane + planesPerTask); plane < end; plane++) {
            box(operands, plane, d0, h0, w0, scratch);
        }
    }

    private void box(Operands operands, long plane, int d0, int h0, int w0, Scratch scratch) {
        int d1 = Math.min(d0 + box[DEPTH], axes[DEPTH].out());
        int h1 = Math.min(h0 + box[HEIGHT], axes[HEIGHT].out());
        int w1 = Math.min(w0 + box[WIDTH], axes[WIDTH].out());
        int fromD = read[DEPTH][2 * (d0 / box[DEPTH])];
        int fromH = read[HEIGHT][2 * (h0 / box[HEIGHT])];
        int fromW = read[WIDTH][2 * (w0 / box[WIDTH])];
        int depth = read[DEPTH][2 * (d0 / box[DEPTH]) + 1] - fromD;
        int height = read[HEIGHT][2 * (h0 / box[HEIGHT]) + 1] - fromH;
        int length = (read[WIDTH][2 * (w0 / box[WIDTH]) + 1] - fromW) * inner;
        Floats in = operands.in();
        float[] from = scratch.memory(in);
        int pitchH = in.array() == null ? length : axes[WIDTH].in() * inner;
        int pitchD = in.array() == null ? height * length : axes[HEIGHT].in() * pitchH;
        int at = load(in, plane, fromD, fromH, fromW, depth, height, length, scratch);
        for (int pass = 0; pass < passes.length; pass++) {
            boolean last = pass == passes.length - 1;
            int toDepth = passes[pass] == DEPTH ? d1 - d0 : depth;
            int toHeight = passes[pass] == HEIGHT ? h1 - h0 : height;
            int toLength = passes[pass] == WIDTH ? (w1 - w0) * inner : length;
            boolean direct = last && operands.out().array() != null;
            float[] to = direct ? operands.out().array() : scratch.floats();
            int toPitchH = direct ? axes[WIDTH].out() * inner : toLength;
            int toPitchD = direct ? axes[HEIGHT].out() * toPitchH : toHeight * toLength;
            int toAt = direct
                    ? operands.out().arrayOffset() + (int) position(plane, d0, h0, w0)
                    : places[pass + 1];
            switch (passes[pass]) {
                case DEPTH -> {
                    for (int h = 0; h < height; h++) {
                        mix(DEPTH, d0, d1, fromD, from, at + h * pitchH, pitchD, to, toAt + h * toPitchH, toPitchD,
                                length, scratch.ints());
                    }
                }
                case HEIGHT -> {
                    for (int d = 0; d < depth; d++) {
                        mix(HEIGHT, h0, h1, fromH, from, at + d * pitchD, pitchH, to, toAt + d * toPitchD, toPitchH,
                                length, scratch.ints());
                    }
                }
                default -> {
                    for (int d = 0; d < depth; d++) {
                        widths(w0, w1, fromW, from, at + d * pitchD, pitchH, to, toAt + d * toPitchD, toPitchH, height,
                                scratch);
                    }
                }
            }
            from = to;
            at = toAt;
            depth = toDepth;
            height = toHeight;
            length = toLength;
            pitchD = toPitchD;
            pitchH = toPitchH;
        }
        extrapolate(d0, h0, w0, depth, height, length, from, at, pitchD, pitchH);
        store(operands.out(), plane, d0, h0, w0, depth, height, length, scratch);
    }

    private void widths(int w0, int w1, int fromW, float[] from, int at, int pitch, float[] to, int toAt, int toPitch,
            int count, Scratch scratch) {
        if (width != null) {
            width.rows(from, at - fromW, pitch, to, toAt, toPitch, count, scratch, places[passes.length + 1]);
        } else {
            for (int row = 0; row < count; row++) {
                mix(WIDTH, w0, w1, fromW, from, at + row * pitch, inner, to, toAt + row * toPitch, inner, inner,
                        scratch.ints());
            }
        }
    }

    /**
     * Sums of rows along an axis: inputs from {@code i0} on are {@code pitch} floats apart. Periods within the box are computed
     * together.
     */
    private void mix(int axis, int o0, int o1, int i0, float[] from, int at, int pitch, float[] to, int toAt,
            int toPitch, int n, int[] offsets) {
        ResizeAxis.Period period = periods[axis];
        int first = period == null ? o1 : Math.clamp(period.begin(o0), o0, o1);
        int count = period == null ? 0 : Math.max(0, Math.min(period.to(), o1) - first) / period.outputs();
        int second = count == 0 ? first : first + period.outputs();
        int end = count == 0 ? first : first + count * period.outputs();
        int row = at - i0 * pitch;
        int target = toAt - o0 * toPitch;
        outputs(axis, o0, first, 1, from, row, pitch, to, target, toPitch, n, offsets);
        outputs(axis, first, second, count, from, row, pitch, to, target, toPitch, n, offsets);
        outputs(axis, end, o1, 1, from, row, pitch, to, target, toPitch, n, offsets);
    }

    /** Some outputs, those of {@code count} periods if there are several; input 0 would be at {@code row}, output 0 at {@code at}. */
    private void outputs(int axis, int o0, int o1, int count, float[] from, int row, int pitch, float[] to, int at,
            int toPitch, int n, int[] offsets) {
        ResizeAxis taps = axes[axis];
        int fromPitch = count > 1 ? periods[axis].inputs() * pitch : 0;
        int nextPitch = count > 1 ? periods[axis].outputs() * toPitch : 0;
        for (int o = o0, some; o < o1; o += some) {
            some = taps.between(o, o1);
            int first = row + taps.first(o) * pitch;
            if (some > 1) {
                rows.between(from, first, first + pitch, fromPitch, taps.weights(), taps.weightsOf(o), taps.taps(),
                        some, to, at + o * toPitch, toPitch, nextPitch, n, count);
            } else {
                sums(taps, o, from, first, pitch, fromPitch, to, at + o * toPitch, nextPitch, n, count, offsets);
            }
        }
    }

    private void sums(ResizeAxis axis, int o, float[] from, int row, int pitch, int fromPitch, float[] to, int at,
            int toPitch, int n, int count, int[] offsets) {
        if (axis.copies(o)) {
            for (int r = 0; r < count; r++) {
                System.arraycopy(from, row + r * fromPitch, to, at + r * toPitch, n);
            }
            return;
        }
        for (int j = 0; j < axis.count(o); j++) {
            offsets[j] = row + j * pitch;
        }
        rows.weighted(from, offsets, 0, axis.weights(), axis.weightsOf(o), axis.count(o), fromPitch, to, at, toPitch,
                n, count);
    }

    private void extrapolate(int d0, int h0, int w0, int depth, int height, int length, float[] to, int at, int pitchD,
            int pitchH) {
        if (inside) {
            return;
        }
        int lo = Math.clamp((axes[WIDTH].insideFrom() - w0) * inner, 0, length);
        int hi = Math.clamp((axes[WIDTH].insideTo() - w0) * inner, lo, length);
        for (int d = 0; d < depth; d++) {
            for (int h = 0; h < height; h++) {
                int row = at + d * pitchD + h * pitchH;
                boolean outside = !axes[DEPTH].inside(d0 + d) || !axes[HEIGHT].inside(h0 + h);
                Arrays.fill(to, row, row + (outside ? length : lo), spec.extrapolationValue());
                Arrays.fill(to, row + hi, row + length, spec.extrapolationValue());
            }
        }
    }

    /** Copies a box of the input, unless it is in an array; returns where it begins. */
    private int load(Floats in, long plane, int d0, int h0, int w0, int depth, int height, int length,
            Scratch scratch) {
        long first = (((plane * axes[DEPTH].in() + d0) * axes[HEIGHT].in() + h0) * axes[WIDTH].in() + w0) * inner;
        if (in.array() != null) {
            return in.arrayOffset() + (int) first;
        }
        long pitchH = (long) axes[WIDTH].in() * inner;
        for (int d = 0; d < depth; d++) {
            for (int h = 0; h < height; h++) {
                in.read(first + (d * (long) axes[HEIGHT].in() + h) * pitchH, 1, scratch.floats(),
                        (d * height + h) * length, 1, length);
            }
        }
        return 0;
    }

    private void store(Floats out, long plane, int d0, int h0, int w0, int depth, int height, int length,
            Scratch scratch) {
        for (int d = 0; out.array() == null && d < depth; d++) {
            for (int h = 0; h < height; h++) {
                out.write(position(plane, d0 + d, h0 + h, w0), 1, scratch.floats(),
                        places[passes.length] + (d * height + h) * length, 1, length);
            }
        }
    }

    private long position(long plane, int d, int h, int w) {
        return (((plane * axes[DEPTH].out() + d) * axes[HEIGHT].out() + h) * axes[WIDTH].out() + w) * inner;
    }

    @Override
    public String toString() {
        return "resize " + spec + " " + layout + " by " + backend.name();
    }
}
