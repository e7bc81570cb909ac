package lanewise.core.reference;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntBinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lanewise.core.ConvSpec;

/**
 * The convolution matrix C of a small problem, written out: row {@code (m, o)}, column {@code (c, u)}, and the entry
 * {@code w[m, c, k]} wherever {@code u = stride·o + dilation·k - padLo} for some tap k. Rows and columns are row-major,
 * as y and x are in NCHW; columns ascend within a row.
 *
 * <p>Source: Dumoulin &amp; Visin 2016, section 4.1.
 */
public final class ConvMatrix {
    private static final int MAX_ENTRIES = 1 << 22;
    private static final int MAX_CELLS = 1 << 16;

    private final int rows;
    private final int columns;
    private final float[] weights;
    /** Entries of row r are those from {@code rowStart[r]} to {@code rowStart[r + 1]}. */
    private final int[] rowStart;
    /** Column of each entry. */
    private final int[] column;
    /** Index into the weights of each entry. */
    private final int[] weight;

    private ConvMatrix(ConvSpec spec, float[] weights) {
        this.weights = weights;
        rows = (int) spec.outElements();
        columns = (int) spec.inElements();
        rowStart = new int[rows + 1];
        int[] columnOf = new int[(int) spec.macs()];
        int[] weightOf = new int[(int) spec.macs()];
        int entries = 0;
        for (int row = 0; row < rows; row++) {
            int m = row / (int) spec.outPositions();
            int o = row % (int) spec.outPositions();
            int firstChannel = m / spec.outChannelsPerGroup() * spec.inChannelsPerGroup();
            for (int c = 0; c < spec.inChannelsPerGroup(); c++) {
                for (int k = 0; k < spec.taps(); k++) {
                    int u = Definition.position(spec, o, k);
                    if (u >= 0) {
                        columnOf[entries] = (firstChannel + c) * (int) spec.inPositions() + u;
                        weightOf[entries] = (m * spec.inChannelsPerGroup() + c) * (int) spec.taps() + k;
                        entries++;
                    }
                }
            }
            rowStart[row + 1] = entries;
        }
        column = Arrays.copyOf(columnOf, entries);
        weight = Arrays.copyOf(weightOf, entries);
    }

    /**
     * Writes a matrix out.
     *
     * @param spec    batch 1; at most 2²² rows, columns and multiply-adds
     * @param weights {@code [outChannels, inChannels/groups, kernel...]}, copied
     * @return C
     * @throws IllegalArgumentException for another batch, a larger problem, or a wrong number of weights
     */
    public static ConvMatrix of(ConvSpec spec, float... weights) {
        if (spec.batch() != 1) {
            throw new IllegalArgumentException("batch must be 1, but is " + spec.batch());
        }
        checkSmall("rows", spec.outElements(), MAX_ENTRIES);
        checkSmall("columns", spec.inElements(), MAX_ENTRIES);
        checkSmall("multiply-adds", spec.macs(), MAX_ENTRIES);
        Definition.checkLength("weights", weights, spec.filterElements());
        return new ConvMatrix(spec, weights.clone());
    }

    /** {@return the number of rows: elements of y} */
    public int rows() {
        return rows;
    }

    /** {@return the number of columns: elements of x} */
    public int columns() {
        return columns;
    }

    /** {@return the number of entries that are there; the others are the zeros of the pattern} */
    public int entries() {
        return column.length;
    }

    /**
     * {@return the index of the weight at a place of C, or -1 where there is none}
     *
     * @param row    in {@code [0, rows())}
     * @param column in {@code [0, columns())}
     * @throws IndexOutOfBoundsException for a place outside the matrix
     */
    public int weightAt(int row, int column) {
        Objects.checkIndex(row, rows);
        Objects.checkIndex(column, columns);
        int entry = Arrays.binarySearch(this.column, rowStart[row], rowStart[row + 1], column);
        return entry < 0 ? -1 : weight[entry];
    }

    /**
     * {@code y = C x}, summed in float64 and rounded once.
     *
     * @param x {@code columns()} values
     * @return {@code rows()} values
     * @throws IllegalArgumentException for a wrong number of values
     */
    public float[] times(float... x) {
        Definition.checkLength("x", x, columns);
        float[] y = new float[rows];
        for (int row = 0; row < rows; row++) {
            double sum = 0;
            for (int entry = rowStart[row]; entry < rowStart[row + 1]; entry++) {
                sum += (double) weights[weight[entry]] * x[column[entry]];
            }
            y[row] = (float) sum;
        }
        return y;
    }

    /**
     * {@code x = Cᵀ y}, summed in float64 and rounded once.
     *
     * @param y {@code rows()} values
     * @return {@code columns()} values
     * @throws IllegalArgumentException for a wrong number of values
     */
    public float[] transposeTimes(float... y) {
        Definition.checkLength("y", y, rows);
        double[] sums = new double[columns];
        for (int row = 0; row < rows; row++) {
            for (int entry = rowStart[row]; entry < rowStart[row + 1]; entry++) {
                sums[column[entry]] += (double) weights[weight[entry]] * y[row];
            }
        }
        float[] x = new float[columns];
        for (int i = 0; i < columns; i++) {
            x[i] = (float) sums[i];
        }
        return x;
    }

    /**
     * {@return C as text, a line a row: a weight's letter, or its index if there are more than 26, {@code ·} for zero}
     *
     * @throws IllegalArgumentException when the matrix has more than 2¹⁶ places
     */
    public String pattern() {
        return pattern(rows, columns, this::weightAt);
    }

    /**
     * {@return Cᵀ as text, like {@link #pattern}}
     *
     * @throws IllegalArgumentException when the matrix has more than 2¹⁶ places
     */
    public String transposePattern() {
        return pattern(columns, rows, (row, column) -> weightAt(column, row));
    }

    private String pattern(int height, int width, IntBinaryOperator weightAt) {
        checkSmall("rows × columns", (long) height * width, MAX_CELLS);
        int digits = weights.length <= 26 ? 1 : Integer.toString(weights.length - 1).length();
        return IntStream.range(0, height).mapToObj(row -> IntStream.range(0, width)
                .mapToObj(column -> cell(weightAt.applyAsInt(row, column), digits)).collect(Collectors.joining(" ")))
                .collect(Collectors.joining("\n"));
    }

    private String cell(int index, int digits) {
        String name = index < 0 ? "·" : weights.length <= 26 ? "" + (char) ('a' + index) : Integer.toString(index);
        return " ".repeat(digits - name.length()) + name;
    }

    private static void checkSmall(String what, long value, int bound) {
        if (value > bound) {
            throw new IllegalArgumentException(what + " must be at most " + bound + ", but are " + value);
        }
    }
}
