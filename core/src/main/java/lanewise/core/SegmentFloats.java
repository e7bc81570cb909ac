package lanewise.core;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Floats in a memory segment; native order, any alignment. */
final class SegmentFloats implements Floats {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    /** Never started: what it may touch, any thread may. */
    private static final Thread ANOTHER = Thread.ofVirtual().unstarted(() -> {
    });

    private final MemorySegment segment;
    private final boolean confined;

    SegmentFloats(MemorySegment segment) {
        this.segment = segment;
        confined = !segment.isAccessibleBy(ANOTHER);
    }

    /** Whether one thread alone may touch the view. */
    boolean confined() {
        return confined;
    }

    boolean accessibleBy(Thread thread) {
        return segment.isAccessibleBy(thread);
    }

    boolean alive() {
        return segment.scope().isAlive();
    }

    @Override
    public long length() {
        return segment.byteSize() / FLOAT.byteSize();
    }

    @Override
    public boolean readOnly() {
        return segment.isReadOnly();
    }

    @Override
    public float[] array() {
        return null;
    }

    @Override
    public int arrayOffset() {
        return 0;
    }

    @Override
    public float get(long index) {
        return segment.getAtIndex(FLOAT, index);
    }

    @Override
    public void read(long from, long step, float[] target, int at, int targetStep, int count) {
        if (step == 1 && targetStep == 1) {
            MemorySegment.copy(segment, FLOAT, from * FLOAT.byteSize(), target, at, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            target[at + i * targetStep] = segment.getAtIndex(FLOAT, from + i * step);
        }
    }

    @Override
    public void write(long to, long step, float[] source, int at, int sourceStep, int count) {
        if (step == 1 && sourceStep == 1) {
            MemorySegment.copy(source, at, segment, FLOAT, to * FLOAT.byteSize(), count);
            return;
        }
        for (int i = 0; i < count; i++) {
            segment.setAtIndex(FLOAT, to + i * step, source[at + i * sourceStep]);
        }
    }

    @Override
    public boolean overlaps(Floats other) {
        return switch (other) {
            case HeapFloats heap -> !segment.isNative() && overlaps(heap.segment());
            case SegmentFloats that -> overlaps(that.segment);
        };
    }

    /** Where the view begins, in an address space of its own if it is on the heap. */
    long address() {
        return segment.address();
    }

    private boolean overlaps(MemorySegment other) {
        return segment.byteSize() > 0 && other.byteSize() > 0 && segment.asOverlappingSlice(other).isPresent();
    }
}
