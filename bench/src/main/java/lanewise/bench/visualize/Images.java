package lanewise.bench.visualize;

import java.util.Arrays;

/**
 * Grey images and what they show.
 *
 * @param pixels {@code [count, 1, SIZE, SIZE]}, from -1 (black) to 1 (white)
 * @param labels ordinal of the {@link Outline} of each
 */
record Images(float[] pixels, int[] labels) {
    /** Rows, and columns. */
    static final int SIZE = 32;
    static final int PIXELS = SIZE * SIZE;

    int count() {
        return labels.length;
    }

    Images from(int first, int count) {
        return new Images(Arrays.copyOfRange(pixels, first * PIXELS, (first + count) * PIXELS),
                Arrays.copyOfRange(labels, first, first + count));
    }
}
