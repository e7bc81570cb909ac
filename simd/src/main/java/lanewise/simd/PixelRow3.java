package lanewise.simd;

import jdk.incubator.vector.FloatVector;

/**
 * The register tile of a row of pixels under three taps in a row, for machines with 32 vector registers: 8 pixels by 2 vectors of
 * channels.
 *
 * <pre>
 *     C[r, j] = (accumulate ? C[r, j] : 0) + Σ_i Σ_t A[place[i] + (r + t) · step] · B[panel[i] + t, j],
 *               0 ≤ i &lt; k, 0 ≤ t &lt; 3, 0 ≤ r &lt; rows ≤ 8, 0 ≤ j &lt; 2 vectors
 * </pre>
 *
 * <p>Neighbouring pixels share two of three positions, so each is loaded once for all of its taps. The products of an
 * element are added in the order of i, then t, each with one rounding.
 */
final class PixelRow3 {
    static final int TAPS = 3;

    private PixelRow3() {
    }

    /**
     * Multiplies what a row of pixels reads with one panel, and touches a line of the next one in every step: it is in the cache when its turn comes.
     *
     * @param a          operand; {@code a[aAt + place[i] + p · step]} is in bounds for {@code 0 ≤ p < 7 + TAPS} and every i
     * @param step       from a position to the next, negative where taps run against pixels
     * @param table      pairs of {@code place} and {@code panel}, k of them, from {@code tableAt}
     * @param b          {@code [TAPS][VECTORS · lanes]} from {@code bAt + panel[i]} for every i
     * @param next       what of B will be read next, k lines from there on
     * @param padded     whether the first position is zero
     * @param positions  how many positions of {@code rows + TAPS - 1} there are; one beyond them is zero
     * @param rows       how many pixels are needed; the others are not stored
     * @param c          {@code [ROWS][pitch]} from {@code cAt}
     * @param accumulate whether C is added to rather than overwritten
     * @return a sum of values that were touched, without a meaning
     */
    static float run(float[] a, int aAt, int step, int[] table, int tableAt, int k, float[] b, int bAt, int next,
            boolean padded, int positions, int rows, float[] c, int cAt, int pitch, boolean accumulate) {
        int j1 = Lanes.COUNT;
        int j2 = 2 * Lanes.COUNT;
        int j3 = 3 * Lanes.COUNT;
        int j4 = 4 * Lanes.COUNT;
        int j5 = 5 * Lanes.COUNT;
        int c1 = cAt + pitch;
        int c2 = cAt + 2 * pitch;
        int c3 = cAt + 3 * pitch;
        int c4 = cAt + 4 * pitch;
        int c5 = cAt + 5 * pitch;
        int c6 = cAt + 6 * pitch;
        int c7 = cAt + 7 * pitch;
        FloatVector s00 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s01 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s10 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s11 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s20 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s21 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s30 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s31 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s40 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s41 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s50 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s51 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s60 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s61 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s70 = FloatVector.zero(Lanes.SPECIES);
        FloatVector s71 = FloatVector.zero(Lanes.SPECIES);
        if (accumulate) {
            s00 = FloatVector.fromArray(Lanes.SPECIES, c, cAt);
            s01 = FloatVector.fromArray(Lanes.SPECIES, c, cAt + j1);
            s10 = FloatVector.fromArray(Lanes.SPECIES, c, c1);
            s11 = FloatVector.fromArray(Lanes.SPECIES, c, c1 + j1);
            s20 = FloatVector.fromArray(Lanes.SPECIES, c, c2);
            s21 = FloatVector.fromArray(Lanes.SPECIES, c, c2 + j1);
            s30 = FloatVector.fromArray(Lanes.SPECIES, c, c3);
            s31 = FloatVector.fromArray(Lanes.SPECIES, c, c3 + j1);
            s40 = FloatVector.fromArray(Lanes.SPECIES, c, c4);
            s41 = FloatVector.fromArray(Lanes.SPECIES, c, c4 + j1);
            s50 = FloatVector.fromArray(Lanes.SPECIES, c, c5);
            s51 = FloatVector.fromArray(Lanes.SPECIES, c, c5 + j1);
            s60 = FloatVector.fromArray(Lanes.SPECIES, c, c6);
            s61 = FloatVector.fromArray(Lanes.SPECIES, c, c6 + j1);
            s70 = FloatVector.fromArray(Lanes.SPECIES, c, c7);
            s71 = FloatVector.fromArray(Lanes.SPECIES, c, c7 + j1);
        }
        boolean eighth = rows == 8;
        boolean ninth = positions > 8;
        boolean tenth = positions > 9;
        float touched = 0;
        int line = next;
        for (int i = tableAt; i < tableAt + 2 * k; i += 2, line += PixelRow.LINE) {
            touched += b[line];
            int at = aAt + table[i];
            int panel = bAt + table[i + 1];
            FloatVector b00 = FloatVector.fromArray(Lanes.SPECIES, b, panel);
            FloatVector b01 = FloatVector.fromArray(Lanes.SPECIES, b, panel + j1);
            FloatVector b10 = FloatVector.fromArray(Lanes.SPECIES, b, panel + j2);
            FloatVector b11 = FloatVector.fromArray(Lanes.SPECIES, b, panel + j3);
            FloatVector b20 = FloatVector.fromArray(Lanes.SPECIES, b, panel + j4);
            FloatVector b21 = FloatVector.fromArray(Lanes.SPECIES, b, panel + j5);
            if (!padded) {
                FloatVector x0 = FloatVector.broadcast(Lanes.SPECIES, a[at]);
                s00 = x0.fma(b00, s00);
                s01 = x0.fma(b01, s01);
            }
            FloatVector x1 = FloatVector.broadcast(Lanes.SPECIES, a[at + step]);
            s10 = x1.fma(b00, s10);
            s11 = x1.fma(b01, s11);
            s00 = x1.fma(b10, s00);
            s01 = x1.fma(b11, s01);
            FloatVector x2 = FloatVector.broadcast(Lanes.SPECIES, a[at + 2 * step]);
            s20 = x2.fma(b00, s20);
            s21 = x2.fma(b01, s21);
            s10 = x2.fma(b10, s10);
            s11 = x2.fma(b11, s11);
            s00 = x2.fma(b20, s00);
            s01 = x2.fma(b21, s01);
            FloatVector x3 = FloatVector.broadcast(Lanes.SPECIES, a[at + 3 * step]);
            s30 = x3.fma(b00, s30);
            s31 = x3.fma(b01, s31);
            s20 = x3.fma(b10, s20);
            s21 = x3.fma(b11, s21);
            s10 = x3.fma(b20, s10);
            s11 = x3.fma(b21, s11);
            FloatVector x4 = FloatVector.broadcast(Lanes.SPECIES, a[at + 4 * step]);
            s40 = x4.fma(b00, s40);
            s41 = x4.fma(b01, s41);
            s30 = x4.fma(b10, s30);
            s31 = x4.fma(b11, s31);
            s20 = x4.fma(b20, s20);
            s21 = x4.fma(b21, s21);
            FloatVector x5 = FloatVector.broadcast(Lanes.SPECIES, a[at + 5 * step]);
            s50 = x5.fma(b00, s50);
            s51 = x5.fma(b01, s51);
            s40 = x5.fma(b10, s40);
            s41 = x5.fma(b11, s41);
            s30 = x5.fma(b20, s30);
            s31 = x5.fma(b21, s31);
            FloatVector x6 = FloatVector.broadcast(Lanes.SPECIES, a[at + 6 * step]);
            s60 = x6.fma(b00, s60);
            s61 = x6.fma(b01, s61);
            s50 = x6.fma(b10, s50);
            s51 = x6.fma(b11, s51);
            s40 = x6.fma(b20, s40);
            s41 = x6.fma(b21, s41);
            FloatVector x7 = FloatVector.broadcast(Lanes.SPECIES, a[at + 7 * step]);
            s60 = x7.fma(b10, s60);
            s61 = x7.fma(b11, s61);
            s50 = x7.fma(b20, s50);
            s51 = x7.fma(b21, s51);
            if (ninth) {
                FloatVector x8 = FloatVector.broadcast(Lanes.SPECIES, a[at + 8 * step]);
                s60 = x8.fma(b20, s60);
                s61 = x8.fma(b21, s61);
            }
            if (eighth) {
                s70 = x7.fma(b00, s70);
                s71 = x7.fma(b01, s71);
                FloatVector x8 = FloatVector.broadcast(Lanes.SPECIES, a[at + 8 * step]);
                s70 = x8.fma(b10, s70);
                s71 = x8.fma(b11, s71);
                if (tenth) {
                    FloatVector x9 = FloatVector.broadcast(Lanes.SPECIES, a[at + 9 * step]);
                    s70 = x9.fma(b20, s70);
                    s71 = x9.fma(b21, s71);
                }
            }
        }
        s00.intoArray(c, cAt);
        s01.intoArray(c, cAt + j1);
        if (rows > 1) {
            s10.intoArray(c, c1);
            s11.intoArray(c, c1 + j1);
        }
        if (rows > 2) {
            s20.intoArray(c, c2);
            s21.intoArray(c, c2 + j1);
        }
        if (rows > 3) {
            s30.intoArray(c, c3);
            s31.intoArray(c, c3 + j1);
        }
        if (rows > 4) {
            s40.intoArray(c, c4);
            s41.intoArray(c, c4 + j1);
        }
        if (rows > 5) {
            s50.intoArray(c, c5);
            s51.intoArray(c, c5 + j1);
        }
        if (rows > 6) {
            s60.intoArray(c, c6);
            s61.intoArray(c, c6 + j1);
        }
        if (rows > 7) {
            s70.intoArray(c, c7);
            s71.intoArray(c, c7 + j1);
        }
        return touched;
    }
}
