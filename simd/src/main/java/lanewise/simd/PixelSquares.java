package lanewise.simd;

import lanewise.core.Floats;
import lanewise.core.Layout;
import lanewise.core.spi.Call;
import lanewise.core.spi.Kernel;
import lanewise.core.spi.Problem;
import lanewise.core.spi.Scratch;
import lanewise.core.spi.TensorIndex;

/**
 * FORWARD and TRANSPOSE with channels along the lanes for small planes, all of whose phases have two taps an axis that run against
 * the pixels, as those of a transposed convolution with a kernel of four and stride two: the first layers of a generator, most of
 * whose time goes into reading weights. The operand is read plane by plane where it lies.
 *
 * <p>The loops, named by what they cut:
 *
 * <pre>
 *     task   image × group × tiles of channels
 *       tile of channels      stores its planes
 *         phase
 *           square of results {@link PixelSquare}
 * </pre>
 *
 * <p>The last squares of a row and a column overlap those before. Packed weights are
 * {@code [group][phase][tile of channels][k][lanes]}, channels beyond the last are zero. Scratch is
 * {@code [planes | C | C, results along the lanes, or bias]} and {@code [block | 0 | places of the results]}; C is
 * {@code [position][lanes]}.
 */
final class PixelSquares implements Kernel {
    private static final int SIDE = PixelSquare.SIDE;

    private final Geometry geometry;
    private final ChannelsLastSink sink;
    private final Phase results;
    /** The planes of the operand as they are, for those that cannot be read where they lie. */
    private final Stage stage;
    private final StageShape shape;
    private final boolean channelsLast;
    private final PixelTile tiles;
    private final int taskTiles;
    private final int positions;

    PixelSquares(Problem problem) {
        geometry = Geometry.of(problem);
        sink = new ChannelsLastSink(geometry);
        channelsLast = problem.layout() == Layout.NHWC;
        TensorIndex source = geometry.stage().source();
        stage = Stage.of(Lattices.of(whole(source)), source);
        shape = StageShape.of(stage, 1, source.height(), source.width());
        results = whole(geometry.sink().target());
        positions = Math.toIntExact(results.results());
        int vectors = Math.ceilDiv(geometry.rows(), Lanes.COUNT);
        tiles = new PixelTile(vectors, vectors);
        long tasks = Math.max(1, (long) geometry.spec().batch() * geometry.spec().groups());
        int most = Math.max(1, vectors);
        taskTiles = Math.toIntExact(Math.ceilDiv(most, Math.clamp(Math.ceilDiv(problem.threads(), tasks), 1, most)));
    }

    private static Phase whole(TensorIndex tensor) {
        return new Phase(Lattice.identity(tensor.depth()), Lattice.identity(tensor.height()),
                Lattice.identity(tensor.width()));
    }

    static String rejects(Problem problem) {
        String why = Geometry.rejects(problem);
        if (why != null || !Lanes.MANY_REGISTERS) {
            return why != null ? why : "needs 32 vector registers";
        }
        Geometry geometry = Geometry.of(problem);
        if (!geometry.lattices().depths().stream().allMatch(depth -> depth.identity() && depth.count() == 1)) {
            return "has a depth";
        }
        TensorIndex target = geometry.sink().target();
        if ((long) target.height() * target.width() * Lanes.COUNT > Budget.LONG_PANEL) {
            return "has planes that are too large to be kept for all channels of a vector";
        }
        boolean suits = geometry.lattices().heights().stream().allMatch(PixelSquares::suits)
                && geometry.lattices().widths().stream().allMatch(PixelSquares::suits);
        return suits
                ? null
                : "some phase has not two taps an axis, against its pixels, and four results that meet them";
    }

    private static boolean suits(Lattice lattice) {
        int[] shift = lattice.shift();
        return shift.length == PixelSquare.TAPS && shift[0] == shift[1] + 1 && lattice.advance() == 1
                && lattice.count() >= SIDE && lattice.low() >= -1
                && lattice.low() + lattice.count() <= lattice.extent();
    }

    @Override
    public double cost() {
        double products = 0;
        for (Phase phase : geometry.phases()) {
            products += met(phase.height()) * met(phase.width());
        }
        double weights = (double) geometry.products() * tiles.vectors();
        double cycles = products * geometry.reduction() * tiles.vectors() * Costs.PIXEL_SQUARE_VECTOR
                + weights * Lanes.COUNT * Costs.TOUCHED_FLOAT
                + (double) positions * tiles.columns() * Costs.TRANSPOSED_IN_CACHE;
        if (channelsLast) {
            cycles += (double) geometry.reduction() * shape.plane() * Costs.STAGED_FLOAT * taskBlocks();
        }
        return cycles * geometry.spec().batch() * geometry.spec().groups();
    }

    /** Pairs of a result and a tap that are multiplied along an axis. */
    private static double met(Lattice lattice) {
        return (double) lattice.met() * Lanes.roundUp(lattice.count(), SIDE) / lattice.count();
    }

    @Override
    public int tasks() {
        return Math.toIntExact((long) geometry.spec().batch() * geometry.spec().groups() * taskBlocks());
    }

    @Override
    public int scratchFloats() {
        return Math.toIntExact(spareAt() + (long) Lanes.COUNT * Lanes.roundUp(positions, Transpose8.ROWS));
    }

    @Override
    public int scratchInts() {
        return Blocks.DESCRIPTION + 1 + positions;
    }

    @Override
    public float[] pack(float[] weights) {
        return tiles.pack(geometry, weights);
    }

    @Override
    public void run(Call call, int task, Scratch scratch) {
        int first = task % taskBlocks() * taskTiles;
        int group = task / taskBlocks() % geometry.spec().groups();
        int n = task / taskBlocks() / geometry.spec().groups();
        float[] floats = scratch.floats();
        int[] block = scratch.ints();
        describe(block);
        Floats operand = geometry.operand(call);
        boolean inPlace = !channelsLast && operand.array() != null;
        int channel = group * geometry.reduction();
        if (!inPlace) {
            stage.fill(operand, n, channel, geometry.reduction(), shape, block, floats, 0);
        }
        float[] planes = inPlace ? operand.array() : floats;
        int planesAt = inPlace ? (int) (operand.arrayOffset() + stage.source().plane(n, channel)) : 0;
        for (int t = first; t < Math.min(first + taskTiles, tiles.tiles()); t++) {
            int packedAt = Lanes.PACKED_AT + group * tiles.columns() * geometry.products();
            for (int p = 0; p < geometry.phases().size(); p++) {
                Phase phase = geometry.phases().get(p);
                multiply(phase, planes, planesAt, call.packed(), packedAt + tiles.channel(t) * geometry.k(phase),
                        floats);
                packedAt += tiles.columns() * geometry.k(phase);
            }
            sink.storeAll(call, n, group * geometry.rows() + tiles.channel(t),
                    Math.min(Lanes.COUNT, geometry.rows() - tiles.channel(t)), results, floats, sumsAt(), Lanes.COUNT,
                    spareAt(), block, Blocks.DESCRIPTION);
        }
    }

    /** The sums of one phase and one tile of channels. */
    private void multiply(Phase phase, float[] planes, int planesAt, float[] packed, int packedAt, float[] floats) {
        Lattice height = phase.height();
        Lattice width = phase.width();
        int pitch = shape.width();
        int cRow = results.width().count() * Lanes.COUNT;
        for (int next = 0; next < height.count(); next += SIDE) {
            int y = Math.min(next, height.count() - SIDE);
            int row = y + height.low();
            for (int end = SIDE; end < width.count() + SIDE; end += SIDE) {
                int x = Math.min(end, width.count()) - SIDE;
                int column = x + width.low();
                PixelSquare.multiply(planes, planesAt + row * pitch + column, pitch, shape.plane(),
                        geometry.reduction(), packed, packedAt, row >= 0, row + SIDE < height.extent(), column >= 0,
                        column + SIDE < width.extent(), floats,
                        sumsAt() + (height.first() + y * height.step()) * cRow
                                + (width.first() + x * width.step()) * Lanes.COUNT,
                        height.step() * cRow, width.step() * Lanes.COUNT);
            }
        }
    }

    private void describe(int[] block) {
        block[Blocks.DEPTH] = 0;
        block[Blocks.HEIGHT] = 0;
        block[Blocks.WIDTH] = 0;
        block[Blocks.DEPTHS] = 1;
        block[Blocks.HEIGHTS] = results.height().count();
        block[Blocks.WIDTHS] = results.width().count();
    }

    private int taskBlocks() {
        return Math.ceilDiv(Math.max(1, tiles.tiles()), taskTiles);
    }

    private int sumsAt() {
        return Lanes.aligned(Math.multiplyExact(geometry.reduction(), shape.plane()));
    }

    private int spareAt() {
        return Math.addExact(sumsAt(), Math.multiplyExact(Lanes.roundUp(positions, Transpose8.ROWS), Lanes.COUNT));
    }
}
