package lanewise.simd;

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
 * WEIGHTS as one matrix product per group, {@code w[m, (c, k)] = Σ_q y[m, q] · row(c, k)[q]}, where q counts positions through
 * all images and {@link TapRows} gives what a tap sees in rows along the positions. So both operands lie in rows along the sum.
 * {@link PixelTile} reads the rows of one of them in place; those of the other are turned into panels, {@code [q][columns]}.
 *
 * <p>Which of them: output channels are the rows, and the tile stores weights where they belong; or, where fewer values
 * are turned then, taps are the rows, output channels the columns, and the finished sums are turned.
 *
 * <p>The loops:
 *
 * <pre>
 *     task  group × block of output channels × block of input channels
 *       piece  positions of an image that belong to a block of the sums, see {@link BlockSums}
 *         (packs the output channels)
 *         chunk  stages some input channels
 *           column tile  (packs its taps)
 *             row tile   {@link PixelTile}, with 16 registers {@link PixelPanels}
 *           adds the sums of the block to those of others
 * </pre>
 *
 * <p>Scratch is {@code [rows of y | stage | panels | panel of a tile's rows | sums | finished sums of each level]} and {@code [description of a
 * block | places 0, 1, ... | where rows of y start | where rows of taps start]}.
 *
 * <p>The stage's zeros stand for padding and are multiplied by y, which is exact for finite values only: a task that meets
 * others leaves its weights to the scalar reference.
 */
final class WeightsGemm implements Kernel {
    /** Added to sums, so that none is −0. */
    private static final float[] POSITIVE_ZEROS = new float[Lanes.TILE_COLUMNS];

    private final ConvSpec spec;
    private final TapRows taps;
    private final TensorIndex y;
    private final Kernel reference;
    private final boolean padded;
    private final WeightsGrid grid;
    private final int blocks;

    WeightsGemm(Problem problem) {
        spec = problem.spec();
        taps = new TapRows(spec, TensorIndex.ofInput(spec, problem.layout()));
        y = TensorIndex.ofOutput(spec, problem.layout());
        reference = new ScalarReference().kernel(problem);
        padded = spec.axes().stream().anyMatch(axis -> axis.padded());
        blocks = BlockSums.blocks(spec.batch() * spec.outPositions());
        grid = WeightsGrid.of(problem, taps);
    }

    static String rejects(Problem problem) {
        return problem.product() == Product.WEIGHTS ? null : "computes weight gradients only";
    }

    @Override
    public double cost() {
        return grid.cost() * spec.groups() * spec.batch() * spec.outPositions();
    }

    @Override
    public int tasks() {
        return Math.toIntExact((long) spec.groups() * grid.outBlocks() * grid.inBlocks());
    }

    @Override
    public int scratchFloats() {
        return Math.max(Math.addExact(levelAt(0), Math.multiplyExact(BlockSums.levels(blocks), grid.sums())),
                reference.scratchFloats());
    }

    @Override
    public int scratchInts() {
        return Math.max(tapsAt() + grid.stage() * taps.taps() + Lanes.TILE_COLUMNS, reference.scratchInts());
    }

    @Override
    public float[] pack(float[] weights) {
        throw new IllegalStateException("a weight gradient has no weights to pack");
    }

    @Override
    public void run(Call call, int task, Scratch scratch) {
        int in = task % grid.inBlocks() * grid.inBlock();
        int out = task / grid.inBlocks() % grid.outBlocks() * grid.outBlock();
        int group = task / grid.inBlocks() / grid.outBlocks();
        int ins = Math.min(grid.inBlock(), spec.inChannelsPerGroup() - in);
        int outs = Math.min(grid.outBlock(), spec.outChannelsPerGroup() - out);
        int firstOut = group * spec.outChannelsPerGroup() + out;
        for (int i = 0; i < BlockSums.BLOCK; i++) {
            scratch.ints()[placesAt() + i] = i;
        }
        long q = 0;
        for (int n = 0; n < spec.batch(); n++) {
            for (int d = 0; d < taps.slices(); d++) {
                int length;
                for (int position = 0; position < taps.slice(); position += length, q += length) {
                    length = Math.min(taps.piece(position), BlockSums.BLOCK - (int) (q % BlockSums.BLOCK));
                    if (!outRows(call.y(), n, firstOut, outs, (long) d * taps.slice() + position, length, scratch)) {
                        runReference(call, firstOut, outs, in, ins, scratch);
                        return;
                    }
                    add(call, n, firstOut, outs, group, in, ins, d, position, q, length, scratch);
                }
            }
        }
        if (blocks == 0) {
            zero(call.w(), firstOut, outs, in, ins, scratch.floats());
        }
    }

    /** Where rows of y start, copied to scratch unless they lie there; false when a value is not finite that has to be. */
    private boolean outRows(Floats from, int n, int channel, int count, long position, int length, Scratch scratch) {
        boolean inPlace = inPlace(from);
        float[] array = inPlace ? from.array() : scratch.floats();
        int start = (int) (from.arrayOffset() + y.plane(n, channel) + position * y.positionStep());
        if (!inPlace && from.array() != null) {
            for (int next = 0; next < length; next += Transpose8.ROWS) {
                int i = Math.clamp(length - Transpose8.ROWS, 0, next);
                Transpose8.run(from.array(), start + i * (int) y.positionStep(), (int) y.positionStep(),
                        Math.min(Transpose8.ROWS, length - i), array, i, grid.outPitch(), count);
            }
        }
        for (int m = 0; m < count; m++) {
            int at = inPlace ? start + m * (int) y.channelStep() : m * grid.outPitch();
            if (from.array() == null) {
                from.read(y.plane(n, channel + m) + position * y.positionStep(), y.positionStep(), array, at, 1,
                        length);
            }
            scratch.ints()[outsAt() + m] = at;
        }
        repeatLast(scratch.ints(), outsAt() + count);
        return !padded || finite(array, scratch.ints()[outsAt()], inPlace ? (int) y.channelStep() : grid.outPitch(),
                count, length);
    }

    /** Whether rows are finite: only then are their products with the zeros of the stage zeros. */
    private static boolean finite(float[] array, int at, int pitch, int rows, int length) {
        if (pitch == length) {
            return PairwiseSums.finite(array, at, rows * length);
        }
        for (int r = 0; r < rows; r++) {
            if (!PairwiseSums.finite(array, at + r * pitch, length)) {
                return false;
            }
        }
        return true;
    }

    private boolean inPlace(Floats from) {
        return y.positionStep() == 1 && from.array() != null;
    }

    /** What is beyond the last row of a tile reads the same. */
    private static void repeatLast(int[] table, int end) {
        for (int i = end; i < end + Lanes.TILE_COLUMNS; i++) {
            table[i] = table[end - 1];
        }
    }

    /** Adds the products of a piece of positions to the sums of its block. */
    private void add(Call call, int n, int firstOut, int outs, int group, int in, int ins, int d, int position, long q,
            int length, Scratch scratch) {
        int[] ints = scratch.ints();
        float[] floats = scratch.floats();
        float[] ofOuts = inPlace(call.y()) ? call.y().array() : floats;
        boolean tapsInPlace = taps.inPlace(call.x());
        float[] ofTaps = tapsInPlace ? call.x().array() : floats;
        if (grid.tapsAreRows()) {
            pack(ofOuts, ints, outsAt(), 0, outs, length, floats);
        }
        for (int c = 0; c < ins; c += grid.chunk()) {
            int end = Math.min(c + grid.chunk(), ins);
            for (int s = c; s < end; s += grid.stage()) {
                int channels = Math.min(grid.stage(), end - s);
                int channel = group * spec.inChannelsPerGroup() + in + s;
                if (tapsInPlace) {
                    taps.planes(call.x(), n, channel, channels, position, ints, tapsAt());
                } else {
                    taps.fill(call.x(), n, channel, channels, d, position, ints, floats, stageAt());
                    taps.starts(channels, position, stageAt(), ints, tapsAt());
                }
                repeatLast(ints, tapsAt() + channels * taps.taps());
                if (!grid.tapsAreRows()) {
                    pack(ofTaps, ints, tapsAt(), (s - c) * taps.taps(), channels * taps.taps(), length, floats);
                }
            }
            int columns = (end - c) * taps.taps();
            if (grid.tapsAreRows()) {
                multiply(call, ofTaps, tapsAt(), columns, outs, firstOut, in + c, c / grid.chunk(), q, length, scratch);
            } else {
                multiply(call, ofOuts, outsAt(), outs, columns, firstOut, in + c, c / grid.chunk(), q, length, scratch);
            }
        }
    }

    /** Turns rows into columns of panels {@code [column tile][length][width]}, from column {@code first} on. */
    private void pack(float[] from, int[] ints, int rowsAt, int first, int rows, int length, float[] to) {
        int t = 0;
        int next;
        for (int r = 0; r < rows; r = next) {
            while (grid.tiles().channel(t + 1) <= first + r) {
                t++;
            }
            int column = grid.tiles().channel(t);
            next = Math.min(r + Transpose8.ROWS, grid.tiles().channel(t + 1) - first);
            Transpose8.gather(from, 0, ints, rowsAt + r, next - r, to,
                    panelsAt() + column * length + first + r - column,
                    grid.tiles().width(t), length);
        }
    }

    /** Multiplies rows in place with all panels; finishes the sums of a block with its last piece. */
    private void multiply(Call call, float[] a, int rowsAt, int rows, int columns, int firstOut, int in, int chunk,
            long q, int length, Scratch scratch) {
        float[] floats = scratch.floats();
        int[] ints = scratch.ints();
        int block = (int) (q / BlockSums.BLOCK);
        boolean started = q % BlockSums.BLOCK > 0;
        boolean last = q + length == spec.batch() * spec.outPositions();
        boolean finished = last || (q + length) % BlockSums.BLOCK == 0;
        int carries = finished ? BlockSums.carries(block, blocks) : 0;
        int total = last || !finished ? sumsAt() : levelAt(BlockSums.level(block));
        boolean direct = last && carries == 0 && !grid.tapsAreRows() && call.w().array() != null;
        int pitch = spec.inChannelsPerGroup() * taps.taps();
        int part = chunk * grid.chunkSums();
        int to = carries == 0 ? total : sumsAt();
        int tiles = grid.tiles(columns);
        // Few steps do not pay for the sums that the dense tile starts from, zeros or not.
        boolean dense = length >= PixelTile.ROWS;
        // Rows of taps are staged near, and meet one panel after the other. Rows of y come from far, and each meets all panels.
        int rowStep = grid.tapsAreRows() ? rows : PixelTile.ROWS;
        for (int begin = 0; begin < rows; begin += rowStep) {
            if (grid.packsRows()) {
                // What it writes of the next two rows is overwritten with the next position.
                Transpose8.gather(a, 0, ints, rowsAt + begin, Transpose8.ROWS, floats, rowsPanelAt(), PixelTile.ROWS,
                        length);
            }
            for (int t = 0; t < tiles; t++) {
                int width = grid.tiles().width(t);
                int column = grid.tiles().channel(t);
                int tile = part + column * grid.rows();
                boolean whole = direct && column + width <= columns;
                for (int r = begin; r < begin + rowStep; r += PixelTile.ROWS) {
                    boolean here = whole && r + PixelTile.ROWS <= rows;
                    float[] sums = started ? floats : null;
                    int sumsAt = sumsAt() + tile + r * width;
                    float[] c = here ? call.w().array() : floats;
                    int at = here
                            ? (int) (call.w().arrayOffset() + weight(firstOut + r, in)) + column
                            : to + tile + r * width;
                    int cPitch = here ? pitch : width;
                    if (grid.packsRows()) {
                        PixelPanels.tile(floats, rowsPanelAt(), floats, panelsAt() + column * length, length, sums,
                                sumsAt, POSITIVE_ZEROS, 0, c, at, cPitch);
                    } else {
                        PixelTile.multiply(width, dense, a, ints, rowsAt + r, placesAt(), length, floats,
                                panelsAt() + column * length, sums, sumsAt, POSITIVE_ZEROS, 0, c, at, cPitch,
                                placesAt());
                    }
                }
            }
        }
        if (carries != 0) {
            PairwiseSums.add(floats, sumsAt() + part, carries, levelAt(0) + part, grid.sums(), total + part,
                    grid.chunkSums());
        }
        for (int t = 0; t < tiles && last; t++) {
            int width = grid.tiles().width(t);
            int column = grid.tiles().channel(t);
            int from = direct && column + width <= columns ? rows / PixelTile.ROWS * PixelTile.ROWS : 0;
            store(call.w(), firstOut, in, column, total + part + column * grid.rows(), width, from, rows,
                    Math.min(width, columns - column), floats);
        }
    }

    /** Stores the sums of one column tile, rows from {@code from} on. */
    private void store(Floats to, int firstOut, int in, int column, int sums, int width, int from, int rows,
            int columns, float[] floats) {
        if (!grid.tapsAreRows()) {
            for (int r = from; r < rows; r++) {
                to.write(weight(firstOut + r, in) + column, 1, floats, sums + r * width, 1, columns);
            }
        } else if (to.array() != null) {
            int pitch = spec.inChannelsPerGroup() * taps.taps();
            int at = (int) (to.arrayOffset() + weight(firstOut + column, in));
            for (int r = 0; r < rows; r += Transpose8.ROWS) {
                Transpose8.run(floats, sums + r * width, width, Math.min(Transpose8.ROWS, rows - r), to.array(), at + r,
                        pitch, columns);
            }
        } else {
            for (int m = 0; m < columns; m++) {
                to.write(weight(firstOut + column + m, in), 1, floats, sums + m, width, rows);
            }
        }
    }

    private long weight(int out, int in) {
        return ((long) out * spec.inChannelsPerGroup() + in) * taps.taps();
    }

    private void zero(Floats to, int firstOut, int outs, int in, int ins, float[] floats) {
        floats[0] = 0;
        for (int m = firstOut; m < firstOut + outs; m++) {
            for (long i = weight(m, in); i < weight(m, in + ins); i++) {
                to.write(i, 1, floats, 0, 1, 1);
            }
        }
    }

    /** The weights of a task, and of those of the reference that begin among its input channels. */
    private void runReference(Call call, int firstOut, int outs, int in, int ins, Scratch scratch) {
        int tasks = reference.tasks() / spec.outChannels();
        int channels = Math.ceilDiv(spec.inChannelsPerGroup(), tasks);
        for (int m = firstOut; m < firstOut + outs; m++) {
            for (int i = Math.ceilDiv(in, channels); i < Math.ceilDiv(in + ins, channels); i++) {
                reference.run(call, m * tasks + i, scratch);
            }
        }
    }

    private int stageAt() {
        return grid.outBlock() * grid.outPitch();
    }

    private int panelsAt() {
        return Lanes.aligned(stageAt() + grid.stage() * taps.floats());
    }

    private int rowsPanelAt() {
        return panelsAt() + grid.tiles().columns() * BlockSums.BLOCK + Lanes.COUNT;
    }

    private int sumsAt() {
        return Lanes
                .aligned(rowsPanelAt() + (grid.packsRows() ? PixelTile.ROWS * BlockSums.BLOCK + Transpose8.ROWS : 0));
    }

    private int levelAt(int level) {
        return sumsAt() + (1 + level) * grid.sums();
    }

    private int placesAt() {
        return Blocks.DESCRIPTION;
    }

    private int outsAt() {
        return placesAt() + BlockSums.BLOCK;
    }

    private int tapsAt() {
        return outsAt() + grid.outBlock() + Lanes.TILE_COLUMNS;
    }
}
