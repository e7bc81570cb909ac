package lanewise.core;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A view of float32 values in a Java array or in a memory segment, indexed in elements from 0. Creating a view copies
 * nothing; keep it to run without allocating.
 */
public sealed interface Floats permits HeapFloats, SegmentFloats {

    /**
     * Views a whole array.
     *
     * @param array the values
     * @return a view of {@code array.length} elements
     */
    static Floats of(float[] array) {
        return new HeapFloats(Check.given("array", array), 0, array.length);
    }

    /**
     * Views a part of an array.
     *
     * @param array  the values
     * @param offset index of element 0
     * @param length number of elements
     * @return the view
     * @throws IllegalArgumentException unless {@code 0 ≤ offset ≤ offset + length ≤ array.length}
     */
    static Floats of(float[] array, int offset, int length) {
        return new HeapFloats(Check.given("array", array), offset, length);
    }

    /**
     * Views a segment of floats in native byte order, on or off the heap, aligned or not. Its arena must stay open while a run
     * uses it: closing it meanwhile makes the run fail with a {@link TaskException}. One of a confined arena serves its thread
     * only, which then {@linkplain Runner runs} every task itself; share the arena to be helped.
     *
     * @param segment its byte size must be a multiple of 4
     * @return a view of {@code byteSize / 4} elements
     * @throws IllegalArgumentException for any other byte size
     */
    static Floats of(MemorySegment segment) {
        return new SegmentFloats(Check.wholeFloats("segment's byte size", Check.given("segment", segment)));
    }

    /**
     * Views the remaining bytes of a buffer.
     *
     * @param buffer direct or not, in native byte order, with a multiple of 4 bytes remaining
     * @return a view of {@code remaining / 4} elements
     * @throws IllegalArgumentException for another byte order or byte size
     */
    static Floats of(ByteBuffer buffer) {
        if (Check.given("buffer", buffer).order() != ByteOrder.nativeOrder()) {
            throw new IllegalArgumentException(
                    "buffer's byte order must be " + ByteOrder.nativeOrder() + ", but is " + buffer.order());
        }
        return new SegmentFloats(Check.wholeFloats("buffer's remaining bytes", MemorySegment.ofBuffer(buffer)));
    }

    /** {@return the number of elements} */
    long length();

    /** {@return whether {@link #write} would be refused} */
    boolean readOnly();

    /** {@return the array behind the view, element 0 at {@link #arrayOffset}, or null for a segment} */
    float[] array();

    /** {@return index of element 0 in {@link #array}} */
    int arrayOffset();

    /**
     * One element.
     *
     * @param index in {@code [0, length)}
     * @return its value
     * @throws IndexOutOfBoundsException for any other index
     */
    float get(long index);

    /**
     * Copies elements {@code from + i·step} to {@code target[at + i·targetStep]} for {@code 0 ≤ i < count}.
     *
     * @param from       first element
     * @param step       distance of the elements read
     * @param target     array written
     * @param at         first index written
     * @param targetStep distance of the indices written
     * @param count      number of elements
     * @throws IndexOutOfBoundsException when an element or an index does not exist
     */
    void read(long from, long step, float[] target, int at, int targetStep, int count);

    /**
     * Copies {@code source[at + i·sourceStep]} to elements {@code to + i·step} for {@code 0 ≤ i < count}.
     *
     * @param to         first element written
     * @param step       distance of the elements written
     * @param source     array read
     * @param at         first index read
     * @param sourceStep distance of the indices read
     * @param count      number of elements
     * @throws IndexOutOfBoundsException when an element or an index does not exist
     */
    void write(long to, long step, float[] source, int at, int sourceStep, int count);

    /**
     * {@return whether the two views share memory}
     *
     * @param other another view
     */
    boolean overlaps(Floats other);
}
