package lanewise.docs.figures;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import lanewise.core.Axis;

/** A window that moves over a padded plane, square as the axis says, and the result that it gives at each place. */
final class MovingFigure {
    private static final int LEFT = 8;
    private static final int TOP = 8;

    private MovingFigure() {
    }

    /** The window moves over the padded input by the stride. */
    static Svg conv(String name, Axis axis) {
        IntPredicate input = position -> position >= axis.padLo() && position < axis.padLo() + axis.in();
        return draw(name, axis, axis.in() + axis.padLo() + axis.padHi(), axis.stride(), axis.out(), axis.out(), input,
                tap -> tap);
    }

    /** The turned window moves by one over what is read, stretched and padded. */
    static Svg transposed(String name, Axis axis) {
        int effective = (int) axis.effectiveKernel();
        IntPredicate read = position -> {
            int distance = position - (effective - 1 - axis.padLo());
            return distance >= 0 && distance % axis.stride() == 0 && distance / axis.stride() < axis.out();
        };
        int natural = axis.in() - (int) axis.slack();
        return draw(name, axis, axis.in() + effective - 1, 1, axis.in(), natural, read, tap -> axis.kernel() - 1 - tap);
    }

    private static Svg draw(String name, Axis axis, int size, int step, int results, int natural, IntPredicate value,
            IntUnaryOperator tap) {
        Svg svg = new Svg().scale(0.8);
        int right = LEFT + Svg.CELL * (size + 1);
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                int x = LEFT + Svg.CELL * column;
                int y = TOP + Svg.CELL * row;
                if (value.test(row) && value.test(column)) {
                    svg.cell(x, y, Svg.INK, "");
                } else {
                    svg.hollow(x, y, Svg.FAINT, "");
                }
            }
        }
        List<Svg.Place> windows = new ArrayList<>();
        List<Svg.Place> places = new ArrayList<>();
        for (int row = 0; row < results; row++) {
            for (int column = 0; column < results; column++) {
                boolean added = row >= natural || column >= natural;
                svg.cell(right + Svg.CELL * column, TOP + Svg.CELL * row, added ? Svg.tone(2) : Svg.tone(1), "");
                windows.add(new Svg.Place(Svg.CELL * step * column, Svg.CELL * step * row));
                places.add(new Svg.Place(Svg.CELL * column, Svg.CELL * row));
            }
        }
        svg.moving(name + "-window", windows);
        for (int row = 0; row < axis.kernel(); row++) {
            for (int column = 0; column < axis.kernel(); column++) {
                int letter = tap.applyAsInt(row) * axis.kernel() + tap.applyAsInt(column);
                svg.cell(LEFT + Svg.CELL * axis.dilation() * column, TOP + Svg.CELL * axis.dilation() * row,
                        Svg.tone(0),
                        "" + AxisFigure.letter(letter));
            }
        }
        return svg.stopMoving().moving(name + "-result", places)
                .frame(right, TOP, Svg.CELL, Svg.CELL, Svg.NOW).stopMoving();
    }
}
