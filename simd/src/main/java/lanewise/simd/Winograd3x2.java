package lanewise.simd;

import jdk.incubator.vector.FloatVector;

/**
 * The transforms of Winograd's F(3, 2) (interpolation points 0, ±1, ∞) along the width, and along the height as well where
 * that has two taps:
 *
 * <pre>
 *     U = G·g·Gᵀ        2×2 filter           → 4×4
 *     V = Bᵀ·d·B        4×4 window of input  → 4×4, the same B as {@link Winograd2x3}'s
 *     y = Aᵀ·(U ⊙ V)·A  4×4 products         → 3×3 results
 * </pre>
 *
 * <p>Where only the first tap is there, U vanishes at ∞ and that product is left out.
 *
 * <p>Lanes run along tiles, which are 3 pixels apart. Rows are transformed first, each on its own; their transforms are kept in
 * three parts, every third row to a part and without gaps, where the same row of the windows of neighbouring tiles follow each
 * other from row to row of tiles.
 */
final class Winograd3x2 {
    /** Results of a tile along an axis. */
    static final int TILE = 3;
    /** Positions of the window along an axis. */
    static final int WINDOW = 4;
    /** By how many taps there are; sums of nothing need no product. */
    static final double[][][] G =
            {{}, {{1}, {1. / 2}, {1. / 2}}, {{1, 0}, {1. / 2, 1. / 2}, {1. / 2, -1. / 2}, {0, 1}}};
    /** What is read beyond a row, and written beyond a part. */
    static final int BEYOND = 4 * Lanes.COUNT;

    private static final int RUN = TILE * (Lanes.COUNT / 4);

    private static final int FIRST_TWO = 0;
    private static final int LAST_TWO = Lanes.COUNT;
    private static final int LOW = 2 * Lanes.COUNT;
    private static final int HIGH = 3 * Lanes.COUNT;
    private static final int PAIR = 4 * Lanes.COUNT;
    private static final int THIRD = 7 * Lanes.COUNT;
    /** Which lanes of two vectors to select; floats, because that is what selects. */
    private static final float[] LANES = lanes();

    private static final WarmUp INPUT = new WarmUp(Winograd3x2::exerciseInput);
    private static final WarmUp OUTPUT = new WarmUp(Winograd3x2::exerciseOutput);

    private Winograd3x2() {
    }

    private static float[] lanes() {
        float[] lanes = new float[10 * Lanes.COUNT];
        int half = Lanes.COUNT / 2;
        int run = Lanes.COUNT / 4;
        for (int i = 0; i < Lanes.COUNT; i++) {
            // From the pixels of two runs of tiles: those at 0, then those at 1 of every tile; likewise 2 and 3.
            int tile = i % half;
            lanes[FIRST_TWO + i] = tile / run * Lanes.COUNT + TILE * (tile % run) + i / half;
            lanes[LAST_TWO + i] = lanes[FIRST_TWO + i] + 2;
            lanes[LOW + i] = i < half ? i : half + i;
            lanes[HIGH + i] = i < half ? half + i : Lanes.COUNT + i;
        }
        for (int i = 0; i < TILE * Lanes.COUNT; i++) {
            // The results of every tile in order: first the first two of each, then the third in between.
            lanes[PAIR + i] = i / TILE + (i % TILE == 1 ? Lanes.COUNT : 0);
            lanes[THIRD + i] = i % TILE == 2 ? Lanes.COUNT + i / TILE : i % Lanes.COUNT;
        }
        return lanes;
    }

    private static void exerciseInput() {
        float[] floats = new float[WINDOW * WINDOW * BEYOND];
        inputVectors(floats, 0, 0, 2, 0, WINDOW, true, 1, 0, 1, 0, 0, floats.length / 2, 0, 0, 0);
        inputVectors(floats, 0, 0, 2, 0, 1, false, 1, 0, 1, 0, 0, floats.length / 2, 0, 0, 0);
    }

    private static void exerciseOutput() {
        float[] floats = new float[WINDOW * WINDOW * BEYOND];
        for (int taps = 0; taps <= 2; taps++) {
            outputVectors(floats, 0, 0, 0, 2, taps, 1 + taps / 2, 0, 0, 0, 0);
        }
    }

    /** Floats of each part of the transformed rows of {@code rows} rows of tiles. */
    static int part(int rows, int tiles) {
        return (rows + 1) * tiles + BEYOND;
    }

    /**
     * Writes V of some tiles for some channels.
     *
     * @param floats   pixels; channel {@code c} from {@code at + c·plane}
     * @param width    of a row of pixels
     * @param rows     of pixels
     * @param tall     whether windows have four rows rather than one
     * @param tiles    of a row
     * @param skip     tiles of the first row that are none of them
     * @param columns  of the panels
     * @param midAt    {@code WINDOW · 3} parts to work in
     * @param part     floats of each
     * @param vAt      V, {@code [product][panel][k][columns]}
     * @param k        rows of a panel
     * @param channel  the row of the first channel
     */
    static void input(float[] floats, int at, int plane, int channels, int width, int rows, boolean tall, int tiles,
            int skip, int columns, int midAt, int part, int vAt, int k, int channel, int productStep) {
        if (INPUT.cold()) {
            ScalarWinograd.inputOfThree(floats, at, plane, channels, width, tall, tiles, skip, columns, midAt, vAt, k,
                    channel,
                    productStep);
        } else {
            inputVectors(floats, at, plane, channels, width, rows, tall, tiles, skip, columns, midAt, part, vAt, k,
                    channel, productStep);
        }
    }

    static void inputVectors(float[] floats, int at, int plane, int channels, int width, int rows, boolean tall,
            int tiles, int skip, int columns, int midAt, int part, int vAt, int k, int channel, int productStep) {
        FloatVector firstTwo = FloatVector.fromArray(Lanes.SPECIES, LANES, FIRST_TWO);
        FloatVector lastTwo = FloatVector.fromArray(Lanes.SPECIES, LANES, LAST_TWO);
        FloatVector low = FloatVector.fromArray(Lanes.SPECIES, LANES, LOW);
        FloatVector high = FloatVector.fromArray(Lanes.SPECIES, LANES, HIGH);
        int step = TILE * part;
        for (int c = 0; c < channels; c++) {
            for (int row = 0; row < rows; row++) {
                int from = at + c * plane + row * width;
                int to = midAt + (tall ? row % TILE * part + row / TILE * tiles : row * tiles);
                for (int x = 0; x < tiles; x += Lanes.COUNT) {
                    int pixel = from + TILE * x;
                    FloatVector p0 = FloatVector.fromArray(Lanes.SPECIES, floats, pixel);
                    FloatVector p1 = FloatVector.fromArray(Lanes.SPECIES, floats, pixel + RUN);
                    FloatVector p2 = FloatVector.fromArray(Lanes.SPECIES, floats, pixel + 2 * RUN);
                    FloatVector p3 = FloatVector.fromArray(Lanes.SPECIES, floats, pixel + 3 * RUN);
                    FloatVector e0 = firstTwo.selectFrom(p0, p1);
                    FloatVector e1 = firstTwo.selectFrom(p2, p3);
                    FloatVector e2 = lastTwo.selectFrom(p0, p1);
                    FloatVector e3 = lastTwo.selectFrom(p2, p3);
                    FloatVector d0 = low.selectFrom(e0, e1);
                    FloatVector d1 = high.selectFrom(e0, e1);
                    FloatVector d2 = low.selectFrom(e2, e3);
                    FloatVector d3 = high.selectFrom(e2, e3);
                    d0.sub(d2).intoArray(floats, to + x);
                    d1.add(d2).intoArray(floats, to + x + step);
                    d2.sub(d1).intoArray(floats, to + x + 2 * step);
                    d1.sub(d3).intoArray(floats, to + x + 3 * step);
                }
            }
            int panels;
            for (int panel = 0; panel < columns; panel += panels) {
                panels = RegisterTile.nextPanel(columns - panel);
                int first = vAt + panel * k + (channel + c) * panels;
                for (int x = 0; x < panels; x += Lanes.COUNT) {
                    for (int j = 0; j < WINDOW; j++) {
                        int from = midAt + j * step + skip + panel + x;
                        int to = first + x + j * productStep;
                        FloatVector d0 = FloatVector.fromArray(Lanes.SPECIES, floats, from);
                        if (tall) {
                            FloatVector d1 = FloatVector.fromArray(Lanes.SPECIES, floats, from + part);
                            FloatVector d2 = FloatVector.fromArray(Lanes.SPECIES, floats, from + 2 * part);
                            FloatVector d3 = FloatVector.fromArray(Lanes.SPECIES, floats, from + tiles);
                            d1.add(d2).intoArray(floats, to + WINDOW * productStep);
                            d2.sub(d1).intoArray(floats, to + 2 * WINDOW * productStep);
                            d1.sub(d3).intoArray(floats, to + 3 * WINDOW * productStep);
                            d0 = d0.sub(d2);
                        }
                        d0.intoArray(floats, to);
                    }
                }
            }
        }
    }

    /**
     * Writes y of one vector of tiles for some channels: one row or three, in each the results of the tiles in order.
     *
     * @param floats  product {@code i} of channel {@code c} is at {@code mAt + i·productStep + c·channelStep}
     * @param taps    along the height, 0 where that is not transformed
     * @param across  taps along the width
     * @param buffer  {@code TILE · WINDOW} vectors to work in
     * @param yAt     row {@code i} of channel {@code c} goes to {@code yAt + i·rowStep + c·yChannelStep}
     */
    static void output(float[] floats, int mAt, int productStep, int channelStep, int channels, int taps, int across,
            int buffer, int yAt, int rowStep, int yChannelStep) {
        if (OUTPUT.cold()) {
            ScalarWinograd.outputOfThree(floats, mAt, productStep, channelStep, channels, taps, across, buffer, yAt,
                    rowStep, yChannelStep);
        } else {
            outputVectors(floats, mAt, productStep, channelStep, channels, taps, across, buffer, yAt, rowStep,
                    yChannelStep);
        }
    }

    static void outputVectors(float[] floats, int mAt, int productStep, int channelStep, int channels, int taps,
            int across, int buffer, int yAt, int rowStep, int yChannelStep) {
        FloatVector pair0 = FloatVector.fromArray(Lanes.SPECIES, LANES, PAIR);
        FloatVector pair1 = FloatVector.fromArray(Lanes.SPECIES, LANES, PAIR + Lanes.COUNT);
        FloatVector pair2 = FloatVector.fromArray(Lanes.SPECIES, LANES, PAIR + 2 * Lanes.COUNT);
        FloatVector third0 = FloatVector.fromArray(Lanes.SPECIES, LANES, THIRD);
        FloatVector third1 = FloatVector.fromArray(Lanes.SPECIES, LANES, THIRD + Lanes.COUNT);
        FloatVector third2 = FloatVector.fromArray(Lanes.SPECIES, LANES, THIRD + 2 * Lanes.COUNT);
        int rows = taps > 0 ? TILE : 1;
        int step = taps > 0 ? Lanes.COUNT : productStep;
        for (int c = 0; c < channels; c++) {
            int first = mAt + c * channelStep;
            for (int j = 0; taps > 0 && j < 2 + across; j++) {
                int at = first + j * productStep;
                FloatVector m0 = FloatVector.fromArray(Lanes.SPECIES, floats, at);
                FloatVector m1 = FloatVector.fromArray(Lanes.SPECIES, floats, at + WINDOW * productStep);
                FloatVector m2 = FloatVector.fromArray(Lanes.SPECIES, floats, at + 2 * WINDOW * productStep);
                FloatVector sum = m1.add(m2);
                int to = buffer + j * Lanes.COUNT;
                m0.add(sum).intoArray(floats, to);
                m1.sub(m2).intoArray(floats, to + WINDOW * Lanes.COUNT);
                if (taps > 1) {
                    sum = sum.sub(FloatVector.fromArray(Lanes.SPECIES, floats, at + 3 * WINDOW * productStep));
                }
                sum.intoArray(floats, to + 2 * WINDOW * Lanes.COUNT);
            }
            for (int i = 0; i < rows; i++) {
                int at = taps > 0 ? buffer + i * WINDOW * Lanes.COUNT : first;
                FloatVector m0 = FloatVector.fromArray(Lanes.SPECIES, floats, at);
                FloatVector m1 = FloatVector.fromArray(Lanes.SPECIES, floats, at + step);
                FloatVector m2 = FloatVector.fromArray(Lanes.SPECIES, floats, at + 2 * step);
                FloatVector y2 = m1.add(m2);
                FloatVector y0 = m0.add(y2);
                FloatVector y1 = m1.sub(m2);
                if (across > 1) {
                    y2 = y2.sub(FloatVector.fromArray(Lanes.SPECIES, floats, at + 3 * step));
                }
                int to = yAt + i * rowStep + c * yChannelStep;
                third0.selectFrom(pair0.selectFrom(y0, y1), y2).intoArray(floats, to);
                third1.selectFrom(pair1.selectFrom(y0, y1), y2).intoArray(floats, to + Lanes.COUNT);
                third2.selectFrom(pair2.selectFrom(y0, y1), y2).intoArray(floats, to + 2 * Lanes.COUNT);
            }
        }
    }
}
