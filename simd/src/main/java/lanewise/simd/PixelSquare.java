package lanewise.simd;

import jdk.incubator.vector.FloatVector;

/**
 * The register tile of a square of pixels under two taps an axis, for machines with 32 vector registers: 4×4 pixels by one vector
 * of channels.
 *
 * <pre>
 *     C[r · cRow + q · cStep, j] = Σ_i Σ_st A[i, r + 1 − s, q + 1 − t] · B[i, s, t, j],   0 ≤ i &lt; k, 0 ≤ r, q &lt; 4, 0 ≤ s, t &lt; 2
 * </pre>
 *
 * <p>Each of the 5×5 positions is loaded once for up to four products, so that few instructions wait between two weights that come
 * from memory, and more of them are on their way at once. Positions beyond the plane are skipped. Counting positions downward adds
 * the products of an element in the order of i, then s, then t, each with one rounding.
 */
final class PixelSquare {
    /** Pixels of a tile along an axis. */
    static final int SIDE = 4;
    static final int TAPS = 2;

    private static final int EXERCISE_STEPS = 8;
    private static final WarmUp VECTORS = new WarmUp(PixelSquare::exercise);

    private PixelSquare() {
    }

    private static void exercise() {
        int pitch = SIDE + 1;
        float[] a = new float[EXERCISE_STEPS + pitch * pitch];
        float[] b = new float[EXERCISE_STEPS * TAPS * TAPS * Lanes.COUNT];
        float[] c = new float[SIDE * SIDE * Lanes.COUNT];
        for (int inside = 0; inside < 16; inside++) {
            vectors(a, 0, pitch, 1, EXERCISE_STEPS, b, 0, (inside & 1) > 0, (inside & 2) > 0, (inside & 4) > 0,
                    (inside & 8) > 0, c, 0, SIDE * Lanes.COUNT, Lanes.COUNT);
        }
    }

    /**
     * Multiplies what a square of pixels reads with one panel.
     *
     * @param a      position {@code (0, 0)} of the first channel is at {@code aAt}, what is skipped may be out of bounds
     * @param pitch  of a row of positions
     * @param plane  from a channel to the next
     * @param b      {@code [k][TAPS][TAPS][lanes]} from {@code bAt}
     * @param top    whether row 0 of the positions is in the plane
     * @param bottom whether row 4 is
     * @param left   whether column 0 is
     * @param right  whether column 4 is
     * @param c      from {@code cAt}
     */
    static void multiply(float[] a, int aAt, int pitch, int plane, int k, float[] b, int bAt, boolean top,
            boolean bottom, boolean left, boolean right, float[] c, int cAt, int cRow, int cStep) {
        if (VECTORS.cold()) {
            scalars(a, aAt, pitch, plane, k, b, bAt, top, bottom, left, right, c, cAt, cRow, cStep);
        } else {
            vectors(a, aAt, pitch, plane, k, b, bAt, top, bottom, left, right, c, cAt, cRow, cStep);
        }
    }

    private static void scalars(float[] a, int aAt, int pitch, int plane, int k, float[] b, int bAt, boolean top,
            boolean bottom, boolean left, boolean right, float[] c, int cAt, int cRow, int cStep) {
        for (int result = 0; result < SIDE * SIDE; result++) {
            int to = cAt + result / SIDE * cRow + result % SIDE * cStep;
            for (int j = 0; j < Lanes.COUNT; j++) {
                float sum = 0;
                for (int i = 0; i < k * TAPS * TAPS; i++) {
                    int row = result / SIDE + 1 - i / TAPS % TAPS;
                    int column = result % SIDE + 1 - i % TAPS;
                    if ((row > 0 || top) && (row < SIDE || bottom) && (column > 0 || left)
                            && (column < SIDE || right)) {
                        sum = Math.fma(a[aAt + i / (TAPS * TAPS) * plane + row * pitch + column],
                                b[bAt + i * Lanes.COUNT + j], sum);
                    }
                }
                c[to + j] = sum;
            }
        }
    }

    private static void vectors(float[] a, int aAt, int pitch, int plane, int k, float[] b, int bAt, boolean top,
            boolean bottom, boolean left, boolean right, float[] c, int cAt, int cRow, int cStep) {
        FloatVector s00 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s01 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s02 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s03 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s10 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s11 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s12 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s13 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s20 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s21 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s22 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s23 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s30 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s31 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s32 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s33 = FloatVector.zero(Lanes.SPECIES);
        int a1 = pitch;
        int a2 = 2 * pitch;
        int a3 = 3 * pitch;
        int a4 = 4 * pitch;
        for (int i = 0, ai = aAt, bi = bAt; i < k; i++, ai += plane, bi += TAPS * TAPS * Lanes.COUNT) {
            FloatVector b00 = FloatVector.fromArray(Lanes.SPECIES, b, bi);
            FloatVector b01 = FloatVector.fromArray(Lanes.SPECIES, b, bi + Lanes.COUNT);
            FloatVector b10 = FloatVector.fromArray(Lanes.SPECIES, b, bi + 2 * Lanes.COUNT);
            FloatVector b11 = FloatVector.fromArray(Lanes.SPECIES, b, bi + 3 * Lanes.COUNT);
            if (bottom) {
                if (right) {
                    FloatVector x44 = FloatVector.broadcast(Lanes.SPECIES, a[ai + a4 + 4]);
                    s33 = x44.fma(b00, s33);
                }
                FloatVector x43 = FloatVector.broadcast(Lanes.SPECIES, a[ai + a4 + 3]);
                s32 = x43.fma(b00, s32);
                s33 = x43.fma(b01, s33);
                FloatVector x42 = FloatVector.broadcast(Lanes.SPECIES, a[ai + a4 + 2]);
                s31 = x42.fma(b00, s31);
                s32 = x42.fma(b01, s32);
                FloatVector x41 = FloatVector.broadcast(Lanes.SPECIES, a[ai + a4 + 1]);
                s30 = x41.fma(b00, s30);
                s31 = x41.fma(b01, s31);
                if (left) {
                    FloatVector x40 = FloatVector.broadcast(Lanes.SPECIES, a[ai + a4]);
                    s30 = x40.fma(b01, s30);
                }
            }
            if (right) {
                FloatVector x34 = FloatVector.broadcast(Lanes.SPECIES, a[ai + a3 + 4]);
                s23 = x34.fma(b00, s23);
                s33 = x34.fma(b10, s33);
            }
            FloatVector x33 = FloatVector.broadcast(Lanes.SPECIES, a[ai + a3 + 3]);
            s22 = x33.fma(b00, s22);
            s23 = x33.fma(b01, s23);
            s32 = x33.fma(b10, s32);
            s33 = x33.fma(b11, s33);
            FloatVector x32 = FloatVector.broadcast(Lanes.SPECIES, a[ai + a3 + 2]);
            s21 = x32.fma(b00, s21);
            s22 = x32.fma(b01, s22);
            s31 = x32.fma(b10, s31);
            s32 = x32.fma(b11, s32);
            FloatVector x31 = FloatVector.broadcast(Lanes.SPECIES, a[ai + a3 + 1]);
            s20 = x31.fma(b00, s20);
            s21 = x31.fma(b01, s21);
            s30 = x31.fma(b10, s30);
            s31 = x31.fma(b11, s31);
            if (left) {
                FloatVector x30 = FloatVector.broadcast(Lanes.SPECIES, a[ai + a3]);
                s20 = x30.fma(b01, s20);
                s30 = x30.fma(b11, s30);
            }
            if (right) {
                FloatVector x24 = FloatVector.broadcast(Lanes.SPECIES, a[ai + a2 + 4]);
                s13 = x24.fma(b00, s13);
                s23 = x24.fma(b10, s23);
            }
            FloatVector x23 = FloatVector.broadcast(Lanes.SPECIES, a[ai + a2 + 3]);
            s12 = x23.fma(b00, s12);
            s13 = x23.fma(b01, s13);
            s22 = x23.fma(b10, s22);
            s23 = x23.fma(b11, s23);
            FloatVector x22 = FloatVector.broadcast(Lanes.SPECIES, a[ai + a2 + 2]);
            s11 = x22.fma(b00, s11);
            s12 = x22.fma(b01, s12);
            s21 = x22.fma(b10, s21);
            s22 = x22.fma(b11, s22);
            FloatVector x21 = FloatVector.broadcast(Lanes.SPECIES, a[ai + a2 + 1]);
            s10 = x21.fma(b00, s10);
            s11 = x21.fma(b01, s11);
            s20 = x21.fma(b10, s20);
            s21 = x21.fma(b11, s21);
            if (left) {
                FloatVector x20 = FloatVector.broadcast(Lanes.SPECIES, a[ai + a2]);
                s10 = x20.fma(b01, s10);
                s20 = x20.fma(b11, s20);
            }
            if (right) {
                FloatVector x14 = FloatVector.broadcast(Lanes.SPECIES, a[ai + a1 + 4]);
                s03 = x14.fma(b00, s03);
                s13 = x14.fma(b10, s13);
            }
            FloatVector x13 = FloatVector.broadcast(Lanes.SPECIES, a[ai + a1 + 3]);
            s02 = x13.fma(b00, s02);
            s03 = x13.fma(b01, s03);
            s12 = x13.fma(b10, s12);
            s13 = x13.fma(b11, s13);
            FloatVector x12 = FloatVector.broadcast(Lanes.SPECIES, a[ai + a1 + 2]);
            s01 = x12.fma(b00, s01);
            s02 = x12.fma(b01, s02);
            s11 = x12.fma(b10, s11);
            s12 = x12.fma(b11, s12);
            FloatVector x11 = FloatVector.broadcast(Lanes.SPECIES, a[ai + a1 + 1]);
            s00 = x11.fma(b00, s00);
            s01 = x11.fma(b01, s01);
            s10 = x11.fma(b10, s10);
            s11 = x11.fma(b11, s11);
            if (left) {
                FloatVector x10 = FloatVector.broadcast(Lanes.SPECIES, a[ai + a1]);
                s00 = x10.fma(b01, s00);
                s10 = x10.fma(b11, s10);
            }
            if (top) {
                if (right) {
                    FloatVector x04 = FloatVector.broadcast(Lanes.SPECIES, a[ai + 4]);
                    s03 = x04.fma(b10, s03);
                }
                FloatVector x03 = FloatVector.broadcast(Lanes.SPECIES, a[ai + 3]);
                s02 = x03.fma(b10, s02);
                s03 = x03.fma(b11, s03);
                FloatVector x02 = FloatVector.broadcast(Lanes.SPECIES, a[ai + 2]);
                s01 = x02.fma(b10, s01);
                s02 = x02.fma(b11, s02);
                FloatVector x01 = FloatVector.broadcast(Lanes.SPECIES, a[ai + 1]);
                s00 = x01.fma(b10, s00);
                s01 = x01.fma(b11, s01);
                if (left) {
                    FloatVector x00 = FloatVector.broadcast(Lanes.SPECIES, a[ai]);
                    s00 = x00.fma(b11, s00);
                }
            }
        }
        s00.intoArray(c, cAt);
        s01.intoArray(c, cAt + cStep);
        s02.intoArray(c, cAt + 2 * cStep);
        s03.intoArray(c, cAt + 3 * cStep);
        int c1 = cAt + cRow;
        s10.intoArray(c, c1);
        s11.intoArray(c, c1 + cStep);
        s12.intoArray(c, c1 + 2 * cStep);
        s13.intoArray(c, c1 + 3 * cStep);
        int c2 = cAt + 2 * cRow;
        s20.intoArray(c, c2);
        s21.intoArray(c, c2 + cStep);
        s22.intoArray(c, c2 + 2 * cStep);
        s23.intoArray(c, c2 + 3 * cStep);
        int c3 = cAt + 3 * cRow;
        s30.intoArray(c, c3);
        s31.intoArray(c, c3 + cStep);
        s32.intoArray(c, c3 + 2 * cStep);
        s33.intoArray(c, c3 + 3 * cStep);
    }
}
