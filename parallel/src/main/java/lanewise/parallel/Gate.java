package lanewise.parallel;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets helpers into a run while it is open, and knows when a closed run has lost the last one. The state is the number of
 * helpers inside, with the sign bit set while closed.
 *
 * <p>What happens before {@link #open} is visible to whoever {@link #enter enters}; what happens before {@link #leave} is
 * visible to whoever then finds the gate {@link #deserted}.
 */
final class Gate {
    private static final int CLOSED = Integer.MIN_VALUE;

    private final int room;
    private final AtomicInteger inside = new AtomicInteger(CLOSED);

    /** A closed gate with room for some helpers at once. */
    Gate(int room) {
        this.room = room;
    }

    /** Opens a deserted gate. */
    void open() {
        inside.set(0);
    }

    /** {@return whether the helper is inside now; if so, it has to leave} */
    boolean enter() {
        int count = inside.get();
        while (count >= 0 && count < room) {
            if (inside.compareAndSet(count, count + 1)) {
                return true;
            }
            count = inside.get();
        }
        return false;
    }

    /** {@return whether this was the last helper of a closed run} */
    boolean leave() {
        return inside.decrementAndGet() == CLOSED;
    }

    /** Lets no more helpers in. */
    void close() {
        inside.addAndGet(CLOSED);
    }

    boolean isOpen() {
        return inside.get() >= 0;
    }

    /** {@return whether the gate is closed and nobody is inside} */
    boolean deserted() {
        return inside.get() == CLOSED;
    }
}
