package lanewise.core;

/** Order of a tensor's dimensions in memory, last one fastest; the same for what is read and what is written. */
public enum Layout {
    /** {@code [N, C, spatial...]}: channels first. */
    NCHW,
    /** {@code [N, spatial..., C]}: channels last. */
    NHWC
}
