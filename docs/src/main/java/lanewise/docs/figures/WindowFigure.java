package lanewise.docs.figures;

import java.util.List;
import lanewise.core.Axis;

/** Every window of an axis, a row each, under the padded input: without the columns of padding these are the rows of C. */
final class WindowFigure {
    private static final int LEFT = 8;
    private static final int TOP = 56;

    private WindowFigure() {
    }

    /** A convolution reads columns and writes rows. */
    static Svg conv(Axis axis) {
        String given = given("i", axis.in(), axis);
        Svg svg = head(given, Relationship.of(axis).formula());
        int rows = TOP + Svg.CELL + 8;
        columns(svg, axis, TOP, padded(axis) - (int) axis.slack(), Svg.INK);
        windows(svg, axis, rows);
        int right = LEFT + Svg.CELL * padded(axis);
        for (int o = 0; o < axis.out(); o++) {
            int y = rows + Svg.CELL * o;
            svg.text(right + 5, y + 16, "→").cell(right + Svg.CELL, y, Svg.tone(1), "" + o);
        }
        return svg;
    }

    /** A transposed convolution reads rows and writes columns. */
    static Svg transposed(Axis axis) {
        String given = given("i′", axis.out(), axis) + (axis.slack() > 0 ? " · a " + axis.slack() : "");
        Svg svg = head(given, Relationship.transposed(axis).formula());
        windows(svg, axis, TOP);
        int right = LEFT + Svg.CELL * padded(axis);
        for (int o = 0; o < axis.out(); o++) {
            int y = TOP + Svg.CELL * o;
            svg.text(right + 5, y + 16, "←").cell(right + Svg.CELL, y, Svg.INK, "" + o);
        }
        columns(svg, axis, TOP + Svg.CELL * axis.out() + 8, axis.padLo() + axis.in() - (int) axis.slack(), Svg.tone(1));
        return svg;
    }

    private static Svg head(String given, String size) {
        return new Svg().text(LEFT, 18, given).text(LEFT, 38, Svg.tone(1), size);
    }

    private static String given(String name, int size, Axis axis) {
        String padding = axis.padLo() == axis.padHi() ? "" + axis.padLo() : axis.padLo() + ", " + axis.padHi();
        return String.join(" · ",
                List.of(name + " " + size, "k " + axis.kernel(), "s " + axis.stride(), "p " + padding))
                + (axis.dilation() > 1 ? " · d " + axis.dilation() : "");
    }

    private static int padded(Axis axis) {
        return axis.in() + axis.padLo() + axis.padHi();
    }

    /** The input with its padding, hollow; units from {@code special} on in a tone of their own. */
    private static void columns(Svg svg, Axis axis, int top, int special, String tone) {
        for (int position = 0; position < padded(axis); position++) {
            int u = position - axis.padLo();
            int x = LEFT + Svg.CELL * position;
            if (u < 0 || u >= axis.in()) {
                svg.hollow(x, top, Svg.FAINT, "");
            } else {
                svg.cell(x, top, position < special ? tone : Svg.tone(2), "" + u);
            }
        }
    }

    private static void windows(Svg svg, Axis axis, int top) {
        for (int o = 0; o < axis.out(); o++) {
            for (int k = 0; k < axis.kernel(); k++) {
                int position = axis.stride() * o + axis.dilation() * k;
                int u = position - axis.padLo();
                int x = LEFT + Svg.CELL * position;
                int y = top + Svg.CELL * o;
                if (u < 0 || u >= axis.in()) {
                    svg.hollow(x, y, Svg.FAINT, "" + AxisFigure.letter(k));
                } else {
                    svg.cell(x, y, Svg.tone(0), "" + AxisFigure.letter(k));
                }
            }
        }
    }
}
