package lanewise.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FloatsTest {
    private static final float[] VALUES = {0, 1, 2, 3, 4, 5};

    /** Every way to view six values. */
    static Stream<Named<Function<float[], Floats>>> kinds() {
        return Stream.of(Named.of("array", values -> Floats.of(values.clone())),
                Named.of("part of an array", FloatsTest::partOfAnArray),
                Named.of("heap segment", values -> Floats.of(MemorySegment.ofArray(values.clone()))),
                Named.of("bytes on the heap", values -> copy(values, MemorySegment.ofArray(new byte[24]))),
                Named.of("native segment", values -> copy(values, Arena.ofAuto().allocate(24))),
                Named.of("unaligned segment", values -> copy(values, Arena.ofAuto().allocate(25).asSlice(1))),
                Named.of("direct buffer", values -> Floats.of(buffer(values, ByteBuffer.allocateDirect(24)))),
                Named.of("heap buffer", values -> Floats.of(buffer(values, ByteBuffer.allocate(24)))));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void readsAndWritesWithSteps(Function<float[], Floats> kind) {
        Floats view = kind.apply(VALUES);
        assertEquals(6, view.length());
        assertFalse(view.readOnly());
        assertEquals(5, view.get(5));

        float[] target = new float[6];
        view.read(1, 1, target, 2, 1, 3);
        assertArrayEquals(new float[]{0, 0, 1, 2, 3, 0}, target);
        view.read(0, 2, target, 0, 1, 3);
        assertArrayEquals(new float[]{0, 2, 4, 2, 3, 0}, target);
        view.read(3, 1, target, 1, 2, 3);
        assertArrayEquals(new float[]{0, 3, 4, 4, 3, 5}, target);

        view.write(0, 1, new float[]{9, 10, 11}, 1, 1, 2);
        view.write(3, 2, new float[]{12, 13, 14}, 0, 2, 2);
        float[] written = new float[6];
        view.read(0, 1, written, 0, 1, 6);
        assertArrayEquals(new float[]{10, 11, 2, 12, 4, 14}, written);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void refusesElementsThatDoNotExist(Function<float[], Floats> kind) {
        Floats view = kind.apply(VALUES);
        float[] values = new float[8];
        assertThrows(IndexOutOfBoundsException.class, () -> view.get(-1));
        assertThrows(IndexOutOfBoundsException.class, () -> view.get(6));
        assertThrows(IndexOutOfBoundsException.class, () -> view.get(1L << 32));
        assertThrows(IndexOutOfBoundsException.class, () -> view.read(0, 1, values, 0, 1, 7));
        assertThrows(IndexOutOfBoundsException.class, () -> view.read(-1, 1, values, 0, 1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> view.read(2, 2, values, 0, 1, 3));
        assertThrows(IndexOutOfBoundsException.class, () -> view.read(1L << 32, 1, values, 0, 1, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> view.write(5, 1, values, 0, 1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> view.write(4, -3, values, 0, 1, 3));
        view.read(6, 1, values, 0, 1, 0);
        view.write(6, 1, values, 0, 1, 0);
    }

    @Test
    void onlyArraysShowTheirArray() {
        float[] array = new float[4];
        assertSame(array, Floats.of(array, 1, 2).array());
        assertEquals(1, Floats.of(array, 1, 2).arrayOffset());
        assertNull(Floats.of(MemorySegment.ofArray(array)).array());
    }

    @Test
    void viewsRemainingBytesOnly() {
        ByteBuffer buffer = buffer(VALUES, ByteBuffer.allocate(24)).position(4).limit(20);
        assertEquals(4, Floats.of(buffer).length());
        assertEquals(1, Floats.of(buffer).get(0));
    }

    @Test
    void readOnlyViewsSaySo() {
        assertTrue(Floats.of(MemorySegment.ofArray(VALUES).asReadOnly()).readOnly());
        assertTrue(Floats.of(ByteBuffer.allocate(8).asReadOnlyBuffer().order(ByteOrder.nativeOrder())).readOnly());
    }

    @Test
    void partsOfOneArrayOverlapWhereTheyMeet() {
        float[] array = new float[8];
        assertOverlaps(true, Floats.of(array), Floats.of(array));
        assertOverlaps(true, Floats.of(array, 0, 5), Floats.of(array, 4, 4));
        assertOverlaps(false, Floats.of(array, 0, 4), Floats.of(array, 4, 4));
        assertOverlaps(false, Floats.of(array), Floats.of(array, 3, 0));
        assertOverlaps(false, Floats.of(array), Floats.of(new float[8]));
    }

    @Test
    void segmentsOverlapTheArraysAndSegmentsTheyShare() {
        float[] array = new float[8];
        MemorySegment heap = MemorySegment.ofArray(array);
        assertOverlaps(true, Floats.of(array), Floats.of(heap));
        assertOverlaps(true, Floats.of(array), Floats.of(heap.asReadOnly()));
        assertOverlaps(true, Floats.of(heap), Floats.of(heap.asReadOnly()));
        assertOverlaps(true, Floats.of(array, 3, 2), Floats.of(heap.asSlice(16)));
        assertOverlaps(false, Floats.of(array, 3, 1), Floats.of(heap.asSlice(16)));
        assertOverlaps(false, Floats.of(array, 3, 0), Floats.of(heap));
        assertOverlaps(false, Floats.of(new float[8]), Floats.of(heap));
        MemorySegment direct = Arena.ofAuto().allocate(32, 4);
        assertOverlaps(true, Floats.of(direct.asSlice(0, 20)), Floats.of(direct.asSlice(16).asReadOnly()));
        assertOverlaps(false, Floats.of(direct.asSlice(0, 16)), Floats.of(direct.asSlice(16)));
        assertOverlaps(false, Floats.of(direct), Floats.of(direct.asSlice(16, 0)));
        assertOverlaps(false, Floats.of(direct), Floats.of(heap));
        assertOverlaps(false, Floats.of(direct), Floats.of(array));
    }

    private static void assertOverlaps(boolean expected, Floats one, Floats other) {
        assertEquals(expected, one.overlaps(other));
        assertEquals(expected, other.overlaps(one));
    }

    private static Floats partOfAnArray(float[] values) {
        float[] array = new float[values.length + 5];
        System.arraycopy(values, 0, array, 2, values.length);
        return Floats.of(array, 2, values.length);
    }

    private static Floats copy(float[] values, MemorySegment segment) {
        segment.copyFrom(MemorySegment.ofArray(values));
        return Floats.of(segment);
    }

    private static ByteBuffer buffer(float[] values, ByteBuffer buffer) {
        buffer.order(ByteOrder.nativeOrder()).asFloatBuffer().put(values);
        return buffer;
    }
}
