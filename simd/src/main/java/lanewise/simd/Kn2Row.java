package lanewise.simd;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import lanewise.core.Floats;
import lanewise.core.Product;
import lanewise.core.spi.Call;
import lanewise.core.spi.Kernel;
import lanewise.core.spi.Problem;
import lanewise.core.spi.Scratch;
import lanewise.core.spi.TensorIndex;

/**
 * FORWARD without stride and TRANSPOSE that write few channels: one matrix product {@code C = A·B}, whose rows are the taps of every
 * channel written and whose columns are the pixels of the operand, each packed once. A result is the sum of the rows of its
 * taps, each shifted by its own. So a few channels fill row tiles, and nothing is read again for another tap. Known as kn2row
 * (Vasudevan et al. 2017), of transposes as a matrix product and col2im.
 *
 * <p>Sums are over channels first, then over taps: not the order of the scalar reference.
 *
 * <p>The loops, named by what they cut:
 *
 * <pre>
 *     task   image × group × slice × block of result rows
 *       operand rows                   a few more of them
 *         channel read × column tile   packs the B panels
 *         column tile × row tile       {@link RegisterTile}
 *         result rows that wait for no others
 *           phase × channel            {@link OverlapAdd}
 * </pre>
 *
 * <p>Packed weights are {@code [group][row tile][k][TILE_ROWS]}, rows {@code [tap][channel]}. Rows of C that taps still reach
 * move to its front. Result rows are counted in windows: one of each residue of the stride. Scratch is
 * {@code [zeros | B panels | gap | C | gap | sums of a row: phase, channel | results: channel, row | stage]} and
 * {@code [block | rows of a panel | its columns | rows of C and their shifts]}.
 */
final class Kn2Row implements Kernel {
    /** {@link lanewise.core.spi.Algorithm#bound}: results of more roundings are refused. */
    static final double BOUND = 2048;

    /** Least windows of a task, in those that its neighbours compute, too. */
    private static final int SHARED = 4;

    private final Geometry geometry;
    /** Rows of the product, and the length of its sums. */
    private final int rows;
    private final int k;
    private final TensorIndex source;
    private final TensorIndex target;
    /** In the order of their results. */
    private final List<Lattice> heights;
    private final List<Lattice> widths;
    /** How many operand rows before and after its own a result row meets. */
    private final int before;
    private final int after;
    private final int windows;
    private final int taskWindows;
    /** Operand rows at a time. */
    private final int fresh;
    private final Stage stage;
    private final StageShape shape;
    private final Phase results;
    private final int pitch;
    private final int sumsPitch;
    private final int resultPitch;
    private final int cAt;
    private final int sumsAt;
    private final int resultsAt;
    private final int stageAt;

    Kn2Row(Problem problem) {
        geometry = Geometry.of(problem);
        rows = Math.toIntExact(geometry.spec().taps() * geometry.rows());
        k = geometry.reduction();
        source = geometry.stage().source();
        target = geometry.sink().target();
        heights = inOrder(geometry.lattices().heights());
        widths = inOrder(geometry.lattices().widths());
        before = Math.max(0, -geometry.stage().height().minShift());
        after = Math.max(0, geometry.stage().height().minShift() + geometry.stage().height().span());
        windows = heights.stream().mapToInt(Lattice::count).max().orElse(0);
        long slices = Math.max(1, (long) geometry.spec().batch() * geometry.spec().groups() * target.depth());
        int least = Math.ceilDiv(windows, (int) Math.ceilDiv(problem.threads(), slices));
        taskWindows = Math.max(Math.max(1, least), SHARED * (before + after));
        fresh = fresh();

        Phase operand = new Phase(Lattice.identity(source.depth()), Lattice.identity(source.height()),
                Lattice.identity(source.width()));
        stage = Stage.of(Lattices.of(operand), source);
        shape = StageShape.of(stage, 1, fresh, source.width());
        results = new Phase(Lattice.identity(target.depth()), Lattice.identity(target.height()),
                Lattice.identity(target.width()));
        sumsPitch = Lanes.roundUp(widths.stream().mapToInt(Lattice::count).max().orElse(0), Lanes.COUNT);
        resultPitch = fresh * heights.size() * target.width() + Lanes.COUNT;
        pitch = Math.min(fresh + before + after, source.height()) * source.width() + Lanes.TILE_COLUMNS;
        int gap = sumsPitch + Math.abs(geometry.stage().width().minShift()) + geometry.stage().width().span();
        cAt = Math.addExact(bAt(),
                Math.multiplyExact(panels(fresh), LongPanels.pitch(k)))
                + gap;
        sumsAt = Math.addExact(cAt, Math.multiplyExact(Lanes.roundUp(rows, Lanes.TILE_ROWS), pitch)) + gap;
        resultsAt = Math.addExact(sumsAt, widths.size() * geometry.rows() * sumsPitch);
        stageAt = Math.addExact(resultsAt, Math.multiplyExact(geometry.rows(), resultPitch));
    }

    static String rejects(Problem problem) {
        if (problem.product() == Product.WEIGHTS) {
            return "applies weights only";
        }
        Geometry geometry = Geometry.of(problem);
        Lattices lattices = geometry.lattices();
        if (lattices.depths().size() > 1 || lattices.depths().getFirst().shift().length != 1) {
            return "has taps along the depth";
        }
        if (geometry.spec().taps() == 1 || lattices.heights().getFirst().advance() > 1
                || lattices.widths().getFirst().advance() > 1) {
            return "has one tap, or a stride that is not transposed";
        }
        long width = geometry.stage().source().width();
        long rows = geometry.spec().taps() * geometry.rows();
        long row = width * geometry.reduction()
                + rows * (width * (1 + geometry.stage().height().span()) + Lanes.TILE_COLUMNS);
        return row > Budget.MOST_TAP_ROWS || geometry.reduction() + geometry.spec().taps() > BOUND
                ? "rows or sums are too long"
                : null;
    }

    private static List<Lattice> inOrder(List<Lattice> lattices) {
        return lattices.stream().sorted(Comparator.comparingInt(Lattice::first)).toList();
    }

    /** So many operand rows that their sums are near and fill tiles. */
    private int fresh() {
        int all = Math.max(1, source.height());
        int each = Math.max(1, (rows + k) * source.width());
        if (Budget.TAP_ROWS / each >= all) {
            return all;
        }
        int most = Math.clamp((Budget.TAP_ROWS - rows * (before + after) * source.width()) / each, 1, all);
        int best = most;
        for (int count = most; count > most / 2; count--) {
            if (filled(count) > filled(best)) {
                best = count;
            }
        }
        return best;
    }

    /** How much of its tiles so many operand rows fill. */
    private double filled(int count) {
        int columns = count * source.width();
        return (double) columns / Lanes.roundUp(columns, Lanes.TILE_COLUMNS);
    }

    @Override
    public double cost() {
        int read = Math.min(source.height(), taskWindows + before + after);
        double panels = (double) rowBlocks() * (read / fresh * panels(fresh) + panels(read % fresh));
        int last = rows % Lanes.TILE_ROWS;
        double vectors = panels * Lanes.TILE_COLUMNS / Lanes.COUNT
                * (rows - last + (last == 0 ? 0 : InPlaceTile.cost(last)));
        double stored = (double) geometry.rows() * target.height() * target.width();
        double cycles = vectors * (k * Costs.TILE_VECTOR + Costs.OVERLAPPED_VECTOR) + panels * k * Costs.LONG_PANEL_ROW
                + stored * Costs.STORED_FLOAT
                + (double) rowBlocks() * Math.ceilDiv(read, fresh) * rows * k * Costs.STREAMED_ROW_FLOAT;
        if (source.positionStep() > 1) {
            cycles += ((double) rowBlocks() * read * source.width() * k + stored) * Costs.TRANSPOSED_FLOAT;
        }
        return cycles * target.depth() * geometry.spec().batch() * geometry.spec().groups();
    }

    private int panels(int operandRows) {
        return Math.ceilDiv(operandRows * source.width(), Lanes.TILE_COLUMNS);
    }

    @Override
    public int tasks() {
        return Math.toIntExact(
                (long) geometry.spec().batch() * geometry.spec().groups() * target.depth() * rowBlocks());
    }

    @Override
    public int scratchFloats() {
        return Math.addExact(stageAt, Math.multiplyExact(k, shape.plane())) + Lanes.TILE_COLUMNS;
    }

    @Override
    public int scratchInts() {
        return tableAt() + 2 * (int) geometry.spec().taps();
    }

    @Override
    public float[] pack(float[] weights) {
        int size = Math.multiplyExact(Lanes.roundUp(rows, Lanes.TILE_ROWS), k);
        float[] packed = new float[Math.multiplyExact(geometry.spec().groups(), size)];
        for (int group = 0; group < geometry.spec().groups(); group++) {
            for (int row = 0; row < rows; row++) {
                int to = group * size + row / Lanes.TILE_ROWS * Lanes.TILE_ROWS * k + row % Lanes.TILE_ROWS;
                for (int i = 0; i < k; i++) {
                    packed[to + i * Lanes.TILE_ROWS] =
                            weights[geometry.weight(group, row % geometry.rows(), i, row / geometry.rows())];
                }
            }
        }
        return packed;
    }

    @Override
    public void run(Call call, int task, Scratch scratch) {
        int window = task % rowBlocks() * taskWindows;
        int last = Math.min(window + taskWindows, windows);
        int rest = task / rowBlocks();
        int slice = rest % target.depth();
        int group = rest / target.depth() % geometry.spec().groups();
        int n = rest / target.depth() / geometry.spec().groups();
        Lattice depth = geometry.lattices().depths().getFirst();
        int read = depth.advance() * slice + depth.shift()[0];
        boolean inside = read >= 0 && read < source.depth();
        int end = inside ? Math.min(last + after, source.height()) : 0;
        int first = Math.clamp(window - before, 0, end);
        int row = first;
        Arrays.fill(scratch.floats(), 0, bAt(), 0f);
        do {
            int needed = Math.clamp(window - before, first, row);
            drop(needed - first, row - needed, scratch.floats());
            first = needed;
            int next = Math.min(row + fresh, end);
            if (next > row) {
                multiply(call, n, group, read, row, next - row, row - first, scratch);
            }
            row = next;
            int ready = row == end ? last : Math.min(last, row - after);
            while (window < ready) {
                int count = Math.min(fresh, ready - window);
                add(call, n, group, slice, window, count, first, end, scratch);
                window += count;
            }
        } while (window < last);
    }

    /** Forgets the first rows of C and moves the others there. */
    private void drop(int dropped, int kept, float[] floats) {
        for (int r = 0; dropped > 0 && kept > 0 && r < rows; r++) {
            int at = cAt + r * pitch;
            System.arraycopy(floats, at + dropped * source.width(), floats, at, kept * source.width());
        }
    }

    /** C = A·B for some operand rows, of which so many are in C. */
    private void multiply(Call call, int n, int group, int slice, int row, int count, int kept, Scratch scratch) {
        float[] floats = scratch.floats();
        int[] ints = scratch.ints();
        Floats operand = geometry.operand(call);
        int columns = count * source.width();
        long place = operand.arrayOffset() + source.plane(n, group * k) + source.position(slice, row, 0);
        boolean inPlace = operand.array() != null && source.positionStep() == 1
                && place + (k - 1) * source.channelStep()
                        + Math.max(columns, Lanes.TILE_COLUMNS) <= operand.array().length;
        if (!inPlace) {
            ints[Blocks.DEPTH] = slice;
            ints[Blocks.HEIGHT] = row;
            ints[Blocks.WIDTH] = 0;
            stage.fill(operand, n, group * k, k, shape, ints, floats, stageAt);
        }
        int plane = inPlace ? (int) source.channelStep() : shape.plane();
        float[] from = inPlace ? operand.array() : floats;
        int fromAt = inPlace ? (int) place : stageAt;
        ints[Offsets.ROWS_AT] = 0;
        Offsets.channels(1, plane, k, ints);
        LongPanels.pack(from, fromAt, ints, Offsets.ROWS_AT, k, 0, Math.max(columns, Lanes.TILE_COLUMNS), floats, bAt(),
                LongPanels.pitch(k));
        multiply(call.packed(), group * Lanes.roundUp(rows, Lanes.TILE_ROWS) * k, columns, cAt + kept * source.width(),
                scratch);
    }

    /** C = A·B for the columns whose panels are packed; a last row tile of few rows takes them for rows that lie anywhere. */
    private void multiply(float[] packed, int packedAt, int columns, int to, Scratch scratch) {
        float[] floats = scratch.floats();
        int[] ints = scratch.ints();
        ints[Offsets.ROWS_AT] = 0;
        Offsets.channels(1, Lanes.TILE_COLUMNS, k, ints);
        for (int j = 0; j < Lanes.TILE_COLUMNS; j++) {
            ints[columnsAt() + j] = j;
        }
        int last = rows % Lanes.TILE_ROWS;
        int whole = last > 0 && InPlaceTile.rows(last) < Lanes.TILE_ROWS && !InPlaceTile.cold() ? rows - last : rows;
        for (int p = 0; p * Lanes.TILE_COLUMNS < columns; p++) {
            int panel = bAt() + p * LongPanels.pitch(k);
            int at = to + RegisterTile.column(p, 0, columns);
            RegisterTile.finish(packed, packedAt, whole, floats, panel, k, floats, 0, floats, at, pitch);
            if (whole < rows) {
                InPlaceTile.run(packed, packedAt + whole * k, last, floats, panel, ints, Offsets.ROWS_AT, columnsAt(),
                        k,
                        floats, at + whole * pitch, pitch, false, null, 0);
            }
        }
    }

    /** Stores the results of some windows. */
    private void add(Call call, int n, int group, int slice, int window, int count, int first, int end,
            Scratch scratch) {
        float[] floats = scratch.floats();
        int[] ints = scratch.ints();
        int top = heights.size() * window;
        int bottom = Math.min(heights.size() * (window + count), target.height());
        for (int row = top; row < bottom; row++) {
            addRow(row, resultsAt + (row - top) * target.width(), first, end, scratch);
        }
        ints[Blocks.DEPTH] = slice;
        ints[Blocks.HEIGHT] = top;
        ints[Blocks.WIDTH] = 0;
        ints[Blocks.DEPTHS] = 1;
        ints[Blocks.HEIGHTS] = bottom - top;
        ints[Blocks.WIDTHS] = target.width();
        geometry.sink().store(call, floats, resultsAt, resultPitch, geometry.result(call), n,
                group * geometry.rows(), geometry.rows(), results, ints, 0,
                (bottom - top) * target.width());
    }

    /** Adds the rows of C up to a result row of every channel. */
    private void addRow(int row, int to, int first, int end, Scratch scratch) {
        float[] floats = scratch.floats();
        int[] ints = scratch.ints();
        int across = widths.size();
        for (int w = 0; w < across; w++) {
            int taps = locate(heights.get(row % heights.size()), widths.get(w), row / heights.size(), first, end, ints);
            int sums = across == 1 ? to : sumsAt + w * geometry.rows() * sumsPitch;
            for (int c = 0; c < geometry.rows(); c++) {
                OverlapAdd.run(floats, cAt + c * pitch, ints, tableAt(), taps, source.width(), floats,
                        sums + c * (across == 1 ? resultPitch : sumsPitch), widths.get(w).count());
            }
        }
        if (across > 1) {
            Interleave.run(floats, sumsAt, geometry.rows() * sumsPitch, sumsPitch, floats, to, resultPitch,
                    geometry.rows(), across, target.width());
        }
    }

    /** Writes where the rows of a phase's taps are in C, of those that are not padding, and their shifts. */
    private int locate(Lattice height, Lattice width, int window, int first, int end, int[] ints) {
        int at = tableAt();
        for (int i = 0; i < height.shift().length; i++) {
            int row = window + height.shift()[i];
            for (int j = 0; row >= 0 && row < end && j < width.shift().length; j++) {
                ints[at++] = (height.place()[i] + width.place()[j]) * geometry.rows() * pitch
                        + (row - first) * source.width();
                ints[at++] = width.shift()[j];
            }
        }
        return (at - tableAt()) / 2;
    }

    private int rowBlocks() {
        return Math.ceilDiv(windows, taskWindows);
    }

    /** Behind a zero for each row. */
    private int bAt() {
        return Lanes.aligned(Lanes.roundUp(rows, Lanes.TILE_ROWS));
    }

    private int columnsAt() {
        return Offsets.ROWS_AT + Math.max(1, k);
    }

    private int tableAt() {
        return columnsAt() + Lanes.TILE_COLUMNS;
    }
}
