package lanewise.simd;

import jdk.incubator.vector.FloatVector;

/**
 * The transforms of Winograd's F(2×2, 3×3) (interpolation points 0, ±1, ∞), for images so small that the tiles of
 * {@link Winograd4x3} would leave most lanes empty. Lanes run along tiles, which are 2 pixels apart.
 */
final class Winograd2x3 {
    static final int TILE = 2;
    static final int WINDOW = 4;
    static final double[][] G = {{1, 0, 0}, {1. / 2, 1. / 2, 1. / 2}, {1. / 2, -1. / 2, 1. / 2}, {0, 0, 1}};

    private static final int FIRST_TWO = 0;
    private static final int LAST_TWO = Lanes.COUNT;
    private static final int LOW = 2 * Lanes.COUNT;
    private static final int HIGH = 3 * Lanes.COUNT;
    private static final int MERGE_LOW = 4 * Lanes.COUNT;
    private static final int MERGE_HIGH = 5 * Lanes.COUNT;
    /** Which lanes of two vectors to select; floats, because that is what selects. */
    private static final float[] LANES = lanes();

    private static final WarmUp INPUT = new WarmUp(Winograd2x3::exerciseInput);
    private static final WarmUp OUTPUT = new WarmUp(Winograd2x3::exerciseOutput);

    private Winograd2x3() {
    }

    private static float[] lanes() {
        float[] lanes = new float[6 * Lanes.COUNT];
        int half = Lanes.COUNT / 2;
        for (int i = 0; i < Lanes.COUNT; i++) {
            // From the pixels of two runs of tiles: those at 0, then those at 1 of every tile; likewise 2 and 3.
            int tile = i % half;
            lanes[FIRST_TWO + i] = tile / Winograd.RUN * Lanes.COUNT + TILE * (tile % Winograd.RUN) + i / half;
            lanes[LAST_TWO + i] = lanes[FIRST_TWO + i] + 2;
            lanes[LOW + i] = i < half ? i : half + i;
            lanes[HIGH + i] = i < half ? half + i : Lanes.COUNT + i;
            lanes[MERGE_LOW + i] = i / TILE + i % TILE * Lanes.COUNT;
            lanes[MERGE_HIGH + i] = lanes[MERGE_LOW + i] + half;
        }
        return lanes;
    }

    private static void exerciseInput() {
        float[] from = new float[WINDOW * WINDOW * Lanes.COUNT];
        inputVectors(from, 0, 0, 0, 1, new int[Winograd.RUNS], 0, 1, from, 0, from, 0, 0, 0);
    }

    private static void exerciseOutput() {
        float[] y = new float[TILE * WINDOW * Lanes.COUNT];
        outputVectors(y, 0, 0, 0, 1, y, 0, y, 0, 0, 0);
    }

    /** The parameters of {@link Winograd4x3#input}. */
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
        FloatVector firstTwo = FloatVector.fromArray(Lanes.SPECIES, LANES, FIRST_TWO);
        FloatVector lastTwo = FloatVector.fromArray(Lanes.SPECIES, LANES, LAST_TWO);
        FloatVector low = FloatVector.fromArray(Lanes.SPECIES, LANES, LOW);
        FloatVector high = FloatVector.fromArray(Lanes.SPECIES, LANES, HIGH);
        for (int vector = 0; vector < channels * vectors; vector++) {
            int c = vector / vectors;
            int x = vector % vectors;
            int o0 = runs[runAt + x * Winograd.RUNS];
            int o1 = runs[runAt + x * Winograd.RUNS + 1];
            int o2 = runs[runAt + x * Winograd.RUNS + 2];
            int o3 = runs[runAt + x * Winograd.RUNS + 3];
            for (int i = 0; i < WINDOW; i++) {
                int row = at + c * plane + i * rowStep;
                FloatVector p0 = FloatVector.fromArray(Lanes.SPECIES, from, row + o0);
                FloatVector p1 = FloatVector.fromArray(Lanes.SPECIES, from, row + o1);
                FloatVector p2 = FloatVector.fromArray(Lanes.SPECIES, from, row + o2);
                FloatVector p3 = FloatVector.fromArray(Lanes.SPECIES, from, row + o3);
                FloatVector e0 = firstTwo.selectFrom(p0, p1);
                FloatVector e1 = firstTwo.selectFrom(p2, p3);
                FloatVector e2 = lastTwo.selectFrom(p0, p1);
                FloatVector e3 = lastTwo.selectFrom(p2, p3);
                FloatVector d0 = low.selectFrom(e0, e1);
                FloatVector d1 = high.selectFrom(e0, e1);
                FloatVector d2 = low.selectFrom(e2, e3);
                FloatVector d3 = high.selectFrom(e2, e3);
                int to = bufferAt + i * WINDOW * Lanes.COUNT;
                d0.sub(d2).intoArray(buffer, to);
                d1.add(d2).intoArray(buffer, to + Lanes.COUNT);
                d2.sub(d1).intoArray(buffer, to + 2 * Lanes.COUNT);
                d1.sub(d3).intoArray(buffer, to + 3 * Lanes.COUNT);
            }
            for (int j = 0; j < WINDOW; j++) {
                int start = bufferAt + j * Lanes.COUNT;
                FloatVector d0 = FloatVector.fromArray(Lanes.SPECIES, buffer, start);
                FloatVector d1 = FloatVector.fromArray(Lanes.SPECIES, buffer, start + WINDOW * Lanes.COUNT);
                FloatVector d2 = FloatVector.fromArray(Lanes.SPECIES, buffer, start + 2 * WINDOW * Lanes.COUNT);
                FloatVector d3 = FloatVector.fromArray(Lanes.SPECIES, buffer, start + 3 * WINDOW * Lanes.COUNT);
                int to = vAt + c * channelStep + x * Lanes.COUNT + j * productStep;
                d0.sub(d2).intoArray(v, to);
                d1.add(d2).intoArray(v, to + WINDOW * productStep);
                d2.sub(d1).intoArray(v, to + 2 * WINDOW * productStep);
                d1.sub(d3).intoArray(v, to + 3 * WINDOW * productStep);
            }
        }
    }

    /**
     * Writes y of one vector of tiles for some channels: two rows, in each the pixels of the tiles in order.
     *
     * @param m       product {@code i} of channel {@code c} is at {@code mAt + i·productStep + c·channelStep}
     * @param buffer  {@code TILE · WINDOW} vectors from {@code bufferAt} to work in
     * @param y       row {@code i} of channel {@code c} goes to {@code yAt + i·rowStep + c·yChannelStep}
     */
    static void output(float[] m, int mAt, int productStep, int channelStep, int channels, float[] buffer, int bufferAt,
            float[] y, int yAt, int rowStep, int yChannelStep) {
        if (OUTPUT.cold()) {
            ScalarWinograd.outputOfTwo(m, mAt, productStep, channelStep, channels, buffer, bufferAt, y, yAt, rowStep,
                    yChannelStep);
        } else {
            outputVectors(m, mAt, productStep, channelStep, channels, buffer, bufferAt, y, yAt, rowStep, yChannelStep);
        }
    }

    static void outputVectors(float[] m, int mAt, int productStep, int channelStep, int channels,
            float[] buffer, int bufferAt, float[] y, int yAt, int rowStep, int yChannelStep) {
        FloatVector mergeLow = FloatVector.fromArray(Lanes.SPECIES, LANES, MERGE_LOW);
        FloatVector mergeHigh = FloatVector.fromArray(Lanes.SPECIES, LANES, MERGE_HIGH);
        for (int c = 0; c < channels; c++) {
            for (int j = 0; j < WINDOW; j++) {
                int at = mAt + c * channelStep + j * productStep;
                FloatVector m0 = FloatVector.fromArray(Lanes.SPECIES, m, at);
                FloatVector m1 = FloatVector.fromArray(Lanes.SPECIES, m, at + WINDOW * productStep);
                FloatVector m2 = FloatVector.fromArray(Lanes.SPECIES, m, at + 2 * WINDOW * productStep);
                FloatVector m3 = FloatVector.fromArray(Lanes.SPECIES, m, at + 3 * WINDOW * productStep);
                m0.add(m1.add(m2)).intoArray(buffer, bufferAt + j * Lanes.COUNT);
                m1.sub(m2).sub(m3).intoArray(buffer, bufferAt + (WINDOW + j) * Lanes.COUNT);
            }
            for (int i = 0; i < TILE; i++) {
                int at = bufferAt + i * WINDOW * Lanes.COUNT;
                FloatVector m0 = FloatVector.fromArray(Lanes.SPECIES, buffer, at);
                FloatVector m1 = FloatVector.fromArray(Lanes.SPECIES, buffer, at + Lanes.COUNT);
                FloatVector m2 = FloatVector.fromArray(Lanes.SPECIES, buffer, at + 2 * Lanes.COUNT);
                FloatVector m3 = FloatVector.fromArray(Lanes.SPECIES, buffer, at + 3 * Lanes.COUNT);
                FloatVector y0 = m0.add(m1.add(m2));
                FloatVector y1 = m1.sub(m2).sub(m3);
                int to = yAt + i * rowStep + c * yChannelStep;
                mergeLow.selectFrom(y0, y1).intoArray(y, to);
                mergeHigh.selectFrom(y0, y1).intoArray(y, to + Lanes.COUNT);
            }
        }
    }
}
