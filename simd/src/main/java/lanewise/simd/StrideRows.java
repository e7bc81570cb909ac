package lanewise.simd;

import jdk.incubator.vector.FloatVector;

/** Copies rows of every {@code distance}-th value. */
final class StrideRows {
    /** Values further apart are faster copied one by one. */
    private static final int MOST = 4;

    /** The lanes at even places of two vectors. */
    private static final float[] EVEN = even();

    private static final WarmUp VECTORS = new WarmUp(StrideRows::exercise);

    private StrideRows() {
    }

    /**
     * Copies what is not padding:
     *
     * <pre>
     *     to[r·width + x] = lo ≤ r &lt; hi and left ≤ x &lt; right ? from[(r - lo)·pitch + distance·x] : 0,   0 ≤ r &lt; rows, 0 ≤ x &lt; width
     * </pre>
     *
     * <p>Rows are copied as if there were no padding to their sides, and cleared there afterwards, unless that would read beyond
     * the array, as it may in the first and the last plane.
     *
     * @param from from {@code fromAt}
     * @param to   from {@code toAt}
     */
    static void copy(float[] from, int fromAt, int pitch, int distance, int left, int right, float[] to, int toAt,
            int width, int lo, int hi, int rows) {
        int first = toAt + lo * width;
        int end = toAt + hi * width;
        for (int i = toAt; i < first; i++) {
            to[i] = 0;
        }
        if (lo < hi) {
            boolean beyond = fromAt < 0 || fromAt + (hi - lo - 1) * pitch + (width - 1) * distance >= from.length;
            if (beyond) {
                every(from, fromAt, pitch, distance, left, right, to, first, width, hi - lo);
            } else {
                whole(from, fromAt, pitch, distance, to, first, width, hi - lo);
            }
            zeroColumns(to, first, end, width, 0, left);
            zeroColumns(to, first, end, width, right, width);
        }
        for (int i = end; i < toAt + rows * width; i++) {
            to[i] = 0;
        }
    }

    private static void whole(float[] from, int fromAt, int pitch, int distance, float[] to, int toAt, int width,
            int rows) {
        if (distance == 1 && pitch == width) {
            System.arraycopy(from, fromAt, to, toAt, rows * width);
        } else if (distance == 1) {
            for (int r = 0; r < rows; r++) {
                System.arraycopy(from, fromAt + r * pitch, to, toAt + r * width, width);
            }
        } else if (distance == 2 && width >= Lanes.COUNT && fromAt + (rows - 1) * pitch + 2 * width <= from.length
                && !VECTORS.cold()) {
            everySecond(from, fromAt, pitch, to, toAt, width, rows);
        } else if (distance > 2 && distance <= MOST && fromAt + (rows - 1) * pitch + distance * width <= from.length) {
            StageRows.copy(from, fromAt, pitch, 0, distance, distance * width, to, toAt, width, rows);
        } else {
            every(from, fromAt, pitch, distance, 0, width, to, toAt, width, rows);
        }
    }

    private static void every(float[] from, int fromAt, int pitch, int distance, int left, int right, float[] to,
            int toAt, int width, int rows) {
        for (int r = 0; r < rows; r++) {
            int source = fromAt + r * pitch;
            int target = toAt + r * width;
            for (int x = left; x < right; x++) {
                to[target + x] = from[source + distance * x];
            }
        }
    }

    /** The last vectors of a row overlap. */
    private static void everySecond(float[] from, int fromAt, int pitch, float[] to, int toAt, int width, int rows) {
        FloatVector even = FloatVector.fromArray(Lanes.SPECIES, EVEN, 0);
        int last = width - Lanes.COUNT;
        for (int r = 0, source = fromAt, target = toAt; r < rows; r++, source += pitch, target += width) {
            for (int x = 0; x < last; x += Lanes.COUNT) {
                even.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, source + 2 * x),
                        FloatVector.fromArray(Lanes.SPECIES, from, source + 2 * x + Lanes.COUNT))
                        .intoArray(to, target + x);
            }
            even.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, source + 2 * last),
                    FloatVector.fromArray(Lanes.SPECIES, from, source + 2 * last + Lanes.COUNT))
                    .intoArray(to, target + last);
        }
    }

    private static void zeroColumns(float[] to, int at, int end, int width, int first, int beyond) {
        for (int x = first; x < beyond; x++) {
            for (int i = at + x; i < end; i += width) {
                to[i] = 0;
            }
        }
    }

    private static float[] even() {
        float[] even = new float[Lanes.COUNT];
        for (int i = 0; i < even.length; i++) {
            even[i] = 2 * i;
        }
        return even;
    }

    private static void exercise() {
        int width = 3 * Lanes.COUNT + 1;
        float[] from = new float[2 * width];
        float[] to = new float[2 * width];
        everySecond(from, 0, 0, to, 0, width, 2);
    }
}
