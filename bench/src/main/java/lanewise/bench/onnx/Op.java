package lanewise.bench.onnx;

import java.util.Set;

/** The operations of {@link RunCommand}. */
enum Op {
    // Products of a convolution.
    CONV, CONV_TRANSPOSE, CONV_BACKWARD_DATA, CONV_BACKWARD_WEIGHTS,
    // Functions without weights.
    MAX_POOL, AVERAGE_POOL, GLOBAL_MAX_POOL, GLOBAL_AVERAGE_POOL, RESIZE, DEPTH_TO_SPACE, SPACE_TO_DEPTH, PAD;

    private static final String ALL = "--op --x --layout --threads --backend --explain --output ";
    private static final String WINDOWS = ALL + "--kernel --stride --dilation --pads --auto-pad ";
    private static final String PRODUCT = WINDOWS + "--w --groups --flip --accuracy ";

    /** Whether an option, by its longest name, says something to the operation. */
    boolean reads(String option) {
        return Set.of(options().split(" ")).contains(option);
    }

    private String options() {
        return switch (this) {
            case CONV -> PRODUCT + "--b --activation";
            case CONV_TRANSPOSE -> PRODUCT + "--b --activation --output-padding --output-shape";
            case CONV_BACKWARD_DATA -> PRODUCT + "--dy --x-shape";
            case CONV_BACKWARD_WEIGHTS -> PRODUCT + "--dy";
            case MAX_POOL -> WINDOWS + "--ceil-mode";
            case AVERAGE_POOL -> WINDOWS + "--ceil-mode --count-include-pad";
            case GLOBAL_MAX_POOL, GLOBAL_AVERAGE_POOL -> ALL;
            case RESIZE -> ALL + "--scale --size --mode --coordinates --nearest-mode --antialias --exclude-outside "
                    + "--cubic-coefficient";
            case DEPTH_TO_SPACE, SPACE_TO_DEPTH -> ALL + "--block --block-order";
            case PAD -> ALL + "--pads --extension";
        };
    }
}
