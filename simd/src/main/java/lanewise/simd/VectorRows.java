package lanewise.simd;

import jdk.incubator.vector.FloatVector;
import lanewise.core.reference.ScalarRows;
import lanewise.core.spi.Rows;

/**
 * {@link Rows} in vectors. Rows shorter than one are left to scalars; at the end of others the last vector overlaps the one
 * before. It is read before anything is written, so that a row may be added to.
 */
final class VectorRows implements Rows {
    static final Rows INSTANCE = new VectorRows();

    private static final Rows SCALAR = ScalarRows.INSTANCE;
    private static final WarmUp VECTORS = exercise();

    private VectorRows() {
    }

    @Override
    public void max(float[] from, int[] offsets, int first, int count, boolean onto, int step, int fromPitch,
            float[] to, int at, int toPitch, int n, int rows) {
        if (!ReducedRows.run(true, from, offsets, first, count, onto, step, fromPitch, to, at, toPitch, n, rows)) {
            SCALAR.max(from, offsets, first, count, onto, step, fromPitch, to, at, toPitch, n, rows);
        }
    }

    @Override
    public void sum(float[] from, int[] offsets, int first, int count, boolean onto, int step, int fromPitch,
            float[] to, int at, int toPitch, int n, int rows) {
        if (!ReducedRows.run(false, from, offsets, first, count, onto, step, fromPitch, to, at, toPitch, n, rows)) {
            SCALAR.sum(from, offsets, first, count, onto, step, fromPitch, to, at, toPitch, n, rows);
        }
    }

    @Override
    public void weighted(float[] from, int[] offsets, int first, float[] weights, int firstWeight, int count,
            int fromPitch, float[] to, int at, int toPitch, int n, int rows) {
        WeightedRows.run(from, offsets, first, weights, firstWeight, count, fromPitch, to, at, toPitch, n, rows);
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
    public void divide(float[] from, int start, float[] divisors, int first, float[] to, int at, int n) {
        if (n < Lanes.COUNT || VECTORS.cold()) {
            SCALAR.divide(from, start, divisors, first, to, at, n);
        } else {
            quotients(from, start, divisors, first, to, at, n - Lanes.COUNT);
        }
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
        if (stride != 2 || n < Lanes.COUNT || VECTORS.cold()) {
            SCALAR.split(from, start, stride, fromPitch, to, at, pitch, toPitch, n, rows);
        } else {
            halves(from, start, fromPitch, to, at, pitch, toPitch, n - Lanes.COUNT, rows);
        }
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
    public void maxLanes(float[] from, int start, int pitch, int rows, int n, float[] to, int at) {
        if (n < LANES || VECTORS.cold()) {
            SCALAR.maxLanes(from, start, pitch, rows, n, to, at);
        } else {
            lanesOfMaxima(from, start, pitch, rows, n, to, at);
        }
    }

    @Override
    public void sumLanes(float[] from, int start, int pitch, int rows, int n, float[] to, int at) {
        if (n < LANES || VECTORS.cold()) {
            SCALAR.sumLanes(from, start, pitch, rows, n, to, at);
        } else {
            lanesOfSums(from, start, pitch, rows, n, to, at);
        }
    }

    private static void quotients(float[] from, int start, float[] divisors, int first, float[] to, int at, int last) {
        FloatVector tail = FloatVector.fromArray(Lanes.SPECIES, from, start + last)
                .div(FloatVector.fromArray(Lanes.SPECIES, divisors, first + last));
        for (int i = 0; i < last; i += Lanes.COUNT) {
            FloatVector.fromArray(Lanes.SPECIES, from, start + i)
                    .div(FloatVector.fromArray(Lanes.SPECIES, divisors, first + i)).intoArray(to, at + i);
        }
        tail.intoArray(to, at + last);
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

    private static void lanesOfMaxima(float[] from, int start, int pitch, int rows, int n, float[] to, int at) {
        int whole = n & -LANES;
        for (int r = 0, row = start, out = at; r < rows; r++, row += pitch, out += LANES) {
            for (int part = 0; part < LANES; part += Lanes.COUNT) {
                FloatVector lanes = FloatVector.fromArray(Lanes.SPECIES, to, out + part);
                for (int i = row + part; i < row + whole; i += LANES) {
                    lanes = lanes.max(FloatVector.fromArray(Lanes.SPECIES, from, i));
                }
                lanes.intoArray(to, out + part);
            }
            for (int i = whole; i < n; i++) {
                to[out + i - whole] = Math.max(to[out + i - whole], from[row + i]);
            }
        }
    }

    private static void lanesOfSums(float[] from, int start, int pitch, int rows, int n, float[] to, int at) {
        int whole = n & -LANES;
        for (int r = 0, row = start, out = at; r < rows; r++, row += pitch, out += LANES) {
            for (int part = 0; part < LANES; part += Lanes.COUNT) {
                FloatVector lanes = FloatVector.fromArray(Lanes.SPECIES, to, out + part);
                for (int i = row + part; i < row + whole; i += LANES) {
                    lanes = lanes.add(FloatVector.fromArray(Lanes.SPECIES, from, i));
                }
                lanes.intoArray(to, out + part);
            }
            for (int i = whole; i < n; i++) {
                to[out + i - whole] += from[row + i];
            }
        }
    }

    /** Rows of five vectors and a bit, which take every branch. */
    private static WarmUp exercise() {
        int n = 5 * Lanes.COUNT + 1;
        int last = n - Lanes.COUNT;
        float[] from = new float[2 * n];
        float[] to = new float[2 * n];
        return new WarmUp(() -> {
            quotients(from, 0, from, 0, to, 0, last);
            quotients(to, 0, 1, last);
            halves(from, 0, 0, to, 0, n, 0, last / 2, 2);
            lanesOfMaxima(from, 0, 0, 2, n, to, 0);
            lanesOfSums(from, 0, 0, 2, n, to, 0);
        });
    }
}
