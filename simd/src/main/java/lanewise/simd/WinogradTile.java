package lanewise.simd;

/**
 * What one product of matrices contributes to: a patch of results from a window of the operand, by filters of three taps an
 * axis. Longer filters are sums of such filters.
 *
 * @param height       results
 * @param width        results
 * @param windowHeight positions of the operand
 * @param windowWidth  positions of the operand
 * @param tall         the transform of a filter along the height
 * @param wide         the transform of a filter along the width
 */
record WinogradTile(int height, int width, int windowHeight, int windowWidth, double[][] tall, double[][] wide) {
    static final int TAPS = 3;

    /** F(4×4, 3×3). */
    static final WinogradTile FOUR = square(Winograd4x3.TILE, Winograd4x3.WINDOW, Winograd4x3.G);
    /** F(2×2, 3×3). */
    static final WinogradTile TWO = square(Winograd2x3.TILE, Winograd2x3.WINDOW, Winograd2x3.G);
    /** F(4, 3) along a row: the taps of an image's other axes are summed like channels. */
    static final WinogradTile ROW = new WinogradTile(1, Winograd4x3.TILE, 1, Winograd4x3.WINDOW,
            new double[][]{{1}}, Winograd4x3.G);

    private static WinogradTile square(int tile, int window, double[][] filter) {
        return new WinogradTile(tile, tile, window, window, filter, filter);
    }

    /** Matrix products of a tile. */
    int products() {
        return windowHeight * windowWidth;
    }

    int results() {
        return height * width;
    }

    boolean row() {
        return windowHeight == 1;
    }

    /** Taps of a filter that is transformed as one. */
    int taps() {
        return row() ? TAPS : TAPS * TAPS;
    }

    /** How many such filters each channel of a phase has. */
    int filters(Phase phase) {
        return phase.depth().shift().length * (row() ? phase.height().shift().length * rowFilters(phase) : 1);
    }

    private static int rowFilters(Phase phase) {
        return Math.ceilDiv(phase.width().shift().length, TAPS);
    }

    /** Why a phase is no sum of such filters, or null. */
    String rejects(Phase phase) {
        if (row()) {
            return dense(phase.width(), 2, Integer.MAX_VALUE) ? null : "some phase has no taps in a row with stride 1";
        }
        return dense(phase.height(), TAPS, TAPS) && dense(phase.width(), TAPS, TAPS)
                ? null
                : "some phase is not a convolution with 3×3 taps and stride 1";
    }

    private static boolean dense(Lattice lattice, int least, int most) {
        int[] shift = lattice.shift();
        if (lattice.advance() != 1 || shift.length < least || shift.length > most) {
            return false;
        }
        for (int i = 2; i < shift.length; i++) {
            if (shift[i] - shift[i - 1] != shift[1] - shift[0]) {
                return false;
            }
        }
        return true;
    }

    /** The lattice of a window's width, or height, that whole tiles cover: taps in the order of the operand, in threes. */
    static Lattice whole(Lattice lattice, int count, int unit) {
        int[] shift = new int[Lanes.roundUp(lattice.shift().length, TAPS)];
        int first = Math.min(lattice.shift()[0], lattice.shift()[lattice.shift().length - 1]);
        for (int i = 0; i < shift.length; i++) {
            shift[i] = first + lattice.advance() * i;
        }
        return new Lattice(lattice.first(), lattice.step(), Lanes.roundUp(count, unit), lattice.advance(),
                lattice.extent(), lattice.place(), shift);
    }

    /** {@link WinogradFilter#taps} of this tile's filters. */
    int[] taps(Phase phase, int[] weights) {
        return row() ? WinogradFilter.rowTaps(phase, weights, TAPS) : WinogradFilter.taps(phase, weights);
    }
}
