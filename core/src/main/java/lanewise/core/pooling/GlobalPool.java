package lanewise.core.pooling;

import java.util.Arrays;
import java.util.stream.Collectors;
import lanewise.core.ConvSpec;
import lanewise.core.Floats;
import lanewise.core.Layout;
import lanewise.core.PlanOptions;
import lanewise.core.bounds.Bounds;
import lanewise.core.spi.Backend;
import lanewise.core.spi.Backends;
import lanewise.core.spi.Mapping;
import lanewise.core.spi.Operands;
import lanewise.core.spi.Rows;
import lanewise.core.spi.Scratch;

/**
 * The maximum or the average of each channel. Every sixteenth position goes to one of sixteen lanes, which are then halved until one is left.
 * Tasks are some whole planes of NCHW, some channels of an image in NHWC.
 */
final class GlobalPool implements Mapping {
    private static final int TASK_ELEMENTS = 1 << 15;
    private static final int PIECE = 1 << 10;
    private static final int CHANNELS = 256;
    private static final int ROWS_AT_ONCE = 32;

    private final boolean average;
    private final ConvSpec spec;
    private final Layout layout;
    private final Backend backend;
    private final Rows rows;
    private final long positions;
    private final int planes;
    private final int tasks;

    GlobalPool(boolean average, ConvSpec spec, PlanOptions options) {
        Bounds.given("options", options);
        this.average = average;
        this.spec = spec;
        layout = options.layout();
        backend = Backends.named(options.backend());
        rows = backend.rows();
        positions = spec.inPositions();
        if (layout == Layout.NCHW) {
            planes = Math.clamp(TASK_ELEMENTS / positions, 1, CHANNELS);
            tasks = Math.toIntExact(Math.ceilDiv((long) spec.batch() * spec.inChannels(), planes));
        } else {
            planes = CHANNELS;
            tasks = Math.multiplyExact(spec.batch(), Math.ceilDiv(spec.inChannels(), CHANNELS));
        }
    }

    @Override
    public long inElements() {
        return spec.inElements();
    }

    @Override
    public long outElements() {
        return (long) spec.batch() * spec.inChannels();
    }

    @Override
    public int tasks() {
        return tasks;
    }

    /** Lanes of every plane, then a copy of what is read. */
    @Override
    public int scratchFloats() {
        return copies() + Math.max(PIECE, ROWS_AT_ONCE * CHANNELS);
    }

    @Override
    public int scratchInts() {
        return ROWS_AT_ONCE;
    }

    @Override
    public void run(Operands operands, int task, Scratch scratch) {
        Arrays.fill(scratch.floats(), 0, planes * Rows.LANES, average ? 0 : Float.NEGATIVE_INFINITY);
        if (layout == Layout.NCHW) {
            long first = (long) task * planes;
            int count = (int) Math.min(planes, outElements() - first);
            lanesOfPlanes(operands.in(), first, count, scratch);
            halve(scratch.floats(), 1, count);
            operands.out().write(first, 1, scratch.floats(), 0, 1, count);
        } else {
            int channels = spec.inChannels();
            int blocks = Math.ceilDiv(channels, CHANNELS);
            int c = task % blocks * CHANNELS;
            long n = task / blocks;
            int count = Math.min(CHANNELS, channels - c);
            lanesOfChannels(operands.in(), n * positions * channels + c, count, scratch);
            halve(scratch.floats(), planes, 1);
            operands.out().write(n * channels + c, 1, scratch.floats(), 0, 1, count);
        }
    }

    /** {@code global average of 64 112×112 n1, NCHW by simd}. */
    @Override
    public String toString() {
        return "global " + (average ? "average" : "maximum") + " of " + spec.inChannels() + " "
                + spec.axes().stream().map(axis -> Integer.toString(axis.in())).collect(Collectors.joining("×")) + " n"
                + spec.batch() + ", " + layout + " by " + backend.name();
    }

    private int copies() {
        return planes * Rows.LANES;
    }

    /** Planes one after another; those of a segment in pieces. */
    private void lanesOfPlanes(Floats in, long first, int count, Scratch scratch) {
        int piece = in.array() != null ? (int) positions : PIECE;
        int together = in.array() != null ? count : 1;
        for (int plane = 0; plane < count; plane += together) {
            for (long p = 0; p < positions; p += piece) {
                int n = (int) Math.min(piece, positions - p);
                int at = scratch.load(in, (first + plane) * positions + p, n, copies());
                if (average) {
                    rows.sumLanes(scratch.memory(in), at, n, together, n, scratch.floats(), plane * Rows.LANES);
                } else {
                    rows.maxLanes(scratch.memory(in), at, n, together, n, scratch.floats(), plane * Rows.LANES);
                }
            }
        }
    }

    /** Rows of {@code count} channels from element {@code first} on, those of a lane one after another. */
    private void lanesOfChannels(Floats in, long first, int count, Scratch scratch) {
        int[] table = scratch.ints();
        for (int lane = 0; lane < Math.min(Rows.LANES, positions); lane++) {
            for (long p = lane; p < positions; p += Rows.LANES * ROWS_AT_ONCE) {
                int some = (int) Math.min(ROWS_AT_ONCE, Math.ceilDiv(positions - p, Rows.LANES));
                for (int r = 0; r < some; r++) {
                    table[r] = scratch.load(in, first + (p + r * Rows.LANES) * spec.inChannels(), count,
                            copies() + r * CHANNELS);
                }
                if (average) {
                    rows.sum(scratch.memory(in), table, 0, some, true, 0, scratch.floats(), lane * planes, 0, count,
                            1);
                } else {
                    rows.max(scratch.memory(in), table, 0, some, true, 1, 0, scratch.floats(), lane * planes, 0, count,
                            1);
                }
            }
        }
    }

    /** Leaves the results of {@code length · count} planes, those of one lane side by side, where lanes began. */
    private void halve(float[] lanes, int length, int count) {
        for (int half = Rows.LANES / 2; half > 0; half /= 2) {
            if (average) {
                rows.sumHalves(lanes, half * length, count);
            } else {
                rows.maxHalves(lanes, half * length, count);
            }
        }
        if (average) {
            rows.divide(lanes, 0, positions, length * count);
        }
    }
}
