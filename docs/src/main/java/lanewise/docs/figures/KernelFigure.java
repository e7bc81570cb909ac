package lanewise.docs.figures;

import java.util.List;
import lanewise.core.Axis;

/** A square kernel, its sub-kernels, and the products that taps and Winograd's F(3, 2) need for 3×3 results of each. */
final class KernelFigure {
    private static final int RESULTS = 3;
    private static final int LEFT = 8 + 6 * Svg.CELL;
    private static final int COLUMN = 4 * Svg.CELL;
    private static final int ROW = 140;

    private KernelFigure() {
    }

    static Svg draw(List<Axis> axes) {
        Svg svg = new Svg();
        for (int i = 0; i < axes.size(); i++) {
            draw(svg, axes.get(i), 8 + ROW * i);
        }
        return svg;
    }

    private static void draw(Svg svg, Axis axis, int top) {
        Axis.Phase[] phases = axis.phases();
        int left = LEFT;
        int ofTaps = 0;
        int ofWinograd = 0;
        svg.text(8, top + 14, "kernel " + axis.kernel() + "×" + axis.kernel() + ", stride " + axis.stride());
        for (int i = 0; i < phases.length; i++) {
            for (int j = 0; j < phases.length; j++, left += COLUMN) {
                int[] rows = phases[i].tap();
                int[] columns = phases[j].tap();
                String tone = Svg.tone(i * phases.length + j);
                for (int row = 0; row < rows.length; row++) {
                    for (int column = 0; column < columns.length; column++) {
                        String name = "" + AxisFigure.letter(rows[row] * axis.kernel() + columns[column]);
                        svg.cell(8 + Svg.CELL * columns[column], top + 24 + Svg.CELL * rows[row], tone, name);
                        svg.cell(left + Svg.CELL * column, top + 24 + Svg.CELL * row, tone, name);
                    }
                }
                int taps = RESULTS * RESULTS * rows.length * columns.length;
                int winograd = products(rows.length) * products(columns.length);
                svg.text(left, top + 14, tone, rows.length + "×" + columns.length);
                svg.text(left, top + 90, tone, taps + " → " + winograd);
                ofTaps += taps;
                ofWinograd += winograd;
            }
        }
        int patch = axis.stride() * RESULTS;
        svg.text(LEFT, top + 112,
                "products for a patch of " + patch + "×" + patch + " results: "
                        + ofTaps + " of the taps, " + ofWinograd + " by Winograd");
    }

    /** F(3, 2) for two taps, one each for three results of a single tap. */
    private static int products(int taps) {
        return taps == 2 ? RESULTS + taps - 1 : RESULTS * taps;
    }
}
