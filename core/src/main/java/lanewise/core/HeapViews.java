package lanewise.core;

import lanewise.core.spi.Leases;

/** Views of arrays that runs borrow, so that they make none. */
final class HeapViews {
    private static final int KEPT = 8;
    private static final float[] NOTHING = {};

    private final Leases<HeapFloats> kept = new Leases<>(KEPT);

    /** A view of no more than the elements used, so that operands may lie in one array. */
    HeapFloats of(String name, float[] array, String parameter, int offset, long elements) {
        Check.given(name, array);
        Check.between(parameter, offset, 0, array.length);
        int length = (int) Math.min(elements, array.length - offset);
        HeapFloats view = kept.take();
        return view == null ? new HeapFloats(array, offset, length) : view.point(array, offset, length);
    }

    void release(HeapFloats view) {
        kept.give(view.point(NOTHING, 0, 0));
    }
}
