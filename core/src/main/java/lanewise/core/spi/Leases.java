package lanewise.core.spi;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A few objects kept for reuse, lock-free and without allocating. An object is either in one slot or with one taker;
 * what does not fit is left to the garbage collector.
 *
 * @param <T> kind of object
 */
public final class Leases<T> {
    private final AtomicReferenceArray<T> slots;

    /**
     * Room for some objects.
     *
     * @param capacity how many to keep at most
     */
    public Leases(int capacity) {
        slots = new AtomicReferenceArray<>(capacity);
    }

    /** {@return an object, which is then the caller's alone, or null when there is none} */
    public T take() {
        for (int i = 0; i < slots.length(); i++) {
            if (slots.getPlain(i) != null) {
                T taken = slots.getAndSet(i, null);
                if (taken != null) {
                    return taken;
                }
            }
        }
        return null;
    }

    /**
     * Gives an object back; the caller must not touch it again.
     *
     * @param object any object that nobody else uses
     */
    public void give(T object) {
        for (int i = 0; i < slots.length(); i++) {
            if (slots.getPlain(i) == null && slots.compareAndSet(i, null, object)) {
                return;
            }
        }
    }
}
