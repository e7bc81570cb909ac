package lanewise.core.resize;

/** What becomes of the sizes asked for when they change the ratio of the axes. */
public enum AspectRatio {
    /** They are what comes out; each axis has a scale of its own. */
    STRETCH,
    /** All axes have the least of their scales; none comes out larger. Halves are rounded up. */
    NOT_LARGER,
    /** All axes have the greatest of their scales; none comes out smaller. Halves are rounded up. */
    NOT_SMALLER
}
