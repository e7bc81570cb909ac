package lanewise.core.pooling;

import lanewise.core.Axis;
import lanewise.core.Layout;
import lanewise.core.bounds.Bounds;

/**
 * Rows of results, one after another through all planes, and the rows of x that their windows see. In NCHW a plane is a channel
 * and a position one float; in NHWC a plane is an image and a position all channels.
 */
final class RowGrid {
    private static final int TASK_ELEMENTS = 1 << 15;

    private final Axis depth;
    private final Axis height;
    private final Axis width;
    private final int inner;
    private final long planeRows;
    private final long rows;
    private final int taskRows;

    RowGrid(PoolSpec spec, Layout layout) {
        depth = spec.windows().threeAxes().get(0);
        height = spec.windows().threeAxes().get(1);
        width = spec.windows().threeAxes().get(2);
        boolean first = layout == Layout.NCHW;
        inner = first ? 1 : Math.max(spec.channels(), 1);
        planeRows = (long) depth.out() * height.out();
        rows = planeRows * spec.batch() * (first ? spec.channels() : Math.min(spec.channels(), 1));
        long rowElements = Math.max(1, spec.inElements() / Math.max(1, rows));
        taskRows = (int) Math.max(Math.ceilDiv(rows, Integer.MAX_VALUE),
                Math.clamp(TASK_ELEMENTS / rowElements, 1, TASK_ELEMENTS));
    }

    /** The innermost axis. */
    Axis width() {
        return width;
    }

    /** Neighbouring floats of a position. */
    int inner() {
        return inner;
    }

    /** Floats of a row of x. */
    long inFloats() {
        return (long) width.in() * inner;
    }

    /** Floats of a row of y. */
    long outFloats() {
        return (long) width.out() * inner;
    }

    /** Taps on the outer axes. */
    long outerTaps() {
        return (long) depth.kernel() * height.kernel();
    }

    int tasks() {
        return (int) Math.ceilDiv(rows, taskRows);
    }

    long firstRow(int task) {
        return (long) task * taskRows;
    }

    long endRow(int task) {
        return Math.min(firstRow(task) + taskRows, rows);
    }

    /** The plane of a row. */
    long plane(long row) {
        return row / planeRows;
    }

    /** Position of a row on the outermost axis. */
    int depthOf(long row) {
        return (int) (row % planeRows / height.out());
    }

    /** Position of a row on the middle axis; as long as it is below its size, rows follow each other there. */
    int heightOf(long row) {
        return (int) (row % height.out());
    }

    /** Rows from one on that have the same taps on the middle axis inside: all of them, or only itself. */
    int alike(int oh) {
        int first = height.firstWindow(0);
        int end = height.endWindow(height.kernel() - 1);
        return oh >= first && oh < end ? end - oh : 1;
    }

    /** Rows along the middle axis. */
    int height() {
        return height.out();
    }

    /** Distance of the rows of x that neighbouring rows of results see under a tap. */
    int rowStep() {
        return (int) (height.stride() * inFloats());
    }

    int depthTaps() {
        return depth.kernel();
    }

    int heightTaps() {
        return height.kernel();
    }

    /** Where the row of x under outer taps begins, or -1 over padding. */
    long element(long plane, int od, int oh, int kd, int kh) {
        int d = depth.stride() * od + depth.dilation() * kd - depth.padLo();
        int h = height.stride() * oh + height.dilation() * kh - height.padLo();
        boolean inside = d >= 0 && d < depth.in() && h >= 0 && h < height.in();
        return inside ? ((plane * depth.in() + d) * height.in() + h) * inFloats() : -1;
    }

    /** Sizes of scratch, which are ints. */
    static int size(long value) {
        return Bounds.toSize("elements of scratch", value);
    }
}
