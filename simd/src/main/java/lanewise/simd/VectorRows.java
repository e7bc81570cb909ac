package lanewise.simd;

import jdk.incubator.vector.FloatVector;
import lanewise.core.reference.ScalarRows;
import lanewise.core.spi.Rows;

/**
 * {@link Rows} in vectors. Rows shorter than one are left to scalars, unless many of them are one behind the other; at the
 * end of others the last vector overlaps the one before. It is read before anything is written, so that a row may be added to.
 */
final class VectorRows implements Rows {
    static final Rows INSTANCE = new VectorRows();

    private static final Rows SCALAR = ScalarRows.INSTANCE;
    private static final WarmUp VECTORS = new WarmUp(VectorRows::exercise);

    private VectorRows() {
    }

    @Override
    public void max(float[] from, int[] offsets, int first, int count, boolean onto, int step, int fromPitch,
            float[] to, int at, int toPitch, int n, int rows) {
        if (!ReducedRows.max(from, offsets, first, count, onto, step, fromPitch, to, at, toPitch, n, rows)) {
            SCALAR.max(from, offsets, first, count, onto, step, fromPitch, to, at, toPitch, n, rows);
        }
    }

    @Override
    public void sum(float[] from, int[] offsets, int first, int count, boolean onto, int fromPitch, float[] to, int at,
            int toPitch, int n, int rows) {
        if (!ReducedRows.sum(from, offsets, first, count, onto, fromPitch, to, at, toPitch, n, rows)) {
            SCALAR.sum(from, offsets, first, count, onto, fromPitch, to, at, toPitch, n, rows);
        }
    }

    @Override
    public void weighted(float[] from, int[] offsets, int first, float[] weights, int firstWeight, int count,
            int fromPitch, float[] to, int at, int toPitch, int n, int rows) {
        WeightedRows.run(from, offsets, first, weights, firstWeight, count, fromPitch, to, at, toPitch, n, rows);
    }

    @Override
    public void between(float[] from, int row0, int row1, int fromPitch, float[] weights, int firstWeight,
            int weightPitch, int count, float[] to, int at, int pitch, int toPitch, int n, int rows) {
        WeightedRows.between(from, row0, row1, fromPitch, weights, firstWeight, weightPitch, count, to, at, pitch,
                toPitch, n, rows);
    }

    @Override
    public void interpolate(float[] from, int start, int fromPitch, float[] first, float[] weights, float[] to, int at,
            int toPitch, int n, int rows) {
        InterpolatedRows.run(from, start, fromPitch, first, weights, to, at, toPitch, n, rows);
    }

    @Override
    public void maxAlong(float[] from, int start, int taps, int step, int before, float[] columns, int width,
            float[] to, int at, int n) {
        NeighbourRows.max(from, start, taps, step, before, columns, width, to, at, n);
    }

    @Override
    public void averageAlong(float[] from, int start, int taps, int step, int before, float[] columns, int width,
            float[] divisors, int first, float[] to, int at, int n) {
        NeighbourRows.average(from, start, taps, step, before, columns, width, divisors, first, to, at, n);
    }

    @Override
    public void maxAt(float[] from, int[] offsets, int first, int firstPosition, int count, int step, int fromPitch,
            float[] to, int at, int toPitch, int[] indices, int indexAt, int n, int rows) {
        if (!PlacedRows.run(from, offsets, first, firstPosition, count, step, fromPitch, to, at, toPitch, indices,
                indexAt, n, rows)) {
            SCALAR.maxAt(from, offsets, first, firstPosition, count, step, fromPitch, to, at, toPitch, indices,
                    indexAt, n, rows);
        }
    }

    @Override
    public void average(float[] from, int[] offsets, int count, int step, int fromPitch, float[] divisors,
            int firstDivisor, float[] to, int at, int n, int rows) {
        AveragedRows.run(from, offsets, count, step, fromPitch, divisors, firstDivisor, to, at, n, rows);
    }

    @Override
    public void divide(float[] row, int at, float divisor, int n) {
        if (n < Lanes.COUNT || VECTORS.cold()) {
            SCALAR.divide(row, at, divisor, n);
        } else {
            quotients(row, at, divisor, n - Lanes.COUNT);
        }
    }

    @Override
    public void split(float[] from, int start, int stride, int fromPitch, float[] to, int at, int pitch, int toPitch,
            int n, int rows) {
        if (stride == 2 && n >= Lanes.COUNT && !VECTORS.cold()) {
            halves(from, start, fromPitch, to, at, pitch, toPitch, n - Lanes.COUNT, rows);
            return;
        }
        int together = stride == 2 && toPitch == n && pitch >= rows * n && !VECTORS.cold()
                ? shortRows(from.length - start, fromPitch, n, rows)
                : 0;
        if (together > 0) {
            halves(from, start, fromPitch, to, at, pitch, toPitch, 0, together);
        }
        SCALAR.split(from, start + together * fromPitch, stride, fromPitch, to, at + together * toPitch, pitch,
                toPitch, n, rows - together);
    }

    /** Rows shorter than a vector that may be written as one: what is behind them is written later, and can be read. */
    private static int shortRows(int readable, int fromPitch, int n, int rows) {
        int written = (rows * n - Lanes.COUNT) / n + 1;
        int read = fromPitch == 0 ? rows : (readable - 2 * Lanes.COUNT) / fromPitch + 1;
        return rows * n < Lanes.COUNT || readable < 2 * Lanes.COUNT ? 0 : Math.min(written, read);
    }

    @Override
    public void interleave(float[] from, int[] offsets, int first, int count, int fromPitch, float[] to, int at,
            int toPitch, int n, int rows) {
        InterleavedRows.run(from, offsets, first, count, fromPitch, to, at, toPitch, n, rows);
    }

    @Override
    public void repeat(float[] from, int start, int fromPitch, int across, int down, float[] to, int at, int toPitch,
            int n, int rows) {
        RepeatedRows.run(from, start, fromPitch, across, down, to, at, toPitch, n, rows);
    }

    @Override
    public boolean spread(float[] from, int start, int[] indices, int first, int across, int down, float[] to, int at,
            int position, int n, int rows) {
        return SpreadRows.run(from, start, indices, first, across, down, to, at, position, n, rows);
    }

    @Override
    public void maxLanes(float[] from, int start, int pitch, int rows, int n, float[] to, int at) {
        LaneRows.max(from, start, pitch, rows, n, to, at);
    }

    @Override
    public void sumLanes(float[] from, int start, int pitch, int rows, int n, float[] to, int at) {
        LaneRows.sum(from, start, pitch, rows, n, to, at);
    }

    @Override
    public void maxHalves(float[] lanes, int half, int rows) {
        LaneRows.maxHalves(lanes, half, rows);
    }

    @Override
    public void sumHalves(float[] lanes, int half, int rows) {
        LaneRows.sumHalves(lanes, half, rows);
    }

    private static void quotients(float[] row, int at, float divisor, int last) {
        FloatVector by = FloatVector.broadcast(Lanes.SPECIES, divisor);
        FloatVector tail = FloatVector.fromArray(Lanes.SPECIES, row, at + last).div(by);
        for (int i = at; i < at + last; i += Lanes.COUNT) {
            FloatVector.fromArray(Lanes.SPECIES, row, i).div(by).intoArray(row, i);
        }
        tail.intoArray(row, at + last);
    }

    /** Two rows of each, by a permutation of every two vectors for either. */
    private static void halves(float[] from, int start, int fromPitch, float[] to, int at, int pitch, int toPitch,
            int last, int rows) {
        FloatVector lane = FloatVector.fromArray(Lanes.SPECIES, StageRows.LANE, 0);
        FloatVector even = lane.add(lane);
        FloatVector odd = even.add(1);
        for (int r = 0; r < rows; r++, start += fromPitch, at += toPitch) {
            for (int i = 0; i < last; i += Lanes.COUNT) {
                FloatVector a = FloatVector.fromArray(Lanes.SPECIES, from, start + 2 * i);
                FloatVector b = FloatVector.fromArray(Lanes.SPECIES, from, start + 2 * i + Lanes.COUNT);
                even.selectFrom(a, b).intoArray(to, at + i);
                odd.selectFrom(a, b).intoArray(to, at + pitch + i);
            }
            FloatVector a = FloatVector.fromArray(Lanes.SPECIES, from, start + 2 * last);
            FloatVector b = FloatVector.fromArray(Lanes.SPECIES, from, start + 2 * last + Lanes.COUNT);
            even.selectFrom(a, b).intoArray(to, at + last);
            odd.selectFrom(a, b).intoArray(to, at + pitch + last);
        }
    }

    /** Rows of five vectors and a bit, which take every branch. */
    private static void exercise() {
        int n = 5 * Lanes.COUNT + 1;
        int last = n - Lanes.COUNT;
        float[] from = new float[2 * n];
        float[] to = new float[2 * n];
        quotients(to, 0, 1, last);
        halves(from, 0, 0, to, 0, n, 0, last / 2, 2);
    }
}
