package lanewise.simd;

import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import lanewise.core.reference.ScalarRows;
import lanewise.core.spi.Rows;

/**
 * {@link Rows} in vectors. Rows shorter than one are left to scalars; at the end of others the last vector overlaps the one
 * before. It is read before anything is written, so that a row may be added to.
 */
final class VectorRows implements Rows {
    static final Rows INSTANCE = new VectorRows();

    private static final Rows SCALAR = ScalarRows.INSTANCE;
    /** {0, 1, 2, ...} */
    private static final int[] LANE = IntStream.range(0, Lanes.COUNT).toArray();
    private static final WarmUp VECTORS = exercise();

    private VectorRows() {
    }

    @Override
    public void max(float[] from, int[] offsets, int first, int count, boolean onto, float[] to, int at, int n) {
        if (n < Lanes.COUNT || count == 1 && !onto || VECTORS.cold()) {
            SCALAR.max(from, offsets, first, count, onto, to, at, n);
            return;
        }
        int last = n - Lanes.COUNT;
        float[] head = onto ? to : from;
        int headAt = onto ? at : offsets[first];
        for (int j = onto ? 0 : 1; j < count; j += 2) {
            int row = offsets[first + j];
            if (j + 1 < count) {
                maxOfThree(head, headAt, from, row, offsets[first + j + 1], to, at, last);
            } else {
                maxOfTwo(head, headAt, from, row, to, at, last);
            }
            head = to;
            headAt = at;
        }
    }

    @Override
    public void sum(float[] from, int[] offsets, int first, int count, boolean onto, float[] to, int at, int n) {
        if (n < Lanes.COUNT || count == 1 && !onto || VECTORS.cold()) {
            SCALAR.sum(from, offsets, first, count, onto, to, at, n);
            return;
        }
        int last = n - Lanes.COUNT;
        float[] head = onto ? to : from;
        int headAt = onto ? at : offsets[first];
        for (int j = onto ? 0 : 1; j < count; j += 2) {
            int row = offsets[first + j];
            if (j + 1 < count) {
                sumOfThree(head, headAt, from, row, offsets[first + j + 1], to, at, last);
            } else {
                sumOfTwo(head, headAt, from, row, to, at, last);
            }
            head = to;
            headAt = at;
        }
    }

    @Override
    public void weighted(float[] from, int[] offsets, int first, float[] weights, int firstWeight, int count,
            float[] to, int at, int n) {
        WeightedRows.run(from, offsets, first, weights, firstWeight, count, to, at, n);
    }

    @Override
    public void maxAt(float[] from, int[] offsets, int first, int firstPosition, int count, int step, float[] to,
            int at,
            int[] indices, int indexAt, int n) {
        if (n < Lanes.COUNT || VECTORS.cold()) {
            SCALAR.maxAt(from, offsets, first, firstPosition, count, step, to, at, indices, indexAt, n);
        } else {
            places(from, offsets, first, firstPosition, count, step, to, at, indices, indexAt, n - Lanes.COUNT);
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
    public void split(float[] from, int start, int stride, float[] to, int at, int pitch, int n) {
        if (stride != 2 || n < Lanes.COUNT || VECTORS.cold()) {
            SCALAR.split(from, start, stride, to, at, pitch, n);
        } else {
            halves(from, start, to, at, pitch, n - Lanes.COUNT);
        }
    }

    @Override
    public void interleave(float[] from, int[] offsets, int first, int count, int fromPitch, float[] to, int at,
            int toPitch, int n, int rows) {
        InterleavedRows.run(from, offsets, first, count, fromPitch, to, at, toPitch, n, rows);
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

    /** The greatest of a row and of another one, which may be the target. */
    private static void maxOfTwo(float[] head, int headAt, float[] from, int row, float[] to, int at, int last) {
        FloatVector tail = FloatVector.fromArray(Lanes.SPECIES, head, headAt + last)
                .max(FloatVector.fromArray(Lanes.SPECIES, from, row + last));
        for (int i = 0; i < last; i += Lanes.COUNT) {
            FloatVector.fromArray(Lanes.SPECIES, head, headAt + i)
                    .max(FloatVector.fromArray(Lanes.SPECIES, from, row + i)).intoArray(to, at + i);
        }
        tail.intoArray(to, at + last);
    }

    private static void maxOfThree(float[] head, int headAt, float[] from, int row, int next, float[] to, int at,
            int last) {
        FloatVector tail = FloatVector.fromArray(Lanes.SPECIES, head, headAt + last)
                .max(FloatVector.fromArray(Lanes.SPECIES, from, row + last))
                .max(FloatVector.fromArray(Lanes.SPECIES, from, next + last));
        for (int i = 0; i < last; i += Lanes.COUNT) {
            FloatVector.fromArray(Lanes.SPECIES, head, headAt + i)
                    .max(FloatVector.fromArray(Lanes.SPECIES, from, row + i))
                    .max(FloatVector.fromArray(Lanes.SPECIES, from, next + i)).intoArray(to, at + i);
        }
        tail.intoArray(to, at + last);
    }

    /** The sum of 0, a row, which may be the target, and another one. */
    private static void sumOfTwo(float[] head, int headAt, float[] from, int row, float[] to, int at, int last) {
        FloatVector zero = FloatVector.zero(Lanes.SPECIES);
        FloatVector tail = zero.add(FloatVector.fromArray(Lanes.SPECIES, head, headAt + last))
                .add(FloatVector.fromArray(Lanes.SPECIES, from, row + last));
        for (int i = 0; i < last; i += Lanes.COUNT) {
            zero.add(FloatVector.fromArray(Lanes.SPECIES, head, headAt + i))
                    .add(FloatVector.fromArray(Lanes.SPECIES, from, row + i)).intoArray(to, at + i);
        }
        tail.intoArray(to, at + last);
    }

    private static void sumOfThree(float[] head, int headAt, float[] from, int row, int next, float[] to, int at,
            int last) {
        FloatVector zero = FloatVector.zero(Lanes.SPECIES);
        FloatVector tail = zero.add(FloatVector.fromArray(Lanes.SPECIES, head, headAt + last))
                .add(FloatVector.fromArray(Lanes.SPECIES, from, row + last))
                .add(FloatVector.fromArray(Lanes.SPECIES, from, next + last));
        for (int i = 0; i < last; i += Lanes.COUNT) {
            zero.add(FloatVector.fromArray(Lanes.SPECIES, head, headAt + i))
                    .add(FloatVector.fromArray(Lanes.SPECIES, from, row + i))
                    .add(FloatVector.fromArray(Lanes.SPECIES, from, next + i)).intoArray(to, at + i);
        }
        tail.intoArray(to, at + last);
    }

    private static void places(float[] from, int[] offsets, int first, int firstPosition, int count, int step,
            float[] to, int at,
            int[] indices, int indexAt, int last) {
        IntVector lanes = IntVector.fromArray(Lanes.INTS, LANE, 0).mul(step);
        for (int x = 0; x < last + Lanes.COUNT; x += Lanes.COUNT) {
            int i = Math.min(x, last);
            FloatVector best = FloatVector.fromArray(Lanes.SPECIES, from, offsets[first] + i);
            IntVector index = IntVector.broadcast(Lanes.INTS, offsets[firstPosition]);
            for (int j = 1; j < count; j++) {
                FloatVector value = FloatVector.fromArray(Lanes.SPECIES, from, offsets[first + j] + i);
                VectorMask<Float> greater = best.compare(VectorOperators.EQ, best)
                        .andNot(value.compare(VectorOperators.LE, best));
                best = best.blend(value, greater);
                index = index.blend(offsets[firstPosition + j], greater.cast(Lanes.INTS));
            }
            best.intoArray(to, at + i);
            index.add(lanes).add(step * i).intoArray(indices, indexAt + i);
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

    /** Two rows; a permutation of each vector read, for the even elements and for the odd ones, and a blend. */
    private static void halves(float[] from, int start, float[] to, int at, int pitch, int last) {
        FloatVector lane = FloatVector.fromArray(Lanes.SPECIES, StageRows.LANE, 0);
        VectorMask<Float> upper = lane.compare(VectorOperators.GE, Lanes.COUNT / 2);
        FloatVector twice = lane.add(lane);
        FloatVector even = twice.sub(Lanes.COUNT, upper);
        FloatVector odd = even.add(1);
        for (int x = 0; x < last + Lanes.COUNT; x += Lanes.COUNT) {
            int i = Math.min(x, last);
            FloatVector a = FloatVector.fromArray(Lanes.SPECIES, from, start + 2 * i);
            FloatVector b = FloatVector.fromArray(Lanes.SPECIES, from, start + 2 * i + Lanes.COUNT);
            even.selectFrom(a).blend(even.selectFrom(b), upper).intoArray(to, at + i);
            odd.selectFrom(a).blend(odd.selectFrom(b), upper).intoArray(to, at + pitch + i);
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
        int[] offsets = {0, n};
        int[] indices = new int[n];
        return new WarmUp(() -> {
            maxOfTwo(to, 0, from, 0, to, 0, last);
            maxOfThree(from, 0, from, 0, n, to, 0, last);
            sumOfTwo(to, 0, from, 0, to, 0, last);
            sumOfThree(from, 0, from, 0, n, to, 0, last);
            places(from, offsets, 0, 0, 2, 1, to, 0, indices, 0, last);
            quotients(from, 0, from, 0, to, 0, last);
            quotients(to, 0, 1, last);
            halves(from, 0, to, 0, n, last);
            lanesOfMaxima(from, 0, 0, 2, n, to, 0);
            lanesOfSums(from, 0, 0, 2, n, to, 0);
        });
    }
}
