package lanewise.bench.console;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A table whose rows are printed as they come: text is aligned to the left, every other column to the right. */
public final class Columns {
    private final PrintWriter out;
    private final String format;

    /**
     * Prints the header.
     *
     * @param out     where to
     * @param columns the columns
     */
    public Columns(PrintWriter out, Column... columns) {
        this.out = out;
        format = Arrays.stream(columns).map(column -> "%" + (column.text ? "-" : "") + column.width + "s")
                .collect(Collectors.joining("  "));
        row(Arrays.stream(columns).map(Column::title).toArray());
    }

    /**
     * One column.
     *
     * @param title header
     * @param width characters, at least as many as the title has
     * @param text  whether it is aligned to the left
     */
    public record Column(String title, int width, boolean text) {
    }

    /**
     * {@return a column of text}
     *
     * @param title header
     * @param width characters
     */
    public static Column text(String title, int width) {
        return new Column(title, Math.max(width, title.length()), true);
    }

    /**
     * {@return a column of numbers}
     *
     * @param title header
     * @param width characters
     */
    public static Column number(String title, int width) {
        return new Column(title, Math.max(width, title.length()), false);
    }

    /**
     * Prints a row.
     *
     * @param cells one per column
     */
    public void row(Object... cells) {
        out.println(String.format(format, cells).stripTrailing());
        out.flush();
    }

    /**
     * {@return a number with few digits, or a dash for NaN}
     *
     * @param value    a number
     * @param decimals digits behind the point
     */
    public static String of(double value, int decimals) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
