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

    /** Lanes of every plane, then the results, then a copy of what is read. */
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
            reduce(scratch.floats(), count, Rows.LANES, 1);
            operands.out().write(first, 1, scratch.floats(), planes * Rows.LANES, 1, count);
        } else {
            int channels = spec.inChannels();
            int blocks = Math.ceilDiv(channels, CHANNELS);
            int c = task % blocks * CHANNELS;
            long n = task / blocks;
            int count = Math.min(CHANNELS, channels - c);
            lanesOfChannels(operands.in(), n * positions * channels + c, count, scratch);
            reduce(scratch.floats(), count, 1, planes);
            operands.out().write(n * channels + c, 1, scratch.floats(), planes * Rows.LANES, 1, count);
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
        return planes * (Rows.LANES + 1);
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
                    rows.sum(scratch.memory(in), table, 0, some, true, 1, 0, scratch.floats(), lane * planes, 0, count,
                            1);
                } else {
                    rows.max(scratch.memory(in), table, 0, some, true, 1, 0, scratch.floats(), lane * planes, 0, count,
                            1);
                }
            }
        }
    }

    /** Leaves the results behind the lanes, of which those of plane i are at {@code i·step + lane·pitch}. */
    private void reduce(float[] lanes, int count, int step, int pitch) {
        float divisor = positions;
        for (int i = 0, at = 0; i < count; i++, at += step) {
            lanes[planes * Rows.LANES + i] = average ? sum(lanes, at, pitch) / divisor : max(lanes, at, pitch);
        }
    }

    private static float sum(float[] lanes, int at, int pitch) {
        float s0 = lanes[at] + lanes[at + 8 * pitch];
        float s1 = lanes[at + pitch] + lanes[at + 9 * pitch];
        float s2 = lanes[at + 2 * pitch] + lanes[at + 10 * pitch];
        float s3 = lanes[at + 3 * pitch] + lanes[at + 11 * pitch];
        float s4 = lanes[at + 4 * pitch] + lanes[at + 12 * pitch];
        float s5 = lanes[at + 5 * pitch] + lanes[at + 13 * pitch];
        float s6 = lanes[at + 6 * pitch] + lanes[at + 14 * pitch];
        float s7 = lanes[at + 7 * pitch] + lanes[at + 15 * pitch];
        return s0 + s4 + (s2 + s6) + (s1 + s5 + (s3 + s7));
    }

    private static float max(float[] lanes, int at, int pitch) {
        float greatest = lanes[at];
        for (int lane = 1; lane < Rows.LANES; lane++) {
            greatest = Math.max(greatest, lanes[at + lane * pitch]);
        }
        return greatest;
    }
}
