package lanewise.docs.figures;

import java.util.function.IntBinaryOperator;
import lanewise.core.Axis;
import lanewise.core.ConvSpec;
import lanewise.core.reference.ConvMatrix;

/** The matrix C of one axis, Cᵀ, and the rows of Cᵀ phase by phase: dense bands, one for each sub-kernel. */
final class MatrixFigure {
    private static final int TOP = 36;
    private static final int GAP = 2 * Svg.CELL;

    private MatrixFigure() {
    }

    static Svg draw(ConvSpec spec) {
        Axis axis = spec.axes().getFirst();
        ConvMatrix matrix = ConvMatrix.of(spec, new float[axis.kernel()]);
        IntBinaryOperator transposed = (u, o) -> matrix.weightAt(o, u);
        Svg svg = new Svg();

        int left = GAP;
        svg.text(left, TOP - 14, "C");
        for (int o = 0; o < axis.out(); o++) {
            svg.text(left - 18, TOP + Svg.CELL * o + 16, "" + o);
            for (int u = 0; u < axis.in(); u++) {
                cell(svg, axis, u, matrix.weightAt(o, u), left + Svg.CELL * u, TOP + Svg.CELL * o);
            }
        }
        left += Svg.CELL * axis.in() + GAP;
        svg.text(left, TOP - 14, "Cᵀ");
        for (int u = 0; u < axis.in(); u++) {
            row(svg, axis, u, transposed, left, TOP + Svg.CELL * u);
        }
        left += Svg.CELL * axis.out() + GAP;
        svg.text(left, TOP - 14, "Cᵀ, phase by phase");
        int top = TOP;
        for (Axis.Phase phase : axis.phases()) {
            for (int t = 0; t < phase.count(); t++) {
                row(svg, axis, phase.first() + axis.stride() * t, transposed, left, top);
                top += Svg.CELL;
            }
            top += Svg.CELL / 2;
        }
        return svg;
    }

    private static void row(Svg svg, Axis axis, int u, IntBinaryOperator weightAt, int left, int top) {
        svg.text(left - 18, top + 16, AxisFigure.tone(axis, u), "" + u);
        for (int o = 0; o < axis.out(); o++) {
            cell(svg, axis, u, weightAt.applyAsInt(u, o), left + Svg.CELL * o, top);
        }
    }

    private static void cell(Svg svg, Axis axis, int u, int weight, int x, int y) {
        if (weight < 0) {
            svg.hollow(x, y, Svg.FAINT, "");
        } else {
            svg.cell(x, y, AxisFigure.tone(axis, u), "" + AxisFigure.letter(weight));
        }
    }
}
