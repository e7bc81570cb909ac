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
     * {@code to[at + r·toPitch + i] = 0 + from[row[0] + r·fromPitch + i] + from[row[1] + r·fromPitch + i] + ...}, in this order.
     *
     * @param from      source
     * @param offsets   where its first rows begin
     * @param first     index of the first offset
     * @param count     number of rows that become one
     * @param onto      whether what the target holds is one more row, the first one
     * @param fromPitch distance of the rows that follow each other
     * @param to        target
     * @param at        index of its first element
     * @param toPitch   distance of its rows
     * @param n         elements of a row of it
     * @param rows      number of its rows
     */
    void sum(float[] from, int[] offsets, int first, int count, boolean onto, int fromPitch, float[] to,
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
     * Weighted sums of two rows, several of each two:
     * {@code to[at + r·toPitch + p·pitch + i] = weights[w] · from[row0 + r·fromPitch + i] + weights[w + 1] · from[row1 + r·fromPitch + i]},
     * {@code w = firstWeight + p·weightPitch}, {@code 0 ≤ p < count}, from +0 on by {@link Math#fma(float, float, float)}.
     *
     * @param from        source
     * @param row0        index of the first element of the one row
     * @param row1        index of the first element of the other
     * @param fromPitch   distance of the rows that follow each of them
     * @param weights     what rows are multiplied by
     * @param firstWeight index of the first weight
     * @param weightPitch distance of the weights of each sum
     * @param count       number of sums of the same two rows
     * @param to          target
     * @param at          index of its first element
     * @param pitch       distance of the sums of the same two rows
     * @param toPitch     distance of those of the next ones
     * @param n           elements of a row
     * @param rows        number of times that two rows are read
     */
    void between(float[] from, int row0, int row1, int fromPitch, float[] weights, int firstWeight, int weightPitch,
            int count, float[] to, int at, int pitch, int toPitch, int n, int rows);

    /**
     * Interpolates between neighbours along rows:
     * {@code to[at + r·toPitch + i] = weights[i] · x[0] + weights[n + i] · x[1]} with {@code x[j] = from[start + r·fromPitch + first[i] + j]},
     * from +0 on by {@link Math#fma(float, float, float)}; {@code x[0]} itself where {@code weights[n + i]} is 0.
     *
     * @param from      source
     * @param start     index of the element in its first row that a place of 0 means
     * @param fromPitch distance of its rows
     * @param first     the place of the first neighbour of each of the {@code n} elements: a whole number, the same as or one more
     *                  than that of the element before
     * @param weights   of the first neighbours, then of the second ones
     * @param to        target
     * @param at        index of its first element
     * @param toPitch   distance of its rows
     * @param n         elements of a row of it
     * @param rows      number of rows
     */
    void interpolate(float[] from, int start, int fromPitch, float[] first, float[] weights, float[] to, int at,
            int toPitch, int n, int rows);

    /**
     * Maxima of windows with stride 1 along rows that lie one behind the other:
     * {@code to[at + i] = max_k from[start + i + step·k]} over the taps {@code 0 ≤ k < taps} inside the row of element i, those with
     * {@code 0 ≤ column[i] + step·k - before < width}; -∞ without any. As {@link Math#max(float, float)} defines it.
     *
     * @param from    source, of which all taps can be read
     * @param start   index of the first tap of the first element
     * @param taps    of a window
     * @param step    distance of its taps
     * @param before  distance of an element from its first tap
     * @param columns from 0 on, the place of each element in its row
     * @param width   elements of a row
     * @param to      target
     * @param at      index of its first element
     * @param n       elements of all rows
     */
    void maxAlong(float[] from, int start, int taps, int step, int before, float[] columns, int width, float[] to,
            int at, int n);

    /**
     * Averages of such windows: {@code to[at + i] = (0 + from[start + i] + from[start + i + step] + ...) / divisors[first + i]}, in
     * this order, over the same taps.
     *
     * @param from     source, of which all taps can be read
     * @param start    index of the first tap of the first element
     * @param taps     of a window
     * @param step     distance of its taps
     * @param before   distance of an element from its first tap
     * @param columns  from 0 on, the place of each element in its row
     * @param width    elements of a row
     * @param divisors what sums are divided by
     * @param first    index of the first divisor
     * @param to       target
     * @param at       index of its first element
     * @param n        elements of all rows
     */
    void averageAlong(float[] from, int start, int taps, int step, int before, float[] columns, int width,
            float[] divisors, int first, float[] to, int at, int n);

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
     * {@code to[at + r·n + i] = (0 + from[row[0] + r·fromPitch + step·i] + from[row[1] + r·fromPitch + step·i] + ...) / divisors[firstDivisor + r·n + i]},
     * in this order.
     *
     * @param from         source
     * @param offsets      where its first rows begin
     * @param count        number of rows that become one
     * @param step         distance of the elements of a row that are read, at least 1
     * @param fromPitch    distance of the rows that follow each other
     * @param divisors     what sums are divided by
     * @param firstDivisor index of the first divisor
     * @param to           target
     * @param at           index of its first element
     * @param n            elements of a row of it
     * @param rows         number of its rows
     */
    void average(float[] from, int[] offsets, int count, int step, int fromPitch, float[] divisors, int firstDivisor,
            float[] to, int at, int n, int rows);

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

    /**
     * Puts elements where they come from, in rows whose elements and rows are repeated as {@link #repeat} does, and zeros elsewhere:
     * {@code to[at + e] = indices[first + r·n + i] == position + e ? from[start + r·n + i] : 0} with
     * {@code e = (down·r + t)·across·n + across·i + j}, {@code 0 ≤ t < down, 0 ≤ j < across}.
     *
     * @param from     source
     * @param start    index of its first element
     * @param indices  where elements come from
     * @param first    index of the first one's
     * @param across   elements of a row for each element read
     * @param down     rows for each row read
     * @param to       target
     * @param at       index of its first element
     * @param position where that would come from
     * @param n        elements of a row read
     * @param rows     number of rows read
     * @return whether all elements have their places
     */
    boolean spread(float[] from, int start, int[] indices, int first, int across, int down, float[] to, int at,
            int position, int n, int rows);

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

    /**
     * Halves rows of lanes: {@code lanes[half·r + i] = max(lanes[2·half·r + i], lanes[2·half·r + half + i])},
     * {@code 0 ≤ r < rows, 0 ≤ i < half}, as {@link Math#max(float, float)} defines it.
     *
     * @param lanes from 0 on, changed
     * @param half  lanes that are left of each row
     * @param rows  number of rows
     */
    void maxHalves(float[] lanes, int half, int rows);

    /**
     * Halves rows of lanes: {@code lanes[half·r + i] = lanes[2·half·r + i] + lanes[2·half·r + half + i]},
     * {@code 0 ≤ r < rows, 0 ≤ i < half}.
     *
     * @param lanes from 0 on, changed
     * @param half  lanes that are left of each row
     * @param rows  number of rows
     */
    void sumHalves(float[] lanes, int half, int rows);
}
