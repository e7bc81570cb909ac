package lanewise.simd;

import lanewise.core.spi.Call;
import lanewise.core.spi.Kernel;
import lanewise.core.spi.Problem;
import lanewise.core.spi.Scratch;

/**
 * FORWARD and TRANSPOSE for few channels per group, depthwise above all: each channel written is computed by itself,
 * straight from the stage, because too few rows would share a packed panel.
 *
 * <p>The loops:
 *
 * <pre>
 *     task  image × several groups × block of results
 *       group
 *         phase
 *           channel written
 *             slice, run of eight vectors   {@link Tile1x8}
 * </pre>
 *
 * <p>Sums are computed at the pitch of the staged rows, so a run crosses rows and the few sums between them are dropped.
 * Packed weights are {@code [group][phase][row][k]}. Scratch is {@code [stage | C]}, each with room for a last run, and
 * {@code [block | tap offsets]}.
 */
final class DirectRows implements Kernel {
    private static final int RUN = Tile1x8.VECTORS * Lanes.COUNT;
    private static final int BLOCK_RESULTS = 4096;
    private static final int MIN_TASK_RESULTS = 16 * 1024;

    private final Geometry geometry;
    private final Blocks blocks;
    private final int taskGroups;
    private final int longestK;

    DirectRows(Problem problem) {
        geometry = Geometry.of(problem);
        int target = Math.clamp(Budget.STAGE / Math.max(1, geometry.reduction()), Budget.BLOCK_RESULTS, BLOCK_RESULTS);
        blocks = new Blocks(geometry.phases(), geometry.stage(), target, Lanes.COUNT, results -> results);
        int results = Math.max(1, blocks.results() * geometry.rows());
        taskGroups = Math.clamp(MIN_TASK_RESULTS / results, 1,
                Math.max(1, geometry.spec().groups() / Budget.TASKS));
        longestK = geometry.phases().stream().mapToInt(geometry::k).max().orElse(0);
    }

    @Override
    public double cost() {
        double sums = 0;
        for (Phase phase : geometry.phases()) {
            sums += (double) geometry.k(phase) * geometry.rows() * Lanes.roundUp(blocks.pitchedResults(), RUN)
                    / Lanes.COUNT
                    * Costs.ROW_VECTOR;
        }
        double staged = (double) geometry.reduction() * blocks.plane() * Costs.STAGED_FLOAT;
        return (sums + staged) * blocks.count() * geometry.spec().batch() * geometry.spec().groups();
    }

    @Override
    public int tasks() {
        return Math.toIntExact((long) geometry.spec().batch() * groupBlocks() * blocks.count());
    }

    @Override
    public int scratchFloats() {
        return Math.toIntExact(cAt() + (long) geometry.rows() * channelPitch());
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
                for (int row = 0; row < geometry.rows(); row++) {
                    for (int i = 0; i < geometry.k(phase); i++) {
                        packed[at++] = weights[geometry.weight(group, row, phase, i)];
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
        for (int group = firstGroup; group < endGroup; group++) {
            geometry.stage().fill(geometry.operand(call), n, group * geometry.reduction(), geometry.reduction(), shape,
                    block, scratch.floats(), 0);
            int packedAt = group * geometry.rows() * geometry.products();
            for (int p = 0; p < geometry.phases().size(); p++) {
                Phase phase = geometry.phases().get(p);
                if (blocks.clip(phase, block) > 0) {
                    tapOffsets(shape, p, block);
                    sum(call.packed(), packedAt, geometry.k(phase), shape, scratch);
                    store(call, n, group, phase, shape, scratch);
                }
                packedAt += geometry.rows() * geometry.k(phase);
            }
        }
    }

    /** The sums of every channel written, at the pitch of the staged rows. */
    private void sum(float[] packed, int packedAt, int k, StageShape shape, Scratch scratch) {
        float[] floats = scratch.floats();
        int[] block = scratch.ints();
        int slice = block[Blocks.HEIGHTS] * shape.width();
        for (int row = 0; row < geometry.rows(); row++) {
            for (int d = 0; d < block[Blocks.DEPTHS]; d++) {
                int from = d * shape.height() * shape.width();
                int to = cAt() + row * channelPitch() + d * slice;
                for (int run = 0; run < slice; run += RUN) {
                    Tile1x8.run(packed, packedAt + row * k, floats, from + run, block, Blocks.DESCRIPTION, k, floats,
                            to + run);
                }
            }
        }
    }

    private void store(Call call, int n, int group, Phase phase, StageShape shape, Scratch scratch) {
        int[] block = scratch.ints();
        int width = block[Blocks.WIDTHS];
        for (int r = 0; r < block[Blocks.DEPTHS] * block[Blocks.HEIGHTS]; r++) {
            geometry.sink().store(call, scratch.floats(), cAt() + r * shape.width(), channelPitch(),
                    geometry.result(call), n, group * geometry.rows(), geometry.rows(), phase, block, r * width, width);
        }
    }

    private void tapOffsets(StageShape shape, int p, int[] ints) {
        int at = Blocks.DESCRIPTION;
        for (int channel = 0; channel < geometry.reduction(); channel++) {
            for (int offset : shape.tapOffset()[p]) {
                ints[at++] = channel * shape.plane() + offset;
            }
        }
    }

    private int groupBlocks() {
        return Math.ceilDiv(geometry.spec().groups(), taskGroups);
    }

    private int cAt() {
        return geometry.reduction() * blocks.plane() + RUN;
    }

    private int channelPitch() {
        return blocks.pitchedResults() + RUN;
    }
}
