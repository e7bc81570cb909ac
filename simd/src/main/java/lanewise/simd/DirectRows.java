package lanewise.simd;

import java.util.List;
import java.util.stream.IntStream;
import lanewise.core.Floats;
import lanewise.core.spi.Call;
import lanewise.core.spi.Kernel;
import lanewise.core.spi.Problem;
import lanewise.core.spi.Scratch;

/**
 * FORWARD and TRANSPOSE for few channels per group, depthwise above all: each channel written is computed by itself,
 * straight from the stage, or from the operand where the window is whole rows of it, because too few rows would share a packed
 * panel.
 *
 * <p>The loops:
 *
 * <pre>
 *     task  image × several groups × block of results
 *       group
 *         strip of phases
 *           phase
 *             channel written
 *               slice, eight vectors   {@link Tile1x8}
 * </pre>
 *
 * <p>The eight vectors cover 8 rows by 1 vector, 4 by 2 or 1 by 8, whatever takes the fewest tiles. Sums lie without gaps: a
 * vector wider than its row is cut by the next row's, and a last tile starts early enough to end with the row.
 * Packed weights are {@code [group][phase][row][k]}. Scratch is {@code [stage | C: phase, channel | rows of a strip]}, the
 * first two with room for a tile beyond the last row, and {@code [block | tap offsets]}.
 */
final class DirectRows implements Kernel {
    private static final int[] TILE_ROWS = {1, 8, 4};
    private static final int BLOCK_RESULTS = 4096;
    /** A larger stage comes from the second-level cache for every channel written. */
    private static final int NEAR = 32 * 1024;
    private static final int MIN_TASK_RESULTS = 16 * 1024;

    private final Geometry geometry;
    private final List<Strip> strips;
    private final Blocks blocks;
    private final int taskGroups;
    private final int longestK;
    private final int longestRow;

    DirectRows(Problem problem) {
        geometry = Geometry.of(problem);
        strips = Strip.of(geometry.phases(), geometry.sink());
        int target = Math.clamp(Budget.STAGE / Math.max(1, geometry.reduction()), Budget.BLOCK_RESULTS, BLOCK_RESULTS);
        blocks = new Blocks(geometry.phases(), geometry.stage(), target, Lanes.COUNT, results -> results);
        int results = Math.max(1, blocks.results() * geometry.rows());
        taskGroups = Math.clamp(MIN_TASK_RESULTS / results, 1,
                Math.max(1, geometry.spec().groups() / Budget.TASKS));
        longestRow = blocks.locate(0, new int[Blocks.DESCRIPTION]).width();
        longestK = geometry.reduction() * IntStream.of(geometry.lattices().tapCounts()).max().orElse(0);
    }

    @Override
    public double cost() {
        double vector = (long) geometry.reduction() * blocks.plane() > NEAR ? Costs.FAR_ROW_VECTOR : Costs.ROW_VECTOR;
        int[] block = new int[Blocks.DESCRIPTION];
        blocks.largest(block);
        int tiles = tiles(block, tileRows(block)) * block[Blocks.DEPTHS];
        double sums = (double) geometry.products() * geometry.rows() * tiles * Tile1x8.VECTORS * vector;
        double staged = (double) geometry.reduction() * blocks.plane() * Costs.STAGED_FLOAT;
        return (sums + staged) * blocks.count() * geometry.spec().batch() * geometry.spec().groups();
    }

    @Override
    public int tasks() {
        return Math.toIntExact((long) geometry.spec().batch() * groupBlocks() * blocks.count());
    }

    @Override
    public int scratchFloats() {
        return Math.toIntExact(rowsAt() + (long) strips.getFirst().size() * geometry.rows() * Lanes.TILE_COLUMNS);
    }

    @Override
    public int scratchInts() {
        return Blocks.DESCRIPTION + longestK;
    }

    @Override
    public float[] pack(float[] weights) {
        float[] packed = new float[weights.length];
        int at = 0;
        for (int group = 0; group < geometry.spec().groups(); group++) {
            for (Phase phase : geometry.phases()) {
                int[] products = geometry.weights(group, phase);
                for (int row = 0; row < geometry.rows(); row++) {
                    for (int product : products) {
                        packed[at++] = weights[product + row * geometry.weightStep()];
                    }
                }
            }
        }
        return packed;
    }

    @Override
    public void run(Call call, int task, Scratch scratch) {
        int[] block = scratch.ints();
        StageShape shape = blocks.locate(task % blocks.count(), block);
        int n = task / blocks.count() / groupBlocks();
        int firstGroup = task / blocks.count() % groupBlocks() * taskGroups;
        int endGroup = Math.min(firstGroup + taskGroups, geometry.spec().groups());
        boolean located = false;
        boolean before = false;
        for (int group = firstGroup; group < endGroup; group++) {
            Floats operand = geometry.operand(call);
            boolean inPlace = geometry.inPlace(operand, n, group, shape, block, beyond(longestRow));
            located &= inPlace == before;
            before = inPlace;
            float[] from = inPlace ? operand.array() : scratch.floats();
            int fromAt = inPlace ? geometry.place(operand, n, group, block) : 0;
            if (!inPlace) {
                geometry.stage().fill(operand, n, group * geometry.reduction(), geometry.reduction(), shape, block,
                        scratch.floats(), 0);
            }
            int packedAt = group * geometry.rows() * geometry.products();
            for (int s = 0; s < strips.size(); s++) {
                Strip strip = strips.get(s);
                int results = blocks.clip(strip.widest(), block);
                for (int p = 0; p < strip.size(); p++) {
                    Phase phase = strip.phases().get(p);
                    int k = geometry.k(phase);
                    if (results > 0 && phase.width().count() > 0) {
                        if (!located) {
                            Offsets.rows(shape, phase, inPlace ? planeStep() : shape.plane(), 0, k, 0, block);
                            // Another phase has other taps, another group has the same.
                            located = geometry.phases().size() == 1;
                        }
                        sum(call.packed(), packedAt, k, from, fromAt, shape, sumsAt(strip, phase), scratch);
                    }
                    packedAt += geometry.rows() * k;
                }
                if (results > 0) {
                    store(call, n, group * geometry.rows(), strip, results, scratch);
                }
            }
        }
    }

    private void store(Call call, int n, int channel, Strip strip, int results, Scratch scratch) {
        float[] floats = scratch.floats();
        Floats out = geometry.result(call);
        if (strip.size() == 1) {
            geometry.sink().store(call, floats, cAt(), channelPitch(), out, n, channel, geometry.rows(), strip.whole(),
                    scratch.ints(), 0, results);
            return;
        }
        boolean finished = !call.epilogue().addsResidual() && out.array() != null;
        for (int p = 0; finished && p < strip.size(); p++) {
            int sums = sumsAt(strip, strip.phases().get(p));
            FusedEpilogue.apply(call.epilogue(), channel, geometry.rows(), floats, sums, channelPitch(), floats, sums,
                    channelPitch(), results);
        }
        strip.store(geometry.sink(), call, finished, floats, cAt(), phasePitch(), channelPitch(), rowsAt(), out, n,
                channel, geometry.rows(), scratch.ints(), 0, results);
    }

    /** The sums of every channel written. */
    private void sum(float[] packed, int packedAt, int k, float[] b, int bAt, StageShape shape, int sumsAt,
            Scratch scratch) {
        int[] block = scratch.ints();
        int height = block[Blocks.HEIGHTS];
        int width = block[Blocks.WIDTHS];
        int rows = tileRows(block);
        int columns = Tile1x8.VECTORS / rows * Lanes.COUNT;
        int lastRow = Math.max(0, height - rows);
        int lastColumn = Math.max(0, width - columns);
        // Eight vectors in two columns of four: consecutive, two beside each other in four rows, or one in eight rows.
        int pitch = rows == 1 ? 2 * Lanes.COUNT : shape.width();
        int second = rows == 8 ? 4 * pitch : rows == 4 ? Math.min(Lanes.COUNT, width - Lanes.COUNT) : Lanes.COUNT;
        int sumPitch = rows == 1 ? pitch : width;
        int sumSecond = rows == 8 ? 4 * width : second;
        for (int row = 0; row < geometry.rows(); row++) {
            for (int d = 0; d < block[Blocks.DEPTHS]; d++) {
                int from = bAt + d * shape.height() * shape.width();
                int to = sumsAt + row * channelPitch() + d * height * width;
                for (int h = 0; h < height; h += rows) {
                    int y = Math.min(h, lastRow);
                    for (int w = 0; w < width; w += columns) {
                        int x = Math.min(w, lastColumn);
                        Tile1x8.run(packed, packedAt + row * k, b, from + y * shape.width() + x, pitch, second, block,
                                Offsets.ROWS_AT, k, scratch.floats(), to + y * width + x, sumPitch, sumSecond);
                    }
                }
            }
        }
    }

    /** The rows of a tile that covers a slice with the fewest: rather one, which reads fewer lines, than eight, than four. */
    private static int tileRows(int[] block) {
        int best = TILE_ROWS[0];
        for (int rows : TILE_ROWS) {
            best = tiles(block, rows) < tiles(block, best) ? rows : best;
        }
        return best;
    }

    private static int tiles(int[] block, int rows) {
        return Math.ceilDiv(block[Blocks.HEIGHTS], rows)
                * Math.ceilDiv(block[Blocks.WIDTHS], Tile1x8.VECTORS / rows * Lanes.COUNT);
    }

    private int planeStep() {
        return (int) geometry.stage().source().channelStep();
    }

    private int groupBlocks() {
        return Math.ceilDiv(geometry.spec().groups(), taskGroups);
    }

    private int cAt() {
        return geometry.reduction() * blocks.plane() + beyond(longestRow);
    }

    private int channelPitch() {
        return blocks.results() + beyond(longestRow);
    }

    private int sumsAt(Strip strip, Phase phase) {
        return cAt() + strip.place(phase) * phasePitch();
    }

    private int phasePitch() {
        return geometry.rows() * channelPitch();
    }

    private int rowsAt() {
        return Math.toIntExact(cAt() + (long) strips.getFirst().size() * phasePitch());
    }

    /** The room that a tile may need beyond the last result. */
    private static int beyond(int row) {
        return Tile1x8.VECTORS * Math.max(row, Lanes.COUNT) + Lanes.COUNT;
    }
}
