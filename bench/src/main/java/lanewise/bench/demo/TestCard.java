package lanewise.bench.demo;

import java.awt.Color;

/**
 * A picture with something for every filter: ramps for blurs, a zone plate and a star for resampling, letters and
 * edges for edge detectors. Computed, so that it needs neither a file nor a font.
 */
final class TestCard {
    private static final int HEIGHT = 384;
    private static final int WIDTH = 512;
    private static final int SAMPLES = 3;
    private static final int BAND = 64;
    private static final int HALF = 256;
    private static final int LETTER = 8;
    /** Letters L A N E W I S E of 5×7 dots, one row per byte, most significant bit to the left. */
    private static final int[][] TEXT = {{16, 16, 16, 16, 16, 16, 31}, {14, 17, 17, 31, 17, 17, 17},
            {17, 25, 21, 19, 17, 17, 17}, {31, 16, 16, 30, 16, 16, 31}, {17, 17, 17, 21, 21, 27, 17},
            {14, 4, 4, 4, 4, 4, 14}, {15, 16, 16, 14, 1, 1, 30}, {31, 16, 16, 30, 16, 16, 31}};
    private static final int LETTER_DOTS = 6;
    private static final int LETTER_ROWS = 7;
    private static final float DOT = 5;

    private TestCard() {
    }

    static Picture draw() {
        float[] planes = new float[Picture.CHANNELS * HEIGHT * WIDTH];
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                for (int sample = 0; sample < SAMPLES * SAMPLES; sample++) {
                    int rgb = at(x + (sample % SAMPLES + 0.5) / SAMPLES, y + (sample / SAMPLES + 0.5) / SAMPLES);
                    for (int c = 0; c < Picture.CHANNELS; c++) {
                        planes[(c * HEIGHT + y) * WIDTH + x] += (rgb >> 16 - 8 * c & 255)
                                / (255f * SAMPLES * SAMPLES);
                    }
                }
            }
        }
        return new Picture(HEIGHT, WIDTH, planes);
    }

    private static int at(double x, double y) {
        if (y < BAND) {
            return y < BAND / 2.0 ? grey(x / WIDTH) : grey(Math.floor(x / 32) / (WIDTH / 32 - 1));
        }
        if (y >= HEIGHT - BAND) {
            return Color.HSBtoRGB((float) (Math.floor(x / BAND) * BAND / WIDTH), 0.8f, 0.95f);
        }
        if (x < HALF) {
            return zonePlate(x - HALF / 2.0, y - HEIGHT / 2.0);
        }
        return y < HEIGHT - BAND - BAND ? star(x - 384, y - 160) : text(x - HALF, y - (HEIGHT - 2 * BAND));
    }

    private static int zonePlate(double x, double y) {
        return grey(0.5 + 0.5 * Math.cos((x * x + y * y) * Math.PI / HALF * 0.4));
    }

    private static int star(double x, double y) {
        double radius = Math.hypot(x, y);
        double angle = Math.atan2(y, x) / (2 * Math.PI) + 0.5;
        if (radius < 90) {
            return Math.floorMod((int) Math.floor(angle * 48), 2) == 0 ? 0xFFFFFF : 0x101830;
        }
        return Color.HSBtoRGB((float) angle, (float) Math.min(1, radius / 180), 0.9f);
    }

    private static int text(double x, double y) {
        int column = (int) Math.floor((x - LETTER) / DOT);
        int row = (int) Math.floor((y - 2 * LETTER) / DOT);
        boolean inside = column >= 0 && row >= 0 && row < LETTER_ROWS && column / LETTER_DOTS < TEXT.length
                && (TEXT[column / LETTER_DOTS][row] << column % LETTER_DOTS & 16) != 0;
        return inside ? 0xFFD24A : 0x203050;
    }

    private static int grey(double value) {
        return 0x010101 * (int) Math.round(255 * value);
    }
}
