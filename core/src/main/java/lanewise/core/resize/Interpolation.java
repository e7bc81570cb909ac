package lanewise.core.resize;

/** What an output is made of, given its coordinate c among the inputs of an axis. */
public enum Interpolation {
    /** The input at c, rounded. */
    NEAREST,
    /** The two inputs around c, weighted by {@code 1 - |c - i|}. */
    LINEAR,
    /** The four inputs around c, weighted by a cubic spline of {@code |c - i|} with one coefficient a (Keys 1981). */
    CUBIC
}
