package lanewise.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Functions of tensors on fresh memory, all kinds of it, whose elements are NaN until they are written. */
public final class Functions {
    private static final int AROUND = 3;
    private static final Runner RUNNER = Runner.sequential();

    private Functions() {
    }

    /** The result on arrays, which is the same, to the bit, on unaligned segments, where nothing around it is written. */
    public static float[] run(TensorFunction function, float[] in) {
        assertEquals(function.inElements(), in.length);
        float[] out = Products.unwritten(function.outElements());
        function.run(in, out, RUNNER);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment x = arena.allocate(4L * in.length + 1).asSlice(1);
            MemorySegment.copy(in, 0, x, ValueLayout.JAVA_FLOAT_UNALIGNED, 0, in.length);
            MemorySegment y = arena.allocate(4L * out.length + 1).asSlice(1);
            function.run(Floats.of(x), Floats.of(y), RUNNER);
            assertArrayEquals(out, y.toArray(ValueLayout.JAVA_FLOAT_UNALIGNED));
        }
        float[] surroundings = Products.unwritten(out.length + 2L * AROUND);
        float[] shifted = new float[in.length + AROUND];
        System.arraycopy(in, 0, shifted, AROUND, in.length);
        function.run(shifted, AROUND, surroundings, AROUND, RUNNER);
        float[] expected = Products.unwritten(surroundings.length);
        System.arraycopy(out, 0, expected, AROUND, out.length);
        assertArrayEquals(expected, surroundings);
        return out;
    }

    /** The result in NHWC of operands that are given in NCHW, moved back to it. */
    public static float[] runChannelsLast(TensorFunction function, float[] in, int channels, int batch,
            int channelsOut) {
        int images = Math.max(1, batch);
        long inPositions = channels == 0 ? 0 : in.length / images / channels;
        float[] out = run(function, Products.channelsLast(in, channels, inPositions));
        return channelsOut == 0 ? out : Products.channelsFirst(out, channelsOut, out.length / images / channelsOut);
    }

    /** Values that are all different. */
    public static float[] numbered(long count) {
        float[] values = new float[Math.toIntExact(count)];
        for (int i = 0; i < values.length; i++) {
            values[i] = i + 1;
        }
        return values;
    }
}
