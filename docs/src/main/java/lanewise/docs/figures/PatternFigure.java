package lanewise.docs.figures;

import java.util.function.IntBinaryOperator;
import java.util.function.IntPredicate;
import lanewise.core.Axis;
import lanewise.core.ConvSpec;
import lanewise.core.reference.ConvMatrix;

/** Patterns of matrices, every weight by its letter, rows of the kernel in tones of their own. */
final class PatternFigure {
    private static final int TOP = 30;
    private static final int LEFT = 8;
    private static final int GAP = 2 * Svg.CELL;

    private final Svg svg = new Svg();
    private int left = LEFT;

    private PatternFigure() {
    }

    /** C and Cᵀ. */
    static Svg both(ConvSpec spec, double scale) {
        ConvMatrix c = matrix(spec);
        int width = spec.axes().getLast().kernel();
        PatternFigure figure = new PatternFigure();
        figure.add("C, " + c.rows() + "×" + c.columns(), c.rows(), c.columns(), width, c::weightAt);
        figure.add("Cᵀ, " + c.columns() + "×" + c.rows(), c.columns(), c.rows(), width, (u, o) -> c.weightAt(o, u));
        return figure.svg.scale(scale);
    }

    /** The matrix of a convolution with the turned kernel whose columns are those of the padded operand; padding is hollow. */
    static Svg bordered(ConvSpec padded, double scale) {
        Axis axis = padded.axes().getFirst();
        int size = axis.in() + axis.padLo() + axis.padHi();
        ConvMatrix c = matrix(ConvSpec.conv(1, 1, size, size).kernel(axis.kernel()).build());
        int last = (int) padded.taps() - 1;
        IntPredicate inside = position -> position >= axis.padLo() && position < axis.padLo() + axis.in();
        PatternFigure figure = new PatternFigure();
        figure.svg.text(LEFT, TOP - 12, c.rows() + "×" + c.columns() + ": a full convolution with the turned kernel");
        for (int row = 0; row < c.rows(); row++) {
            for (int column = 0; column < c.columns(); column++) {
                int weight = c.weightAt(row, column) < 0 ? -1 : last - c.weightAt(row, column);
                boolean read = inside.test(column / size) && inside.test(column % size);
                figure.cell(LEFT + Svg.CELL * column, TOP + Svg.CELL * row, weight, axis.kernel(), read);
            }
        }
        return figure.svg.scale(scale);
    }

    /** C and Cᵀ of one axis, a column of the one framed that is a row of the other. */
    static Svg turned(ConvSpec spec, int unit) {
        ConvMatrix c = matrix(spec);
        PatternFigure figure = new PatternFigure();
        figure.add("C", c.rows(), c.columns(), 1, c::weightAt);
        figure.svg.frame(LEFT + Svg.CELL * unit, TOP, Svg.CELL, Svg.CELL * c.rows(), Svg.NOW);
        int left = figure.left;
        figure.add("Cᵀ", c.columns(), c.rows(), 1, (u, o) -> c.weightAt(o, u));
        figure.svg.frame(left, TOP + Svg.CELL * unit, Svg.CELL * c.rows(), Svg.CELL, Svg.NOW);
        return figure.svg;
    }

    /** CᵀC of one axis with these weights, column by column what C and then Cᵀ make of a one. */
    static Svg normal(ConvSpec spec, float... weights) {
        ConvMatrix c = ConvMatrix.of(spec, weights);
        Svg svg = new Svg();
        svg.text(LEFT, TOP - 12, "CᵀC").text(LEFT + Svg.CELL * c.columns() + GAP, TOP - 12, "an inverse would give");
        for (int column = 0; column < c.columns(); column++) {
            float[] one = new float[c.columns()];
            one[column] = 1;
            float[] back = c.transposeTimes(c.times(one));
            for (int row = 0; row < c.columns(); row++) {
                int x = LEFT + Svg.CELL * column;
                int y = TOP + Svg.CELL * row;
                number(svg, x, y, back[row], row == column);
                number(svg, x + Svg.CELL * c.columns() + GAP, y, one[row], row == column);
            }
        }
        return svg;
    }

    private static void number(Svg svg, int x, int y, float value, boolean diagonal) {
        if (value == 0) {
            svg.hollow(x, y, Svg.FAINT, "");
        } else {
            svg.cell(x, y, Svg.tone(diagonal ? 1 : 0), "" + Math.round(value));
        }
    }

    private void add(String name, int rows, int columns, int width, IntBinaryOperator weightAt) {
        svg.text(left, TOP - 12, name);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                cell(left + Svg.CELL * column, TOP + Svg.CELL * row, weightAt.applyAsInt(row, column), width, true);
            }
        }
        left += Svg.CELL * columns + GAP;
    }

    private void cell(int x, int y, int weight, int width, boolean read) {
        if (weight < 0) {
            svg.hollow(x, y, Svg.FAINT, "");
        } else if (read) {
            svg.cell(x, y, Svg.tone(weight / width), "" + AxisFigure.letter(weight));
        } else {
            svg.hollow(x, y, Svg.tone(weight / width), "" + AxisFigure.letter(weight));
        }
    }

    private static ConvMatrix matrix(ConvSpec spec) {
        return ConvMatrix.of(spec, new float[(int) spec.filterElements()]);
    }
}
