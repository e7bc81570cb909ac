package lanewise.simd;

import java.util.Arrays;
import lanewise.core.Activation;
import lanewise.core.Axis;
import lanewise.core.ConvSpec;
import lanewise.core.Floats;
import lanewise.core.Layout;
import lanewise.core.Product;
import lanewise.core.spi.Call;
import lanewise.core.spi.Kernel;
import lanewise.core.spi.Problem;
import lanewise.core.spi.Scratch;
import lanewise.core.spi.TensorIndex;

/**
 * FORWARD with 3×3 kernels and one channel read per group, strides 1 and 2, NCHW. With 32 registers the operand is read where
 * it is: staging it would take as long as the sums. With 16 rows that are long are copied between zeros where the stride
 * is 1, and finished where they belong ({@link PaddedRows3x3}); of stride 2 they are read in the order of lanes that loads give
 * ({@link BlendedRows3x3}).
 *
 * <p>The loops:
 *
 * <pre>
 *     task  image × several groups × block of rows
 *       channel written
 *         column of one vector
 *           rows               {@link Rows3x3}
 * </pre>
 *
 * <p>Sums lie without gaps: a vector wider than its row is cut by the next row's, and a last column starts early enough to end
 * with the row. Packed weights are the filter. Scratch is
 * {@code [C | rows of an operand that is no array | padded rows]} and {@code [block]}.
 */
final class Depthwise3x3 implements Kernel {
    private static final int BLOCK_RESULTS = 2048;
    /** Shorter rows take longer to copy than masked loads do. */
    private static final int PADDED_WIDTH = 6 * Lanes.COUNT;
    private static final int MIN_TASK_RESULTS = 16 * 1024;
    private static final Activation UNFINISHED = Activation.none();

    private final Geometry geometry;
    private final Axis height;
    private final Axis width;
    private final int blockRows;
    private final int taskGroups;

    Depthwise3x3(Problem problem) {
        geometry = Geometry.of(problem);
        height = problem.spec().axes().get(0);
        width = problem.spec().axes().get(1);
        int blocks = Math.max(1, Math.ceilDiv(height.out(), Math.max(1, BLOCK_RESULTS / Math.max(1, width.out()))));
        blockRows = Math.max(1, Math.ceilDiv(height.out(), blocks));
        taskGroups = Math.clamp(MIN_TASK_RESULTS / Math.max(1L, (long) blockRows * width.out() * geometry.rows()), 1,
                Math.max(1, geometry.spec().groups() / Budget.TASKS));
    }

    static String rejects(Problem problem) {
        ConvSpec spec = problem.spec();
        if (problem.product() != Product.FORWARD || problem.layout() != Layout.NCHW) {
            return "computes FORWARD in NCHW only";
        }
        boolean fits = spec.inChannelsPerGroup() == 1 && spec.axes().size() == 2
                && spec.axes().stream().allMatch(axis -> axis.kernel() == 3 && axis.dilation() == 1
                        && axis.padLo() <= 3 - axis.stride() && axis.padHi() <= 3 - axis.stride()
                        && axis.stride() <= 2 && axis.stride() == spec.axes().getFirst().stride());
        return fits
                ? null
                : "needs one channel per group, a 3×3 kernel without dilation, strides of 1 or 2 and little padding";
    }

    @Override
    public double cost() {
        double vectors = (double) height.out() * Math.ceilDiv(width.out(), Lanes.COUNT);
        return vectors * 9 * Costs.ROW_VECTOR * geometry.spec().outChannels() * geometry.spec().batch();
    }

    @Override
    public int tasks() {
        return Math.toIntExact((long) geometry.spec().batch() * groupBlocks() * rowBlocks());
    }

    @Override
    public int scratchFloats() {
        return Math.addExact(biasAt(), taskGroups * geometry.rows());
    }

    @Override
    public int scratchInts() {
        return Blocks.DESCRIPTION;
    }

    @Override
    public float[] pack(float[] weights) {
        return weights.clone();
    }

    @Override
    public void run(Call call, int task, Scratch scratch) {
        int[] block = scratch.ints();
        int firstRow = task % rowBlocks() * blockRows;
        block[Blocks.DEPTH] = 0;
        block[Blocks.HEIGHT] = firstRow;
        block[Blocks.WIDTH] = 0;
        block[Blocks.DEPTHS] = 1;
        block[Blocks.HEIGHTS] = Math.min(blockRows, height.out() - firstRow);
        block[Blocks.WIDTHS] = width.out();
        int n = task / rowBlocks() / groupBlocks();
        int first = task / rowBlocks() % groupBlocks() * taskGroups * geometry.rows();
        int end = Math.min(first + taskGroups * geometry.rows(), geometry.spec().outChannels());
        for (int channel = first; channel < end; channel++) {
            scratch.floats()[biasAt() + channel - first] = call.epilogue().bias(channel);
        }
        // What vectors exceed short rows by is overwritten, but for the last channel, behind which another task's begin.
        int endDirect =
                !finishes(call, block) ? first : width.out() >= Lanes.COUNT ? end : oneBlock() ? end - 1 : first;
        int count;
        for (int channel = first; channel < end; channel += count) {
            boolean direct = channel < endDirect;
            int most = direct && width.out() <= Lanes.COUNT && geometry.rows() == 1 ? endDirect - channel : 1;
            count = sum(call, n, channel, most, block, direct, biasAt() + channel - first, scratch.floats());
            if (!direct) {
                geometry.sink().store(call, scratch.floats(), 0, 0, geometry.result(call), n, channel, 1,
                        geometry.phases().getFirst(), block, 0, block[Blocks.HEIGHTS] * block[Blocks.WIDTHS]);
            }
        }
    }

    /** Whether sums are finished where they belong. */
    private boolean finishes(Call call, int[] block) {
        return geometry.result(call).array() != null && Piecewise.is(call)
                && (!padded() || block[Blocks.HEIGHTS] >= PaddedRows3x3.ROWS
                        && Piecewise.hi(call.epilogue().activation()) != 0);
    }

    /** Whether a task has all rows of its channels, and a channel more results than a vector exceeds the one before by. */
    private boolean oneBlock() {
        return rowBlocks() == 1 && height.out() * width.out() >= Lanes.COUNT;
    }

    /** The sums, or results, of one channel written or of several, at most {@code most}, whose number it gives. */
    private int sum(Call call, int n, int channel, int most, int[] block, boolean direct, int biasAt, float[] floats) {
        TensorIndex source = geometry.stage().source();
        Floats operand = geometry.operand(call);
        long plane = source.plane(n, channel / geometry.rows());
        int step = (int) source.channelStep();
        int top = height.stride() * block[Blocks.HEIGHT] - height.padLo();
        float[] x = operand.array();
        int at = (int) plane + operand.arrayOffset();
        int firstRow = Math.max(top, 0);
        int endRow = Math.min(top + height.stride() * (block[Blocks.HEIGHTS] - 1) + 3, height.in());
        int planes = 1;
        if (x == null || !vectorsFit(x, at, firstRow, endRow)) {
            operand.read(plane + (long) firstRow * width.in(), 1, floats, rowsAt(), 1,
                    (endRow - firstRow) * width.in());
            x = floats;
            at = rowsAt() - firstRow * width.in();
        } else {
            planes = most;
            while (planes > 1 && !vectorsFit(x, at + (planes - 1) * step, firstRow, endRow)) {
                planes--;
            }
        }
        Floats result = geometry.result(call);
        float[] to = direct ? result.array() : floats;
        int toAt = direct ? geometry.sink().place(result, n, channel, geometry.phases().getFirst(), block, 0) : 0;
        int toStep = (int) geometry.sink().target().channelStep();
        float[] bias = direct ? floats : RegisterTile.ZEROS;
        int shift = direct ? biasAt : 0;
        Activation f = direct ? call.epilogue().activation() : UNFINISHED;
        if (padded()) {
            pad(x, at, firstRow, endRow, top, block[Blocks.HEIGHTS], floats);
            sumPadded(call.packed(), channel, block, floats, bias[shift], f, to, toAt);
            return 1;
        }
        int lastColumn = Math.max(0, width.out() - Lanes.COUNT);
        for (int column = 0; column < width.out(); column += Lanes.COUNT) {
            int c = Math.min(column, lastColumn);
            int p = width.stride() * c - width.padLo();
            if (width.stride() == 2 && BlendedRows3x3.serves(p, width.in())) {
                BlendedRows3x3.two(call.packed(), 9 * channel, x, at, step, width.in(), height.in(), top, p, width.in(),
                        bias, shift, Piecewise.slope(f), Piecewise.lo(f), Piecewise.hi(f), to, toAt + c, toStep,
                        width.out(), block[Blocks.HEIGHTS], planes);
            } else if (width.stride() == 2) {
                Rows3x3.two(call.packed(), 9 * channel, x, at, step, width.in(), height.in(), top, p, width.in(), bias,
                        shift, Piecewise.slope(f), Piecewise.lo(f), Piecewise.hi(f), to, toAt + c, toStep, width.out(),
                        block[Blocks.HEIGHTS], planes);
            } else {
                Rows3x3.one(call.packed(), 9 * channel, x, at, step, width.in(), height.in(), top, p, width.in(), bias,
                        shift, Piecewise.slope(f), Piecewise.lo(f), Piecewise.hi(f), to, toAt + c, toStep, width.out(),
                        block[Blocks.HEIGHTS], planes);
            }
        }
        return planes;
    }

    /** Whether vectors of rows lie within the array: those that are copied may end behind the last row, others before the first. */
    private boolean vectorsFit(float[] x, int at, int firstRow, int endRow) {
        if (padded()) {
            return at + endRow * width.in() + Lanes.COUNT <= x.length;
        }
        int lastRow = Math.min(endRow, height.in() - 1);
        int last = width.stride() * Math.max(0, width.out() - Lanes.COUNT) - width.padLo();
        return at + Math.max(firstRow - 1, 0) * width.in() >= width.padLo()
                && at + lastRow * width.in() + last + 2 * Lanes.COUNT + 1 <= x.length;
    }

    /** Copies the rows that a block reads to scratch, rows of zeros before and behind. */
    private void pad(float[] x, int at, int firstRow, int endRow, int top, int results, float[] floats) {
        int rows = PaddedRows3x3.rows(results);
        int before = Math.clamp(firstRow - top, 0, rows);
        int inside = Math.clamp(endRow - firstRow, 0, rows - before);
        Arrays.fill(floats, paddedAt(), paddedAt() + before * pitch(), 0f);
        Arrays.fill(floats, paddedAt() + (before + inside) * pitch(), paddedAt() + rows * pitch(), 0f);
        int from = at + firstRow * width.in();
        int to = paddedAt() + before * pitch();
        PaddedRows3x3.copy(x, from, width.in(), width.padLo(), floats, to, pitch(), inside);
    }

    /** Whole vectors of columns, then a last one that overlaps them. */
    private void sumPadded(float[] packed, int channel, int[] block, float[] floats, float bias, Activation f,
            float[] to, int toAt) {
        int columns = Lanes.COUNT;
        for (int column = 0; column < width.out(); column += columns) {
            columns = column == 0 ? width.out() / Lanes.COUNT * Lanes.COUNT : Lanes.COUNT;
            int first = Math.min(column, width.out() - columns);
            PaddedRows3x3.one(packed, 9 * channel, floats, paddedAt() + first, pitch(), block[Blocks.HEIGHTS], columns,
                    bias, Piecewise.slope(f), Piecewise.lo(f), Piecewise.hi(f), to, toAt + first, width.out());
        }
    }

    private boolean padded() {
        return !Lanes.MANY_REGISTERS && width.stride() == 1 && width.out() >= PADDED_WIDTH;
    }

    private int pitch() {
        return PaddedRows3x3.pitch(width.out());
    }

    private int paddedAt() {
        return Math.toIntExact(rowsAt() + (long) (height.stride() * blockRows + 3) * width.in() + 2 * Lanes.COUNT);
    }

    private int biasAt() {
        long padded = padded() ? (long) PaddedRows3x3.rows(blockRows) * pitch() : 0;
        return Math.toIntExact(paddedAt() + padded);
    }

    private int groupBlocks() {
        return Math.ceilDiv(geometry.spec().groups(), taskGroups);
    }

    private int rowBlocks() {
        return Math.ceilDiv(height.out(), blockRows);
    }

    private int rowsAt() {
        return (blockRows + PaddedRows3x3.ROWS) * width.out() + Lanes.COUNT;
    }
}
