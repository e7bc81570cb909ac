package lanewise.core;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** Floats in a Java array. Only {@link HeapViews} and {@link SignalStream} re-point one, and only one of their own. */
final class HeapFloats implements Floats {
    private float[] array;
    private int offset;
    private int length;
    private MemorySegment segment;

    HeapFloats(float[] array, int offset, int length) {
        point(array, offset, length);
    }

    HeapFloats point(float[] array, int offset, int length) {
        Check.between("offset", offset, 0, array.length);
        Check.between("length", length, 0, array.length - offset);
        this.array = array;
        this.offset = offset;
        this.length = length;
        segment = null;
        return this;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public boolean readOnly() {
        return false;
    }

    @Override
    public float[] array() {
        return array;
    }

    @Override
    public int arrayOffset() {
        return offset;
    }

    @Override
    public float get(long index) {
        return array[offset + (int) Objects.checkIndex(index, length)];
    }

    @Override
    public void read(long from, long step, float[] target, int at, int targetStep, int count) {
        Check.elements(from, step, count, length);
        int start = offset + (int) from;
        if (step == 1 && targetStep == 1) {
            System.arraycopy(array, start, target, at, count);
            return;
        }
        int stride = (int) step;
        for (int i = 0; i < count; i++) {
            target[at + i * targetStep] = array[start + i * stride];
        }
    }

    @Override
    public void write(long to, long step, float[] source, int at, int sourceStep, int count) {
        Check.elements(to, step, count, length);
        int start = offset + (int) to;
        if (step == 1 && sourceStep == 1) {
            System.arraycopy(source, at, array, start, count);
            return;
        }
        int stride = (int) step;
        for (int i = 0; i < count; i++) {
            array[start + i * stride] = source[at + i * sourceStep];
        }
    }

    @Override
    public boolean overlaps(Floats other) {
        return switch (other) {
            case HeapFloats heap -> heap.array == array
                    && Math.max(offset, heap.offset) < Math.min(offset + length, heap.offset + heap.length);
            case SegmentFloats segment -> segment.overlaps(this);
        };
    }

    /** The view as a segment, made when it first meets one on the heap. */
    MemorySegment segment() {
        if (segment == null) {
            segment = MemorySegment.ofArray(array).asSlice(offset * (long) Float.BYTES, length * (long) Float.BYTES);
        }
        return segment;
    }
}
