package lanewise.simd;

import java.util.Arrays;
import lanewise.core.ConvSpec;
import lanewise.core.Floats;
import lanewise.core.Product;
import lanewise.core.reference.ScalarReference;
import lanewise.core.spi.BlockSums;
import lanewise.core.spi.Call;
import lanewise.core.spi.Kernel;
import lanewise.core.spi.Problem;
import lanewise.core.spi.Scratch;
import lanewise.core.spi.TensorIndex;

/**
 * WEIGHTS of groups with hardly any channels, as a depthwise layer has: the tile of a matrix product would be empty. Lanes are
 * pairs of an output and an input channel, in the order of their weights:
 *
 * <pre>
 *     w[pair, k] = Σ_q y[pair, q] · x[pair, stride·q + dilation·k - padLo]
 * </pre>
 *
 * <p>The loops:
 *
 * <pre>
 *     task  a vector of pairs
 *       slab of positions   turns both operands to [position][lane], in rows of the same length, zeros for padding
 *         piece             positions that belong to a block of the sums, see {@link BlockSums}
 *           nine taps       {@link DepthwiseSums}
 * </pre>
 *
 * <p>x is split as {@link Stage} does, so that a tap reads at a constant offset. Its rows are longer than those of y, which end in
 * zeros: positions are one sequence, and no loop ends with a row. Zeros are multiplied by whatever is there; where that is not
 * finite, a sum is not either, and the task leaves its weights to the scalar reference.
 *
 * <p>Scratch is {@code [X | Y | rows on their way | sums | finished sums of each level]} and {@code [output channel of
 * each lane | input channels | where rows start]}.
 */
final class WeightsDepthwise implements Kernel {
    private static final int OUT = 0;
    private static final int IN = Lanes.COUNT;
    private static final int ROWS = 2 * Lanes.COUNT;
    /** X begins where a line does, and everything behind it is whole vectors. */
    private static final int X = Lanes.aligned(0);

    private final ConvSpec spec;
    private final Phase taps;
    private final TensorIndex x;
    private final TensorIndex y;
    private final Kernel reference;
    private final Stage stage;
    private final StageShape shape;
    private final long pairs;
    private final int blocks;
    /** Positions of a slab, in rows and in a row. */
    private final int heights;
    private final int widths;
    /** Of each tap; beyond the last one that of the last. */
    private final int[] offsets;

    WeightsDepthwise(Problem problem) {
        spec = problem.spec();
        taps = Lattices.of(Product.WEIGHTS, spec.threeAxes()).phases().getFirst();
        x = TensorIndex.ofInput(spec, problem.layout());
        y = TensorIndex.ofOutput(spec, problem.layout());
        reference = new ScalarReference().kernel(problem);
        stage = Stage.of(Lattices.of(taps), x);
        pairs = (long) spec.outChannels() * spec.inChannelsPerGroup();
        blocks = BlockSums.blocks(spec.batch() * spec.outPositions());
        widths = Math.clamp(taps.width().count(), 1, BlockSums.BLOCK);
        int row = StageShape.of(stage, 1, 1, widths).width() * Lanes.COUNT;
        int rows = widths < taps.width().count() ? 1 : Math.max(1, Budget.WEIGHT_STAGE / row / (1 + stage.parts()));
        int height = Math.max(1, taps.height().count());
        heights = Math.ceilDiv(height, Math.ceilDiv(height, rows));
        shape = StageShape.of(stage, 1, heights, widths);
        offsets = new int[Lanes.roundUp(taps.taps(), DepthwiseSums.TAPS)];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = shape.offset(taps, Math.min(i, taps.taps() - 1)) * Lanes.COUNT;
        }
    }

    static String rejects(Problem problem) {
        return problem.product() == Product.WEIGHTS ? null : "computes weight gradients only";
    }

    @Override
    public double cost() {
        double turned = Costs.TURNED_FLOAT * (spec.inPositions() + spec.outPositions());
        double products = Costs.DEPTHWISE_PRODUCT * offsets.length * spec.outPositions();
        return (turned + products) * spec.batch() * tasks() * Lanes.COUNT;
    }

    @Override
    public int tasks() {
        return Math.toIntExact(Math.ceilDiv(pairs, Lanes.COUNT));
    }

    @Override
    public int scratchFloats() {
        return Math.max(levelAt(BlockSums.levels(blocks)), reference.scratchFloats());
    }

    @Override
    public int scratchInts() {
        return Math.max(ROWS + Lanes.COUNT, reference.scratchInts());
    }

    @Override
    public float[] pack(float[] weights) {
        throw new IllegalStateException("a weight gradient has no weights to pack");
    }

    @Override
    public void run(Call call, int task, Scratch scratch) {
        // The last lanes overlap those before, or repeat the last pair.
        long first = Math.clamp(pairs - Lanes.COUNT, 0, (long) task * Lanes.COUNT);
        for (int l = 0; l < Lanes.COUNT; l++) {
            long pair = Math.min(first + l, pairs - 1);
            int out = (int) (pair / spec.inChannelsPerGroup());
            scratch.ints()[OUT + l] = out;
            scratch.ints()[IN + l] = out / spec.outChannelsPerGroup() * spec.inChannelsPerGroup()
                    + (int) (pair % spec.inChannelsPerGroup());
        }
        Arrays.fill(scratch.floats(), sumsAt(), sumsAt() + sums(), 0f);
        long q = 0;
        for (int n = 0; n < spec.batch(); n++) {
            for (int d = 0; d < taps.depth().count(); d++) {
                for (int h = 0; h < taps.height().count(); h += heights) {
                    for (int w = 0; w < taps.width().count(); w += widths) {
                        int rows = Math.min(heights, taps.height().count() - h);
                        int columns = Math.min(widths, taps.width().count() - w);
                        fillX(call.x(), n, d, h, w, scratch);
                        fillY(call.y(), n, d, h, w, rows, columns, scratch);
                        if (!add(q, rows * columns, columns, scratch.floats())) {
                            runReference(call, scratch);
                            return;
                        }
                        q += (long) rows * columns;
                    }
                }
            }
        }
        for (int l = (int) ((long) task * Lanes.COUNT - first); l < Math.min(Lanes.COUNT, pairs - first); l++) {
            call.w().write((first + l) * taps.taps(), 1, scratch.floats(), sumsAt() + l, Lanes.COUNT,
                    taps.taps());
        }
    }

    /** Adds the products of a slab, piece by piece, to the sums of their blocks; false when one of those is not finite. */
    private boolean add(long first, int positions, int columns, float[] floats) {
        int length;
        for (int p = 0; p < positions; p += length) {
            long q = first + p;
            length = Math.min(positions - p, BlockSums.BLOCK - (int) (q % BlockSums.BLOCK));
            int at = place(p, columns);
            int end = place(p + length - 1, columns) + 1;
            for (int tap = 0; tap < offsets.length; tap += DepthwiseSums.TAPS) {
                DepthwiseSums.multiply(floats, yAt() + at * Lanes.COUNT, X + at * Lanes.COUNT, offsets, tap, end - at,
                        sumsAt() + tap * Lanes.COUNT);
            }
            boolean last = q + length == spec.batch() * spec.outPositions();
            if (last || (q + length) % BlockSums.BLOCK == 0) {
                if (!PairwiseSums.finite(floats, sumsAt(), sums())) {
                    return false;
                }
                finish((int) (q / BlockSums.BLOCK), last, floats);
            }
        }
        return true;
    }

    /** Where a position of a slab lies. */
    private int place(int position, int columns) {
        return position / columns * shape.width() + position % columns;
    }

    /** Adds the sums of a block to the finished ones, and begins anew unless it is the last block. */
    private void finish(int block, boolean last, float[] floats) {
        int carries = BlockSums.carries(block, blocks);
        int to = last ? sumsAt() : levelAt(BlockSums.level(block));
        if (carries != 0) {
            PairwiseSums.add(floats, sumsAt(), carries, levelAt(0), sums(), to, sums());
        } else {
            for (int i = 0; i < sums(); i++) {
                floats[to + i] = floats[sumsAt() + i] + 0f;
            }
        }
        if (!last) {
            Arrays.fill(floats, sumsAt(), sumsAt() + sums(), 0f);
        }
    }

    /** Stages what the taps read of a slab, {@code [part][depth][height][width][lane]}. */
    private void fillX(Floats from, int n, int d0, int h0, int w0, Scratch scratch) {
        StageAxis depth = stage.depth();
        StageAxis height = stage.height();
        int top = Math.clamp(height.origin(h0), 0, x.height());
        int end =
                Math.clamp((long) height.origin(h0) + height.step() * height.parts() * shape.height(), top, x.height());
        int left = Math.clamp(stage.width().origin(w0), 0, x.width());
        int right = Math.clamp((long) stage.width().origin(w0)
                + stage.width().step() * stage.width().parts() * shape.width(), left, x.width());
        boolean direct = inPlace(from);
        float[] array = direct ? from.array() : scratch.floats();
        int pitch = direct ? (int) x.positionStep() : Lanes.COUNT;
        int row = (direct ? x.width() : right - left) * pitch;
        for (int i = 0; i < depth.parts() * shape.depth(); i++) {
            int d = depth.origin(d0) + depth.step() * i;
            boolean inside = d >= 0 && d < x.depth();
            int at = !inside ? 0 : locate(from, x, n, IN, d, top, left, end - top, right - left, scratch);
            for (int r = 0; r < height.parts() * shape.height(); r++) {
                int h = height.origin(h0) + height.step() * r;
                int part = i % depth.parts() * height.parts() + r % height.parts();
                int to = X + ((part * stage.width().parts() * shape.depth() + i / depth.parts()) * shape.height()
                        + r / height.parts()) * shape.width() * Lanes.COUNT;
                fillRow(array, at + (h - top) * row, pitch, left, right, inside && h >= 0 && h < x.height(), w0,
                        scratch.floats(), to);
            }
        }
    }

    /** Deals a row of x out to its parts. */
    private void fillRow(float[] from, int at, int pitch, int left, int right, boolean inside, int w0, float[] to,
            int toAt) {
        StageAxis width = stage.width();
        int step = width.step() * width.parts();
        for (int part = 0; part < width.parts(); part++) {
            int origin = width.origin(w0) + width.step() * part;
            int lo = inside ? Math.clamp(Math.ceilDiv(left - origin, step), 0, shape.width()) : shape.width();
            int hi = Math.clamp(Math.ceilDiv(right - origin, step), lo, shape.width());
            int row = toAt + part * shape.depth() * shape.height() * shape.width() * Lanes.COUNT;
            Arrays.fill(to, row, row + lo * Lanes.COUNT, 0f);
            if (lo < hi) {
                DepthwiseSums.copy(from, at + (origin + step * lo - left) * pitch, step * pitch, to,
                        row + lo * Lanes.COUNT, hi - lo);
            }
            Arrays.fill(to, row + hi * Lanes.COUNT, row + shape.width() * Lanes.COUNT, 0f);
        }
    }

    /** Copies the positions of a slab to Y, zeros where its rows are shorter than those of X. */
    private void fillY(Floats from, int n, int d, int h, int w, int rows, int columns, Scratch scratch) {
        float[] floats = scratch.floats();
        boolean direct = inPlace(from);
        int pitch = direct ? (int) y.positionStep() : Lanes.COUNT;
        int at = locate(from, y, n, OUT, d, h, w, rows, columns, scratch);
        int row = (direct ? y.width() : columns) * pitch;
        int to = yAt();
        for (int r = 0; r < rows; r++, to += shape.width() * Lanes.COUNT) {
            DepthwiseSums.copy(direct ? from.array() : floats, at + r * row, pitch, floats, to, columns);
            Arrays.fill(floats, to + columns * Lanes.COUNT, to + shape.width() * Lanes.COUNT, 0f);
        }
        Arrays.fill(floats, to, rowsAt(), 0f);
    }

    /** Whether lanes lie next to each other. */
    private boolean inPlace(Floats from) {
        return x.positionStep() != 1 && spec.groups() == pairs && pairs >= Lanes.COUNT && from.array() != null;
    }

    /** Where the first of some rows of the lanes' channels is, turned unless they are in place. */
    private int locate(Floats from, TensorIndex index, int n, int channelsAt, int d, int h, int w, int rows,
            int columns,
            Scratch scratch) {
        int[] ints = scratch.ints();
        if (inPlace(from)) {
            return (int) (from.arrayOffset() + index.plane(n, ints[channelsAt]) + index.position(d, h, w));
        }
        int run = columns == index.width() ? rows * columns : columns;
        for (int i = 0; i < rows * columns; i += run) {
            long position = index.position(d, h + i / columns, w);
            int to = rowsAt() + i * Lanes.COUNT;
            boolean turn = index.positionStep() == 1 && from.array() != null;
            for (int l = 0; l < Lanes.COUNT; l++) {
                long start = index.plane(n, ints[channelsAt + l]) + position;
                ints[ROWS + l] = (int) (from.arrayOffset() + start);
                if (!turn) {
                    from.read(start, index.positionStep(), scratch.floats(), to + l, Lanes.COUNT, run);
                }
            }
            for (int l = 0; turn && l < Lanes.COUNT; l += Transpose8.ROWS) {
                Transpose8.gather(from.array(), 0, ints, ROWS + l, Math.min(Transpose8.ROWS, Lanes.COUNT - l),
                        scratch.floats(), to + l, Lanes.COUNT, run);
            }
        }
        return rowsAt();
    }

    private void runReference(Call call, Scratch scratch) {
        int tasks = reference.tasks() / spec.outChannels();
        int end = (scratch.ints()[OUT + Lanes.COUNT - 1] + 1) * tasks;
        for (int i = scratch.ints()[OUT] * tasks; i < end; i++) {
            reference.run(call, i, scratch);
        }
    }

    private int sums() {
        return offsets.length * Lanes.COUNT;
    }

    private int yAt() {
        return X + Math.multiplyExact(shape.plane(), Lanes.COUNT);
    }

    private int rowsAt() {
        return yAt() + heights * shape.width() * Lanes.COUNT;
    }

    private int sumsAt() {
        long rows = (long) Math.min(x.height(), stage.height().step() * stage.height().parts() * shape.height());
        long columns = Math.min(x.width(), stage.width().step() * stage.width().parts() * shape.width());
        return Math.toIntExact(rowsAt() + Math.max(rows * columns, (long) heights * widths) * Lanes.COUNT);
    }

    private int levelAt(int level) {
        return Math.addExact(sumsAt(), Math.multiplyExact(1 + level, sums()));
    }
}
