package lanewise.bench.visualize;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Draws images without end: an {@link Outline} of random place, size, proportions and rotation, in front of a background that
 * changes from side to side; lighter or darker than that; and noise.
 */
final class Draughtsman {
    private static final Outline[] OUTLINES = Outline.values();
    private static final double LEAST_RADIUS = 7;
    private static final double MOST_RADIUS = 13;
    private static final double LEAST_PROPORTION = 0.8;
    private static final double LEAST_CONTRAST = 0.4;
    private static final double MOST_CONTRAST = 1.2;
    private static final double SLOPE = 0.5;
    private static final double NOISE = 0.15;
    private static final double FULL = 255;

    private final SplittableRandom random;
    private final BufferedImage canvas = new BufferedImage(Images.SIZE, Images.SIZE, BufferedImage.TYPE_INT_RGB);
    private final int[] coverage = ((DataBufferInt) canvas.getRaster().getDataBuffer()).getData();
    private final Graphics2D pen = canvas.createGraphics();

    Draughtsman(SplittableRandom random) {
        this.random = random;
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        pen.setColor(Color.WHITE);
    }

    /** The next images. */
    Images next(int count) {
        Images images = new Images(new float[count * Images.PIXELS], new int[count]);
        for (int n = 0; n < count; n++) {
            images.labels()[n] = random.nextInt(OUTLINES.length);
            cover(OUTLINES[images.labels()[n]]);
            shade(images.pixels(), n * Images.PIXELS);
        }
        return images;
    }

    /** Draws white on black. */
    private void cover(Outline outline) {
        double radius = random.nextDouble(LEAST_RADIUS, MOST_RADIUS);
        double x = random.nextDouble(radius, Images.SIZE - radius);
        double y = random.nextDouble(radius, Images.SIZE - radius);
        AffineTransform place = AffineTransform.getTranslateInstance(x, y);
        place.rotate(random.nextDouble(2 * Math.PI));
        place.scale(radius, radius * random.nextDouble(LEAST_PROPORTION, 1));
        Arrays.fill(coverage, 0);
        pen.fill(place.createTransformedShape(outline.shape()));
    }

    private void shade(float[] pixels, int at) {
        double contrast = random.nextDouble(LEAST_CONTRAST, MOST_CONTRAST) * (random.nextBoolean() ? 1 : -1);
        double direction = random.nextDouble(2 * Math.PI);
        double slope = random.nextDouble(SLOPE) / Images.SIZE;
        for (int i = 0; i < Images.PIXELS; i++) {
            double x = i % Images.SIZE - (Images.SIZE - 1) / 2.0;
            double y = i / Images.SIZE - (Images.SIZE - 1) / 2.0;
            double background = slope * (x * Math.cos(direction) + y * Math.sin(direction)) - contrast / 2;
            double shape = contrast * ((coverage[i] & 0xFF) / FULL);
            pixels[at + i] = (float) Math.clamp(background + shape + random.nextDouble(-NOISE, NOISE), -1, 1);
        }
    }
}
