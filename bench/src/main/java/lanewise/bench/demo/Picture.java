package lanewise.bench.demo;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import lanewise.bench.tensor.WholeFile;

/**
 * A colour picture as a tensor {@code [3, height, width]} of values from 0 to 1.
 *
 * @param height rows
 * @param width  columns
 * @param planes red, green and blue
 */
record Picture(int height, int width, float[] planes) {
    static final int CHANNELS = 3;
    private static final int LEAST_SIDE = 16;
    private static final int MOST_SIDE = 1024;
    private static final long MOST_PIXELS = 100_000_000;
    private static final int WHITE = 255;

    /** Reads a PNG or JPEG; one that is longer than 1024 pixels is shrunk to that. */
    static Picture read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString());
        }
        try (ImageInputStream stream = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                throw new IllegalArgumentException(file + " must be a PNG or JPEG picture, but is not");
            }
            ImageReader reader = readers.next();
            reader.setInput(stream);
            checkSize(file, reader.getWidth(0), reader.getHeight(0));
            return of(shrunk(reader.read(0)));
        } catch (IOException | RuntimeException malformed) {
            throw malformed instanceof IllegalArgumentException rejection
                    ? rejection
                    : new IllegalArgumentException(file + " must be a PNG or JPEG picture, but cannot be decoded: "
                            + malformed.getMessage(), malformed);
        }
    }

    private static void checkSize(Path file, int width, int height) {
        if (Math.min(width, height) < LEAST_SIDE || (long) width * height > MOST_PIXELS) {
            throw new IllegalArgumentException(file + " must have at least " + LEAST_SIDE + " pixels on each side and "
                    + MOST_PIXELS + " in all, but has " + width + "×" + height);
        }
    }

    private static BufferedImage shrunk(BufferedImage image) {
        double scale = Math.min(1, (double) MOST_SIDE / Math.max(image.getWidth(), image.getHeight()));
        int width = Math.max(LEAST_SIDE, (int) Math.round(image.getWidth() * scale));
        int height = Math.max(LEAST_SIDE, (int) Math.round(image.getHeight() * scale));
        BufferedImage plain = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = plain.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(image, 0, 0, width, height, null);
        graphics.dispose();
        return plain;
    }

    private static Picture of(BufferedImage image) {
        int height = image.getHeight();
        int width = image.getWidth();
        float[] planes = new float[CHANNELS * height * width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < CHANNELS; c++) {
                    int shift = 8 * (CHANNELS - 1 - c);
                    planes[(c * height + y) * width + x] = (image.getRGB(x, y) >> shift & WHITE) / (float) WHITE;
                }
            }
        }
        return new Picture(height, width, planes);
    }

    /** Writes a PNG; values outside 0 to 1 are clipped. */
    void write(Path file) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int rgb = 0;
                for (int c = 0; c < CHANNELS; c++) {
                    float value = Math.clamp(planes[(c * height + y) * width + x], 0f, 1f);
                    rgb = rgb << 8 | Math.round(value * WHITE);
                }
                image.setRGB(x, y, rgb);
            }
        }
        WholeFile.write(file, out -> ImageIO.write(image, "png", out));
    }

    /** This picture with its outermost pixels repeated. */
    Picture framed(int units) {
        int tall = height + 2 * units;
        int wide = width + 2 * units;
        float[] framed = new float[CHANNELS * tall * wide];
        for (int c = 0; c < CHANNELS; c++) {
            for (int y = 0; y < tall; y++) {
                int row = (c * height + Math.clamp(y - units, 0, height - 1)) * width;
                for (int x = 0; x < wide; x++) {
                    framed[(c * tall + y) * wide + x] = planes[row + Math.clamp(x - units, 0, width - 1)];
                }
            }
        }
        return new Picture(tall, wide, framed);
    }

    /** Peak signal-to-noise ratio in decibels against a picture of the same size, both clipped. */
    double psnr(Picture other) {
        double squares = 0;
        for (int i = 0; i < planes.length; i++) {
            double difference = Math.clamp(planes[i], 0f, 1f) - Math.clamp(other.planes[i], 0f, 1f);
            squares += difference * difference;
        }
        return -10 * Math.log10(squares / planes.length);
    }
}
