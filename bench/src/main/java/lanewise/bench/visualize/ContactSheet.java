package lanewise.bench.visualize;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleToIntFunction;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import lanewise.bench.tensor.WholeFile;

/**
 * Explanations as one picture of blocks, one for each layer: a row for every unit, columns for its window of the image and for what
 * each rule says. A signal is scaled by itself: it has full colour from the magnitude on that one value in fifty exceeds.
 */
final class ContactSheet {
    private static final int TILE = 96;
    private static final int STEP = TILE + 6;
    private static final int MARGIN = 20;
    private static final int CAPTION = 66;
    private static final int HEADER = 56;
    private static final int TITLE_LINE = 16;
    private static final int COLUMN_LINE = 44;
    private static final int TITLE_SIZE = 15;
    private static final int TEXT_SIZE = 12;
    private static final int LEGEND = 4 * STEP - 6;
    private static final double FULL_COLOUR = 0.98;
    private static final ReluRule[] RULES = ReluRule.values();
    private static final int BLOCK_WIDTH = CAPTION + (1 + RULES.length) * STEP + MARGIN;

    private final BufferedImage sheet;
    private final Graphics2D pen;

    /**
     * Units of one layer.
     *
     * @param title    what they are
     * @param unit     what a caption names
     * @param captions one for every row
     * @param rows     one for every unit
     */
    record Block(String title, String unit, List<String> captions, List<Explanation> rows) {
    }

    private ContactSheet(int width, int height) {
        sheet = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, Palette.COLOURS);
        pen = sheet.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_DITHERING, RenderingHints.VALUE_DITHER_DISABLE);
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setColor(Color.WHITE);
    }

    /**
     * Writes a PNG.
     *
     * @param file  where to
     * @param lines blocks next to each other, from the top
     */
    static void write(Path file, List<List<Block>> lines) throws IOException {
        int across = lines.stream().mapToInt(List::size).max().orElse(0);
        int height = lines.stream().mapToInt(ContactSheet::height).sum();
        ContactSheet contact = new ContactSheet(MARGIN + across * BLOCK_WIDTH, MARGIN + height + 2 * MARGIN);
        int top = MARGIN;
        for (List<Block> line : lines) {
            for (int b = 0; b < line.size(); b++) {
                contact.draw(line.get(b), MARGIN + b * BLOCK_WIDTH, top);
            }
            top += height(line);
        }
        contact.legend(MARGIN + CAPTION, top + MARGIN);
        WholeFile.write(file, out -> ImageIO.write(contact.sheet, "png", out));
    }

    private static int height(List<Block> line) {
        return HEADER + line.stream().mapToInt(block -> block.rows().size()).max().orElse(0) * STEP + MARGIN;
    }

    private void draw(Block block, int left, int top) {
        int tiles = left + CAPTION;
        text(block.title(), Font.BOLD, TITLE_SIZE, tiles, top + TITLE_LINE);
        text(block.unit(), Font.ITALIC, TEXT_SIZE, left, top + COLUMN_LINE);
        text("image", Font.ITALIC, TEXT_SIZE, tiles, top + COLUMN_LINE);
        for (ReluRule rule : RULES) {
            text(rule.name().toLowerCase(Locale.ROOT), Font.ITALIC, TEXT_SIZE, tiles + (1 + rule.ordinal()) * STEP,
                    top + COLUMN_LINE);
        }
        for (int r = 0; r < block.rows().size(); r++) {
            Explanation row = block.rows().get(r);
            int y = top + HEADER + r * STEP;
            text(block.captions().get(r), Font.PLAIN, TEXT_SIZE, left, y + (TILE + TEXT_SIZE) / 2);
            tile(row.window(), row.image(), value -> Palette.grey((float) value), tiles, y);
            for (ReluRule rule : RULES) {
                float[] signal = row.signals().get(rule);
                double full = fullColour(row.window(), signal);
                tile(row.window(), signal, value -> Palette.signal((float) (value / full)),
                        tiles + (1 + rule.ordinal()) * STEP, y);
            }
        }
    }

    private void text(String text, int style, int size, int x, int y) {
        pen.setFont(new Font(Font.SANS_SERIF, style, size));
        pen.drawString(text, x, y);
    }

    private void tile(Window window, float[] values, DoubleToIntFunction colour, int left, int top) {
        for (int i = 0; i < TILE * TILE; i++) {
            int pixel = window.pixel(i / TILE * window.size() / TILE, i % TILE * window.size() / TILE);
            sheet.getRaster().setSample(left + i % TILE, top + i / TILE, 0, colour.applyAsInt(values[pixel]));
        }
    }

    /** What the colours of a signal mean. */
    private void legend(int left, int baseline) {
        for (int i = 0; i < LEGEND * TEXT_SIZE; i++) {
            sheet.getRaster().setSample(left + i % LEGEND, baseline - i / LEGEND, 0,
                    Palette.signal(2f * (i % LEGEND) / (LEGEND - 1) - 1));
        }
        text("blue where a darker pixel excites the unit, red where a lighter one does", Font.PLAIN, TEXT_SIZE,
                left + LEGEND + TEXT_SIZE, baseline);
    }

    private static double fullColour(Window window, float[] signal) {
        double[] magnitudes = IntStream.range(0, window.size() * window.size())
                .mapToDouble(i -> Math.abs(signal[window.pixel(i / window.size(), i % window.size())])).sorted()
                .toArray();
        return Math.max(magnitudes[(int) (FULL_COLOUR * (magnitudes.length - 1))], Float.MIN_NORMAL);
    }
}
