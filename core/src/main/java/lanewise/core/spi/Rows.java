package lanewise.core.spi;

/**
 * Loops over rows of floats that operations without weights are made of: once in scalars and once in vectors, with equal bits.
 *
 * <p>A table gives the indices {@code row[j] = offsets[first + j]}, {@code 0 ≤ j < count}, where rows of the source begin;
 * {@code count} is at least 1. Where there is a number of rows, all is repeated for {@code 0 ≤ r < rows}: what begins with a row of
 * a plane goes on with the next ones. What is written does not overlap what is read, and nothing but {@code n} elements of each row
 * is touched. Arguments are trusted as far as the arrays reach.
 */
public interface Rows {

    /**
     * {@code to[at + r·toPitch + i] = max_j from[row[j] + r·fromPitch + step·i]} as {@link Math#max(float, float)} defines it: NaN
     * if one is, +0 over -0.
     *
     * @param from      source
     * @param offsets   where its first rows begin
     * @param first     index of the first offset
     * @param count     number of rows that become one
     * @param onto      whether what the target holds is one more row, the first one
     * @param step      distance of the elements of a row that are read, at least 1
     * @param fromPitch distance of the rows that follow each other
     * @param to        target
     * @param at        index of its first element
     * @param toPitch   distance of its rows
     * @param n         elements of a row of it
     * @param rows      number of its rows
     */
    void max(float[] from, int[] offsets, int first, int count, boolean onto, int step, int fromPitch, float[] to,
            int at, int toPitch, int n, int rows);

    /**
     * {@code to[at + r·toPitch + i] = 0 + from[row[0] + r·fromPitch + step·i] + from[row[1] + r·fromPitch + step·i] + ...}, in this
     * order.
     *
     * @param from      source
     * @param offsets   where its first rows begin
     * @param first     index of the first offset
     * @param count     number of rows that become one
     * @param onto      whether what the target holds is one more row, the first one
     * @param step      distance of the elements of a row that are read, at least 1
     * @param fromPitch distance of the rows that follow each other
     * @param to        target
     * @param at        index of its first element
     * @param toPitch   distance of its rows
     * @param n         elements of a row of it
     * @param rows      number of its rows
     */
    void sum(float[] from, int[] offsets, int first, int count, boolean onto, int step, int fromPitch, float[] to,
            int at, int toPitch, int n, int rows);

    /**
     * {@code to[at + r·toPitch + i] = Σ_j weights[firstWeight + j] · from[row[j] + r·fromPitch + i]}, from +0 on by
     * {@link Math#fma(float, float, float)} in the order of j.
     *
     * @param from        source
     * @param offsets     where its first rows begin
     * @param first       index of the first offset
     * @param weights     what rows are multiplied by
     * @param firstWeight index of the first weight
     * @param count       number of rows that become one
     * @param fromPitch   distance of the rows that follow each other
     * @param to          target
     * @param at          index of its first element
     * @param toPitch     distance of its rows
     * @param n           elements of a row
     * @param rows        number of rows
     */
    void weighted(float[] from, int[] offsets, int first, float[] weights, int firstWeight, int count, int fromPitch,
            float[] to, int at, int toPitch, int n, int rows);

    /**
     * Finds the greatest element of each column and where it is:
     * {@code to[at + r·toPitch + i] = from[row[j] + r·fromPitch + step·i]} and
     * {@code indices[indexAt + r·toPitch + i] = offsets[firstPosition + j] + r·fromPitch + step·i} with the first j than which no other
     * row is greater there; a NaN is greater than any number, +0 and -0 are equal.
     *
     * @param from          source
     * @param offsets       where its first rows begin
     * @param first         index of the first offset
     * @param firstPosition index of the position of the first row's first element
     * @param count         number of rows that become one
     * @param step          distance of the elements of a row that are read, and of their positions, at least 1
     * @param fromPitch     distance of the rows that follow each other, and of their positions
     * @param to            target
     * @param at            index of its first element
     * @param toPitch       distance of its rows and of those of positions
     * @param indices       target of positions
     * @param indexAt       index of its first element
     * @param n             elements of a row of either target
     * @param rows          number of their rows
     */
    void maxAt(float[] from, int[] offsets, int first, int firstPosition, int count, int step, int fromPitch,
            float[] to, int at, int toPitch, int[] indices, int indexAt, int n, int rows);

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
     * Deals rows out: {@code to[at + r·toPitch + p·pitch + i] = from[start + r·fromPitch + stride·i + p]}, {@code 0 ≤ p < stride}.
     *
     * @param from      source
     * @param start     index of its first element; {@code stride · n} follow
     * @param stride    number of rows that each becomes
     * @param fromPitch distance of the rows that follow each other
     * @param to        target
     * @param at        index of the first element of its first row
     * @param pitch     distance of the rows that one becomes
     * @param toPitch   distance of those of the next one
     * @param n         elements of a row written
     * @param rows      number of rows read
     */
    void split(float[] from, int start, int stride, int fromPitch, float[] to, int at, int pitch, int toPitch, int n,
            int rows);

    /**
     * Puts rows side by side, the inverse of {@link #split}:
     * {@code to[at + r·toPitch + count·i + j] = from[row[j] + r·fromPitch + i]}; the rows of a table may be the same.
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

    /**
     * Repeats elements and rows: {@code to[at + (down·r + t)·toPitch + across·i + j] = from[start + r·fromPitch + i]},
     * {@code 0 ≤ t < down, 0 ≤ j < across}.
     *
     * @param from      source
     * @param start     index of its first element
     * @param fromPitch distance of its rows
     * @param across    how often each element is written to a row
     * @param down      how often each row is written
     * @param to        target
     * @param at        index of its first element
     * @param toPitch   distance of its rows
     * @param n         elements of a row read
     * @param rows      number of rows read
     */
    void repeat(float[] from, int start, int fromPitch, int across, int down, float[] to, int at, int toPitch, int n,
            int rows);

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
