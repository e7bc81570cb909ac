package lanewise.core.rearrange;

/** What padding continues an axis of n units with, at position u outside {@code [0, n)}. */
public enum Extension {
    /** The mirror image about the end, which is not repeated: {@code 3 2 | 1 2 3 | 2 1}; needs two units. */
    REFLECTION,
    /** The end itself: {@code 1 1 | 1 2 3 | 3 3}. */
    REPLICATION,
    /** The other end: {@code 2 3 | 1 2 3 | 1 2}. */
    WRAP;

    /** The unit whose value position u has. */
    int source(long u, int n) {
        return switch (this) {
            case REFLECTION -> {
                int around = Math.floorMod(u, 2 * n - 2);
                yield Math.min(around, 2 * n - 2 - around);
            }
            case REPLICATION -> Math.clamp(u, 0, n - 1);
            case WRAP -> Math.floorMod(u, n);
        };
    }
}
