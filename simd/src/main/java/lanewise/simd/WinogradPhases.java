package lanewise.simd;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import lanewise.core.Epilogue;
import lanewise.core.Product;
import lanewise.core.spi.Call;
import lanewise.core.spi.Kernel;
import lanewise.core.spi.Problem;
import lanewise.core.spi.Scratch;

/**
 * FORWARD and TRANSPOSE where every phase has one or two neighbouring taps along the width, and along the height, too, or one
 * there: F(3, 2) along each axis of two taps ({@link Winograd3x2}), 16 matrix products for 9 results of a phase of 2×2 taps
 * instead of 36, 12 for 2×1, 9 for 1×1. Or where every phase has 3×3 neighbouring taps: F(4×4, 3×3) ({@link Winograd4x3}), 36
 * products for 16 results instead of 144; there phases of few channels share a row tile.
 *
 * <p>A tile of each phase begins where its window does, one result earlier or later than that of another phase. So all of them
 * meet the same windows, the operand is transformed once, and the tiles of all phases are one dense patch of results.
 *
 * <p>The loops, named by what they cut:
 *
 * <pre>
 *     task   image × group × row block × slice × block of tiles
 *       channels at a time       stages them and transforms them into B panels
 *       row tile
 *         strips of phases
 *           product × column tile × phase  {@link RegisterTile}
 *           strip                transforms the products of its phases into results, puts them side by side and stores them
 * </pre>
 *
 * <p>Tiles are numbered in row-major order and blocks cut anywhere between them, but never across rows that are longer than a
 * block. B panels are {@code [product][column tile][k][columns]}, packed weights
 * {@code [group][row tile][product][phase][k][TILE_ROWS]}; phases follow each other as their results do. Scratch is
 * {@code [stage | transformed rows | B panels | buffer | products of a row tile | results of a strip | rows of a strip]}.
 */
final class WinogradPhases implements Kernel {
    /** {@link lanewise.core.spi.Algorithm#bound}: the worst of random and adversarial values was 7.6. */
    static final double BOUND = 32;

    /** Transforming the input takes as long as so many rows. */
    private static final int SHARED = 8;
    /** Products of more of them are not worth the time that planning takes. */
    private static final int MOST_PHASES = 256;
    /** The most vectors of tiles of a block. */
    private static final int VECTORS = 9;
    /** Where, for tiles of {@link Winograd4x3}, the rows of a window, its results and their numbers and the pixels of runs are. */
    private static final int ROWS_AT = Blocks.DESCRIPTION;
    private static final int RESULTS_AT = ROWS_AT + Winograd4x3.WINDOW;
    private static final int COUNTS_AT = RESULTS_AT + Lanes.COUNT / Winograd.RUN;
    private static final int RUNS_AT = COUNTS_AT + Lanes.COUNT / Winograd.RUN;

    private final Geometry geometry;
    /** The phases, in the order of their results. */
    private final List<Member> members;
    /** What all phases meet. */
    private final Phase window;
    private final StageShape shape;
    private final Stage stage;
    /** Phases of a strip. */
    private final int across;
    /** Phases whose channels are the rows of one tile: several where channels are few and phases have 3×3 taps. */
    private final int shared;
    /** Phases multiplied at a time, a part of a strip or whole ones. */
    private final int together;
    private final boolean tall;
    /** Whether every phase has 3×3 taps. */
    private final boolean three;
    /** Results of a tile along an axis, and positions of its window. */
    private final int side;
    private final int edge;
    private final int products;
    /** Products of all phases. */
    private final int multiplied;
    private final int rows;
    private final int blockRows;
    /** Tiles of a row. */
    private final int tiles;
    /** Rows of tiles. */
    private final int tileRows;
    /** Tiles that blocks cut: those of all rows, or of one. */
    private final int line;
    private final int lines;
    private final int blocks;
    private final int columns;
    private final int stagedTiles;
    private final int stagedChannels;
    private final int part;
    private final int midAt;
    private final int panelsAt;
    private final int bufferAt;
    private final int productsAt;
    private final int resultsAt;
    private final int rowsAt;

    /**
     * A phase and how its tiles are computed and stored.
     *
     * @param phase  its results
     * @param rows   the rows of its strip
     * @param high   products along the height
     * @param wide   products along the width
     * @param places where the weights of each are among those of a row tile
     * @param row    of the tile that its first channel is
     * @param depth  which window its first result meets along the depth
     * @param height along the height
     * @param width  along the width
     */
    private record Member(Phase phase, Phase rows, int high, int wide, int[] places, int row, int depth, int height,
            int width) {
        /** Where the weights of product {@code (i, j)} are, or -1. */
        int place(int i, int j) {
            return i < high && j < wide ? places[i * wide + j] : -1;
        }
    }

    private WinogradPhases(Problem problem, boolean three) {
        this.three = three;
        side = three ? Winograd4x3.TILE : Winograd3x2.TILE;
        edge = three ? Winograd4x3.WINDOW : Winograd3x2.WINDOW;
        geometry = Geometry.of(problem);
        List<Phase> phases = geometry.phases();
        window = geometry.lattices().merged();
        across = phases.getFirst().width().step();
        tall = window.height().shift().length > 1;
        products = edge * (tall ? edge : 1);
        shared = three ? shared(geometry.rows(), phases.size(), across) : 1;
        List<Phase> ordered =
                phases.stream().sorted(Comparator.comparingInt(phase -> phase.weight(phase.taps() - 1))).toList();
        members = IntStream.range(0, ordered.size()).mapToObj(i -> member(ordered.get(i), i % shared)).toList();
        int place = 0;
        for (int product = 0; product < products; product++) {
            for (int m = 0; m < members.size(); m++) {
                Member member = members.get(m);
                if (member.place(product / edge, product % edge) == 0) {
                    place += m % shared == 0 ? 1 : 0;
                    member.places[product / edge * member.wide + product % edge] = place - 1;
                }
            }
        }
        multiplied = place;
        rows = Lanes.roundUp(geometry.rows(), Lanes.TILE_ROWS);

        // Whole runs of tiles, whose pixels are loaded at once.
        tiles = Lanes.roundUp(Math.ceilDiv(window.width().count(), side), three ? Winograd.RUN : 1);
        tileRows = Math.ceilDiv(window.height().count(), tileHeight());
        // Where weights are few, passing over them often costs less than panels beyond the second-level cache.
        int budget = (long) multiplied * k() * rows <= Budget.TRANSFORMED
                ? Budget.TRANSFORMED
                : Budget.PHASES_TRANSFORMED;
        int most = Math.clamp(budget / Math.max(1, products * k()) / RegisterTile.UNIT, 1,
                VECTORS * Lanes.COUNT / RegisterTile.UNIT) * RegisterTile.UNIT;
        line = tiles <= most ? tiles * tileRows : tiles;
        lines = window.depth().count() * (tiles <= most ? 1 : tileRows);
        blocks = Math.max(1, Math.ceilDiv(line, most));
        columns = RegisterTile.UNIT * Math.ceilDiv(units(), blocks);
        stagedTiles = tiles <= most ? tiles : columns;
        int stagedRows = tiles <= most ? Math.min(tileRows, (columns + tiles - 2) / tiles + 1) : 1;
        blockRows = Budget.blockRows(rows, Budget.BLOCK_ROWS,
                (long) geometry.spec().batch() * geometry.spec().groups() * lines * blocks, SHARED, problem.threads());

        stage = Stage.of(Lattices.of(window), geometry.stage().source());
        shape = StageShape.of(stage, 1, stagedRows * tileHeight(), stagedTiles * side);
        int least = geometry.stage().source().positionStep() == 1 ? 1 : Lanes.COUNT;
        stagedChannels = Math.min(Math.max(least, Budget.STAGED_CHANNELS / shape.plane()), Math.max(1, k()));
        together = together(Math.clamp(Budget.STRIP_PRODUCTS / (products * Lanes.TILE_ROWS * columns), 1,
                Math.ceilDiv(members.size(), shared)));
        part = Winograd3x2.part(stagedRows, stagedTiles);
        midAt = Math.addExact(Math.multiplyExact(stagedChannels, shape.plane()), Winograd3x2.BEYOND);
        panelsAt = Lanes.aligned(Math.addExact(midAt, three ? 0 : Winograd3x2.WINDOW * Winograd3x2.TILE * part));
        bufferAt = Math.addExact(panelsAt, Math.multiplyExact(products, panelStep(columns)));
        productsAt = bufferAt + edge * edge * Lanes.COUNT;
        resultsAt = Math.addExact(productsAt, products * productStep(columns));
        rowsAt = resultsAt + held() * phasePitch();
    }

    /** Where phases have one or two taps an axis. */
    static WinogradPhases ofTwo(Problem problem) {
        return new WinogradPhases(problem, false);
    }

    /** Where they have three. */
    static WinogradPhases ofThree(Problem problem) {
        return new WinogradPhases(problem, true);
    }

    /** As many as fill a tile, whole strips or an even part of one. */
    private static int shared(int channels, int phases, int across) {
        int most = Math.clamp(Lanes.TILE_ROWS / Math.max(1, channels), 1, phases);
        while (across % most != 0 && most % across != 0) {
            most--;
        }
        return most;
    }

    /** The phases of at most so many tiles: whole strips or an even part of one. */
    private int together(int units) {
        int most = units * shared;
        if (most >= across) {
            return most / across * across;
        }
        while (across % most != 0) {
            most -= shared;
        }
        return most;
    }

    static String rejectsThree(Problem problem) {
        return rejects(problem, Winograd4x3.WINDOW, phases -> phases.size() > 1 && three(phases)
                ? null
                : "is not a strided transpose whose phases have 3×3 taps");
    }

    static String rejectsTwo(Problem problem) {
        return rejects(problem, Winograd3x2.WINDOW, WinogradPhases::rejectsTwo);
    }

    /** {@link #rejectsTwo}, but phases may all have 3×3 taps, too, whose windows are as large where tiles have 2×2 results. */
    static String rejectsTwoOrThree(Problem problem) {
        return rejects(problem, Winograd3x2.WINDOW, phases -> three(phases) ? null : rejectsTwo(phases));
    }

    private static boolean three(List<Phase> phases) {
        return phases.stream().allMatch(
                phase -> taps(phase.depth()) == 1 && taps(phase.height()) == 3 && taps(phase.width()) == 3);
    }

    private static String rejectsTwo(List<Phase> phases) {
        boolean few = phases.stream().allMatch(phase -> taps(phase.depth()) == 1 && few(phase.height())
                && few(phase.width()));
        return !few || phases.stream().allMatch(phase -> taps(phase.width()) == 1)
                ? "phases have not one or two neighbouring taps along the width and height, and one along the depth"
                : null;
    }

    private static String rejects(Problem problem, int edge, Function<List<Phase>, String> rejects) {
        if (problem.product() == Product.WEIGHTS) {
            return "applies weights only";
        }
        List<Phase> phases = Geometry.of(problem).phases();
        if (phases.size() > MOST_PHASES) {
            return "has more than " + MOST_PHASES + " phases";
        }
        String rejected = rejects.apply(phases);
        long k = Math.max(problem.spec().inChannelsPerGroup(), problem.spec().outChannelsPerGroup());
        return rejected == null && k * edge * edge * 2 * Lanes.COUNT > Budget.MOST_TRANSFORMED
                ? "too many channels to transform at once"
                : rejected;
    }

    private static boolean few(Lattice lattice) {
        return taps(lattice) == 1 || taps(lattice) == 2;
    }

    /** How many taps a lattice has, if they are neighbours. */
    private static int taps(Lattice lattice) {
        int[] shift = lattice.shift();
        for (int i = 1; i < shift.length; i++) {
            if (Math.abs(shift[i] - shift[i - 1]) != 1) {
                return 0;
            }
        }
        return lattice.advance() > 1 ? 0 : shift.length;
    }

    @Override
    public double cost() {
        double all = 0;
        for (int block = 0; block < blocks; block++) {
            int rest = Lanes.roundUp(end(block) - first(block), RegisterTile.UNIT);
            double vectors = 0;
            for (; rest > 0; rest -= RegisterTile.nextPanel(rest)) {
                vectors += RegisterTile.cost(RegisterTile.nextPanel(rest));
            }
            all += vectors * ((double) multiplied * k() * rows
                    + (double) (products * k() * rowBlocks() + multiplied * rows) * Costs.TRANSFORM) * Costs.TILE_VECTOR
                    + (double) multiplied * k() * rows * Costs.STREAMED_ROW_FLOAT;
        }
        return all * lines * geometry.spec().batch() * geometry.spec().groups();
    }

    @Override
    public int tasks() {
        return Math
                .toIntExact((long) geometry.spec().batch() * geometry.spec().groups() * rowBlocks() * lines * blocks);
    }

    @Override
    public int scratchFloats() {
        return Math.addExact(rowsAt, Lanes.TILE_ROWS * rowPitch());
    }

    @Override
    public int scratchInts() {
        return RUNS_AT + 4 * (1 + columns / Lanes.COUNT) + 1;
    }

    @Override
    public float[] pack(float[] weights) {
        int size = multiplied * k();
        float[] packed = new float[Math.multiplyExact(geometry.spec().groups() * rows, size)];
        for (int group = 0; group < geometry.spec().groups(); group++) {
            for (Member member : members) {
                Phase phase = member.phase();
                int[] taps = WinogradFilter.taps(phase, geometry.weights(group, phase));
                for (int row = 0; row < geometry.rows(); row += Lanes.TILE_ROWS) {
                    WinogradFilter.transform(tall ? filter(phase.height()) : new double[][]{{1}},
                            filter(phase.width()), weights, row * geometry.weightStep(),
                            geometry.weightStep(), Math.min(Lanes.TILE_ROWS, geometry.rows() - row), taps, 0,
                            k(), packed, (group * rows + row) * size + member.row(), Lanes.TILE_ROWS,
                            member.places());
                }
            }
        }
        return packed;
    }

    private double[][] filter(Lattice lattice) {
        return three ? Winograd4x3.G : Winograd3x2.G[taps(lattice)];
    }

    @Override
    public void run(Call call, int task, Scratch scratch) {
        float[] floats = scratch.floats();
        int block = task % blocks;
        int at = task / blocks % lines;
        int rest = task / blocks / lines;
        int row = rest % rowBlocks() * blockRows;
        int group = rest / rowBlocks() % geometry.spec().groups();
        int n = rest / rowBlocks() / geometry.spec().groups();
        int count = end(block) - first(block);
        // The first tile of the block among those of the slice.
        int linesOfSlice = lines / window.depth().count();
        int depth = at / linesOfSlice;
        int tile = at % linesOfSlice * line + first(block);
        int width = Lanes.roundUp(count, RegisterTile.UNIT);
        transformInput(call, n, group, depth, tile, width, scratch);
        for (int r = row; r < Math.min(row + blockRows, geometry.rows()); r += Lanes.TILE_ROWS) {
            int packedAt = (group * rows + r) * multiplied * k();
            int channels = Math.min(Lanes.TILE_ROWS, geometry.rows() - r);
            for (int p = 0; p < members.size(); p += together) {
                int end = Math.min(p + together, members.size());
                multiply(call.packed(), packedAt, geometry.rows() - r, p, end, width, floats);
                for (int m = p; m < end; m += shared) {
                    int next = Math.min(m + shared, end);
                    transformOutput(m, (m - p) / shared, channels * (next - m), width, scratch);
                    int finished = next % across == 0 ? Math.max(across, next - m) : 0;
                    for (int strip = next - finished; strip < next; strip += across) {
                        store(call, n, group * geometry.rows() + r, channels, strip, depth, tile, count, scratch);
                    }
                }
            }
        }
    }

    private void transformInput(Call call, int n, int group, int depth, int tile, int width, Scratch scratch) {
        int[] block = scratch.ints();
        int skip = stagedTiles == tiles ? tile % tiles : 0;
        block[Blocks.DEPTH] = depth;
        block[Blocks.HEIGHT] = tile / tiles * tileHeight();
        block[Blocks.WIDTH] = (tile % tiles - skip) * side;
        if (three) {
            locateRuns(skip, width, block);
        }
        for (int channel = 0; channel < k(); channel += stagedChannels) {
            int count = Math.min(stagedChannels, k() - channel);
            stage.fill(geometry.operand(call), n, group * k() + channel, count, shape, block, scratch.floats(), 0);
            if (three) {
                transformSquares(channel, count, width, scratch);
            } else {
                Winograd3x2.input(scratch.floats(), 0, shape.plane(), count, shape.width(), shape.height(), tall,
                        stagedTiles, skip, width, midAt, part, panelsAt, k(), channel, panelStep(width));
            }
        }
    }

    /** Where runs of tiles start in the stage and their results in a row; what is beyond the last one is read and never stored. */
    private void locateRuns(int skip, int width, int[] ints) {
        for (int i = 0; i < Winograd4x3.WINDOW; i++) {
            ints[ROWS_AT + i] = i * shape.width();
        }
        for (int i = 0; i < Lanes.COUNT / Winograd.RUN; i++) {
            ints[RESULTS_AT + i] = i * Lanes.COUNT;
            ints[COUNTS_AT + i] = Lanes.COUNT;
        }
        for (int i = 0; i < width / Winograd.RUN; i++) {
            int tile = skip + i * Winograd.RUN;
            int row = Math.min(tile / stagedTiles * side, shape.height() - edge);
            ints[RUNS_AT + i] = row * shape.width() + tile % stagedTiles * side;
        }
    }

    private void transformSquares(int channel, int count, int width, Scratch scratch) {
        float[] floats = scratch.floats();
        int panel;
        for (int column = 0; column < width; column += panel) {
            panel = RegisterTile.nextPanel(width - column);
            for (int x = 0; x < panel; x += Lanes.COUNT) {
                Winograd4x3.input(floats, 0, shape.plane(), count, scratch.ints(), ROWS_AT,
                        RUNS_AT + (column + x) / Winograd.RUN, floats, bufferAt, floats,
                        panelsAt + column * k() + channel * panel + x, panelStep(width), panel);
            }
        }
    }

    /** The products of some phases of a row tile. */
    private void multiply(float[] packed, int packedAt, int left, int first, int end, int width, float[] floats) {
        int needed = shared > 1 ? shared * left : left;
        int panel;
        for (int product = 0; product < products; product++) {
            for (int column = 0; column < width; column += panel) {
                panel = RegisterTile.nextPanel(width - column);
                int b = panelsAt + product * panelStep(width) + column * k();
                int c = productsAt + product * productStep(width) + Lanes.TILE_ROWS * column;
                for (int p = first; p < end; p += shared, c += Lanes.TILE_ROWS * width) {
                    int place = members.get(p).place(product / edge, product % edge);
                    if (place >= 0) {
                        RegisterTile.multiply(packed, packedAt + place * k() * Lanes.TILE_ROWS, needed, floats, b, k(),
                                floats, c, false, panel);
                    }
                }
            }
        }
    }

    /** The results of a phase, or of those that share a tile: {@code [phase][channel][row of a tile][side · columns]}. */
    private void transformOutput(int phase, int place, int channels, int width, Scratch scratch) {
        float[] floats = scratch.floats();
        Member member = members.get(phase);
        int panel;
        for (int column = 0; column < width; column += panel) {
            panel = RegisterTile.nextPanel(width - column);
            for (int x = 0; x < panel; x += Lanes.COUNT) {
                int from = productsAt + Lanes.TILE_ROWS * (place * width + column) + x;
                int to = resultsAt + phase % held() * phasePitch() + side * (column + x);
                if (three) {
                    Winograd4x3.output(floats, from, productStep(width), panel, Epilogue.none(), 0, channels, floats,
                            bufferAt, floats, to, side * columns, channelPitch(), scratch.ints(), RESULTS_AT,
                            COUNTS_AT);
                } else {
                    Winograd3x2.output(floats, from, productStep(width), panel, channels,
                            Math.max(member.high() - 2, 0), member.wide() - 2, bufferAt, to, side * columns,
                            channelPitch());
                }
            }
        }
    }

    /** Stores the results of a strip, those in a row of tiles at a time. */
    private void store(Call call, int n, int channel, int channels, int strip, int depth, int tile, int count,
            Scratch scratch) {
        int[] block = scratch.ints();
        Member member = members.get(strip);
        Phase phase = member.phase();
        block[Blocks.DEPTH] = depth - member.depth();
        block[Blocks.DEPTHS] = 1;
        block[Blocks.HEIGHTS] = 1;
        if (block[Blocks.DEPTH] < 0 || block[Blocks.DEPTH] >= phase.depth().count()) {
            return;
        }
        int run;
        for (int j = 0; j < count; j += run) {
            int w = (tile + j) % tiles;
            run = Math.min(tiles - w, count - j);
            int to = phase.width().first() + across * (side * w - member.width());
            int begin = Math.max(to, 0);
            int results = across * side * run;
            block[Blocks.WIDTH] = begin;
            block[Blocks.WIDTHS] = Math.min(to + results, member.rows().width().count()) - begin;
            for (int i = 0; i < tileHeight(); i++) {
                block[Blocks.HEIGHT] = (tile + j) / tiles * tileHeight() + i - member.height();
                if (block[Blocks.HEIGHT] >= 0 && block[Blocks.HEIGHT] < phase.height().count()
                        && block[Blocks.WIDTHS] > 0) {
                    Interleave.run(scratch.floats(),
                            resultsAt + strip % held() * phasePitch() + side * (i * columns + j),
                            phasePitch(), channelPitch(), scratch.floats(), rowsAt, rowPitch(), channels, across,
                            results);
                    geometry.sink().store(call, scratch.floats(), rowsAt + begin - to, rowPitch(),
                            geometry.result(call), n, channel, channels, member.rows(), block, 0, block[Blocks.WIDTHS]);
                }
            }
        }
    }

    private Member member(Phase phase, int place) {
        Phase rows = new Phase(phase.depth(), phase.height(), Lattice.identity(geometry.sink().target().width()));
        int high = tall ? filter(phase.height()).length : 1;
        int wide = filter(phase.width()).length;
        return new Member(phase, rows, high, wide, new int[high * wide], place * geometry.rows(),
                phase.depth().low() - window.depth().low(), phase.height().low() - window.height().low(),
                phase.width().low() - window.width().low());
    }

    private int tileHeight() {
        return tall ? side : 1;
    }

    private int k() {
        return geometry.reduction();
    }

    private int units() {
        return Math.ceilDiv(line, RegisterTile.UNIT);
    }

    private int first(int block) {
        return Math.min(line, (int) ((long) units() * block / blocks) * RegisterTile.UNIT);
    }

    private int end(int block) {
        return first(block + 1);
    }

    private int rowBlocks() {
        return Math.ceilDiv(rows, blockRows);
    }

    /** The distance of the panels of two products: not a power of two, or all would share a set of the cache. */
    private int panelStep(int width) {
        return Math.addExact(Math.multiplyExact(k(), width), Lanes.COUNT);
    }

    private int productStep(int width) {
        return Math.ceilDiv(together, shared) * Lanes.TILE_ROWS * width + Lanes.COUNT;
    }

    /** Phases whose results are kept: a strip, or those that share a tile. */
    private int held() {
        return Math.max(across, shared);
    }

    private int phasePitch() {
        return (shared > 1 ? geometry.rows() : Lanes.TILE_ROWS) * channelPitch();
    }

    private int channelPitch() {
        return tileHeight() * side * columns;
    }

    private int rowPitch() {
        return across * side * columns;
    }
}
