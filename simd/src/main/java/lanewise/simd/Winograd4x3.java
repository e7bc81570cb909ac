package lanewise.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import lanewise.core.Epilogue;

/**
 * The transforms of Winograd's F(4×4, 3×3) (Lavin &amp; Gray 2016, interpolation points 0, ±1, ±2, ∞):
 *
 * <pre>
 *     U = G·g·Gᵀ        3×3 filter            → 6×6
 *     V = Bᵀ·d·B        6×6 window of input   → 6×6
 *     y = Aᵀ·(U ⊙ V)·A  6×6 products          → 4×4 results
 * </pre>
 *
 * <p>Lanes run along the tiles of four runs of neighbours: tile {@code t} of run {@code r} is lane {@code r + 4·t}. There a vector
 * of pixels has one pixel of every tile where it belongs, if it is loaded {@code r} pixels early, and blending four takes less than
 * selecting from two vectors at a time.
 */
final class Winograd4x3 {
    /** Results of a tile along an axis. */
    static final int TILE = 4;
    /** Positions of the window along an axis. */
    static final int WINDOW = 6;

    static final double[][] G = {{1. / 4, 0, 0}, {-1. / 6, -1. / 6, -1. / 6}, {-1. / 6, 1. / 6, -1. / 6},
            {1. / 24, 1. / 12, 1. / 6}, {1. / 24, -1. / 12, 1. / 6}, {0, 0, 1}};

    /** Floats to work in, for as many vectors as a tile has columns. */
    static final int BUFFER = WINDOW * WINDOW * Lanes.TILE_COLUMNS;
    /** Where vectors are as long as lines, most of those that are loaded early would meet two. */
    private static final boolean SELECTS = Lanes.COUNT == Lanes.LINE;
    /** Floats before the pixels which vectors may read. */
    static final int BEFORE = Winograd.RUNS;

    static final int FIRST_TWO = 0;
    static final int LAST_TWO = Lanes.COUNT;
    static final int DEAL_LOW = 2 * Lanes.COUNT;
    static final int DEAL_HIGH = 3 * Lanes.COUNT;
    static final int LOW = 4 * Lanes.COUNT;
    static final int HIGH = 5 * Lanes.COUNT;
    static final int MERGE_LOW = 6 * Lanes.COUNT;
    static final int MERGE_HIGH = 7 * Lanes.COUNT;
    private static final int RUN_OF = 8 * Lanes.COUNT;
    /** Which lanes of two vectors to select, and the run of every lane; floats, because that is what selects. */
    static final float[] LANES = lanes();

    private static final WarmUp INPUT = new WarmUp(Winograd4x3::exerciseInput);
    private static final WarmUp OUTPUT = new WarmUp(Winograd4x3::exerciseOutput);

    private Winograd4x3() {
    }

    private static float[] lanes() {
        float[] lanes = new float[9 * Lanes.COUNT];
        int half = Lanes.COUNT / 2;
        for (int i = 0; i < Lanes.COUNT; i++) {
            // From two runs of pixels: those at 0, then those at 1 of every tile; likewise 2 and 3.
            lanes[FIRST_TWO + i] = TILE * (i % half) + i / half;
            lanes[LAST_TWO + i] = lanes[FIRST_TWO + i] + 2;
            // From two pairs of runs: the first pixel of every tile; likewise the second.
            int run = i % Winograd.RUNS;
            lanes[RUN_OF + i] = run;
            lanes[DEAL_LOW + i] = run / 2 * Lanes.COUNT + run % 2 * Winograd.RUN + i / Winograd.RUNS;
            lanes[DEAL_HIGH + i] = lanes[DEAL_LOW + i] + half;
            // From two results of all tiles: the first of every tile of two runs, then the second; likewise those of two others.
            int tile = i % half;
            lanes[LOW + i] = tile / Winograd.RUN + tile % Winograd.RUN * Winograd.RUNS + i / half * Lanes.COUNT;
            lanes[HIGH + i] = lanes[LOW + i] + 2;
            // From [0 | 1] and [2 | 3]: the pixels of every tile in order.
            lanes[MERGE_LOW + i] = i / TILE + i % 2 * half + i % TILE / 2 * Lanes.COUNT;
            lanes[MERGE_HIGH + i] = lanes[MERGE_LOW + i] + Winograd.RUN;
        }
        return lanes;
    }

    private static void exerciseInput() {
        float[] from = new float[BUFFER];
        inputVectors(from, BEFORE, 0, 0, 1, new int[Winograd.RUNS], 0, 1, from, 0, from, 0, 0, 0);
    }

    private static void exerciseOutput() {
        float[] y = new float[TILE * WINDOW * Lanes.COUNT];
        // Whole vectors of pixels and parts of them.
        int[] table = {0, 0, 0, 0, Lanes.COUNT, 1, Lanes.COUNT, 1, Lanes.COUNT};
        outputVectors(y, 0, 0, 0, Epilogue.none(), 0, 1, y, 0, y, 0, 0, 0, table, 0, TILE);
        outputVectors(y, 0, 0, 0, Epilogue.none(), 0, 1, y, 0, y, 0, 0, 0, table, 0, TILE + 1);
    }

    /**
     * Writes V of some vectors of tiles for some channels. All vectors of a channel follow each other, for they share lines.
     *
     * @param from     pixels; channel {@code c} from {@code at + c·plane}, after {@link #BEFORE} others
     * @param rowStep  the distance of two rows of pixels
     * @param runs     where the pixels of the runs of tiles lie, four to a vector, from {@code runAt}
     * @param buffer   {@link #BUFFER} floats from {@code bufferAt} to work in
     * @param v        product {@code i} of vector {@code x} of channel {@code c} goes to
     *                 {@code vAt + i·productStep + c·channelStep + x·}{@link Lanes#COUNT}
     */
    static void input(float[] from, int at, int plane, int rowStep, int channels, int[] runs, int runAt, int vectors,
            float[] buffer, int bufferAt, float[] v, int vAt, int productStep, int channelStep) {
        if (INPUT.cold()) {
            ScalarWinograd.input(TILE, from, at, plane, rowStep, channels, runs, runAt, vectors, buffer, bufferAt, v,
                    vAt, productStep, channelStep);
        } else {
            inputVectors(from, at, plane, rowStep, channels, runs, runAt, vectors, buffer, bufferAt, v, vAt,
                    productStep, channelStep);
        }
    }

    static void inputVectors(float[] from, int at, int plane, int rowStep, int channels, int[] runs, int runAt,
            int vectors, float[] buffer, int bufferAt, float[] v, int vAt, int productStep, int channelStep) {
        for (int c = 0; c < channels; c++) {
            if (SELECTS) {
                selectRows(from, at + c * plane, rowStep, runs, runAt, vectors, buffer, bufferAt);
            } else {
                blendRows(from, at + c * plane, rowStep, runs, runAt, vectors, buffer, bufferAt);
            }
            inputColumns(buffer, bufferAt, vectors, v, vAt + c * channelStep, productStep);
        }
    }

    /** Transforms the rows of windows, whose pixels are dealt out by blending vectors that are loaded early. */
    private static void blendRows(float[] from, int at, int rowStep, int[] runs, int runAt, int vectors, float[] buffer,
            int bufferAt) {
        FloatVector runOf = FloatVector.fromArray(Lanes.SPECIES, LANES, RUN_OF);
        VectorMask<Float> one = runOf.compare(VectorOperators.EQ, 1f);
        VectorMask<Float> two = runOf.compare(VectorOperators.EQ, 2f);
        VectorMask<Float> three = runOf.compare(VectorOperators.EQ, 3f);
        FloatVector four = FloatVector.broadcast(Lanes.SPECIES, 4f);
        FloatVector minusFour = FloatVector.broadcast(Lanes.SPECIES, -4f);
        FloatVector minusFive = FloatVector.broadcast(Lanes.SPECIES, -5f);
        for (int x = 0; x < vectors; x++) {
            int o0 = at + runs[runAt + x * Winograd.RUNS];
            int o1 = at + runs[runAt + x * Winograd.RUNS + 1];
            int o2 = at + runs[runAt + x * Winograd.RUNS + 2];
            int o3 = at + runs[runAt + x * Winograd.RUNS + 3];
            for (int i = 0; i < WINDOW; i++) {
                int row = i * rowStep;
                FloatVector d0 = FloatVector.fromArray(Lanes.SPECIES, from, row + o0)
                        .blend(FloatVector.fromArray(Lanes.SPECIES, from, row + o1 - 1), one)
                        .blend(FloatVector.fromArray(Lanes.SPECIES, from, row + o2 - 2), two)
                        .blend(FloatVector.fromArray(Lanes.SPECIES, from, row + o3 - 3), three);
                FloatVector d1 = FloatVector.fromArray(Lanes.SPECIES, from, row + o0 + 1)
                        .blend(FloatVector.fromArray(Lanes.SPECIES, from, row + o1), one)
                        .blend(FloatVector.fromArray(Lanes.SPECIES, from, row + o2 - 1), two)
                        .blend(FloatVector.fromArray(Lanes.SPECIES, from, row + o3 - 2), three);
                FloatVector d2 = FloatVector.fromArray(Lanes.SPECIES, from, row + o0 + 2)
                        .blend(FloatVector.fromArray(Lanes.SPECIES, from, row + o1 + 1), one)
                        .blend(FloatVector.fromArray(Lanes.SPECIES, from, row + o2), two)
                        .blend(FloatVector.fromArray(Lanes.SPECIES, from, row + o3 - 1), three);
                FloatVector d3 = FloatVector.fromArray(Lanes.SPECIES, from, row + o0 + 3)
                        .blend(FloatVector.fromArray(Lanes.SPECIES, from, row + o1 + 2), one)
                        .blend(FloatVector.fromArray(Lanes.SPECIES, from, row + o2 + 1), two)
                        .blend(FloatVector.fromArray(Lanes.SPECIES, from, row + o3), three);
                FloatVector d4 = FloatVector.fromArray(Lanes.SPECIES, from, row + o0 + 4)
                        .blend(FloatVector.fromArray(Lanes.SPECIES, from, row + o1 + 3), one)
                        .blend(FloatVector.fromArray(Lanes.SPECIES, from, row + o2 + 2), two)
                        .blend(FloatVector.fromArray(Lanes.SPECIES, from, row + o3 + 1), three);
                FloatVector d5 = FloatVector.fromArray(Lanes.SPECIES, from, row + o0 + 5)
                        .blend(FloatVector.fromArray(Lanes.SPECIES, from, row + o1 + 4), one)
                        .blend(FloatVector.fromArray(Lanes.SPECIES, from, row + o2 + 3), two)
                        .blend(FloatVector.fromArray(Lanes.SPECIES, from, row + o3 + 2), three);
                FloatVector a = minusFour.fma(d2, d4);
                FloatVector b = minusFour.fma(d1, d3);
                FloatVector e = d4.sub(d2);
                FloatVector f = d3.sub(d1);
                FloatVector g = f.add(f);
                int to = bufferAt + (x * WINDOW + i) * WINDOW * Lanes.COUNT;
                four.fma(d0, minusFive.fma(d2, d4)).intoArray(buffer, to);
                a.add(b).intoArray(buffer, to + Lanes.COUNT);
                a.sub(b).intoArray(buffer, to + 2 * Lanes.COUNT);
                e.add(g).intoArray(buffer, to + 3 * Lanes.COUNT);
                e.sub(g).intoArray(buffer, to + 4 * Lanes.COUNT);
                four.fma(d1, minusFive.fma(d3, d5)).intoArray(buffer, to + 5 * Lanes.COUNT);
            }
        }
    }

    /** The same, dealt out by selecting from vectors of whole tiles. */
    private static void selectRows(float[] from, int at, int rowStep, int[] runs, int runAt, int vectors,
            float[] buffer, int bufferAt) {
        FloatVector firstTwo = FloatVector.fromArray(Lanes.SPECIES, LANES, FIRST_TWO);
        FloatVector lastTwo = FloatVector.fromArray(Lanes.SPECIES, LANES, LAST_TWO);
        FloatVector low = FloatVector.fromArray(Lanes.SPECIES, LANES, DEAL_LOW);
        FloatVector high = FloatVector.fromArray(Lanes.SPECIES, LANES, DEAL_HIGH);
        FloatVector four = FloatVector.broadcast(Lanes.SPECIES, 4f);
        FloatVector minusFour = FloatVector.broadcast(Lanes.SPECIES, -4f);
        FloatVector minusFive = FloatVector.broadcast(Lanes.SPECIES, -5f);
        for (int x = 0; x < vectors; x++) {
            int o0 = at + runs[runAt + x * Winograd.RUNS];
            int o1 = at + runs[runAt + x * Winograd.RUNS + 1];
            int o2 = at + runs[runAt + x * Winograd.RUNS + 2];
            int o3 = at + runs[runAt + x * Winograd.RUNS + 3];
            for (int i = 0; i < WINDOW; i++) {
                int row = i * rowStep;
                FloatVector p0 = FloatVector.fromArray(Lanes.SPECIES, from, row + o0);
                FloatVector p1 = FloatVector.fromArray(Lanes.SPECIES, from, row + o1);
                FloatVector p2 = FloatVector.fromArray(Lanes.SPECIES, from, row + o2);
                FloatVector p3 = FloatVector.fromArray(Lanes.SPECIES, from, row + o3);
                FloatVector e0 = firstTwo.selectFrom(p0, p1);
                FloatVector e1 = firstTwo.selectFrom(p2, p3);
                FloatVector d0 = low.selectFrom(e0, e1);
                FloatVector d1 = high.selectFrom(e0, e1);
                FloatVector e2 = lastTwo.selectFrom(p0, p1);
                FloatVector e3 = lastTwo.selectFrom(p2, p3);
                FloatVector d2 = low.selectFrom(e2, e3);
                FloatVector d3 = high.selectFrom(e2, e3);
                FloatVector n0 = FloatVector.fromArray(Lanes.SPECIES, from, row + o0 + TILE);
                FloatVector n1 = FloatVector.fromArray(Lanes.SPECIES, from, row + o1 + TILE);
                FloatVector n2 = FloatVector.fromArray(Lanes.SPECIES, from, row + o2 + TILE);
                FloatVector n3 = FloatVector.fromArray(Lanes.SPECIES, from, row + o3 + TILE);
                FloatVector e4 = firstTwo.selectFrom(n0, n1);
                FloatVector e5 = firstTwo.selectFrom(n2, n3);
                FloatVector d4 = low.selectFrom(e4, e5);
                FloatVector d5 = high.selectFrom(e4, e5);
                FloatVector a = minusFour.fma(d2, d4);
                FloatVector b = minusFour.fma(d1, d3);
                FloatVector e = d4.sub(d2);
                FloatVector f = d3.sub(d1);
                FloatVector g = f.add(f);
                int to = bufferAt + (x * WINDOW + i) * WINDOW * Lanes.COUNT;
                four.fma(d0, minusFive.fma(d2, d4)).intoArray(buffer, to);
                a.add(b).intoArray(buffer, to + Lanes.COUNT);
                a.sub(b).intoArray(buffer, to + 2 * Lanes.COUNT);
                e.add(g).intoArray(buffer, to + 3 * Lanes.COUNT);
                e.sub(g).intoArray(buffer, to + 4 * Lanes.COUNT);
                four.fma(d1, minusFive.fma(d3, d5)).intoArray(buffer, to + 5 * Lanes.COUNT);
            }
        }
    }

    /** Transforms the columns of windows whose rows are. */
    private static void inputColumns(float[] buffer, int bufferAt, int vectors, float[] v, int vAt, int productStep) {
        FloatVector four = FloatVector.broadcast(Lanes.SPECIES, 4f);
        FloatVector minusFour = FloatVector.broadcast(Lanes.SPECIES, -4f);
        FloatVector minusFive = FloatVector.broadcast(Lanes.SPECIES, -5f);
        for (int x = 0; x < vectors; x++) {
            for (int j = 0; j < WINDOW; j++) {
                int at = bufferAt + (x * WINDOW * WINDOW + j) * Lanes.COUNT;
                FloatVector d0 = FloatVector.fromArray(Lanes.SPECIES, buffer, at);
                FloatVector d1 = FloatVector.fromArray(Lanes.SPECIES, buffer, at + WINDOW * Lanes.COUNT);
                FloatVector d2 = FloatVector.fromArray(Lanes.SPECIES, buffer, at + 2 * WINDOW * Lanes.COUNT);
                FloatVector d3 = FloatVector.fromArray(Lanes.SPECIES, buffer, at + 3 * WINDOW * Lanes.COUNT);
                FloatVector d4 = FloatVector.fromArray(Lanes.SPECIES, buffer, at + 4 * WINDOW * Lanes.COUNT);
                FloatVector d5 = FloatVector.fromArray(Lanes.SPECIES, buffer, at + 5 * WINDOW * Lanes.COUNT);
                FloatVector a = minusFour.fma(d2, d4);
                FloatVector b = minusFour.fma(d1, d3);
                FloatVector e = d4.sub(d2);
                FloatVector f = d3.sub(d1);
                FloatVector g = f.add(f);
                int to = vAt + x * Lanes.COUNT + j * productStep;
                four.fma(d0, minusFive.fma(d2, d4)).intoArray(v, to);
                a.add(b).intoArray(v, to + WINDOW * productStep);
                a.sub(b).intoArray(v, to + 2 * WINDOW * productStep);
                e.add(g).intoArray(v, to + 3 * WINDOW * productStep);
                e.sub(g).intoArray(v, to + 4 * WINDOW * productStep);
                four.fma(d1, minusFive.fma(d3, d5)).intoArray(v, to + 5 * WINDOW * productStep);
            }
        }
    }

    /**
     * Writes y of one vector of tiles for some channels, with their bias.
     *
     * @param m       product {@code i} of channel {@code c} is at {@code mAt + i·productStep + c·channelStep}
     * @param buffer  {@code TILE · WINDOW} vectors from {@code bufferAt} to work in
     * @param y       row {@code i} of channel {@code c} goes to {@code yAt + i·rowStep + c·yChannelStep}, in it each of four
     *                vectors of pixels to where {@code table} says from {@code toAt}, as many pixels as it says from
     *                {@code countAt}
     */
    static void output(float[] m, int mAt, int productStep, int channelStep, Epilogue bias, int channel, int channels,
            float[] buffer, int bufferAt, float[] y, int yAt, int rowStep, int yChannelStep, int[] table, int toAt,
            int countAt) {
        int whole = OUTPUT.cold()
                ? 0
                : whole(y, yAt + (TILE - 1) * rowStep, yChannelStep, channels, table, toAt);
        if (whole > 0) {
            outputVectors(m, mAt, productStep, channelStep, bias, channel, whole, buffer, bufferAt, y, yAt, rowStep,
                    yChannelStep, table, toAt, countAt);
        }
        if (whole < channels) {
            ScalarWinograd.outputOfFour(m, mAt + whole * channelStep, productStep, channelStep, bias, channel + whole,
                    channels - whole, buffer, bufferAt, y, yAt + whole * yChannelStep, rowStep, yChannelStep, table,
                    toAt,
                    countAt);
        }
    }

    /**
     * How many of some channels end with vectors of pixels that lie within the array, whether or not all of their lanes are stored: C2
     * makes objects of masks that are checked.
     */
    static int whole(float[] y, int yAt, int yChannelStep, int channels, int[] table, int toAt) {
        int last = Math.max(Math.max(table[toAt], table[toAt + 1]), Math.max(table[toAt + 2], table[toAt + 3]));
        int whole = channels;
        while (whole > 0 && yAt + (whole - 1) * yChannelStep + last + Lanes.COUNT > y.length) {
            whole--;
        }
        return whole;
    }

    static void outputVectors(float[] m, int mAt, int productStep, int channelStep, Epilogue bias, int channel,
            int channels, float[] buffer, int bufferAt, float[] y, int yAt, int rowStep, int yChannelStep, int[] table,
            int toAt, int countAt) {
        int count0 = table[countAt];
        int count1 = table[countAt + 1];
        int count2 = table[countAt + 2];
        int count3 = table[countAt + 3];
        FloatVector low = FloatVector.fromArray(Lanes.SPECIES, LANES, LOW);
        FloatVector high = FloatVector.fromArray(Lanes.SPECIES, LANES, HIGH);
        FloatVector mergeLow = FloatVector.fromArray(Lanes.SPECIES, LANES, MERGE_LOW);
        FloatVector mergeHigh = FloatVector.fromArray(Lanes.SPECIES, LANES, MERGE_HIGH);
        FloatVector two = FloatVector.broadcast(Lanes.SPECIES, 2f);
        FloatVector four = FloatVector.broadcast(Lanes.SPECIES, 4f);
        FloatVector eight = FloatVector.broadcast(Lanes.SPECIES, 8f);
        for (int c = 0; c < channels; c++) {
            FloatVector added = FloatVector.broadcast(Lanes.SPECIES, bias.bias(channel + c));
            for (int j = 0; j < WINDOW; j++) {
                int at = mAt + c * channelStep + j * productStep;
                FloatVector m0 = FloatVector.fromArray(Lanes.SPECIES, m, at);
                FloatVector m1 = FloatVector.fromArray(Lanes.SPECIES, m, at + WINDOW * productStep);
                FloatVector m2 = FloatVector.fromArray(Lanes.SPECIES, m, at + 2 * WINDOW * productStep);
                FloatVector m3 = FloatVector.fromArray(Lanes.SPECIES, m, at + 3 * WINDOW * productStep);
                FloatVector m4 = FloatVector.fromArray(Lanes.SPECIES, m, at + 4 * WINDOW * productStep);
                FloatVector m5 = FloatVector.fromArray(Lanes.SPECIES, m, at + 5 * WINDOW * productStep);
                FloatVector p = m1.add(m2);
                FloatVector q = m1.sub(m2);
                FloatVector r = m3.add(m4);
                FloatVector s = m3.sub(m4);
                int to = bufferAt + j * Lanes.COUNT;
                m0.add(p).add(r).intoArray(buffer, to);
                two.fma(s, q).intoArray(buffer, to + WINDOW * Lanes.COUNT);
                four.fma(r, p).intoArray(buffer, to + 2 * WINDOW * Lanes.COUNT);
                eight.fma(s, q).add(m5).intoArray(buffer, to + 3 * WINDOW * Lanes.COUNT);
            }
            for (int i = 0; i < TILE; i++) {
                int at = bufferAt + i * WINDOW * Lanes.COUNT;
                FloatVector m0 = FloatVector.fromArray(Lanes.SPECIES, buffer, at);
                FloatVector m1 = FloatVector.fromArray(Lanes.SPECIES, buffer, at + Lanes.COUNT);
                FloatVector m2 = FloatVector.fromArray(Lanes.SPECIES, buffer, at + 2 * Lanes.COUNT);
                FloatVector m3 = FloatVector.fromArray(Lanes.SPECIES, buffer, at + 3 * Lanes.COUNT);
                FloatVector m4 = FloatVector.fromArray(Lanes.SPECIES, buffer, at + 4 * Lanes.COUNT);
                FloatVector m5 = FloatVector.fromArray(Lanes.SPECIES, buffer, at + 5 * Lanes.COUNT);
                FloatVector p = m1.add(m2);
                FloatVector q = m1.sub(m2);
                FloatVector r = m3.add(m4);
                FloatVector s = m3.sub(m4);
                FloatVector y0 = m0.add(p).add(r).add(added);
                FloatVector y1 = two.fma(s, q).add(added);
                FloatVector y2 = four.fma(r, p).add(added);
                FloatVector y3 = eight.fma(s, q).add(m5).add(added);
                FloatVector e0 = low.selectFrom(y0, y1);
                FloatVector e1 = high.selectFrom(y0, y1);
                FloatVector e2 = low.selectFrom(y2, y3);
                FloatVector e3 = high.selectFrom(y2, y3);
                int to = yAt + i * rowStep + c * yChannelStep;
                FloatVector x0 = mergeLow.selectFrom(e0, e2);
                FloatVector x1 = mergeHigh.selectFrom(e0, e2);
                FloatVector x2 = mergeLow.selectFrom(e1, e3);
                FloatVector x3 = mergeHigh.selectFrom(e1, e3);
                if (count0 == Lanes.COUNT) {
                    x0.intoArray(y, to + table[toAt]);
                } else {
                    x0.intoArray(y, to + table[toAt], Lanes.SPECIES.indexInRange(0, count0));
                }
                if (count1 == Lanes.COUNT) {
                    x1.intoArray(y, to + table[toAt + 1]);
                } else {
                    x1.intoArray(y, to + table[toAt + 1], Lanes.SPECIES.indexInRange(0, count1));
                }
                if (count2 == Lanes.COUNT) {
                    x2.intoArray(y, to + table[toAt + 2]);
                } else {
                    x2.intoArray(y, to + table[toAt + 2], Lanes.SPECIES.indexInRange(0, count2));
                }
                if (count3 == Lanes.COUNT) {
                    x3.intoArray(y, to + table[toAt + 3]);
                } else {
                    x3.intoArray(y, to + table[toAt + 3], Lanes.SPECIES.indexInRange(0, count3));
                }
            }
        }
    }
}
