package lanewise.docs.figures;

import lanewise.core.Axis;

/**
 * One axis of a transposed convolution: its results in a row, what it reads in a row below, every result above the middle of
 * the window that meets it. What belongs to a phase has the colour of its residue.
 */
record AxisFigure(Axis axis, int left, int top) {
    /** From the top of the results to the top of what is read. */
    static final int DISTANCE = 3 * Svg.CELL;
    static final int HEIGHT = DISTANCE + Svg.CELL;

    static char letter(int tap) {
        return (char) ('a' + tap);
    }

    /** The colour of a result. */
    static String tone(Axis axis, int result) {
        return Svg.tone(Math.floorMod(result + axis.padLo(), axis.stride()));
    }

    int resultX(int result) {
        return left + Svg.CELL * result;
    }

    int operandX(int position) {
        int twice = 2 * (axis.stride() * position - axis.padLo()) + (int) axis.effectiveKernel() - 1;
        return left + Svg.CELL * twice / 2;
    }

    int operandTop() {
        return top + DISTANCE;
    }

    /** All results, hollow where no tap reaches. */
    void results(Svg svg) {
        for (Axis.Phase phase : axis.phases()) {
            for (int t = 0; t < phase.count(); t++) {
                int u = phase.first() + axis.stride() * t;
                if (phase.tap().length == 0) {
                    svg.hollow(resultX(u), top, Svg.INK, "" + u);
                } else {
                    svg.cell(resultX(u), top, tone(axis, u), "" + u);
                }
            }
        }
    }

    void operand(Svg svg) {
        for (int o = 0; o < axis.out(); o++) {
            svg.cell(operandX(o), operandTop(), Svg.INK, "" + o);
        }
    }

    /** The products of result {@code t} of a phase. */
    void products(Svg svg, Axis.Phase phase, int t) {
        int u = phase.first() + axis.stride() * t;
        for (int shift : phase.shift()) {
            if (t + shift >= 0 && t + shift < axis.out()) {
                svg.line(resultX(u) + Svg.CELL / 2, top + Svg.CELL, operandX(t + shift) + Svg.CELL / 2, operandTop(),
                        tone(axis, u));
            }
        }
    }
}
