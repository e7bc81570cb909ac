package lanewise.core.spi;

/**
 * Loops over rows of floats that operations without weights are made of: once in scalars and once in vectors, with equal bits.
 *
 * <p>A table gives the indices {@code row[j] = offsets[first + j]}, {@code 0 ≤ j < count}, where rows of the source begin;
 * {@code count} is at least 1. What is written does not overlap what is read, and nothing but {@code n} elements of each row is
 * touched. Arguments are trusted as far as the arrays reach.
 */
public interface Rows {

    /**
     * {@code to[at + i] = max_j from[row[j] + i]} as {@link Math#max(float, float)} defines it: NaN if one is, +0 over -0.
     *
     * @param from    source
     * @param offsets where its rows begin
     * @param first   index of the first offset
     * @param count   number of rows
     * @param onto    whether what the target holds is one more row, the first one
     * @param to      target
     * @param at      index of its first element
     * @param n       elements of a row
     */
    void max(float[] from, int[] offsets, int first, int count, boolean onto, float[] to, int at, int n);

    /**
     * {@code to[at + i] = 0 + from[row[0] + i] + from[row[1] + i] + ...}, in this order.
     *
     * @param from    source
     * @param offsets where its rows begin
     * @param first   index of the first offset
     * @param count   number of rows
     * @param onto    whether what the target holds is one more row, the first one
     * @param to      target
     * @param at      index of its first element
     * @param n       elements of a row
     */
    void sum(float[] from, int[] offsets, int first, int count, boolean onto, float[] to, int at, int n);

    /**
     * {@code to[at + i] = Σ_j weights[firstWeight + j] · from[row[j] + i]}, from +0 on by {@link Math#fma(float, float, float)}
     * in the order of j.
     *
     * @param from        source
     * @param offsets     where its rows begin
     * @param first       index of the first offset
     * @param weights     what rows are multiplied by
     * @param firstWeight index of the first weight
     * @param count       number of rows
     * @param to          target
     * @param at          index of its first element
     * @param n           elements of a row
     */
    void weighted(float[] from, int[] offsets, int first, float[] weights, int firstWeight, int count, float[] to,
            int at,
            int n);

    /**
     * Finds the greatest element of each column and where it is: {@code to[at + i] = from[row[j] + i]} and
     * {@code indices[indexAt + i] = offsets[firstPosition + j] + step · i} with the first j than which no other row is greater there; a
     * NaN is greater than any number, +0 and -0 are equal.
     *
     * @param from          source
     * @param offsets       where its rows begin
     * @param first         index of the first offset
     * @param firstPosition index of the position of the first row's first element
     * @param count         number of rows
     * @param step          distance of the positions of neighbouring elements
     * @param to            target
     * @param at            index of its first element
     * @param indices       target of positions
     * @param indexAt       index of its first element
     * @param n             elements of a row
     */
    void maxAt(float[] from, int[] offsets, int first, int firstPosition, int count, int step, float[] to, int at,
            int[] indices, int indexAt, int n);

    /**
     * {@code to[at + i] = from[start + i] / divisors[first + i]}; the target may be the source.
     *
     * @param from     source
     * @param start    index of its first element
     * @param divisors what elements are divided by
     * @param first    index of the first divisor
     * @param to       target
     * @param at       index of its first element
     * @param n        elements of a row
     */
    void divide(float[] from, int start, float[] divisors, int first, float[] to, int at, int n);

    /**
     * {@code row[at + i] = row[at + i] / divisor}.
     *
     * @param row     changed in place
     * @param at      index of its first element
     * @param divisor what elements are divided by
     * @param n       elements of the row
     */
    void divide(float[] row, int at, float divisor, int n);

    /**
     * Deals a row out: {@code to[at + p·pitch + i] = from[start + stride·i + p]}, {@code 0 ≤ p < stride}.
     *
     * @param from   source
     * @param start  index of its first element; {@code stride · n} follow
     * @param stride number of rows written
     * @param to     target
     * @param at     index of the first element of its first row
     * @param pitch  distance of neighbouring rows
     * @param n      elements of a row written
     */
    void split(float[] from, int start, int stride, float[] to, int at, int pitch, int n);

    /**
     * Puts rows side by side, the inverse of {@link #split}, and again for the rows that follow them:
     * {@code to[at + r·toPitch + count·i + j] = from[row[j] + r·fromPitch + i]}, {@code 0 ≤ r < rows}; the rows of a table may be
     * the same.
     *
     * @param from      source
     * @param offsets   where its first rows begin
     * @param first     index of the first offset
     * @param count     number of rows side by side
     * @param fromPitch distance of the rows that follow each other
     * @param to        target
     * @param at        index of its first element; {@code count · n} follow
     * @param toPitch   distance of the next ones
     * @param n         elements of a row read
     * @param rows      how often
     */
    void interleave(float[] from, int[] offsets, int first, int count, int fromPitch, float[] to, int at, int toPitch,
            int n, int rows);

    /** Lanes that {@link #maxLanes} and {@link #sumLanes} reduce a row to, whatever the width of vectors: those of the longest. */
    int LANES = 16;

    /**
     * {@code to[at + 16r + i % 16] = max(to[at + 16r + i % 16], from[start + r·pitch + i])}, {@code 0 ≤ r < rows, 0 ≤ i < n}, as
     * {@link Math#max(float, float)} defines it.
     *
     * @param from  source
     * @param start index of its first element
     * @param pitch distance of its rows
     * @param rows  number of rows
     * @param n     elements of each
     * @param to    lanes of each row, changed
     * @param at    index of the first lane
     */
    void maxLanes(float[] from, int start, int pitch, int rows, int n, float[] to, int at);

    /**
     * {@code to[at + 16r + i % 16] += from[start + r·pitch + i]}, {@code 0 ≤ r < rows}, in the order of {@code 0 ≤ i < n}.
     *
     * @param from  source
     * @param start index of its first element
     * @param pitch distance of its rows
     * @param rows  number of rows
     * @param n     elements of each
     * @param to    lanes of each row, changed
     * @param at    index of the first lane
     */
    void sumLanes(float[] from, int start, int pitch, int rows, int n, float[] to, int at);
}
