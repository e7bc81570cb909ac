package lanewise.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import lanewise.core.reference.ScalarRows;
import lanewise.core.spi.Rows;

/** Elements where they come from among zeros: they and their indices are repeated, and those that are elsewhere become zeros. */
final class SpreadRows {
    private static final WarmUp VECTORS = new WarmUp(SpreadRows::exercise);

    private SpreadRows() {
    }

    /** As {@link Rows#spread}. */
    static boolean run(float[] from, int start, int[] indices, int first, int across, int down, float[] to, int at,
            int position, int n, int rows) {
        int last = n - Lanes.COUNT;
        if (last < 0 || across > RepeatedRows.MOST || VECTORS.cold()) {
            return ScalarRows.INSTANCE.spread(from, start, indices, first, across, down, to, at, position, n, rows);
        }
        int placed = 0;
        for (int r = 0, e = 0; r < rows; r++) {
            int row = start + r * n;
            int index = first + r * n;
            for (int t = 0; t < down; t++, e += across * n) {
                if (across == 2) {
                    placed += doubled(from, row, indices, index, to, at + e, position + e, 0, last);
                    placed += doubled(from, row, indices, index, to, at + e, position + e, last, n);
                } else {
                    placed += stretched(from, row, indices, index, across, to, at + e, position + e, 0, last);
                    placed += stretched(from, row, indices, index, across, to, at + e, position + e, last, n);
                }
            }
        }
        return placed == rows * Lanes.roundUp(n, Lanes.COUNT);
    }

    /** Every element twice; how many of the vectors have their places: some twice where the last vector of a row overlaps. */
    private static int doubled(float[] from, int row, int[] indices, int index, float[] to, int at, int position,
            int begin, int end) {
        FloatVector zero = FloatVector.zero(Lanes.SPECIES);
        FloatVector low = FloatVector.fromArray(Lanes.SPECIES, RepeatedRows.LANES[2], 0);
        FloatVector high = low.add(Lanes.COUNT / 2);
        IntVector left = IntVector.fromArray(Lanes.INTS, PlacedRows.LANE, 0).add(position);
        IntVector right = left.add(Lanes.COUNT);
        int placed = 0;
        for (int i = begin; i < end; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.SPECIES, from, row + i);
            FloatVector places = IntVector.fromArray(Lanes.INTS, indices, index + i).sub(2 * i).reinterpretAsFloats();
            VectorMask<Integer> here = low.selectFrom(places).reinterpretAsInts().compare(VectorOperators.EQ, left);
            zero.blend(low.selectFrom(v), here.cast(Lanes.SPECIES)).intoArray(to, at + 2 * i);
            placed += here.trueCount();
            here = high.selectFrom(places).reinterpretAsInts().compare(VectorOperators.EQ, right);
            zero.blend(high.selectFrom(v), here.cast(Lanes.SPECIES)).intoArray(to, at + 2 * i + Lanes.COUNT);
            placed += here.trueCount();
        }
        return placed;
    }

    /** The same of every element {@code across} times. */
    private static int stretched(float[] from, int row, int[] indices, int index, int across, float[] to, int at,
            int position, int begin, int end) {
        FloatVector zero = FloatVector.zero(Lanes.SPECIES);
        IntVector lane = IntVector.fromArray(Lanes.INTS, PlacedRows.LANE, 0);
        float[] lanes = RepeatedRows.LANES[across];
        int placed = 0;
        for (int i = begin; i < end; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.SPECIES, from, row + i);
            FloatVector places = IntVector.fromArray(Lanes.INTS, indices, index + i).reinterpretAsFloats();
            for (int k = 0; k < across; k++) {
                int e = across * i + k * Lanes.COUNT;
                FloatVector which = FloatVector.fromArray(Lanes.SPECIES, lanes, k * Lanes.COUNT);
                VectorMask<Integer> here = which.selectFrom(places).reinterpretAsInts().sub(lane)
                        .compare(VectorOperators.EQ, position + e);
                zero.blend(which.selectFrom(v), here.cast(Lanes.SPECIES)).intoArray(to, at + e);
                placed += here.trueCount();
            }
        }
        return placed;
    }

    /** Rows of five vectors. */
    private static void exercise() {
        int n = 5 * Lanes.COUNT;
        float[] from = new float[n];
        int[] indices = new int[n];
        float[] to = new float[2 * n];
        doubled(from, 0, indices, 0, to, 0, 0, 0, n);
        stretched(from, 0, indices, 0, 2, to, 0, 0, 0, n);
    }
}
