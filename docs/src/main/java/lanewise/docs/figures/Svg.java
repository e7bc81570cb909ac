package lanewise.docs.figures;

import java.util.List;
import java.util.Locale;

/** A drawing without background that reads well on a white and on a black page. */
final class Svg {
    /** Side of a cell. */
    static final int CELL = 24;
    /** The tone of letters and lines that belong to nothing coloured. */
    static final String INK = "ink";
    /** The tone of what is there but does not count. */
    static final String FAINT = "faint";

    /** The tone of a frame around what happens now. */
    static final String NOW = "now";

    /** Pages that hold several drawings repeat these rules, which does no harm. */
    private static final String STYLE =
            """
                    <style>.ink{color:#636c76}.faint{color:#b9bfc6}.t0{color:#2c6cc4}.t1{color:#c2551c}.t2{color:#217f47}.t3{color:#8a4fbd}
                    .now{color:#000}.on{fill:#fff}@media(prefers-color-scheme:dark){.ink{color:#98a2ad}.faint{color:#4b535c}.t0{color:#6ba3ee}
                    .t1{color:#ef8f5c}.t2{color:#5cbf83}.t3{color:#c195ea}.now{color:#fff}.on{fill:#12151a}}
                    svg:hover .moving{animation-play-state:paused}@media(prefers-reduced-motion:reduce){.moving{animation:none!important}}</style>
                    """;
    private static final int MARGIN = 8;
    private static final double LETTER = 7.2;
    private static final double SECONDS = 0.7;

    private final StringBuilder shapes = new StringBuilder();
    private double scale = 1;
    private int right;
    private int bottom;

    /** The tone of a class of things; there are four. */
    static String tone(int index) {
        return "t" + index % 4;
    }

    /** Draws everything larger or smaller. */
    Svg scale(double factor) {
        scale = factor;
        return this;
    }

    /** A filled cell. */
    Svg cell(int x, int y, String tone, String label) {
        return add("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"3\" fill=\"currentColor\" class=\"%s\"/>",
                x + 1,
                y + 1, CELL - 2, CELL - 2, tone).label(x, y, "class=\"on\"", label).reach(x + CELL, y + CELL);
    }

    /** A cell with nothing in it but perhaps a letter. */
    Svg hollow(int x, int y, String tone, String label) {
        return add(
                "<rect x=\"%d.5\" y=\"%d.5\" width=\"%d\" height=\"%d\" rx=\"3\" fill=\"none\" stroke=\"currentColor\" "
                        + "class=\"%s\"/>",
                x + 1, y + 1, CELL - 3, CELL - 3, tone)
                .label(x, y, "fill=\"currentColor\" class=\"" + tone + "\"", label).reach(x + CELL, y + CELL);
    }

    /** A bar without a border, more or less opaque. */
    Svg bar(int x, int y, int width, int height, String tone, double opacity) {
        return add(
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"currentColor\" opacity=\"%.2f\" class=\"%s\"/>",
                x, y, width, height, opacity, tone).reach(x + width, y + height);
    }

    /** A frame around cells. */
    Svg frame(int x, int y, int width, int height, String tone) {
        return add("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"4\" fill=\"none\" stroke=\"currentColor\" "
                + "stroke-width=\"2\" class=\"%s\"/>", x, y, width, height, tone).reach(x + width, y + height);
    }

    Svg line(int x1, int y1, int x2, int y2, String tone) {
        return add(
                "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"currentColor\" stroke-width=\"2\" class=\"%s\"/>",
                x1, y1, x2, y2, tone).reach(Math.max(x1, x2), Math.max(y1, y2));
    }

    /** Letters from x on, standing on y. */
    Svg text(int x, int y, String words) {
        return text(x, y, INK, words);
    }

    Svg text(int x, int y, String tone, String words) {
        return add("<text x=\"%d\" y=\"%d\" fill=\"currentColor\" class=\"%s\">%s</text>", x, y, tone, words)
                .reach(x + (int) (LETTER * words.length()), y + 4);
    }

    /** What is drawn until {@link #stopMoving} goes from place to place. Names of movements on one page differ. */
    Svg moving(String name, List<Place> places) {
        StringBuilder frames = new StringBuilder();
        for (int i = 0; i < places.size(); i++) {
            frames.append(
                    String.format(Locale.ROOT, "%.2f%%{transform:translate(%dpx,%dpx)}", 100.0 * i / places.size(),
                            places.get(i).x(), places.get(i).y()));
        }
        return add("<style>@keyframes %s{%s}</style>", name, frames).add(
                "<g class=\"moving\" opacity=\"0.85\" style=\"animation:%s %.1fs step-end infinite\">", name,
                SECONDS * places.size());
    }

    Svg stopMoving() {
        return add("</g>");
    }

    @Override
    public String toString() {
        int width = right + MARGIN;
        int height = bottom + MARGIN;
        return String.format(Locale.ROOT, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
                + "viewBox=\"0 0 %d %d\" font-family=\"system-ui,sans-serif\" font-size=\"13\">\n%s%s</svg>\n",
                Math.round(scale * width), Math.round(scale * height), width, height, STYLE, shapes);
    }

    private Svg label(int x, int y, String paint, String words) {
        return words.isEmpty()
                ? this
                : add("<text x=\"%d\" y=\"%d\" %s text-anchor=\"middle\">%s</text>", x + CELL / 2, y + CELL - 8, paint,
                        words);
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

    /** Where something that moves is at one time. */
    record Place(int x, int y) {
    }
}
