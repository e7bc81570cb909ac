package lanewise.docs.figures;

import lanewise.core.Axis;
import lanewise.core.ConvSpec;
import lanewise.core.reference.ConvMatrix;

/** What a transposed convolution multiplies when zeros are put between what it reads, for two results next to each other. */
final class ZerosFigure {
    private static final int TOP = 36;

    private ZerosFigure() {
    }

    /** A square specification, and a result on the diagonal. */
    static Svg draw(ConvSpec spec, int result) {
        Axis axis = spec.axes().getFirst();
        int size = axis.in() + axis.kernel() - 1;
        Svg svg = new Svg();
        draw(svg, axis, result, result, 8);
        draw(svg, axis, result, result + 1, 8 + Svg.CELL * (size + 2));
        int read = ConvMatrix.of(spec, new float[(int) spec.taps()]).entries();
        long inserted = spec.inElements() * spec.taps();
        svg.text(8, TOP + Svg.CELL * size + 24, "all " + spec.inElements() + " results: " + inserted + " products, "
                + read + " of them with something read");
        return svg;
    }

    private static void draw(Svg svg, Axis axis, int row, int column, int left) {
        int size = axis.in() + axis.kernel() - 1;
        int phase = Math.floorMod(row + axis.padLo(), axis.stride()) * axis.stride()
                + Math.floorMod(column + axis.padLo(), axis.stride());
        int met = 0;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                int x = left + Svg.CELL * j;
                int y = TOP + Svg.CELL * i;
                int tapRow = row + axis.kernel() - 1 - i;
                int tapColumn = column + axis.kernel() - 1 - j;
                boolean inside = Math.min(tapRow, tapColumn) >= 0 && Math.max(tapRow, tapColumn) < axis.kernel();
                boolean read = read(axis, i) && read(axis, j);
                met += inside && read ? 1 : 0;
                if (read) {
                    svg.cell(x, y, inside ? Svg.tone(phase) : Svg.INK,
                            inside ? "" + AxisFigure.letter(tapRow * axis.kernel() + tapColumn) : "");
                } else {
                    svg.hollow(x, y, Svg.FAINT, "0");
                }
            }
        }
        svg.frame(left + Svg.CELL * column, TOP + Svg.CELL * row, Svg.CELL * axis.kernel(), Svg.CELL * axis.kernel(),
                Svg.tone(phase));
        svg.text(left, TOP - 14, Svg.tone(phase), "result (" + row + ", " + column + "): " + met + " of "
                + axis.kernel() * axis.kernel() + " products");
    }

    /** Whether a position of the stretched and padded operand holds something read. */
    private static boolean read(Axis axis, int position) {
        int distance = position - (axis.kernel() - 1 - axis.padLo());
        return distance >= 0 && distance % axis.stride() == 0 && distance / axis.stride() < axis.out();
    }
}
