package lanewise.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The sums of {@link Rows3x3#two} for 16 registers, where selecting from two vectors takes three instructions. So positions are not put
 * in order before they are multiplied: a blend of a vector, and of one that begins a vector less one behind it, has what a tap
 * meets, in the same order of lanes for every tap, and a sum is put in order when it is finished.
 */
final class BlendedRows3x3 {
    private BlendedRows3x3() {
    }

    /** Whether a column of results can be computed: at most one position on either side of a row is padding. */
    static boolean serves(int p, int extent) {
        return !Lanes.MANY_REGISTERS && p >= -1 && p + 2 * Lanes.COUNT <= extent;
    }

    /** With the parameters of {@link Rows3x3#two}. */
    static void two(float[] a, int aAt, float[] x, int xAt, int xStep, int pitch, int height, int top, int p,
            int extent, float[] bias, int biasAt, float slope, float lo, float hi, float[] c, int cAt, int cStep,
            int cPitch, int rows, int planes) {
        FloatVector lane = FloatVector.fromArray(Lanes.SPECIES, StageRows.LANE, 0);
        FloatVector seconds = FloatVector.fromArray(Lanes.SPECIES, StageRows.SECONDS, 0);
        VectorMask<Float> odd = FloatVector.fromArray(Lanes.SPECIES, StageRows.ODD, 0).compare(VectorOperators.NE, 0);
        FloatVector position = lane.blend(lane.add(Lanes.COUNT - 1), odd);
        VectorMask<Float> m0 = position.compare(VectorOperators.GE, -p);
        VectorMask<Float> m2 = position.compare(VectorOperators.LT, extent - p - 2);
        FloatVector zero = FloatVector.zero(Lanes.SPECIES);
        int end = Math.min(top + 2 * rows, height - 1);
        for (int k = 0; k < planes; k++) {
            int weight = aAt + 9 * k;
            FloatVector a0 = FloatVector.broadcast(Lanes.SPECIES, a[weight]);
            FloatVector a1 = FloatVector.broadcast(Lanes.SPECIES, a[weight + 1]);
            FloatVector a2 = FloatVector.broadcast(Lanes.SPECIES, a[weight + 2]);
            FloatVector a3 = FloatVector.broadcast(Lanes.SPECIES, a[weight + 3]);
            FloatVector a4 = FloatVector.broadcast(Lanes.SPECIES, a[weight + 4]);
            FloatVector a5 = FloatVector.broadcast(Lanes.SPECIES, a[weight + 5]);
            FloatVector a6 = FloatVector.broadcast(Lanes.SPECIES, a[weight + 6]);
            FloatVector a7 = FloatVector.broadcast(Lanes.SPECIES, a[weight + 7]);
            FloatVector a8 = FloatVector.broadcast(Lanes.SPECIES, a[weight + 8]);
            float shift = bias[biasAt + k];
            FloatVector begun = FloatVector.zero(Lanes.SPECIES);
            int start = cAt + k * cStep;
            int plane = xAt + k * xStep + p;
            int i = top < 0 ? top + 2 : top;
            int to = top < 0 ? start : start - cPitch;
            for (; i <= end; i += 2, to += cPitch) {
                int at = plane + Math.max(i - 1, 0) * pitch;
                FloatVector w0 = zero.blend(FloatVector.fromArray(Lanes.SPECIES, x, at)
                        .blend(FloatVector.fromArray(Lanes.SPECIES, x, at + Lanes.COUNT - 1), odd), m0);
                begun = a3.fma(w0, begun);
                FloatVector w1 = FloatVector.fromArray(Lanes.SPECIES, x, at + 1)
                        .blend(FloatVector.fromArray(Lanes.SPECIES, x, at + Lanes.COUNT), odd);
                begun = a4.fma(w1, begun);
                FloatVector w2 = zero.blend(FloatVector.fromArray(Lanes.SPECIES, x, at + 2)
                        .blend(FloatVector.fromArray(Lanes.SPECIES, x, at + Lanes.COUNT + 1), odd), m2);
                begun = a5.fma(w2, begun);
                at = plane + i * pitch;
                w0 = zero.blend(FloatVector.fromArray(Lanes.SPECIES, x, at)
                        .blend(FloatVector.fromArray(Lanes.SPECIES, x, at + Lanes.COUNT - 1), odd), m0);
                FloatVector sum = a6.fma(w0, begun);
                begun = a0.fma(w0, zero);
                w1 = FloatVector.fromArray(Lanes.SPECIES, x, at + 1)
                        .blend(FloatVector.fromArray(Lanes.SPECIES, x, at + Lanes.COUNT), odd);
                sum = a7.fma(w1, sum);
                begun = a1.fma(w1, begun);
                w2 = zero.blend(FloatVector.fromArray(Lanes.SPECIES, x, at + 2)
                        .blend(FloatVector.fromArray(Lanes.SPECIES, x, at + Lanes.COUNT + 1), odd), m2);
                sum = seconds.selectFrom(a8.fma(w2, sum).add(shift));
                begun = a2.fma(w2, begun);
                if (slope != 1) {
                    sum = sum.mul(slope).blend(sum, sum.compare(VectorOperators.GE, 0f));
                }
                if (lo > Float.NEGATIVE_INFINITY || hi < Float.POSITIVE_INFINITY) {
                    sum = sum.max(lo).min(hi);
                }
                // A row before the first goes where the first one will be.
                sum.intoArray(c, Math.max(to, start));
            }
            if (i <= top + 2 * rows) {
                int at = plane + Math.max(i - 1, 0) * pitch;
                FloatVector w0 = zero.blend(FloatVector.fromArray(Lanes.SPECIES, x, at)
                        .blend(FloatVector.fromArray(Lanes.SPECIES, x, at + Lanes.COUNT - 1), odd), m0);
                FloatVector w1 = FloatVector.fromArray(Lanes.SPECIES, x, at + 1)
                        .blend(FloatVector.fromArray(Lanes.SPECIES, x, at + Lanes.COUNT), odd);
                FloatVector w2 = zero.blend(FloatVector.fromArray(Lanes.SPECIES, x, at + 2)
                        .blend(FloatVector.fromArray(Lanes.SPECIES, x, at + Lanes.COUNT + 1), odd), m2);
                FloatVector sum = seconds.selectFrom(a5.fma(w2, a4.fma(w1, a3.fma(w0, begun))).add(shift));
                if (slope != 1) {
                    sum = sum.mul(slope).blend(sum, sum.compare(VectorOperators.GE, 0f));
                }
                if (lo > Float.NEGATIVE_INFINITY || hi < Float.POSITIVE_INFINITY) {
                    sum = sum.max(lo).min(hi);
                }
                sum.intoArray(c, to);
            }
        }
    }
}
