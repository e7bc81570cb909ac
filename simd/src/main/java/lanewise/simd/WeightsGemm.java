package lanewise.simd;

import java.util.List;
import lanewise.core.ConvSpec;
import lanewise.core.Floats;
import lanewise.core.Product;
import lanewise.core.reference.ScalarReference;
import lanewise.core.spi.Call;
import lanewise.core.spi.Kernel;
import lanewise.core.spi.Problem;
import lanewise.core.spi.Scratch;
import lanewise.core.spi.TensorIndex;

/**
 * WEIGHTS as one matrix product {@code C = A·B} per group: A is {@code [output channel][image × output position]}, B the
 * input as each tap sees it, {@code [image × output position][input channel × tap]}.
 *
 * <p>The loops:
 *
 * <pre>
 *     task  group × row block of output channels × block of input channels
 *       image × block of output positions, which is the K block, in the order of the sums
 *         packs the A panels from y
 *         column tile  packs the B panel
 *           row tile   {@link RegisterTile}
 * </pre>
 *
 * <p>Columns are {@code input channel × tap}. Scratch is {@code [stage | A panels | B panel | C]} and
 * {@code [block | offsets of the positions | offsets of a tile's columns]}.
 *
 * <p>The stage's zeros stand for padding and are multiplied by y, which is exact for finite values only: output channels that
 * share a row block with another one are left to the scalar reference, by the first of their tasks.
 */
final class WeightsGemm implements Kernel {
    private static final int BLOCK_ROWS = 128;
    private static final int BLOCK_COLUMNS = 256;

    private final ConvSpec spec;
    private final Phase phase;
    private final Stage stage;
    private final TensorIndex y;
    private final Blocks blocks;
    private final Kernel reference;
    private final int blockRows;
    private final int blockChannels;
    private final int sumColumns;

    WeightsGemm(Problem problem) {
        spec = problem.spec();
        phase = Lattices.of(problem.product(), spec.threeAxes()).phases().getFirst();
        stage = Stage.of(Lattices.of(phase), TensorIndex.ofInput(spec, problem.layout()));
        y = TensorIndex.ofOutput(spec, problem.layout());
        blocks = new Blocks(List.of(phase), stage, Budget.BLOCK_RESULTS, 1, results -> results);
        reference = new ScalarReference().kernel(problem);
        blockRows = Lanes.roundUp(Math.clamp(spec.outChannelsPerGroup(), 1, BLOCK_ROWS), Lanes.TILE_ROWS);
        blockChannels = Math.clamp(BLOCK_COLUMNS / phase.taps(), 1, Math.max(1, spec.inChannelsPerGroup()));
        sumColumns = Lanes.roundUp(Math.multiplyExact(blockChannels, phase.taps()), Lanes.TILE_COLUMNS);
    }

    static String rejects(Problem problem) {
        return problem.product() == Product.WEIGHTS ? null : "computes weight gradients only";
    }

    @Override
    public double cost() {
        return spec.macs();
    }

    @Override
    public int tasks() {
        return Math.toIntExact((long) spec.groups() * rowBlocks() * channelBlocks());
    }

    @Override
    public int scratchFloats() {
        return Math.max(Math.toIntExact(cAt() + (long) blockRows * sumColumns), reference.scratchFloats());
    }

    @Override
    public int scratchInts() {
        return Math.max(columnsAt() + 3 * Lanes.TILE_COLUMNS, reference.scratchInts());
    }

    @Override
    public float[] pack(float[] weights) {
        throw new IllegalStateException("a weight gradient has no weights to pack");
    }

    @Override
    public void run(Call call, int task, Scratch scratch) {
        int channel = task % channelBlocks() * blockChannels;
        int row = task / channelBlocks() % rowBlocks() * blockRows;
        int group = task / channelBlocks() / rowBlocks();
        int channels = Math.min(blockChannels, spec.inChannelsPerGroup() - channel);
        int rows = Math.min(blockRows, spec.outChannelsPerGroup() - row);
        int firstOut = group * spec.outChannelsPerGroup() + row;
        int firstIn = group * spec.inChannelsPerGroup() + channel;
        boolean started = false;
        for (int n = 0; n < spec.batch(); n++) {
            for (int b = 0; b < blocks.count(); b++) {
                StageShape shape = blocks.locate(b, scratch.ints());
                int k = blocks.clip(phase, scratch.ints());
                packRows(call.y(), n, firstOut, rows, k, scratch);
                if (!Panels.finite(scratch.floats(), aAt(), Lanes.roundUp(rows, Lanes.TILE_ROWS) * k)) {
                    if (channel == 0) {
                        runReference(call, firstOut, rows, scratch);
                    }
                    return;
                }
                stage.fill(call.x(), n, firstIn, channels, shape, scratch.ints(), scratch.floats(), 0);
                multiply(shape, rows, channels, k, started, scratch);
                started = true;
            }
        }
        store(call.w(), firstOut, rows, channel, channels, started, scratch);
    }

    /** A panels {@code [row tile][position][TILE_ROWS]} of a block of y; rows beyond the last are zero. */
    private void packRows(Floats from, int n, int channel, int rows, int k, Scratch scratch) {
        int[] block = scratch.ints();
        int width = block[Blocks.WIDTHS];
        boolean wholeRows = width == y.width();
        int run = wholeRows ? k : width;
        for (int row = 0; row < Lanes.roundUp(rows, Lanes.TILE_ROWS); row++) {
            int to = aAt() + row / Lanes.TILE_ROWS * Lanes.TILE_ROWS * k + row % Lanes.TILE_ROWS;
            if (row >= rows) {
                for (int i = 0; i < k; i++) {
                    scratch.floats()[to + i * Lanes.TILE_ROWS] = 0;
                }
                continue;
            }
            long plane = y.plane(n, channel + row);
            for (int i = 0; i < k; i += run) {
                int h = block[Blocks.HEIGHT] + i / width % block[Blocks.HEIGHTS];
                int d = block[Blocks.DEPTH] + i / width / block[Blocks.HEIGHTS];
                from.read(plane + y.position(d, h, block[Blocks.WIDTH]), y.positionStep(), scratch.floats(),
                        to + i * Lanes.TILE_ROWS, Lanes.TILE_ROWS, run);
            }
        }
    }

    private void multiply(StageShape shape, int rows, int channels, int k, boolean accumulate, Scratch scratch) {
        positionOffsets(shape, k, scratch.ints());
        int columns = channels * phase.taps();
        for (int column = 0; column < columns; column += Lanes.TILE_COLUMNS) {
            columnOffsets(shape, column, columns, scratch.ints());
            Panels.packColumns(scratch.floats(), 0, scratch.ints(), Blocks.DESCRIPTION, k, columnsAt(),
                    columnsAt() + Lanes.TILE_COLUMNS, Lanes.TILE_COLUMNS,
                    scratch.floats(),
                    bAt());
            for (int row = 0; row < rows; row += Lanes.TILE_ROWS) {
                RegisterTile.multiply(scratch.floats(), aAt() + row * k, rows - row, scratch.floats(), bAt(), k,
                        scratch.floats(), sumAt(row, column), accumulate, Lanes.TILE_COLUMNS);
            }
        }
    }

    private void positionOffsets(StageShape shape, int k, int[] ints) {
        int i = 0;
        for (int d = 0; d < ints[Blocks.DEPTHS]; d++) {
            for (int h = 0; h < ints[Blocks.HEIGHTS]; h++) {
                for (int w = 0; w < ints[Blocks.WIDTHS]; w++) {
                    ints[Blocks.DESCRIPTION + i++] = (d * shape.height() + h) * shape.width() + w;
                }
            }
        }
    }

    private void columnOffsets(StageShape shape, int column, int columns, int[] ints) {
        for (int j = 0; j < Lanes.TILE_COLUMNS; j++) {
            int i = column + j;
            ints[columnsAt() + j] = i < columns
                    ? i / phase.taps() * shape.plane() + shape.offset(phase, i % phase.taps())
                    : ints[columnsAt() + j - 1] + 1;
        }
    }

    private void store(Floats to, int firstOut, int rows, int channel, int channels, boolean started, Scratch scratch) {
        int columns = channels * phase.taps();
        for (int row = 0; row < rows; row++) {
            long at = ((long) (firstOut + row) * spec.inChannelsPerGroup() + channel) * phase.taps();
            for (int column = 0; column < columns; column += Lanes.TILE_COLUMNS) {
                int from = sumAt(row, column);
                int count = Math.min(Lanes.TILE_COLUMNS, columns - column);
                for (int i = from; i < from + count; i++) {
                    scratch.floats()[i] = started ? scratch.floats()[i] + 0f : 0f;
                }
                to.write(at + column, 1, scratch.floats(), from, 1, count);
            }
        }
    }

    /** Every weight of some output channels; the tasks of the reference are in their order. */
    private void runReference(Call call, int firstOut, int rows, Scratch scratch) {
        int perChannel = reference.tasks() / spec.outChannels();
        for (int task = firstOut * perChannel; task < (firstOut + rows) * perChannel; task++) {
            reference.run(call, task, scratch);
        }
    }

    private int rowBlocks() {
        return Math.ceilDiv(spec.outChannelsPerGroup(), blockRows);
    }

    private int channelBlocks() {
        return Math.ceilDiv(spec.inChannelsPerGroup(), blockChannels);
    }

    private int aAt() {
        return blockChannels * blocks.plane();
    }

    private int bAt() {
        return aAt() + blockRows * blocks.results();
    }

    private int cAt() {
        return bAt() + blocks.results() * Lanes.TILE_COLUMNS + Lanes.COUNT;
    }

    /** Sums are {@code [column tile][blockRows][TILE_COLUMNS]}. */
    private int sumAt(int row, int column) {
        return cAt() + column * blockRows + row * Lanes.TILE_COLUMNS;
    }

    private int columnsAt() {
        return Blocks.DESCRIPTION + blocks.results();
    }
}
