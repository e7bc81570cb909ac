package lanewise.core.pooling;

import java.util.Arrays;
import lanewise.core.Floats;
import lanewise.core.spi.Rows;
import lanewise.core.spi.Scratch;

/** What becomes of the taps of a window: their maximum or their average. */
final class Reduction {
    /** Rows that are copied at once if they are in no array. */
    static final int COPIES = 4;

    /** The kinds of pooling. */
    enum Kind {
        MAX("max"), AVERAGE("average"), AVERAGE_WITH_PADDING("average (padding included)");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private final Kind kind;
    private final RowGrid grid;
    private final Rows rows;
    private final int[] depthCounts;
    private final int[] heightCounts;
    private final int[] widthCounts;
    private final int mostOuter;
    private final boolean someEmpty;

    Reduction(Kind kind, PoolSpec spec, RowGrid grid, Rows rows) {
        this.kind = kind;
        this.grid = grid;
        this.rows = rows;
        depthCounts = spec.counts(0, kind == Kind.AVERAGE_WITH_PADDING);
        heightCounts = spec.counts(1, kind == Kind.AVERAGE_WITH_PADDING);
        widthCounts = spec.counts(2, kind == Kind.AVERAGE_WITH_PADDING);
        mostOuter = Arrays.stream(depthCounts).max().orElse(0) * Arrays.stream(heightCounts).max().orElse(0);
        someEmpty = spec.someWindowIsEmpty();
    }

    Kind kind() {
        return kind;
    }

    Rows rows() {
        return rows;
    }

    boolean isMax() {
        return kind == Kind.MAX;
    }

    /** What padding holds. */
    float neutral() {
        return isMax() ? Float.NEGATIVE_INFINITY : 0;
    }

    /**
     * Rows of the reduction, see {@link Rows#max}, of sums those of all elements; rows that lie one behind the other are one long
     * row.
     */
    void reduce(float[] from, int[] table, int count, boolean onto, int step, int fromPitch, float[] to, int at,
            int toPitch, int n, int rowCount) {
        boolean one = fromPitch == step * n && toPitch == n;
        int length = one ? rowCount * n : n;
        int repeats = one ? 1 : rowCount;
        if (isMax()) {
            rows.max(from, table, 0, count, onto, step, fromPitch, to, at, toPitch, length, repeats);
        } else {
            rows.sum(from, table, 0, count, onto, fromPitch, to, at, toPitch, length, repeats);
        }
    }

    /**
     * Reduces {@code n} floats of the rows of x under the taps of the outer axes, for results that have the same ones inside. Rows
     * in no array are copied, so many at once.
     *
     * @param copies index of the floats that are free for copies of the rows
     * @param to     index in the scratch of the first float written
     * @param pitch  distance of the rows written
     */
    void across(Floats in, long plane, int od, int oh, int alike, int n, Scratch scratch, int copies, int to,
            int pitch) {
        int together = in.array() == null ? 1 : alike;
        int limit = in.array() == null ? COPIES : Integer.MAX_VALUE;
        for (int r = 0; r < alike && n > 0; r += together) {
            int at = to + r * pitch;
            boolean onto = false;
            int count = 0;
            for (int kd = 0; kd < grid.depthTaps(); kd++) {
                for (int kh = 0; kh < grid.heightTaps(); kh++) {
                    long element = grid.element(plane, od, oh + r, kd, kh);
                    if (element < 0) {
                        continue;
                    }
                    if (count == limit) {
                        reduce(scratch.memory(in), scratch.ints(), count, onto, 1, grid.rowStep(), scratch.floats(), at,
                                pitch, n, together);
                        onto = true;
                        count = 0;
                    }
                    scratch.ints()[count] = scratch.load(in, element, n, copies + count * n);
                    count++;
                }
            }
            if (count > 0) {
                reduce(scratch.memory(in), scratch.ints(), count, onto, 1, grid.rowStep(), scratch.floats(), at, pitch,
                        n, together);
            }
            for (int i = 0; i < together && count == 0; i++) {
                Arrays.fill(scratch.floats(), at + i * pitch, at + i * pitch + n, neutral());
            }
        }
    }

    /** Reduces windows of x, which is in an array, that share nothing, for rows of results that have the same outer taps inside. */
    void apart(Floats in, long plane, int od, int oh, int alike, Scratch scratch, float[] to, int at) {
        int[] table = scratch.ints();
        int count = 0;
        for (int kd = 0; kd < grid.depthTaps(); kd++) {
            for (int kh = 0; kh < grid.heightTaps(); kh++) {
                long element = grid.element(plane, od, oh, kd, kh);
                for (int k = 0; element >= 0 && k < grid.width().kernel(); k++) {
                    table[count++] = in.arrayOffset() + (int) element + k * grid.width().dilation();
                }
            }
        }
        int n = grid.width().out();
        if (count > 0) {
            reduce(in.array(), table, count, false, grid.width().stride(), grid.rowStep(), to, at, n, n, alike);
        }
    }

    /** Taps that count on the outer axes. */
    int outerCount(int od, int oh) {
        return depthCounts[od] * heightCounts[oh];
    }

    /** The most taps that count on the outer axes. */
    int mostOuter() {
        return mostOuter;
    }

    /** Writes what the sums of a row are divided by. */
    void divisors(float[] to, int at, int outer) {
        for (int o = 0; o < widthCounts.length; o++) {
            to[at + o] = Math.max(outer * widthCounts[o], 1);
        }
    }

    /** Divides the sums of a row whose positions are rows of channels. */
    void divideChannels(float[] row, int at, int outer) {
        int inner = grid.inner();
        for (int o = 0, same; o < widthCounts.length; o = same) {
            same = o + 1;
            while (same < widthCounts.length && widthCounts[same] == widthCounts[o]) {
                same++;
            }
            rows.divide(row, at + o * inner, Math.max(outer * widthCounts[o], 1), (same - o) * inner);
        }
    }

    /** Overwrites the maxima of nothing in a row. */
    void fillEmpty(float[] row, int at, int outer) {
        for (int o = 0; o < widthCounts.length && someEmpty; o++) {
            if (outer * widthCounts[o] == 0) {
                Arrays.fill(row, at + o * grid.inner(), at + (o + 1) * grid.inner(), -Float.MAX_VALUE);
            }
        }
    }
}
