package lanewise.simd;

/**
 * Where a column tile finds its operands, as a table in integer scratch behind the block's description: product {@code i} of the
 * {@code j}-th result reads {@code row[i] + column[j]}.
 *
 * @param columnsAt where columns follow the rows, one for each product of the longest K block
 * @param piecesAt  room for {@link Panels#packColumns}
 */
record Offsets(int columnsAt, int piecesAt) {
    static final int ROWS_AT = Blocks.DESCRIPTION;

    static Offsets of(int longestKBlock) {
        return new Offsets(ROWS_AT + longestKBlock, ROWS_AT + longestKBlock + Lanes.TILE_COLUMNS);
    }

    int size() {
        return piecesAt + 2 * Lanes.TILE_COLUMNS;
    }

    /**
     * Where each product of a K block finds the operand of the block's first result.
     *
     * @param plane        how far channels lie apart
     * @param first        the first product
     * @param firstChannel the channel at offset 0
     */
    static void rows(StageShape shape, Phase phase, int plane, int first, int length, int firstChannel, int[] ints) {
        int taps = phase.taps();
        for (int i = 0; i < Math.min(taps, length); i++) {
            ints[ROWS_AT + i] = ((first + i) / taps - firstChannel) * plane + shape.offset(phase, (first + i) % taps);
        }
        channels(taps, plane, length, ints);
    }

    /** The rows of all products, given those of the first channel. */
    static void channels(int taps, int plane, int length, int[] ints) {
        for (int i = taps; i < length; i++) {
            ints[ROWS_AT + i] = ints[ROWS_AT + i - taps] + plane;
        }
    }

    /** How far each result of a tile lies from the block's first; what lies beyond the last is never used. */
    void columns(StageShape shape, int column, int[] ints) {
        int width = ints[Blocks.WIDTHS];
        int w = column % width;
        int h = column / width % ints[Blocks.HEIGHTS];
        int d = column / width / ints[Blocks.HEIGHTS];
        int results = ints[Blocks.DEPTHS] * ints[Blocks.HEIGHTS] * width;
        if (w + Lanes.TILE_COLUMNS <= width) {
            int first = (d * shape.height() + h) * shape.width() + w;
            for (int j = 0; j < Lanes.TILE_COLUMNS; j++) {
                ints[columnsAt + j] = first + j;
            }
            return;
        }
        for (int j = 0; j < Lanes.TILE_COLUMNS; j++) {
            if (column + j >= results) {
                ints[columnsAt + j] = ints[columnsAt + j - 1] + 1;
                continue;
            }
            ints[columnsAt + j] = (d * shape.height() + h) * shape.width() + w;
            if (++w == width) {
                w = 0;
                if (++h == ints[Blocks.HEIGHTS]) {
                    h = 0;
                    d++;
                }
            }
        }
    }

    /** Whether no vector of a tile has more than one gap. */
    boolean fewGaps(int[] ints) {
        return ints[Blocks.WIDTHS] >= Lanes.COUNT || consecutive(ints);
    }

    /** Whether no vector of a tile has a gap. */
    boolean consecutive(int[] ints) {
        for (int at = columnsAt; at < columnsAt + Lanes.TILE_COLUMNS; at += Lanes.COUNT) {
            if (ints[at + Lanes.COUNT - 1] != ints[at] + Lanes.COUNT - 1) {
                return false;
            }
        }
        return true;
    }
}
