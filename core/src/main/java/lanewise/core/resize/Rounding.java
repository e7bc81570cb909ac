package lanewise.core.resize;

/** How {@link Interpolation#NEAREST} makes a coordinate the index of an input. */
public enum Rounding {
    /** To the nearest, a half down. */
    ROUND_PREFER_FLOOR,
    /** To the nearest, a half up. */
    ROUND_PREFER_CEIL,
    /** Down. */
    FLOOR,
    /** Up. */
    CEIL
}
