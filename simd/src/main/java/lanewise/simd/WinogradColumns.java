package lanewise.simd;

import jdk.incubator.vector.FloatVector;

/**
 * The transforms of {@link WinogradFewTiles}: F(3, 2) of {@link Winograd3x2} for two taps an axis, or F(2, 3) of {@link Winograd2x3}
 * for three, both on windows of four positions and with the same B. Lanes run along the tiles of a row where pixels are
 * transformed, and along channels where products are.
 */
final class WinogradColumns {
    private static final int WINDOW = Winograd3x2.WINDOW;
    private static final int[] SIDES = {Winograd2x3.TILE, Winograd3x2.TILE};
    /** What is read beyond the last row of pixels. */
    static final int BEYOND = 4 * Lanes.COUNT;

    private static final int LOW = 0;
    private static final int HIGH = Lanes.COUNT;
    /** From there on for tiles of two results, then of three: the first two pixels of each tile of two runs, then the last two. */
    private static final int PAIRS = 2 * Lanes.COUNT;
    /** Which lanes of two vectors to select; floats, because that is what selects. */
    private static final float[] LANES = lanes();

    private static final WarmUp INPUT = new WarmUp(WinogradColumns::exerciseInput);
    private static final WarmUp OUTPUT = new WarmUp(WinogradColumns::exerciseOutput);

    private WinogradColumns() {
    }

    private static float[] lanes() {
        float[] lanes = new float[PAIRS + 2 * SIDES.length * Lanes.COUNT];
        int half = Lanes.COUNT / 2;
        int run = Lanes.COUNT / 4;
        for (int i = 0; i < Lanes.COUNT; i++) {
            lanes[LOW + i] = i < half ? i : half + i;
            lanes[HIGH + i] = i < half ? half + i : Lanes.COUNT + i;
            int tile = i % half;
            for (int side : SIDES) {
                int at = pairs(side) + i;
                lanes[at] = tile / run * Lanes.COUNT + side * (tile % run) + i / half;
                lanes[at + Lanes.COUNT] = lanes[at] + 2;
            }
        }
        return lanes;
    }

    private static int pairs(int side) {
        return PAIRS + (side - Winograd2x3.TILE) * 2 * Lanes.COUNT;
    }

    private static void exerciseInput() {
        float[] floats = new float[2 * WINDOW * WINDOW * BEYOND];
        for (int side : SIDES) {
            inputVectors(side, floats, 0, 0, 2, 0, true, 1, 1, 0, 0, 0, 0);
            inputVectors(side, floats, 0, 0, 2, 0, false, 1, 1, 0, 0, 0, 0);
        }
    }

    private static void exerciseOutput() {
        float[] floats = new float[WINDOW * WINDOW * BEYOND];
        for (int side : SIDES) {
            outputVectors(side, floats, 0, 0, 2, Lanes.COUNT, true, 0, 0, 0, 0);
            outputVectors(side, floats, 0, 0, 2, Lanes.COUNT, false, 0, 0, 0, 0);
        }
    }

    /** Floats to work in where {@code rows} rows of pixels are transformed. */
    static int buffer(int rows, int tiles) {
        return rows * WINDOW * Lanes.roundUp(tiles, Lanes.COUNT);
    }

    /**
     * Writes V of all tiles for some channels.
     *
     * @param side     results of a tile along an axis
     * @param floats   pixels; channel {@code c} from {@code at + c·plane}
     * @param width    of a row of pixels
     * @param tall     whether windows have four rows rather than one
     * @param tiles    of a row
     * @param tileRows rows of them
     * @param buffer   to work in
     * @param vAt      V, {@code [product][channel][columns]}; up to a vector beyond is overwritten
     */
    static void input(int side, float[] floats, int at, int plane, int channels, int width, boolean tall, int tiles,
            int tileRows, int buffer, int vAt, int columns, int productStep) {
        if (INPUT.cold()) {
            ScalarWinograd.inputOfColumns(side, floats, at, plane, channels, width, tall, tiles, tileRows, buffer, vAt,
                    columns, productStep);
        } else {
            inputVectors(side, floats, at, plane, channels, width, tall, tiles, tileRows, buffer, vAt, columns,
                    productStep);
        }
    }

    static void inputVectors(int side, float[] floats, int at, int plane, int channels, int width, boolean tall,
            int tiles, int tileRows, int buffer, int vAt, int columns, int productStep) {
        FloatVector low = FloatVector.fromArray(Lanes.SPECIES, LANES, LOW);
        FloatVector high = FloatVector.fromArray(Lanes.SPECIES, LANES, HIGH);
        FloatVector firstTwo = FloatVector.fromArray(Lanes.SPECIES, LANES, pairs(side));
        FloatVector lastTwo = FloatVector.fromArray(Lanes.SPECIES, LANES, pairs(side) + Lanes.COUNT);
        int run = side * (Lanes.COUNT / 4);
        int rows = tall ? side * tileRows + WINDOW - side : tileRows;
        int pitch = WINDOW * Lanes.roundUp(tiles, Lanes.COUNT);
        for (int c = 0; c < channels; c++) {
            for (int row = 0; row < rows; row++) {
                int pixel = at + c * plane + row * width;
                int to = buffer + row * pitch;
                for (int x = 0; x < tiles; x += Lanes.COUNT, pixel += side * Lanes.COUNT, to += WINDOW * Lanes.COUNT) {
                    FloatVector p0 = FloatVector.fromArray(Lanes.SPECIES, floats, pixel);
                    FloatVector p1 = FloatVector.fromArray(Lanes.SPECIES, floats, pixel + run);
                    FloatVector p2 = FloatVector.fromArray(Lanes.SPECIES, floats, pixel + 2 * run);
                    FloatVector p3 = FloatVector.fromArray(Lanes.SPECIES, floats, pixel + 3 * run);
                    FloatVector e0 = firstTwo.selectFrom(p0, p1);
                    FloatVector e1 = firstTwo.selectFrom(p2, p3);
                    FloatVector e2 = lastTwo.selectFrom(p0, p1);
                    FloatVector e3 = lastTwo.selectFrom(p2, p3);
                    FloatVector d0 = low.selectFrom(e0, e1);
                    FloatVector d1 = high.selectFrom(e0, e1);
                    FloatVector d2 = low.selectFrom(e2, e3);
                    FloatVector d3 = high.selectFrom(e2, e3);
                    d0.sub(d2).intoArray(floats, to);
                    d1.add(d2).intoArray(floats, to + Lanes.COUNT);
                    d2.sub(d1).intoArray(floats, to + 2 * Lanes.COUNT);
                    d1.sub(d3).intoArray(floats, to + 3 * Lanes.COUNT);
                }
            }
            // What a vector writes beyond its row of tiles the next row overwrites, and the next channel.
            for (int row = 0; row < tileRows; row++) {
                int from = buffer + (tall ? side : 1) * row * pitch;
                int to = vAt + c * columns + row * tiles;
                for (int x = 0; x < tiles; x += Lanes.COUNT, to += Lanes.COUNT) {
                    for (int j = 0; j < WINDOW; j++, from += Lanes.COUNT) {
                        int product = to + j * productStep;
                        FloatVector d0 = FloatVector.fromArray(Lanes.SPECIES, floats, from);
                        if (tall) {
                            FloatVector d1 = FloatVector.fromArray(Lanes.SPECIES, floats, from + pitch);
                            FloatVector d2 = FloatVector.fromArray(Lanes.SPECIES, floats, from + 2 * pitch);
                            FloatVector d3 = FloatVector.fromArray(Lanes.SPECIES, floats, from + 3 * pitch);
                            d1.add(d2).intoArray(floats, product + WINDOW * productStep);
                            d2.sub(d1).intoArray(floats, product + 2 * WINDOW * productStep);
                            d1.sub(d3).intoArray(floats, product + 3 * WINDOW * productStep);
                            d0 = d0.sub(d2);
                        }
                        d0.intoArray(floats, product);
                    }
                }
            }
        }
    }

    /**
     * Writes y of the tiles of a row, the last one first: what it writes beyond the end of its rows others overwrite.
     *
     * @param side       results of a tile along an axis
     * @param floats     product {@code i} of tile {@code t} and channel {@code c} is at {@code mAt + i·productStep + t·width + c}
     * @param width      channels, whole vectors
     * @param buffer     {@code side · WINDOW} vectors to work in
     * @param yAt        result {@code (i, j)} of tile {@code t} goes to {@code yAt + i·rowStep + (side·t + j)·step}
     */
    static void output(int side, float[] floats, int mAt, int productStep, int tiles, int width, boolean tall,
            int buffer, int yAt, int rowStep, int step) {
        if (OUTPUT.cold()) {
            ScalarWinograd.outputOfColumns(side, floats, mAt, productStep, tiles, width, tall, buffer, yAt, rowStep,
                    step);
        } else {
            outputVectors(side, floats, mAt, productStep, tiles, width, tall, buffer, yAt, rowStep, step);
        }
    }

    static void outputVectors(int side, float[] floats, int mAt, int productStep, int tiles, int width, boolean tall,
            int buffer, int yAt, int rowStep, int step) {
        int rows = tall ? side : 1;
        int next = tall ? Lanes.COUNT : productStep;
        for (int t = tiles - 1; t >= 0; t--) {
            for (int c = 0; c < width; c += Lanes.COUNT) {
                int first = mAt + t * width + c;
                for (int j = 0; tall && j < WINDOW; j++) {
                    int at = first + j * productStep;
                    FloatVector m0 = FloatVector.fromArray(Lanes.SPECIES, floats, at);
                    FloatVector m1 = FloatVector.fromArray(Lanes.SPECIES, floats, at + WINDOW * productStep);
                    FloatVector m2 = FloatVector.fromArray(Lanes.SPECIES, floats, at + 2 * WINDOW * productStep);
                    FloatVector m3 = FloatVector.fromArray(Lanes.SPECIES, floats, at + 3 * WINDOW * productStep);
                    FloatVector sum = m1.add(m2);
                    FloatVector difference = m1.sub(m2);
                    int to = buffer + j * Lanes.COUNT;
                    m0.add(sum).intoArray(floats, to);
                    if (side == Winograd3x2.TILE) {
                        sum.sub(m3).intoArray(floats, to + 2 * WINDOW * Lanes.COUNT);
                    } else {
                        difference = difference.sub(m3);
                    }
                    difference.intoArray(floats, to + WINDOW * Lanes.COUNT);
                }
                for (int i = 0; i < rows; i++) {
                    int at = tall ? buffer + i * WINDOW * Lanes.COUNT : first;
                    FloatVector m0 = FloatVector.fromArray(Lanes.SPECIES, floats, at);
                    FloatVector m1 = FloatVector.fromArray(Lanes.SPECIES, floats, at + next);
                    FloatVector m2 = FloatVector.fromArray(Lanes.SPECIES, floats, at + 2 * next);
                    FloatVector m3 = FloatVector.fromArray(Lanes.SPECIES, floats, at + 3 * next);
                    FloatVector sum = m1.add(m2);
                    FloatVector difference = m1.sub(m2);
                    int to = yAt + i * rowStep + side * t * step + c;
                    m0.add(sum).intoArray(floats, to);
                    if (side == Winograd3x2.TILE) {
                        sum.sub(m3).intoArray(floats, to + 2 * step);
                    } else {
                        difference = difference.sub(m3);
                    }
                    difference.intoArray(floats, to + step);
                }
            }
        }
    }
}
