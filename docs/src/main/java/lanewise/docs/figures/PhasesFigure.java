package lanewise.docs.figures;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lanewise.core.Axis;

/** Which results share taps, and what each of their products meets, as {@link Axis#phases} says. */
final class PhasesFigure {
    private static final int LEFT = 230;
    private static final int ROW = AxisFigure.HEIGHT + 28;

    private PhasesFigure() {
    }

    static Svg draw(List<Axis> axes) {
        Svg svg = new Svg();
        for (int i = 0; i < axes.size(); i++) {
            draw(svg, axes.get(i), 12 + i * ROW);
        }
        return svg;
    }

    private static void draw(Svg svg, Axis axis, int top) {
        svg.text(8, top + 14, "kernel " + axis.kernel() + ", stride " + axis.stride()
                + (axis.dilation() > 1 ? ", dilation " + axis.dilation() : ""));
        Axis.Phase[] phases = axis.phases();
        for (int residue = 0; residue < phases.length; residue++) {
            for (int tap : phases[residue].tap()) {
                svg.cell(8 + Svg.CELL * tap, top + 24, Svg.tone(residue), "" + AxisFigure.letter(tap));
            }
            String taps = IntStream.of(phases[residue].tap()).mapToObj(tap -> "" + AxisFigure.letter(tap))
                    .collect(Collectors.joining(" "));
            svg.text(8, top + 66 + 17 * residue, Svg.tone(residue),
                    "residue " + residue + ": " + (taps.isEmpty() ? "no tap" : taps));
        }
        AxisFigure figure = new AxisFigure(axis, LEFT, top);
        for (Axis.Phase phase : phases) {
            for (int t = 0; t < phase.count(); t++) {
                figure.products(svg, phase, t);
            }
        }
        figure.results(svg);
        figure.operand(svg);
    }
}
