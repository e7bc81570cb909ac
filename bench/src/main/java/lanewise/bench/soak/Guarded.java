package lanewise.bench.soak;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import lanewise.core.Floats;

/** An operand between two bands of NaN, on the heap or, unaligned, off it. */
final class Guarded {
    private static final int BAND = 17;
    private static final int POISON = 0x7fc0dead;
    private static final ValueLayout.OfInt BITS = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private final MemorySegment memory;
    private final Floats view;
    private final int length;

    private Guarded(MemorySegment memory, Floats view, int length) {
        this.memory = memory;
        this.view = view;
        this.length = length;
        for (int i = 0; i < length + 2 * BAND; i++) {
            memory.setAtIndex(BITS, i, POISON);
        }
    }

    /** An operand full of NaN; off the heap when there is an allocator. */
    static Guarded poisoned(int length, SegmentAllocator offHeap) {
        if (offHeap == null) {
            float[] array = new float[length + 2 * BAND];
            return new Guarded(MemorySegment.ofArray(array), Floats.of(array, BAND, length), length);
        }
        MemorySegment memory = offHeap.allocate(4L * (length + 2 * BAND) + 1).asSlice(1);
        return new Guarded(memory, Floats.of(memory.asSlice(4L * BAND, 4L * length)), length);
    }

    static Guarded of(float[] values, SegmentAllocator offHeap) {
        Guarded operand = poisoned(values.length, offHeap);
        MemorySegment.copy(values, 0, operand.memory, FLOAT, 4L * BAND, values.length);
        return operand;
    }

    Floats view() {
        return view;
    }

    float[] values() {
        float[] values = new float[length];
        MemorySegment.copy(memory, FLOAT, 4L * BAND, values, 0, length);
        return values;
    }

    /** Checks that nobody has written around the operand. */
    void checkBands(String name) {
        for (int i = 0; i < BAND; i++) {
            if (memory.getAtIndex(BITS, i) != POISON || memory.getAtIndex(BITS, BAND + length + i) != POISON) {
                throw new SoakFailure("memory around " + name + " must not be written, but is");
            }
        }
    }

    /** Checks that nobody has written anything. */
    void checkUntouched(String name, float[] values) {
        checkBands(name);
        for (int i = 0; i < length; i++) {
            if (memory.getAtIndex(BITS, BAND + i) != Float.floatToRawIntBits(values[i])) {
                throw new SoakFailure(name + " must only be read, but element " + i + " is written");
            }
        }
    }
}
