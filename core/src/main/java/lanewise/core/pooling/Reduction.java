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

    float both(float one, float other) {
        return isMax() ? Math.max(one, other) : one + other;
    }

    void reduce(float[] from, int[] table, int count, boolean onto, float[] to, int at, int n) {
        if (isMax()) {
            rows.max(from, table, 0, count, onto, to, at, n);
        } else {
            rows.sum(from, table, 0, count, onto, to, at, n);
        }
    }

    /**
     * Reduces {@code n} floats of the rows of x under the taps of the outer axes.
     *
     * @param copies index of the floats that are free for copies of the rows
     * @param to     index in the scratch of the first float written
     */
    void across(Floats in, long plane, int od, int oh, int n, Scratch scratch, int copies, int to) {
        int limit = in.array() == null ? COPIES : Integer.MAX_VALUE;
        int count = 0;
        boolean onto = false;
        for (int kd = 0; kd < grid.depthTaps() && n > 0; kd++) {
            for (int kh = 0; kh < grid.heightTaps(); kh++) {
                long element = grid.element(plane, od, oh, kd, kh);
                if (element < 0) {
                    continue;
                }
                if (count == limit) {
                    reduce(scratch.memory(in), scratch.ints(), count, onto, scratch.floats(), to, n);
                    onto = true;
                    count = 0;
                }
                scratch.ints()[count] = scratch.load(in, element, n, copies + count * n);
                count++;
            }
        }
        if (count > 0) {
            reduce(scratch.memory(in), scratch.ints(), count, onto, scratch.floats(), to, n);
        } else if (n > 0) {
            Arrays.fill(scratch.floats(), to, to + n, neutral());
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
