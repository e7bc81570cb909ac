package lanewise.simd;

import jdk.incubator.vector.FloatVector;
import lanewise.core.Epilogue;

/**
 * {@link Winograd4x3} along one axis only, 6 products for 4 results: {@code U = G·g}, {@code V = Bᵀ·d},
 * {@code y = Aᵀ·(U ⊙ V)}.
 */
final class WinogradRow4x3 {
    private static final int TILE = Winograd4x3.TILE;

    private static final WarmUp INPUT = new WarmUp(WinogradRow4x3::exerciseInput);
    private static final WarmUp OUTPUT = new WarmUp(WinogradRow4x3::exerciseOutput);

    private WinogradRow4x3() {
    }

    private static void exerciseInput() {
        float[] from = new float[Winograd4x3.WINDOW * Lanes.COUNT];
        inputVectors(from, 0, 0, 1, new int[Winograd.RUNS], 0, 1, from, 0, 0, 0);
    }

    private static void exerciseOutput() {
        float[] y = new float[Winograd4x3.WINDOW * Lanes.COUNT];
        // Whole vectors of pixels and parts of them.
        int[] table = {0, 0, 0, 0, Lanes.COUNT, 1, Lanes.COUNT, 1, Lanes.COUNT};
        outputVectors(y, 0, 0, 0, Epilogue.none(), 0, 1, y, 0, 0, table, 0, TILE);
        outputVectors(y, 0, 0, 0, Epilogue.none(), 0, 1, y, 0, 0, table, 0, TILE + 1);
    }

    /** Writes V of some vectors of tiles for some channels; see {@link Winograd4x3#input}. */
    static void input(float[] from, int at, int plane, int channels, int[] runs, int runAt, int vectors, float[] v,
            int vAt, int productStep, int channelStep) {
        if (INPUT.cold()) {
            ScalarWinograd.inputOfRow(from, at, plane, channels, runs, runAt, vectors, v, vAt, productStep,
                    channelStep);
        } else {
            inputVectors(from, at, plane, channels, runs, runAt, vectors, v, vAt, productStep, channelStep);
        }
    }

    static void inputVectors(float[] from, int at, int plane, int channels, int[] runs, int runAt, int vectors,
            float[] v, int vAt, int productStep, int channelStep) {
        FloatVector firstTwo = FloatVector.fromArray(Lanes.SPECIES, Winograd4x3.LANES, Winograd4x3.FIRST_TWO);
        FloatVector lastTwo = FloatVector.fromArray(Lanes.SPECIES, Winograd4x3.LANES, Winograd4x3.LAST_TWO);
        FloatVector low = FloatVector.fromArray(Lanes.SPECIES, Winograd4x3.LANES, Winograd4x3.DEAL_LOW);
        FloatVector high = FloatVector.fromArray(Lanes.SPECIES, Winograd4x3.LANES, Winograd4x3.DEAL_HIGH);
        FloatVector four = FloatVector.broadcast(Lanes.SPECIES, 4f);
        FloatVector minusFour = FloatVector.broadcast(Lanes.SPECIES, -4f);
        FloatVector minusFive = FloatVector.broadcast(Lanes.SPECIES, -5f);
        for (int x = 0; x < vectors; x++) {
            int o0 = at + runs[runAt + x * Winograd.RUNS];
            int o1 = at + runs[runAt + x * Winograd.RUNS + 1];
            int o2 = at + runs[runAt + x * Winograd.RUNS + 2];
            int o3 = at + runs[runAt + x * Winograd.RUNS + 3];
            for (int c = 0; c < channels; c++) {
                int row = c * plane;
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
                int to = vAt + c * channelStep + x * Lanes.COUNT;
                four.fma(d0, minusFive.fma(d2, d4)).intoArray(v, to);
                a.add(b).intoArray(v, to + productStep);
                a.sub(b).intoArray(v, to + 2 * productStep);
                e.add(g).intoArray(v, to + 3 * productStep);
                e.sub(g).intoArray(v, to + 4 * productStep);
                four.fma(d1, minusFive.fma(d3, d5)).intoArray(v, to + 5 * productStep);
            }
        }
    }

    /** Writes y of one vector of tiles for some channels, with their bias; see {@link Winograd4x3#output}. */
    static void output(float[] m, int mAt, int productStep, int channelStep, Epilogue bias, int channel, int channels,
            float[] y, int yAt, int yChannelStep, int[] table, int toAt, int countAt) {
        int whole = OUTPUT.cold() ? 0 : Winograd4x3.whole(y, yAt, yChannelStep, channels, table, toAt);
        if (whole > 0) {
            outputVectors(m, mAt, productStep, channelStep, bias, channel, whole, y, yAt, yChannelStep, table, toAt,
                    countAt);
        }
        if (whole < channels) {
            ScalarWinograd.outputOfRow(m, mAt + whole * channelStep, productStep, channelStep, bias, channel + whole,
                    channels - whole, y, yAt + whole * yChannelStep, yChannelStep, table, toAt, countAt);
        }
    }

    static void outputVectors(float[] m, int mAt, int productStep, int channelStep, Epilogue bias, int channel,
            int channels, float[] y, int yAt, int yChannelStep, int[] table, int toAt, int countAt) {
        int count0 = table[countAt];
        int count1 = table[countAt + 1];
        int count2 = table[countAt + 2];
        int count3 = table[countAt + 3];
        FloatVector low = FloatVector.fromArray(Lanes.SPECIES, Winograd4x3.LANES, Winograd4x3.LOW);
        FloatVector high = FloatVector.fromArray(Lanes.SPECIES, Winograd4x3.LANES, Winograd4x3.HIGH);
        FloatVector mergeLow = FloatVector.fromArray(Lanes.SPECIES, Winograd4x3.LANES, Winograd4x3.MERGE_LOW);
        FloatVector mergeHigh = FloatVector.fromArray(Lanes.SPECIES, Winograd4x3.LANES, Winograd4x3.MERGE_HIGH);
        FloatVector two = FloatVector.broadcast(Lanes.SPECIES, 2f);
        FloatVector four = FloatVector.broadcast(Lanes.SPECIES, 4f);
        FloatVector eight = FloatVector.broadcast(Lanes.SPECIES, 8f);
        for (int c = 0; c < channels; c++) {
            FloatVector added = FloatVector.broadcast(Lanes.SPECIES, bias.bias(channel + c));
            int at = mAt + c * channelStep;
            FloatVector m0 = FloatVector.fromArray(Lanes.SPECIES, m, at);
            FloatVector m1 = FloatVector.fromArray(Lanes.SPECIES, m, at + productStep);
            FloatVector m2 = FloatVector.fromArray(Lanes.SPECIES, m, at + 2 * productStep);
            FloatVector m3 = FloatVector.fromArray(Lanes.SPECIES, m, at + 3 * productStep);
            FloatVector m4 = FloatVector.fromArray(Lanes.SPECIES, m, at + 4 * productStep);
            FloatVector m5 = FloatVector.fromArray(Lanes.SPECIES, m, at + 5 * productStep);
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
            int to = yAt + c * yChannelStep;
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
