package lanewise.simd;

import java.util.Arrays;

/** The tile that {@link Lanes} chose for this machine; the test is a constant to the compiler. */
final class RegisterTile {
    /** B panels are a multiple of so many columns. */
    static final int UNIT = Lanes.MANY_REGISTERS ? Lanes.COUNT : Lanes.TILE_COLUMNS;

    /** The time of {@link Tile8x1}: it loads a row of A for every multiplication. */
    private static final double ONE_VECTOR_COST = 1.4;

    static final float[] ZEROS = new float[Lanes.TILE_ROWS * Lanes.TILE_COLUMNS];

    /** What changes no sum: x + −0 is x, even for x = −0. */
    static final float[] NO_BIAS = noBias();

    private static final int EXERCISE_STEPS = 24;
    /** The kernels, by how many vectors of columns or, with 16 registers, rows they have at most. */
    private static final WarmUp WHOLE = new WarmUp(() -> exercise(Lanes.TILE_ROWS, Lanes.TILE_COLUMNS));
    private static final WarmUp TWO_VECTORS = new WarmUp(() -> exercise(Lanes.TILE_ROWS, 2 * Lanes.COUNT));
    private static final WarmUp ONE_VECTOR = new WarmUp(() -> exercise(Lanes.TILE_ROWS, Lanes.COUNT));
    private static final WarmUp FOUR_ROWS = new WarmUp(() -> exercise(Tile4x2.ROWS, Lanes.TILE_COLUMNS));

    private RegisterTile() {
    }

    /** {@return the rows that are computed where {@code rows} are needed, which may be more than a tile has} */
    static int rows(int rows) {
        return !Lanes.MANY_REGISTERS && rows <= Tile4x2.ROWS ? Tile4x2.ROWS : Lanes.TILE_ROWS;
    }

    /** {@return the time that some columns take, in vectors of a whole tile} */
    static double cost(int columns) {
        int rest = Math.ceilDiv(columns % Lanes.TILE_COLUMNS, UNIT) * (UNIT / Lanes.COUNT);
        return columns / Lanes.TILE_COLUMNS * (Lanes.TILE_COLUMNS / Lanes.COUNT) + (rest == 1 ? ONE_VECTOR_COST : rest);
    }

    /** {@return the columns of a B panel of which {@code columns} are needed, at most {@link Lanes#TILE_COLUMNS}} */
    static int panelColumns(int columns) {
        return Lanes.roundUp(columns, UNIT);
    }

    /** {@return the columns of the next B panel where {@code rest} are left: four vectors are twice two, not three and one} */
    static int nextPanel(int rest) {
        return rest == 4 * Lanes.COUNT ? 2 * Lanes.COUNT : Math.min(rest, Lanes.TILE_COLUMNS);
    }

    /**
     * Multiplies one A panel with one B panel: {@code C[r, j] (+)= Σ_i A[i, r] · B[i, j]}.
     *
     * @param a          {@code [k][TILE_ROWS]} from {@code aAt}
     * @param rows       how many rows of C are needed; {@link #rows rows(rows)} are overwritten
     * @param b          {@code [k][panelColumns(columns)]} from {@code bAt}
     * @param c          {@code [TILE_ROWS][panelColumns(columns)]} from {@code cAt}
     * @param accumulate whether C is added to rather than overwritten
     * @param columns    how many columns of C are needed; others may be left alone
     */
    static void multiply(float[] a, int aAt, int rows, float[] b, int bAt, int k, float[] c, int cAt,
            boolean accumulate, int columns) {
        if (kernel(rows, columns).cold()) {
            ScalarTile.run(a, aAt, Lanes.TILE_ROWS, rows(rows), b, bAt, panelColumns(columns), k, c, cAt,
                    panelColumns(columns), accumulate);
        } else {
            vectors(a, aAt, rows, b, bAt, k, c, cAt, accumulate, columns);
        }
    }

    static void vectors(float[] a, int aAt, int rows, float[] b, int bAt, int k, float[] c, int cAt,
            boolean accumulate, int columns) {
        if (!Lanes.MANY_REGISTERS && rows <= Tile4x2.ROWS) {
            Tile4x2.run(a, aAt, b, bAt, k, accumulate ? c : ZEROS, accumulate ? cAt : 0, NO_BIAS, 0, c, cAt,
                    Lanes.TILE_COLUMNS);
        } else if (!Lanes.MANY_REGISTERS && accumulate) {
            PackedTile6x2.run(a, aAt, b, bAt, k, c, cAt, NO_BIAS, 0, c, cAt, Lanes.TILE_COLUMNS);
        } else if (!Lanes.MANY_REGISTERS) {
            Tile6x2.run(a, aAt, b, bAt, k, NO_BIAS, 0, c, cAt, Lanes.TILE_COLUMNS);
        } else if (columns > 2 * Lanes.COUNT) {
            Tile8x3.run(a, aAt, 1, b, bAt, k, c, cAt, 3 * Lanes.COUNT, accumulate, null, 0);
        } else if (columns > Lanes.COUNT) {
            Tile8x2.run(a, aAt, b, bAt, k, c, cAt, 2 * Lanes.COUNT, accumulate);
        } else {
            Tile8x1.run(a, aAt, b, bAt, k, c, cAt, Lanes.COUNT, accumulate);
        }
    }

    /**
     * Multiplies A panels with one B panel of {@link Lanes#TILE_COLUMNS} and stores the sums where they belong:
     * {@code out[r, j] = Σ_i A[i, r] · B[i, j] + bias[r]}.
     *
     * @param a     {@code [rows / TILE_ROWS][k][TILE_ROWS]} from {@code aAt}
     * @param rows  how many rows are needed; {@link #rows rows(...)} of the last tile are written
     * @param bias  one for each row that is written, from {@code biasAt}
     * @param out   {@code [rows][pitch]} from {@code outAt}
     */
    static void finish(float[] a, int aAt, int rows, float[] b, int bAt, int k, float[] bias, int biasAt, float[] out,
            int outAt, int pitch) {
        for (int r = 0; r < rows; r += Lanes.TILE_ROWS) {
            int panel = aAt + r * k;
            int to = outAt + r * pitch;
            if (kernel(rows - r, Lanes.TILE_COLUMNS).cold()) {
                int computed = rows(rows - r);
                ScalarTile.run(a, panel, Lanes.TILE_ROWS, computed, b, bAt, Lanes.TILE_COLUMNS, k, out, to, pitch,
                        false);
                for (int i = 0; i < computed; i++) {
                    for (int j = 0; j < Lanes.TILE_COLUMNS; j++) {
                        out[to + i * pitch + j] += bias[biasAt + r + i];
                    }
                }
            } else if (Lanes.MANY_REGISTERS) {
                Tile8x3.run(a, panel, Math.ceilDiv(rows - r, Tile8x3.ROWS), b, bAt, k, out, to, pitch, false, bias,
                        biasAt + r);
                return;
            } else if (rows - r <= Tile4x2.ROWS) {
                Tile4x2.run(a, panel, b, bAt, k, ZEROS, 0, bias, biasAt + r, out, to, pitch);
            } else {
                Tile6x2.run(a, panel, b, bAt, k, bias, biasAt + r, out, to, pitch);
            }
        }
    }

    /**
     * Multiplies one A panel with B panels of {@link Lanes#TILE_COLUMNS}, the {@code p}-th of which begins at
     * {@link #column column(p, missing, columns)}: {@code out[r, j] = Σ_i A[i, r] · B[i, j] + bias[r]}.
     *
     * @param a       {@code [k][TILE_ROWS]} from {@code aAt}
     * @param rows    how many rows are needed; {@link #rows rows(rows)} are written
     * @param b       {@code [panel][k][TILE_COLUMNS]} from {@code bAt}
     * @param bPitch  from panel to panel
     * @param columns how many columns there are, at least {@link Lanes#TILE_COLUMNS}
     * @param bias    one for each row that is written, from {@code biasAt}
     * @param out     {@code [TILE_ROWS][pitch]} from {@code outAt}
     */
    static void finishRow(float[] a, int aAt, int rows, float[] b, int bAt, int bPitch, int k, int missing, int columns,
            float[] bias, int biasAt, float[] out, int outAt, int pitch) {
        boolean cold = kernel(rows, Lanes.TILE_COLUMNS).cold();
        int computed = Math.min(rows, Lanes.TILE_ROWS);
        int panel = bAt;
        for (int p = 0; p * Lanes.TILE_COLUMNS < columns + missing; p++) {
            int to = outAt + column(p, missing, columns);
            if (cold) {
                finish(a, aAt, computed, b, panel, k, bias, biasAt, out, to, pitch);
            } else if (Lanes.MANY_REGISTERS) {
                Tile8x3.run(a, aAt, 1, b, panel, k, out, to, pitch, false, bias, biasAt);
            } else if (rows <= Tile4x2.ROWS) {
                Tile4x2.run(a, aAt, b, panel, k, ZEROS, 0, bias, biasAt, out, to, pitch);
            } else {
                Tile6x2.run(a, aAt, b, panel, k, bias, biasAt, out, to, pitch);
            }
            panel += bPitch;
        }
    }

    /**
     * {@return where the {@code p}-th of some column tiles begins; the last one overlaps the one before}
     *
     * @param missing what the first one has less of its own
     */
    static int column(int p, int missing, int columns) {
        return Math.max(0, Math.min(p * Lanes.TILE_COLUMNS - missing, columns - Lanes.TILE_COLUMNS));
    }

    private static WarmUp kernel(int rows, int columns) {
        if (!Lanes.MANY_REGISTERS) {
            return rows <= Tile4x2.ROWS ? FOUR_ROWS : WHOLE;
        }
        return columns > 2 * Lanes.COUNT ? WHOLE : columns > Lanes.COUNT ? TWO_VECTORS : ONE_VECTOR;
    }

    private static void exercise(int rows, int columns) {
        float[] a = new float[2 * EXERCISE_STEPS * Lanes.TILE_ROWS];
        float[] b = new float[EXERCISE_STEPS * Lanes.TILE_COLUMNS];
        float[] c = new float[2 * Lanes.TILE_ROWS * Lanes.TILE_COLUMNS];
        vectors(a, 0, rows, b, 0, EXERCISE_STEPS, c, 0, true, columns);
        if (columns == Lanes.TILE_COLUMNS && Lanes.MANY_REGISTERS) {
            Tile8x3.run(a, 0, 2, b, 0, EXERCISE_STEPS, c, 0, columns, false, a, 0);
        } else {
            vectors(a, 0, rows, b, 0, EXERCISE_STEPS, c, 0, false, columns);
        }
    }

    private static float[] noBias() {
        float[] bias = new float[Math.max(Lanes.TILE_ROWS, Lanes.TILE_COLUMNS)];
        Arrays.fill(bias, -0f);
        return bias;
    }
}
