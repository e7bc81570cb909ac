package lanewise.simd;

import jdk.incubator.vector.FloatVector;
import lanewise.core.reference.ScalarRows;
import lanewise.core.spi.Rows;

/** Elements and rows repeated: each vector read becomes {@code across} vectors, by a permutation each. */
final class RepeatedRows {
    static final int MOST = 8;
    /** Those of {@code across}-fold repetition are the first {@code across} vectors of its row: {0, 0, 1, 1, ...} of two-fold. */
    static final float[][] LANES = lanes();

    private static final WarmUp VECTORS = new WarmUp(RepeatedRows::exercise);

    private RepeatedRows() {
    }

    /** As {@link Rows#repeat}. */
    static void run(float[] from, int start, int fromPitch, int across, int down, float[] to, int at, int toPitch,
            int n, int rows) {
        if (n < Lanes.COUNT || across > MOST || VECTORS.cold()) {
            ScalarRows.INSTANCE.repeat(from, start, fromPitch, across, down, to, at, toPitch, n, rows);
        } else {
            vectors(from, start, fromPitch, across, down, to, at, toPitch, n, rows);
        }
    }

    private static void vectors(float[] from, int start, int fromPitch, int across, int down, float[] to, int at,
            int toPitch, int n, int rows) {
        int written = 1;
        if (across == 2 && down > 1) {
            doubled(from, start, fromPitch, to, at, toPitch, down * toPitch, n - Lanes.COUNT, rows);
            written = 2;
        } else {
            stretched(from, start, fromPitch, across, to, at, down * toPitch, n - Lanes.COUNT, rows);
        }
        for (int r = 0; r < rows && written < down; r++) {
            int row = at + r * down * toPitch;
            for (int t = written; t < down; t++) {
                System.arraycopy(to, row, to, row + t * toPitch, across * n);
            }
        }
    }

    /** Every element twice, in two rows: half a vector becomes one, and the last vector two. */
    private static void doubled(float[] from, int start, int fromPitch, float[] to, int at, int next, int toPitch,
            int last, int rows) {
        FloatVector low = FloatVector.fromArray(Lanes.SPECIES, LANES[2], 0);
        FloatVector high = low.add(Lanes.COUNT / 2);
        for (int r = 0; r < rows; r++, start += fromPitch, at += toPitch) {
            for (int i = 0; i < last; i += Lanes.COUNT / 2) {
                FloatVector v = low.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, start + i));
                v.intoArray(to, at + 2 * i);
                v.intoArray(to, at + next + 2 * i);
            }
            FloatVector v = FloatVector.fromArray(Lanes.SPECIES, from, start + last);
            FloatVector left = low.selectFrom(v);
            FloatVector right = high.selectFrom(v);
            left.intoArray(to, at + 2 * last);
            right.intoArray(to, at + 2 * last + Lanes.COUNT);
            left.intoArray(to, at + next + 2 * last);
            right.intoArray(to, at + next + 2 * last + Lanes.COUNT);
        }
    }

    /** Every element {@code across} times, in one row. */
    private static void stretched(float[] from, int start, int fromPitch, int across, float[] to, int at, int toPitch,
            int last, int rows) {
        float[] lanes = LANES[across];
        for (int r = 0; r < rows; r++, start += fromPitch, at += toPitch) {
            for (int x = 0; x < last + Lanes.COUNT; x += Lanes.COUNT) {
                int i = Math.min(x, last);
                FloatVector v = FloatVector.fromArray(Lanes.SPECIES, from, start + i);
                for (int k = 0; k < across * Lanes.COUNT; k += Lanes.COUNT) {
                    FloatVector.fromArray(Lanes.SPECIES, lanes, k).selectFrom(v).intoArray(to, at + across * i + k);
                }
            }
        }
    }

    private static float[][] lanes() {
        float[][] lanes = new float[MOST + 1][];
        for (int across = 1; across <= MOST; across++) {
            lanes[across] = new float[across * Lanes.COUNT];
            for (int i = 0; i < lanes[across].length; i++) {
                lanes[across][i] = i / across;
            }
        }
        return lanes;
    }

    /** Rows of five vectors and a bit, which take every branch. */
    private static void exercise() {
        int n = 5 * Lanes.COUNT + 1;
        float[] from = new float[n];
        float[] to = new float[9 * n];
        vectors(from, 0, 0, 2, 3, to, 0, 2 * n, n, 1);
        vectors(from, 0, 0, 3, 1, to, 0, 3 * n, n, 2);
    }
}
