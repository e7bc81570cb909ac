package lanewise.simd;

import lanewise.core.Floats;
import lanewise.core.Layout;
import lanewise.core.spi.Call;
import lanewise.core.spi.Kernel;
import lanewise.core.spi.Problem;
import lanewise.core.spi.Scratch;
import lanewise.core.spi.TensorIndex;

/**
 * FORWARD and TRANSPOSE of a single pixel that meets every result with one tap, as a generator's first layer or a fully connected
 * one: a product of a matrix and a vector, {@code out[j] = Σ_c x[c] · W[c, j]}, where j runs over channels and positions as the
 * layout does. It reads each weight once, in the order in which they lie in memory.
 *
 * <p>The loops, named by what they cut:
 *
 * <pre>
 *     task   image × group × block of channels
 *       columns    {@link Tile1x8}, or for weights of two bytes {@link Bfloat16Tile1x8}
 *       channels   stores them
 * </pre>
 *
 * <p>Packed weights are {@code [group][block][columns][c][COLUMNS]}, columns beyond the last are zero; in bfloat16 a float holds
 * two. Scratch is {@code [pixel | results | bias]} and {@code [block of results | offsets | 0 | places of the results]}.
 */
final class SinglePixel implements Kernel {
    private static final int COLUMNS = Tile1x8.VECTORS * Lanes.COUNT;

    private final Geometry geometry;
    private final ChannelsLastSink sink;
    private final boolean channelsLast;
    private final Phase results;
    private final int positions;
    private final int rows;
    /** Floats that a row of {@link #COLUMNS} packed weights takes. */
    private final int packedColumns;

    SinglePixel(Problem problem) {
        geometry = Geometry.of(problem);
        sink = new ChannelsLastSink(geometry);
        channelsLast = problem.layout() == Layout.NHWC;
        TensorIndex target = geometry.sink().target();
        results = new Phase(Lattice.identity(target.depth()), Lattice.identity(target.height()),
                Lattice.identity(target.width()));
        positions = Math.multiplyExact(target.depth() * target.height(), target.width());
        int fewest = Math.ceilDiv(COLUMNS, positions);
        rows = Math.clamp(Math.max(fewest, Math.ceilDiv(geometry.rows(), Budget.TASKS)), 1,
                Math.max(1, geometry.rows()));
        packedColumns = COLUMNS;
    }

    /** The same with packed weights of bfloat16. */
    private SinglePixel(SinglePixel kernel) {
        geometry = kernel.geometry;
        sink = kernel.sink;
        channelsLast = kernel.channelsLast;
        results = kernel.results;
        positions = kernel.positions;
        rows = kernel.rows;
        packedColumns = Bfloat16Tile1x8.WORDS;
    }

    @Override
    public Kernel bfloat16() {
        return new SinglePixel(this);
    }

    static String rejects(Problem problem) {
        if (Geometry.rejects(problem) != null) {
            return Geometry.rejects(problem);
        }
        Geometry geometry = Geometry.of(problem);
        TensorIndex source = geometry.stage().source();
        if (source.depth() != 1 || source.height() != 1 || source.width() != 1) {
            return "needs an image of one pixel";
        }
        return geometry.phases().stream().allMatch(phase -> met(phase.depth()) && met(phase.height())
                && met(phase.width())) ? null : "some result does not meet the pixel";
    }

    private static boolean met(Lattice lattice) {
        for (int t = 0; t < lattice.count(); t++) {
            if (tap(lattice, t) < 0) {
                return false;
            }
        }
        return true;
    }

    /** The tap with which a result meets the only position there is, or -1. */
    private static int tap(Lattice lattice, int t) {
        for (int tap = 0; tap < lattice.shift().length; tap++) {
            if (lattice.advance() * t + lattice.shift()[tap] == 0) {
                return tap;
            }
        }
        return -1;
    }

    @Override
    public double cost() {
        return (double) geometry.spec().batch() * geometry.spec().groups() * blocks() * blockSize()
                * Costs.STREAMED_FLOAT;
    }

    @Override
    public int tasks() {
        return Math.multiplyExact(Math.multiplyExact(geometry.spec().batch(), geometry.spec().groups()), blocks());
    }

    @Override
    public int scratchFloats() {
        return Math.addExact(biasAt(), rows);
    }

    @Override
    public int scratchInts() {
        return Math.addExact(zeroAt(), 1 + positions);
    }

    @Override
    public float[] pack(float[] weights) {
        float[] packed = new float[Math.addExact(Lanes.PACKED_AT,
                Math.multiplyExact(geometry.spec().groups() * blocks(), blockSize()))];
        for (Phase phase : geometry.phases()) {
            for (int d = 0; d < phase.depth().count(); d++) {
                for (int h = 0; h < phase.height().count(); h++) {
                    for (int w = 0; w < phase.width().count(); w++) {
                        pack(weights, phase, d, h, w, packed);
                    }
                }
            }
        }
        return packed;
    }

    /** The positions written and the taps they meet follow from the padding. */
    @Override
    public Object packing() {
        return geometry.spec().axes();
    }

    /** The weights of one position. */
    private void pack(float[] weights, Phase phase, int d, int h, int w, float[] packed) {
        TensorIndex target = geometry.sink().target();
        int place = phase.depth().place()[tap(phase.depth(), d)] + phase.height().place()[tap(phase.height(), h)]
                + phase.width().place()[tap(phase.width(), w)];
        int position = (at(phase.depth(), d) * target.height() + at(phase.height(), h)) * target.width()
                + at(phase.width(), w);
        for (int group = 0; group < geometry.spec().groups(); group++) {
            for (int row = 0; row < geometry.rows(); row++) {
                int column = channelsLast ? position * rows + row % rows : row % rows * positions + position;
                int to = Lanes.PACKED_AT + (group * blocks() + row / rows) * blockSize()
                        + column / COLUMNS * packedColumns
                                * geometry.reduction();
                for (int c = 0; c < geometry.reduction(); c++, to += packedColumns) {
                    float weight = weights[geometry.weight(group, row, c, place)];
                    if (halved()) {
                        Bfloat16Tile1x8.put(packed, to, column % COLUMNS, weight);
                    } else {
                        packed[to + column % COLUMNS] = weight;
                    }
                }
            }
        }
    }

    private static int at(Lattice lattice, int t) {
        return lattice.first() + lattice.step() * t;
    }

    @Override
    public void run(Call call, int task, Scratch scratch) {
        int block = task % blocks();
        int group = task / blocks() % geometry.spec().groups();
        int n = task / blocks() / geometry.spec().groups();
        float[] floats = scratch.floats();
        int[] ints = scratch.ints();
        int reduction = geometry.reduction();
        Floats operand = geometry.operand(call);
        for (int c = 0; c < reduction; c++) {
            floats[c] = operand.get(geometry.stage().source().plane(n, group * reduction + c));
            ints[Blocks.DESCRIPTION + c] = c * COLUMNS;
        }
        int packedAt = Lanes.PACKED_AT + (group * blocks() + block) * blockSize();
        for (int column = 0; column < columns(); column += COLUMNS, packedAt += packedColumns * reduction) {
            if (halved()) {
                Bfloat16Tile1x8.run(floats, 0, call.packed(), packedAt, reduction, floats, reduction + column);
            } else {
                Tile1x8.run(floats, 0, call.packed(), packedAt, 2 * Lanes.COUNT, Lanes.COUNT, ints, Blocks.DESCRIPTION,
                        reduction, floats, reduction + column, 2 * Lanes.COUNT, Lanes.COUNT);
            }
        }
        whole(ints);
        int row = block * rows;
        int channel = group * geometry.rows() + row;
        int channels = Math.min(rows, geometry.rows() - row);
        if (channelsLast) {
            ints[zeroAt()] = 0;
            sink.places(results, ints, zeroAt() + 1);
            Sink.bias(call.epilogue(), channel, channels, floats, biasAt());
            sink.store(call, n, channel, channels, results, floats, reduction, rows, biasAt(), ints, zeroAt() + 1,
                    zeroAt(), 0, positions);
        } else {
            geometry.sink().store(call, floats, reduction, positions, geometry.result(call), n, channel, channels,
                    results, ints, 0, positions);
        }
    }

    private void whole(int[] block) {
        block[Blocks.DEPTH] = 0;
        block[Blocks.HEIGHT] = 0;
        block[Blocks.WIDTH] = 0;
        block[Blocks.DEPTHS] = results.depth().count();
        block[Blocks.HEIGHTS] = results.height().count();
        block[Blocks.WIDTHS] = results.width().count();
    }

    private int biasAt() {
        return Math.addExact(geometry.reduction(), columns());
    }

    private int zeroAt() {
        return Math.addExact(Blocks.DESCRIPTION, geometry.reduction());
    }

    /** Blocks of channels in a group. */
    private int blocks() {
        return Math.ceilDiv(geometry.rows(), rows);
    }

    private int columns() {
        return Lanes.roundUp(Math.multiplyExact(rows, positions), COLUMNS);
    }

    /** The packed weights of a block of channels. */
    private int blockSize() {
        return Math.multiplyExact(columns() / COLUMNS * packedColumns, geometry.reduction());
    }

    private boolean halved() {
        return packedColumns < COLUMNS;
    }
}
