package lanewise.core.spi;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A few objects kept for reuse, lock-free and without allocating. An object is either in one slot or with one taker;
 * what does not fit is left to the garbage collector. A thread begins its search where it gave back what it took before,
 * whose memory is in its caches rather than in another thread's.
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
        int first = first();
        for (int n = 0; n < slots.length(); n++) {
            int i = (first + n) % slots.length();
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
        int first = first();
        for (int n = 0; n < slots.length(); n++) {
            int i = (first + n) % slots.length();
            if (slots.getPlain(i) == null && slots.compareAndSet(i, null, object)) {
                return;
            }
        }
    }

    private int first() {
        return (int) (Thread.currentThread().threadId() % slots.length());
    }
}
