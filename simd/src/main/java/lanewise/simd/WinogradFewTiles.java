package lanewise.simd;

import lanewise.core.spi.Call;
import lanewise.core.spi.Kernel;
import lanewise.core.spi.Problem;
import lanewise.core.spi.Scratch;

/**
 * {@link WinogradPhases} of images of few tiles, all of whose phases have two taps an axis, or three: F(3, 2), or F(2×2, 3×3) on windows
 * of the same size. Tiles are the rows of the register tile and channels written its lanes. So no lane is empty, and weights,
 * which are most of what is read, pass once.
 *
 * <p>The loops, named by what they cut:
 *
 * <pre>
 *     task   image × group × slice × tiles of channels
 *       channels at a time       stages them and transforms them into A panels
 *       tile of channels
 *         product × phase        {@link ColumnTile}, or {@link PixelPanels} with 16 registers
 *         strip of phases × row of tiles   {@link WinogradColumns}: transforms the products into rows of results and stores them,
 *                                          or a whole plane after its last row
 * </pre>
 *
 * <p>{@link WinogradFewTilesGrid} says what tiles are, {@link WinogradFewTilesWeights} in which order phases are and where their
 * weights are packed. Scratch is that of {@link WinogradFewTilesInput}, then that of {@link WinogradFewTilesResults}.
 */
final class WinogradFewTiles implements Kernel {
    /** More tiles fill vectors well enough. */
    private static final int MOST_TILES = 48;

    private final Geometry geometry;
    private final WinogradFewTilesGrid grid;
    private final WinogradFewTilesWeights weights;
    private final WinogradFewTilesInput input;
    private final WinogradFewTilesResults results;
    private final PixelTile dealt;
    private final int slices;
    private final int taskTiles;

    WinogradFewTiles(Problem problem) {
        geometry = Geometry.of(problem);
        grid = WinogradFewTilesGrid.of(geometry.lattices().merged());
        weights = WinogradFewTilesWeights.of(geometry, grid);
        input = new WinogradFewTilesInput(geometry, grid);
        results = new WinogradFewTilesResults(geometry, weights, input);
        dealt = weights.dealt();
        slices = grid.window().depth().count();
        long tasks = (long) geometry.spec().batch() * geometry.spec().groups() * slices;
        int most = Math.max(1, dealt.tiles());
        taskTiles = Math.toIntExact(
                Math.ceilDiv(most, Math.clamp(Math.ceilDiv(problem.threads(), Math.max(1, tasks)), 1, most)));
    }

    static String rejects(Problem problem) {
        String rejected = WinogradPhaseTile.rejectsTwoOrThree(problem);
        if (rejected != null) {
            return rejected;
        }
        Geometry geometry = Geometry.of(problem);
        int taps = geometry.phases().getFirst().taps();
        if (geometry.phases().stream().anyMatch(phase -> phase.taps() != taps)) {
            return "phases have not all the same taps";
        }
        WinogradFewTilesGrid grid = WinogradFewTilesGrid.of(geometry.lattices().merged());
        if ((long) grid.tiles() * grid.tileRows() > MOST_TILES) {
            return "has more than " + MOST_TILES + " tiles";
        }
        return (long) grid.products() * geometry.reduction() * grid.rows() > Budget.MOST_TRANSFORMED
                ? "too many channels to transform at once"
                : null;
    }

    @Override
    public double cost() {
        double multiplied = (double) weights.products() * dealt.vectors();
        int k = geometry.reduction();
        double cycles = multiplied * k * grid.rows() * Costs.PACKED_PIXEL_VECTOR
                + multiplied * k * Lanes.COUNT * Costs.FEW_TILES_FLOAT
                + (multiplied * grid.count() + (double) grid.products() * k * taskBlocks() * grid.columns()
                        / Lanes.COUNT) * Costs.TRANSFORM * Costs.TILE_VECTOR
                + (double) k * taskBlocks()
                        * (input.plane() * Costs.STAGED_FLOAT + input.packed() * Costs.PACKED_WINDOW_FLOAT)
                + results.cost();
        return cycles * slices * geometry.spec().batch() * geometry.spec().groups();
    }

    @Override
    public int tasks() {
        return Math.toIntExact((long) geometry.spec().batch() * geometry.spec().groups() * slices * taskBlocks());
    }

    private int taskBlocks() {
        return Math.ceilDiv(dealt.tiles(), taskTiles);
    }

    @Override
    public int scratchFloats() {
        return results.scratchFloats();
    }

    @Override
    public int scratchInts() {
        return results.scratchInts();
    }

    @Override
    public float[] pack(float[] filters) {
        return weights.pack(filters);
    }

    @Override
    public void run(Call call, int task, Scratch scratch) {
        int first = task % taskBlocks() * taskTiles;
        int rest = task / taskBlocks();
        int depth = rest % slices;
        int group = rest / slices % geometry.spec().groups();
        int n = rest / slices / geometry.spec().groups();
        input.transform(call, n, group, depth, scratch);
        for (int t = first; t < Math.min(first + taskTiles, dealt.tiles()); t++) {
            int width = dealt.width(t);
            multiply(call.packed(), weights.packedAt(group, t), width, scratch.floats());
            results.store(call, n, group * geometry.rows() + dealt.channel(t),
                    Math.min(width, geometry.rows() - dealt.channel(t)), width, depth, scratch);
        }
    }

    /** All products of a tile of channels. */
    private void multiply(float[] packed, int packedAt, int width, float[] floats) {
        int k = geometry.reduction();
        int b = packedAt;
        for (int product = 0; product < grid.products(); product++) {
            for (int p = 0; p < weights.phases().size(); p++) {
                int a = input.panelAt(product);
                int c = results.productAt(p, product, width);
                if (Lanes.MANY_REGISTERS) {
                    ColumnTile.multiply(grid.height(), width, floats, a, grid.columns(), grid.rows(), packed, b, k,
                            floats, c);
                } else {
                    PixelPanels.multiply(width, floats, a, grid.rows() / grid.height(), packed, b, k, floats, c, width,
                            false, null, 0);
                }
                b += k * width;
            }
        }
    }
}
