package lanewise.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import lanewise.core.reference.ScalarRows;
import lanewise.core.spi.Rows;

/**
 * Rows reduced to sixteen lanes, and lanes to one. What is left of a row behind its last sixteen elements is read with what follows
 * it in the array, which then does not count.
 */
final class LaneRows {
    private static final int LANES = Rows.LANES;
    /** Of two vectors, the first halves of rows that become 1, 2, 4, ... lanes, after so many vectors. */
    private static final float[] HALVES = halves();

    private static final WarmUp VECTORS = new WarmUp(LaneRows::exercise);

    private LaneRows() {
    }

    /** As {@link Rows#maxLanes}. */
    static void max(float[] from, int start, int pitch, int rows, int n, float[] to, int at) {
        if (n < LANES || VECTORS.cold()) {
            ScalarRows.INSTANCE.maxLanes(from, start, pitch, rows, n, to, at);
        } else {
            maxima(from, start, pitch, rows, n, to, at);
        }
    }

    /** As {@link Rows#sumLanes}. */
    static void sum(float[] from, int start, int pitch, int rows, int n, float[] to, int at) {
        if (n < LANES || VECTORS.cold()) {
            ScalarRows.INSTANCE.sumLanes(from, start, pitch, rows, n, to, at);
        } else {
            sums(from, start, pitch, rows, n, to, at);
        }
    }

    /** As {@link Rows#maxHalves}. */
    static void maxHalves(float[] lanes, int half, int rows) {
        if (half % Lanes.COUNT == 0 && !VECTORS.cold()) {
            maxOfHalves(lanes, half, rows);
        } else if (Lanes.COUNT % half == 0 && !VECTORS.cold()) {
            maxOfPieces(lanes, half, rows * half);
        } else {
            ScalarRows.INSTANCE.maxHalves(lanes, half, rows);
        }
    }

    /** As {@link Rows#sumHalves}. */
    static void sumHalves(float[] lanes, int half, int rows) {
        if (half % Lanes.COUNT == 0 && !VECTORS.cold()) {
            sumOfHalves(lanes, half, rows);
        } else if (Lanes.COUNT % half == 0 && !VECTORS.cold()) {
            sumOfPieces(lanes, half, rows * half);
        } else {
            ScalarRows.INSTANCE.sumHalves(lanes, half, rows);
        }
    }

    private static void maxima(float[] from, int start, int pitch, int rows, int n, float[] to, int at) {
        FloatVector lane = FloatVector.fromArray(Lanes.SPECIES, StageRows.LANE, 0);
        int whole = n & -LANES;
        for (int r = 0, row = start, out = at; r < rows; r++, row += pitch, out += LANES) {
            boolean within = row + whole + LANES <= from.length;
            for (int part = 0; part < LANES; part += Lanes.COUNT) {
                FloatVector lanes = FloatVector.fromArray(Lanes.SPECIES, to, out + part);
                for (int i = row + part; i < row + whole; i += LANES) {
                    lanes = lanes.max(FloatVector.fromArray(Lanes.SPECIES, from, i));
                }
                if (within) {
                    FloatVector rest = FloatVector.fromArray(Lanes.SPECIES, from, row + whole + part);
                    lanes = lanes.blend(lanes.max(rest), lane.compare(VectorOperators.LT, (float) (n - whole - part)));
                }
                lanes.intoArray(to, out + part);
            }
            for (int i = within ? n : whole; i < n; i++) {
                to[out + i - whole] = Math.max(to[out + i - whole], from[row + i]);
            }
        }
    }

    private static void sums(float[] from, int start, int pitch, int rows, int n, float[] to, int at) {
        FloatVector lane = FloatVector.fromArray(Lanes.SPECIES, StageRows.LANE, 0);
        int whole = n & -LANES;
        for (int r = 0, row = start, out = at; r < rows; r++, row += pitch, out += LANES) {
            boolean within = row + whole + LANES <= from.length;
            for (int part = 0; part < LANES; part += Lanes.COUNT) {
                FloatVector lanes = FloatVector.fromArray(Lanes.SPECIES, to, out + part);
                for (int i = row + part; i < row + whole; i += LANES) {
                    lanes = lanes.add(FloatVector.fromArray(Lanes.SPECIES, from, i));
                }
                if (within) {
                    FloatVector rest = FloatVector.fromArray(Lanes.SPECIES, from, row + whole + part);
                    lanes = lanes.blend(lanes.add(rest), lane.compare(VectorOperators.LT, (float) (n - whole - part)));
                }
                lanes.intoArray(to, out + part);
            }
            for (int i = within ? n : whole; i < n; i++) {
                to[out + i - whole] += from[row + i];
            }
        }
    }

    private static void maxOfHalves(float[] lanes, int half, int rows) {
        for (int r = 0, to = 0, from = 0; r < rows; r++, to += half, from += 2 * half) {
            for (int i = 0; i < half; i += Lanes.COUNT) {
                FloatVector.fromArray(Lanes.SPECIES, lanes, from + i)
                        .max(FloatVector.fromArray(Lanes.SPECIES, lanes, from + half + i)).intoArray(lanes, to + i);
            }
        }
    }

    private static void sumOfHalves(float[] lanes, int half, int rows) {
        for (int r = 0, to = 0, from = 0; r < rows; r++, to += half, from += 2 * half) {
            for (int i = 0; i < half; i += Lanes.COUNT) {
                FloatVector.fromArray(Lanes.SPECIES, lanes, from + i)
                        .add(FloatVector.fromArray(Lanes.SPECIES, lanes, from + half + i)).intoArray(lanes, to + i);
            }
        }
    }

    /** Rows shorter than a vector, of which there are vectors, and a rest. */
    private static void maxOfPieces(float[] lanes, int half, int n) {
        FloatVector left = FloatVector.fromArray(Lanes.SPECIES, HALVES, half * Lanes.COUNT);
        FloatVector right = left.add(half);
        int i = 0;
        for (; i <= n - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector a = FloatVector.fromArray(Lanes.SPECIES, lanes, 2 * i);
            FloatVector b = FloatVector.fromArray(Lanes.SPECIES, lanes, 2 * i + Lanes.COUNT);
            left.selectFrom(a, b).max(right.selectFrom(a, b)).intoArray(lanes, i);
        }
        for (; i < n; i++) {
            int at = i + i / half * half;
            lanes[i] = Math.max(lanes[at], lanes[at + half]);
        }
    }

    private static void sumOfPieces(float[] lanes, int half, int n) {
        FloatVector left = FloatVector.fromArray(Lanes.SPECIES, HALVES, half * Lanes.COUNT);
        FloatVector right = left.add(half);
        int i = 0;
        for (; i <= n - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector a = FloatVector.fromArray(Lanes.SPECIES, lanes, 2 * i);
            FloatVector b = FloatVector.fromArray(Lanes.SPECIES, lanes, 2 * i + Lanes.COUNT);
            left.selectFrom(a, b).add(right.selectFrom(a, b)).intoArray(lanes, i);
        }
        for (; i < n; i++) {
            int at = i + i / half * half;
            lanes[i] = lanes[at] + lanes[at + half];
        }
    }

    private static float[] halves() {
        float[] lanes = new float[Lanes.COUNT * Lanes.COUNT];
        for (int half = 1; half < Lanes.COUNT; half++) {
            for (int i = 0; i < Lanes.COUNT; i++) {
                lanes[half * Lanes.COUNT + i] = i + i / half * half;
            }
        }
        return lanes;
    }

    /** Rows of five vectors and a bit, which take every branch. */
    private static void exercise() {
        int n = 5 * LANES + 1;
        float[] from = new float[2 * n];
        float[] lanes = new float[8 * LANES];
        maxima(from, 0, n, 2, n, lanes, 0);
        sums(from, 0, n, 2, n, lanes, 0);
        maxOfHalves(lanes, LANES, 2);
        sumOfHalves(lanes, LANES, 2);
        maxOfPieces(lanes, 1, 2 * LANES + 1);
        sumOfPieces(lanes, 1, 2 * LANES + 1);
    }
}
