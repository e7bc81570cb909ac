package lanewise.bench.visualize;

import java.awt.image.IndexColorModel;

/** 256 colours: greys for images; for signals blue through black to red, after Crameri's scientific colour map "berlin". */
final class Palette {
    static final IndexColorModel COLOURS;
    private static final int HALF = 63;
    private static final int SIGNALS = 2 * HALF + 1;
    private static final int BYTE = 255;
    private static final int[] STOPS = {0x9EB0FF, 0x4A9BCB, 0x1E4F6B, 0x110C0C, 0x561C08, 0xB15F3F, 0xFFADAD};

    static {
        int[] colours = new int[2 * SIGNALS];
        for (int i = 0; i < SIGNALS; i++) {
            colours[i] = 0x010101 * (BYTE * i / (SIGNALS - 1));
            colours[SIGNALS + i] = between(i * (STOPS.length - 1) / (SIGNALS - 1f));
        }
        COLOURS = new IndexColorModel(Byte.SIZE, colours.length, colours, 0, false, -1, 0);
    }

    private Palette() {
    }

    /** {@return the index of a grey, from -1 (black) to 1 (white)} */
    static int grey(float value) {
        return HALF + Math.round(HALF * Math.clamp(value, -1f, 1f));
    }

    /** {@return the index of a signal's colour, from -1 (blue) through 0 (black) to 1 (red)} */
    static int signal(float value) {
        return SIGNALS + grey(value);
    }

    private static int between(float position) {
        int left = Math.min((int) position, STOPS.length - 2);
        float share = position - left;
        int rgb = 0;
        for (int shift = 2 * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            float from = STOPS[left] >> shift & BYTE;
            rgb = rgb << Byte.SIZE | Math.round(from + share * ((STOPS[left + 1] >> shift & BYTE) - from));
        }
        return rgb;
    }
}
