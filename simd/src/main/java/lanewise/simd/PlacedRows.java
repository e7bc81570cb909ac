package lanewise.simd;

import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import lanewise.core.spi.Rows;

/**
 * Maxima of rows and where they are, of all elements or of every second one. What is best so far is kept where the next value is no
 * greater or it is NaN itself, by methods of vectors of the same step or from before the loop: law 11 of {@code docs/jit.md}.
 */
final class PlacedRows {
    /** {0, 1, 2, ...} */
    static final int[] LANE = IntStream.range(0, Lanes.COUNT).toArray();

    private static final WarmUp VECTORS = new WarmUp(PlacedRows::exercise);

    private PlacedRows() {
    }

    /** As {@link Rows#maxAt}, unless it returns false: then scalars have to. */
    static boolean run(float[] from, int[] offsets, int first, int firstPosition, int count, int step, int fromPitch,
            float[] to, int at, int toPitch, int[] indices, int indexAt, int n, int rows) {
        if (n < Lanes.COUNT || step > 2 || VECTORS.cold()) {
            return false;
        }
        int last = n - Lanes.COUNT;
        if (step == 2 && count == 4 && offsets[first + 1] == offsets[first] + 1
                && offsets[first + 3] == offsets[first + 2] + 1) {
            pairs(from, offsets, first, firstPosition, fromPitch, to, at, toPitch, indices, indexAt, last,
                    rows);
            return true;
        }
        for (int r = 0; r < rows; r++) {
            int source = r * fromPitch;
            int target = r * toPitch;
            if (step == 1) {
                all(from, offsets, first, firstPosition, count, source, to, at + target, indices, indexAt + target,
                        last);
            } else {
                everySecond(from, offsets, first, firstPosition, count, source, to, at + target, indices,
                        indexAt + target, last);
            }
        }
        return true;
    }

    private static void all(float[] from, int[] offsets, int first, int firstPosition, int count, int distance,
            float[] to, int at, int[] indices, int indexAt, int last) {
        FloatVector lowest = FloatVector.broadcast(Lanes.SPECIES, Float.NEGATIVE_INFINITY);
        IntVector lanes = IntVector.fromArray(Lanes.INTS, LANE, 0);
        for (int x = 0; x < last + Lanes.COUNT; x += Lanes.COUNT) {
            int i = Math.min(x, last);
            FloatVector best = FloatVector.fromArray(Lanes.SPECIES, from, offsets[first] + distance + i);
            IntVector index = IntVector.broadcast(Lanes.INTS, offsets[firstPosition]);
            for (int j = 1; j < count; j++) {
                FloatVector value = FloatVector.fromArray(Lanes.SPECIES, from, offsets[first + j] + distance + i);
                VectorMask<Float> kept = value.compare(VectorOperators.LE, best)
                        .or(lowest.compare(VectorOperators.LE, best).not());
                best = value.blend(best, kept);
                index = IntVector.broadcast(Lanes.INTS, offsets[firstPosition + j])
                        .blend(index, kept.cast(Lanes.INTS));
            }
            best.intoArray(to, at + i);
            lanes.add(index).add(distance + i).intoArray(indices, indexAt + i);
        }
    }

    private static void everySecond(float[] from, int[] offsets, int first, int firstPosition, int count, int distance,
            float[] to, int at, int[] indices, int indexAt, int last) {
        FloatVector lowest = FloatVector.broadcast(Lanes.SPECIES, Float.NEGATIVE_INFINITY);
        FloatVector second = FloatVector.fromArray(Lanes.SPECIES, ThinnedRows.EVERY_SECOND, 0);
        IntVector lanes = IntVector.fromArray(Lanes.INTS, LANE, 0).mul(2);
        for (int x = 0; x < last + Lanes.COUNT; x += Lanes.COUNT) {
            int i = Math.min(x, last);
            int row = offsets[first] + distance + 2 * i;
            FloatVector best = second.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, row),
                    FloatVector.fromArray(Lanes.SPECIES, from, row + Lanes.COUNT - 1));
            IntVector index = IntVector.broadcast(Lanes.INTS, offsets[firstPosition]);
            for (int j = 1; j < count; j++) {
                row = offsets[first + j] + distance + 2 * i;
                FloatVector value = second.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, row),
                        FloatVector.fromArray(Lanes.SPECIES, from, row + Lanes.COUNT - 1));
                VectorMask<Float> kept = value.compare(VectorOperators.LE, best)
                        .or(lowest.compare(VectorOperators.LE, best).not());
                best = value.blend(best, kept);
                index = IntVector.broadcast(Lanes.INTS, offsets[firstPosition + j])
                        .blend(index, kept.cast(Lanes.INTS));
            }
            best.intoArray(to, at + i);
            lanes.add(index).add(distance + 2 * i).intoArray(indices, indexAt + i);
        }
    }

    /** Windows of two neighbours in each of two rows. */
    private static void pairs(float[] from, int[] offsets, int first, int firstPosition, int fromPitch, float[] to,
            int at, int toPitch, int[] indices, int indexAt, int last, int rows) {
        FloatVector lane = FloatVector.fromArray(Lanes.SPECIES, StageRows.LANE, 0);
        FloatVector even = lane.add(lane);
        FloatVector odd = even.add(1);
        IntVector lanes = IntVector.fromArray(Lanes.INTS, LANE, 0).mul(2);
        int row0 = offsets[first];
        int row1 = offsets[first + 2];
        IntVector position0 = IntVector.broadcast(Lanes.INTS, offsets[firstPosition]);
        IntVector position1 = IntVector.broadcast(Lanes.INTS, offsets[firstPosition + 1]);
        IntVector position2 = IntVector.broadcast(Lanes.INTS, offsets[firstPosition + 2]);
        IntVector position3 = IntVector.broadcast(Lanes.INTS, offsets[firstPosition + 3]);
        for (int r = 0; r < rows; r++, at += toPitch, indexAt += toPitch) {
            for (int x = 0; x < last + Lanes.COUNT; x += Lanes.COUNT) {
                int i = Math.min(x, last);
                int distance = r * fromPitch + 2 * i;
                FloatVector a = FloatVector.fromArray(Lanes.SPECIES, from, row0 + distance);
                FloatVector b = FloatVector.fromArray(Lanes.SPECIES, from, row0 + distance + Lanes.COUNT);
                FloatVector c = FloatVector.fromArray(Lanes.SPECIES, from, row1 + distance);
                FloatVector d = FloatVector.fromArray(Lanes.SPECIES, from, row1 + distance + Lanes.COUNT);
                FloatVector best = even.selectFrom(a, b);
                IntVector index = position0;
                FloatVector value = odd.selectFrom(a, b);
                VectorMask<Float> greater =
                        best.compare(VectorOperators.EQ, best).andNot(value.compare(VectorOperators.LE, best));
                best = best.blend(value, greater);
                index = index.blend(position1, greater.cast(Lanes.INTS));
                value = even.selectFrom(c, d);
                greater = best.compare(VectorOperators.EQ, best).andNot(value.compare(VectorOperators.LE, best));
                best = best.blend(value, greater);
                index = index.blend(position2, greater.cast(Lanes.INTS));
                value = odd.selectFrom(c, d);
                greater = best.compare(VectorOperators.EQ, best).andNot(value.compare(VectorOperators.LE, best));
                best = best.blend(value, greater);
                index = index.blend(position3, greater.cast(Lanes.INTS));
                best.intoArray(to, at + i);
                index.add(lanes).add(distance).intoArray(indices, indexAt + i);
            }
        }
    }

    /** Rows of five vectors and a bit, which take every branch. */
    private static void exercise() {
        int n = 5 * Lanes.COUNT + 1;
        int last = n - Lanes.COUNT;
        float[] from = new float[2 * n];
        float[] to = new float[n];
        int[] offsets = new int[4];
        int[] indices = new int[n];
        all(from, offsets, 0, 0, 2, 0, to, 0, indices, 0, last);
        everySecond(from, offsets, 0, 0, 2, 0, to, 0, indices, 0, last);
        pairs(from, offsets, 0, 0, 0, to, 0, 0, indices, 0, last, 2);
    }
}
