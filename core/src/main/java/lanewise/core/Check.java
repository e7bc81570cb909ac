package lanewise.core;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import lanewise.core.bounds.Bounds;

/** Rejections of this package, next to those of every one. */
final class Check extends Bounds {
    private Check() {
    }

    static MemorySegment wholeFloats(String parameter, MemorySegment segment) {
        if (segment.byteSize() % Float.BYTES != 0) {
            throw new IllegalArgumentException(
                    parameter + " must be a multiple of " + Float.BYTES + ", but is " + segment.byteSize());
        }
        return segment;
    }

    static void holds(String operand, long length, long elements) {
        if (length < elements) {
            throw new IllegalArgumentException(
                    operand + " must have at least " + elements + " elements, but has " + length);
        }
    }

    /** Checks that the calling thread may touch a view: its arena is open and no other thread's. */
    static void accessible(String operand, Floats view) {
        if (view instanceof SegmentFloats segment) {
            if (!segment.alive()) {
                throw new IllegalArgumentException(operand + " must be of an open arena, but its arena is closed");
            }
            if (!segment.accessibleBy(Thread.currentThread())) {
                throw new IllegalArgumentException(
                        operand + " must be accessible to the calling thread, but is confined to another one");
            }
        }
    }

    static void writable(String operand, Floats view) {
        if (view.readOnly()) {
            throw new IllegalArgumentException(operand + " must be writable, but is a read-only segment");
        }
    }

    static void disjoint(String operand, Floats one, String otherOperand, Floats other) {
        if (one.overlaps(other)) {
            throw new IllegalArgumentException(operand + " must not share memory with " + otherOperand + ", but does");
        }
    }

    /** Checks that two views share nothing or begin with the same element, so that equal indices mean equal elements. */
    static void sameOrDisjoint(String operand, Floats one, String otherOperand, Floats other) {
        if (one != other && one.overlaps(other) && beginning(one) != beginning(other)) {
            throw new IllegalArgumentException(
                    operand + " must be " + otherOperand + " itself or share no memory with it, but overlaps it");
        }
    }

    private static long beginning(Floats view) {
        return switch (view) {
            case HeapFloats heap -> heap.segment().address();
            case SegmentFloats segment -> segment.address();
        };
    }

    /** Checks that elements {@code from + i·step}, {@code 0 ≤ i < count}, lie in a view. */
    static void elements(long from, long step, int count, long length) {
        if (count > 0) {
            Objects.checkIndex(from, length);
            Objects.checkIndex(from + (count - 1) * step, length);
        }
    }
}
