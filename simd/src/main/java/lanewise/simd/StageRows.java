package lanewise.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Copies rows of a heap array into a stage, with zeros beyond both ends of the source's rows:
 *
 * <pre>
 *     to[r·width + x] = p in [0, extent) ? from[r·pitch + p] : 0,   p = first + distance·x,   0 ≤ r &lt; rows, 0 ≤ x &lt; width
 * </pre>
 *
 * <p>Masks are the same for all rows. Rows of which a masked vector would leave an array, if only by lanes that are not used, go
 * one value by one: C2 makes objects of masks that are checked.
 */
final class StageRows {
    /** {0, 1, 2, ...}; masks come from comparing it, since {@code indexInRange} makes objects where its branches are mixed. */
    static final float[] LANE = lanes();

    /** 1 in odd lanes. */
    static final float[] ODD = odd();
    /** Where the positions 0, 2, 4, ... are when even lanes are those of a vector, and odd ones of one that begins a vector less one behind it. */
    static final float[] SECONDS = seconds();

    /** The most positions apart of which vectors still gather more than scalars. */
    static final int FAR = 8;
    /** Where vectors find every {@code distance}-th position, {@code [distance][vector]}; a lane that is not there stays. */
    private static final float[] DISTANT = distant();

    private static final WarmUp VECTORS = new WarmUp(StageRows::exercise);

    private StageRows() {
    }

    /**
     * Copies every {@code distance}-th position.
     *
     * @param from   source; position 0 of row 0 is at {@code fromAt}
     * @param pitch  floats between neighbouring rows of the source
     * @param first  position of x = 0, may be negative
     * @param extent positions of a source's row
     * @param to     {@code rows · width} floats from {@code toAt} are written
     */
    static void copy(float[] from, int fromAt, int pitch, int first, int distance, int extent, float[] to, int toAt,
            int width, int rows) {
        int last = (width - 1) / Lanes.COUNT * Lanes.COUNT;
        boolean paddedInFront = first >= -Lanes.COUNT;
        boolean paddedAtTheEnds = paddedInFront && first + distance * last <= extent;
        int source = fromAt + first;
        // What of a row is not padding.
        int begin = Math.max(Math.ceilDiv(-first, distance), 0);
        int end = Math.min(Math.ceilDiv(extent - first, distance), width);
        if (VECTORS.cold()) {
            every(from, source, pitch, first, distance, extent, to, toAt, width, width, rows);
        } else if (distance <= 2 && begin <= Lanes.COUNT && width - end <= Lanes.COUNT && end - begin >= Lanes.COUNT) {
            if (end - begin < width) {
                zeroEnds(to, toAt, width, rows);
            }
            if (distance == 1) {
                wholeVectors(from, source, pitch, begin, end, to, toAt, width, rows);
            } else {
                wholeSeconds(from, source, pitch, begin, end, to, toAt, width, rows);
            }
        } else if (distance == 1 ? paddedInFront : (distance == 2 || distance == 4) && paddedAtTheEnds) {
            int beyond = last + Lanes.COUNT;
            int row = 0;
            while (row < rows && source + row * pitch < 0) {
                row++;
            }
            int endRow = rows;
            while (endRow > row && (source + (endRow - 1) * pitch + distance * beyond > from.length
                    || toAt + (endRow - 1) * width + beyond > to.length)) {
                endRow--;
            }
            masked(from, source + row * pitch, pitch, first, distance, extent, to, toAt + row * width, width, last,
                    endRow - row);
            every(from, source, pitch, first, distance, extent, to, toAt, width, width, row);
            every(from, source + endRow * pitch, pitch, first, distance, extent, to, toAt + endRow * width, width,
                    width, rows - endRow);
        } else if (distance > 1 && distance <= FAR) {
            everyFew(from, source, pitch, first, distance, extent, to, toAt, width, rows);
        } else {
            every(from, source, pitch, first, distance, extent, to, toAt, width, width, rows);
        }
    }

    private static void zeroEnds(float[] to, int toAt, int width, int rows) {
        FloatVector zero = FloatVector.zero(Lanes.SPECIES);
        for (int r = 0, target = toAt; r < rows; r++, target += width) {
            zero.intoArray(to, target);
            zero.intoArray(to, target + width - Lanes.COUNT);
        }
    }

    /**
     * Rows whose {@code begin} to {@code end} hold a vector. Four vectors at a time without masks, the last ones overlap: so the
     * processor waits for all lines of a row at once, and for those of the next rows, too.
     */
    private static void wholeVectors(float[] from, int source, int pitch, int begin, int end, float[] to, int toAt,
            int width, int rows) {
        int last = end - Lanes.COUNT;
        for (int r = 0, target = toAt; r < rows; r++, target += width, source += pitch) {
            for (int x = begin; x < end; x += 4 * Lanes.COUNT) {
                int x0 = Math.min(x, last);
                int x1 = Math.min(x + Lanes.COUNT, last);
                FloatVector v0 = FloatVector.fromArray(Lanes.SPECIES, from, source + x0);
                FloatVector v1 = FloatVector.fromArray(Lanes.SPECIES, from, source + x1);
                if (x1 < last) {
                    int x2 = Math.min(x + 2 * Lanes.COUNT, last);
                    int x3 = Math.min(x + 3 * Lanes.COUNT, last);
                    FloatVector v2 = FloatVector.fromArray(Lanes.SPECIES, from, source + x2);
                    FloatVector v3 = FloatVector.fromArray(Lanes.SPECIES, from, source + x3);
                    v2.intoArray(to, target + x2);
                    v3.intoArray(to, target + x3);
                }
                v0.intoArray(to, target + x0);
                v1.intoArray(to, target + x1);
            }
        }
    }

    /**
     * Every second position of such rows. The second of two vectors begins one position early: so the positions wanted are the
     * even lanes of one and the odd ones of the other, which one blend brings together, and none beyond the row is read.
     */
    private static void wholeSeconds(float[] from, int source, int pitch, int begin, int end, float[] to, int toAt,
            int width, int rows) {
        FloatVector seconds = FloatVector.fromArray(Lanes.SPECIES, SECONDS, 0);
        VectorMask<Float> odd = FloatVector.fromArray(Lanes.SPECIES, ODD, 0).compare(VectorOperators.NE, 0);
        int last = end - Lanes.COUNT;
        for (int r = 0, target = toAt; r < rows; r++, target += width, source += pitch) {
            for (int x = begin; x < end; x += 2 * Lanes.COUNT) {
                int x0 = Math.min(x, last);
                int x1 = Math.min(x + Lanes.COUNT, last);
                FloatVector v0 = FloatVector.fromArray(Lanes.SPECIES, from, source + 2 * x0)
                        .blend(FloatVector.fromArray(Lanes.SPECIES, from, source + 2 * x0 + Lanes.COUNT - 1), odd);
                FloatVector v1 = FloatVector.fromArray(Lanes.SPECIES, from, source + 2 * x1)
                        .blend(FloatVector.fromArray(Lanes.SPECIES, from, source + 2 * x1 + Lanes.COUNT - 1), odd);
                seconds.selectFrom(v0).intoArray(to, target + x0);
                seconds.selectFrom(v1).intoArray(to, target + x1);
            }
        }
    }

    private static void masked(float[] from, int source, int pitch, int first, int distance, int extent, float[] to,
            int target, int width, int last, int rows) {
        switch (distance) {
            case 1 -> everyFirst(from, source, pitch, first, extent, to, target, width, last, rows);
            case 2 -> everySecond(from, source, pitch, first, extent, to, target, width, last, rows);
            default -> everyFourth(from, source, pitch, first, extent, to, target, width, last, rows);
        }
    }

    private static void everyFirst(float[] from, int source, int pitch, int first, int extent, float[] to, int target,
            int width, int last, int rows) {
        // The first vector that is not wholly inside; those that follow it are zeros.
        int edge = Math.clamp((extent - first) / Lanes.COUNT * Lanes.COUNT, 0, last);
        FloatVector zero = FloatVector.zero(Lanes.SPECIES);
        FloatVector lane = FloatVector.fromArray(Lanes.SPECIES, LANE, 0);
        VectorMask<Float> head = lane.compare(VectorOperators.GE, -first);
        VectorMask<Float> tail = lane.compare(VectorOperators.GE, -(first + edge))
                .and(lane.compare(VectorOperators.LT, extent - (first + edge)));
        VectorMask<Float> out = lane.compare(VectorOperators.LT, width - last);
        for (int r = 0; r < rows; r++, source += pitch, target += width) {
            if (edge > 0) {
                FloatVector.fromArray(Lanes.SPECIES, from, source, head).intoArray(to, target);
                for (int x = Lanes.COUNT; x < edge; x += Lanes.COUNT) {
                    FloatVector.fromArray(Lanes.SPECIES, from, source + x).intoArray(to, target + x);
                }
            }
            FloatVector inside = FloatVector.fromArray(Lanes.SPECIES, from, source + edge, tail);
            if (edge == last) {
                inside.intoArray(to, target + last, out);
                continue;
            }
            inside.intoArray(to, target + edge);
            for (int x = edge + Lanes.COUNT; x < last; x += Lanes.COUNT) {
                zero.intoArray(to, target + x);
            }
            zero.intoArray(to, target + last, out);
        }
    }

    private static void everySecond(float[] from, int source, int pitch, int first, int extent, float[] to, int target,
            int width, int last, int rows) {
        FloatVector lane = FloatVector.fromArray(Lanes.SPECIES, LANE, 0);
        FloatVector even = lane.add(lane);
        VectorMask<Float> head =
                lane.compare(VectorOperators.GE, -first).and(lane.compare(VectorOperators.LT, extent - first));
        VectorMask<Float> tail0 = lane.compare(VectorOperators.GE, -(first + 2 * last))
                .and(lane.compare(VectorOperators.LT, extent - (first + 2 * last)));
        VectorMask<Float> tail1 = lane.compare(VectorOperators.GE, -(first + 2 * last + Lanes.COUNT))
                .and(lane.compare(VectorOperators.LT, extent - (first + 2 * last + Lanes.COUNT)));
        VectorMask<Float> out = lane.compare(VectorOperators.LT, width - last);
        for (int r = 0; r < rows; r++, source += pitch, target += width) {
            int at = source + 2 * last;
            even.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, at, tail0),
                    FloatVector.fromArray(Lanes.SPECIES, from, at + Lanes.COUNT, tail1))
                    .intoArray(to, target + last, out);
            if (last > 0) {
                even.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, source, head),
                        FloatVector.fromArray(Lanes.SPECIES, from, source + Lanes.COUNT)).intoArray(to, target);
                for (int x = Lanes.COUNT; x < last; x += Lanes.COUNT) {
                    at = source + 2 * x;
                    even.selectFrom(FloatVector.fromArray(Lanes.SPECIES, from, at),
                            FloatVector.fromArray(Lanes.SPECIES, from, at + Lanes.COUNT)).intoArray(to, target + x);
                }
            }
        }
    }

    private static void everyFourth(float[] from, int source, int pitch, int first, int extent, float[] to, int target,
            int width, int last, int rows) {
        FloatVector lane = FloatVector.fromArray(Lanes.SPECIES, LANE, 0);
        FloatVector even = lane.add(lane);
        VectorMask<Float> head =
                lane.compare(VectorOperators.GE, -first).and(lane.compare(VectorOperators.LT, extent - first));
        VectorMask<Float> tail0 = lane.compare(VectorOperators.GE, -(first + 4 * last))
                .and(lane.compare(VectorOperators.LT, extent - (first + 4 * last)));
        VectorMask<Float> tail1 = lane.compare(VectorOperators.GE, -(first + 4 * last + Lanes.COUNT))
                .and(lane.compare(VectorOperators.LT, extent - (first + 4 * last + Lanes.COUNT)));
        VectorMask<Float> tail2 = lane.compare(VectorOperators.GE, -(first + 4 * last + 2 * Lanes.COUNT))
                .and(lane.compare(VectorOperators.LT, extent - (first + 4 * last + 2 * Lanes.COUNT)));
        VectorMask<Float> tail3 = lane.compare(VectorOperators.GE, -(first + 4 * last + 3 * Lanes.COUNT))
                .and(lane.compare(VectorOperators.LT, extent - (first + 4 * last + 3 * Lanes.COUNT)));
        VectorMask<Float> out = lane.compare(VectorOperators.LT, width - last);
        for (int r = 0; r < rows; r++, source += pitch, target += width) {
            int at = source + 4 * last;
            FloatVector v0 = FloatVector.fromArray(Lanes.SPECIES, from, at, tail0);
            FloatVector v1 = FloatVector.fromArray(Lanes.SPECIES, from, at + Lanes.COUNT, tail1);
            FloatVector v2 = FloatVector.fromArray(Lanes.SPECIES, from, at + 2 * Lanes.COUNT, tail2);
            FloatVector v3 = FloatVector.fromArray(Lanes.SPECIES, from, at + 3 * Lanes.COUNT, tail3);
            even.selectFrom(even.selectFrom(v0, v1), even.selectFrom(v2, v3)).intoArray(to, target + last, out);
            for (int x = 0; x < last; x += Lanes.COUNT) {
                at = source + 4 * x;
                v0 = x > 0
                        ? FloatVector.fromArray(Lanes.SPECIES, from, at)
                        : FloatVector.fromArray(Lanes.SPECIES, from, at, head);
                v1 = FloatVector.fromArray(Lanes.SPECIES, from, at + Lanes.COUNT);
                v2 = FloatVector.fromArray(Lanes.SPECIES, from, at + 2 * Lanes.COUNT);
                v3 = FloatVector.fromArray(Lanes.SPECIES, from, at + 3 * Lanes.COUNT);
                even.selectFrom(even.selectFrom(v0, v1), even.selectFrom(v2, v3)).intoArray(to, target + x);
            }
        }
    }

    /** Whole vectors of positions inside, the others one by one. */
    private static void everyFew(float[] from, int at, int pitch, int first, int distance, int extent, float[] to,
            int toAt, int width, int rows) {
        int lo = Math.clamp(Math.ceilDiv(-first, distance), 0, width);
        int vectors = Math.clamp((extent - first - lo * distance) / distance / Lanes.COUNT, 0,
                (width - lo) / Lanes.COUNT);
        int end = lo + vectors * Lanes.COUNT;
        for (int r = 0; r < rows; r++) {
            int source = at + r * pitch;
            int target = toAt + r * width;
            for (int x = lo; x < end; x += Lanes.COUNT) {
                int lanes = distance * (distance - 1) / 2 * Lanes.COUNT;
                FloatVector some = FloatVector.zero(Lanes.SPECIES);
                for (int i = 0; i < distance * Lanes.COUNT; i += Lanes.COUNT) {
                    FloatVector next = FloatVector.fromArray(Lanes.SPECIES, from, source + x * distance + i);
                    some = FloatVector.fromArray(Lanes.SPECIES, DISTANT, lanes + i).selectFrom(next, some);
                }
                some.intoArray(to, target + x);
            }
        }
        every(from, at, pitch, first, distance, extent, to, toAt, width, lo, rows);
        every(from, at + end * distance, pitch, first + end * distance, distance, extent, to, toAt + end, width,
                width - end, rows);
    }

    private static float[] distant() {
        float[] distant = new float[FAR * (FAR + 1) / 2 * Lanes.COUNT];
        for (int distance = 1, at = 0; distance <= FAR; distance++) {
            for (int i = 0; i < distance * Lanes.COUNT; i++, at++) {
                int lane = i % Lanes.COUNT;
                boolean here = lane * distance / Lanes.COUNT == i / Lanes.COUNT;
                distant[at] = here ? lane * distance % Lanes.COUNT : Lanes.COUNT + lane;
            }
        }
        return distant;
    }

    /** The first {@code count} positions of rows that are {@code width} long. */
    private static void every(float[] from, int at, int pitch, int first, int distance, int extent, float[] to,
            int toAt, int width, int count, int rows) {
        int lo = Math.clamp(Math.ceilDiv(-first, distance), 0, count);
        int hi = Math.clamp(Math.ceilDiv(extent - first, distance), lo, count);
        for (int r = 0; r < rows; r++) {
            int target = toAt + r * width;
            int source = at + r * pitch;
            for (int x = 0; x < lo; x++) {
                to[target + x] = 0;
            }
            for (int x = lo; x < hi; x++) {
                to[target + x] = from[source + x * distance];
            }
            for (int x = hi; x < count; x++) {
                to[target + x] = 0;
            }
        }
    }

    /** Rows of one vector and of several, padded on both sides, also by whole vectors of zeros. */
    private static void exercise() {
        float[] from = new float[64 * Lanes.COUNT];
        float[] to = new float[64 * Lanes.COUNT];
        int lanes = Lanes.COUNT;
        int extent = 4 * lanes;
        zeroEnds(to, 0, extent + 2, 3);
        wholeVectors(from, 0, extent, 1, extent + 1, to, 0, extent + 2, 3);
        wholeVectors(from, 0, extent, 1, lanes + 1, to, 0, lanes + 2, 3);
        wholeSeconds(from, 0, extent, 1, extent / 2, to, 0, extent / 2 + 1, 3);
        everyFirst(from, 1, extent, -1, 1, to, 0, 2, 0, 1);
        everyFirst(from, 1, extent, -1, extent, to, 0, extent + 2, extent, 3);
        everyFirst(from, 1, extent, -1, extent, to, 0, extent + 2 * lanes + 2, extent + 2 * lanes, 3);
        everySecond(from, 1, extent, -1, 1, to, 0, 2, 0, 1);
        everySecond(from, 1, extent, -1, extent, to, 0, extent / 2 + 1, extent / 2, 3);
        everyFew(from, 1, extent, -1, 3, extent, to, 0, extent / 3 + 1, 3);
    }

    private static float[] odd() {
        float[] lanes = new float[Lanes.COUNT];
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = i % 2;
        }
        return lanes;
    }

    private static float[] seconds() {
        float[] lanes = new float[Lanes.COUNT];
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = 2 * i < Lanes.COUNT ? 2 * i : 2 * i - (Lanes.COUNT - 1);
        }
        return lanes;
    }

    private static float[] lanes() {
        float[] lanes = new float[Lanes.COUNT];
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = i;
        }
        return lanes;
    }
}
