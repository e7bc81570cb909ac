package lanewise.core.resize;

import lanewise.core.spi.Rows;
import lanewise.core.spi.Scratch;

/**
 * Resizes rows of single floats. Where outputs lie between neighbouring inputs, all rows are interpolated at once. Where taps
 * repeat otherwise, each output of a period is a row of its own, a weighted sum of shifted
 * inputs; the inputs of a period are dealt out before, and the rows put side by side afterwards. Other outputs are computed one
 * by one.
 */
final class WidthPass {
    /** Floats of all rows of a piece, which stay in the first-level cache between the steps. */
    private static final int PIECES = 1 << 12;
    /** Rows that are worth reading places and weights for. */
    private static final int SEVERAL_ROWS = 4;

    private final ResizeAxis axis;
    private final Rows rows;
    private final ResizeAxis.Period period;
    /** The first input of a period, and how many from there on its taps meet. */
    private final int first;
    private final int reach;
    /** Distance of rows of dealt inputs. */
    private final int pitch;
    /** Periods at once. */
    private final int piece;
    private final int end;
    private final boolean copies;
    /** Places of neighbours and weights of interpolation, see {@link Rows#interpolate}; null if it is none. */
    private final float[] places;
    private final float[] weights;

    WidthPass(ResizeAxis axis, ResizeAxis.Period period, Rows rows) {
        this.axis = axis;
        this.rows = rows;
        this.period = period;
        first = period == null ? 0 : axis.from(period.from(), period.from() + period.outputs());
        reach = period == null ? 0 : axis.to(period.from(), period.from() + period.outputs()) - first;
        piece = period == null ? 0 : PIECES / (period.inputs() + period.outputs());
        pitch = period == null ? 0 : piece + reach / period.inputs() + 1;
        end = axis.to(0, axis.out());
        copies = period != null && copies();
        boolean interpolates = axis.interpolates();
        places = interpolates ? new float[axis.out()] : null;
        weights = interpolates ? new float[2 * axis.out()] : null;
        for (int o = 0; o < axis.out() && interpolates; o++) {
            places[o] = axis.first(o);
            weights[o] = axis.weight(o, 0);
            weights[axis.out() + o] = axis.count(o) == 2 ? axis.weight(o, 1) : 0;
        }
    }

    private boolean copies() {
        boolean copies = true;
        for (int r = 0; r < period.outputs(); r++) {
            copies &= axis.copies(period.from() + r);
        }
        return copies;
    }

    /** Rows of dealt inputs, and one for each output of a period. */
    int scratchFloats() {
        return period == null ? 0 : pitch * period.inputs() + piece * period.outputs();
    }

    int scratchInts() {
        return period == null ? 0 : Math.max(axis.taps(), period.outputs());
    }

    /**
     * Resizes rows. Those that lie one behind the other are one long row, whose outputs at the ends of each are computed again.
     *
     * @param from    source, where input 0 of the first row is, or would be, at {@code at}
     * @param to      target, its output 0 at {@code toAt}
     * @param scratch with {@link #scratchFloats} from {@code place} on
     */
    void rows(float[] from, int at, int fromPitch, float[] to, int toAt, int toPitch, int count, Scratch scratch,
            int place) {
        if (places != null && count >= SEVERAL_ROWS) {
            rows.interpolate(from, at, fromPitch, places, weights, to, toAt, toPitch, axis.out(), count);
            return;
        }
        boolean together = period != null && period.inputs() == 1 && period.outputs() * axis.in() == axis.out()
                && fromPitch == axis.in() && toPitch == axis.out();
        if (together) {
            periods(from, at, to, toAt, (count - 1) * axis.in() + period.count(), scratch, place);
        }
        for (int row = 0; row < count; row++) {
            int source = at + row * fromPitch;
            int target = toAt + row * toPitch;
            if (period == null) {
                each(from, source, to, target, 0, axis.out());
                continue;
            }
            if (!together) {
                periods(from, source, to, target, period.count(), scratch, place);
            }
            each(from, source, to, target, 0, period.from());
            each(from, source, to, target, period.to(), axis.out());
        }
    }

    private void periods(float[] from, int at, float[] to, int toAt, int count, Scratch scratch, int place) {
        for (int i = 0; i < count; i += piece) {
            int n = Math.min(piece, count - i);
            int input = first + period.inputs() * i;
            int target = toAt + period.from() + period.outputs() * i;
            if (period.inputs() == 1) {
                piece(from, at + input, to, target, n, scratch, place);
            } else {
                deal(from, at, input, n, scratch.floats(), place);
                piece(scratch.floats(), place, to, target, n, scratch, place + pitch * period.inputs());
            }
        }
    }

    /** Outputs one by one. */
    private void each(float[] from, int at, float[] to, int toAt, int o0, int o1) {
        float[] weights = axis.weights();
        for (int o = o0; o < o1; o++) {
            int row = at + axis.first(o);
            if (axis.copies(o)) {
                to[toAt + o] = from[row];
                continue;
            }
            int weight = axis.weightsOf(o);
            float sum = 0;
            for (int j = 0; j < axis.count(o); j++) {
                sum = Math.fma(weights[weight + j], from[row + j], sum);
            }
            to[toAt + o] = sum;
        }
    }

    /** Deals out what the taps of {@code n} periods meet from an input on; the row may end within the last ones. */
    private void deal(float[] from, int at, int input, int n, float[] to, int place) {
        int inputs = period.inputs();
        int needed = n + (reach - 1) / inputs;
        int whole = Math.min(needed, (end - input) / inputs);
        rows.split(from, at + input, inputs, 0, to, place, pitch, 0, whole, 1);
        for (int i = whole * inputs; i < Math.min(needed * inputs, end - input); i++) {
            to[place + i % inputs * pitch + i / inputs] = from[at + input + i];
        }
    }

    /** Periods whose inputs are dealt to rows from {@code at} on. */
    private void piece(float[] from, int at, float[] to, int toAt, int n, Scratch scratch, int place) {
        int outputs = period.outputs();
        int[] offsets = scratch.ints();
        if (copies && outputs > 1) {
            for (int r = 0; r < outputs; r++) {
                offsets[r] = offset(at, axis.first(period.from() + r));
            }
            rows.interleave(from, offsets, 0, outputs, 0, to, toAt, 0, n, 1);
            return;
        }
        for (int r = 0; r < outputs; r++) {
            int o = period.from() + r;
            float[] target = outputs == 1 ? to : scratch.floats();
            int targetAt = outputs == 1 ? toAt : place + r * piece;
            if (axis.copies(o)) {
                System.arraycopy(from, offset(at, axis.first(o)), target, targetAt, n);
                continue;
            }
            for (int j = 0; j < axis.count(o); j++) {
                offsets[j] = offset(at, axis.first(o) + j);
            }
            rows.weighted(from, offsets, 0, axis.weights(), axis.weightsOf(o), axis.count(o), 0, target, targetAt, 0,
                    n, 1);
        }
        if (outputs > 1) {
            for (int r = 0; r < outputs; r++) {
                offsets[r] = place + r * piece;
            }
            rows.interleave(scratch.floats(), offsets, 0, outputs, 0, to, toAt, 0, n, 1);
        }
    }

    private int offset(int at, int input) {
        int distance = input - first;
        return at + distance % period.inputs() * pitch + distance / period.inputs();
    }
}
