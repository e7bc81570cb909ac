package lanewise.docs;

import java.util.Locale;

/** A drawing that reads well on a white and on a black page: middle tones, white letters on them, no background. */
final class Svg {
    /** Side of a cell. */
    static final int CELL = 24;
    /** Letters and lines that belong to nothing coloured. */
    static final String INK = "#7d8590";

    private static final String[] TONES = {"#3b7dd8", "#d2622a", "#2f9a57", "#9a5fc9"};
    private static final int MARGIN = 8;
    private static final double LETTER = 7.2;

    private final StringBuilder shapes = new StringBuilder();
    private int right;
    private int bottom;

    /** The colour of a class of things; there are four. */
    static String tone(int index) {
        return TONES[index % TONES.length];
    }

    /** A filled cell. */
    Svg cell(int x, int y, String tone, String label) {
        return add("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"3\" fill=\"%s\"/>", x + 1, y + 1, CELL - 2,
                CELL - 2, tone).label(x, y, "#ffffff", label).reach(x + CELL, y + CELL);
    }

    /** A cell with nothing in it but perhaps a letter. */
    Svg hollow(int x, int y, String tone, String label) {
        return add("<rect x=\"%d.5\" y=\"%d.5\" width=\"%d\" height=\"%d\" rx=\"3\" fill=\"none\" stroke=\"%s\"/>",
                x + 1,
                y + 1, CELL - 3, CELL - 3, tone).label(x, y, tone, label).reach(x + CELL, y + CELL);
    }

    /** A frame around cells. */
    Svg frame(int x, int y, int width, int height, String tone) {
        return add("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"4\" fill=\"none\" stroke=\"%s\" "
                + "stroke-width=\"2\"/>", x, y, width, height, tone).reach(x + width, y + height);
    }

    Svg line(int x1, int y1, int x2, int y2, String tone) {
        return add("<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"2\"/>", x1, y1, x2, y2,
                tone)
                .reach(Math.max(x1, x2), Math.max(y1, y2));
    }

    /** Letters from x on, standing on y. */
    Svg text(int x, int y, String words) {
        return text(x, y, INK, words);
    }

    Svg text(int x, int y, String tone, String words) {
        return add("<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>", x, y, tone, words)
                .reach(x + (int) (LETTER * words.length()), y + 4);
    }

    @Override
    public String toString() {
        int width = right + MARGIN;
        int height = bottom + MARGIN;
        return String.format(Locale.ROOT, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
                + "viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"13\">\n%s</svg>\n", width, height,
                width,
                height, shapes);
    }

    private Svg label(int x, int y, String tone, String words) {
        return words.isEmpty()
                ? this
                : add("<text x=\"%d\" y=\"%d\" fill=\"%s\" text-anchor=\"middle\">%s</text>",
                        x + CELL / 2, y + CELL - 8, tone, words);
    }

    private Svg add(String shape, Object... values) {
        shapes.append(String.format(Locale.ROOT, shape, values)).append('\n');
        return this;
    }

    private Svg reach(int x, int y) {
        right = Math.max(right, x);
        bottom = Math.max(bottom, y);
        return this;
    }
}
