package lanewise.simd;

/**
 * The dimensions of a stage for one block shape. A result's neighbours find their operands 1, {@code width} and
 * {@code height · width} further than it does.
 *
 * @param stage  what it is a shape of
 * @param depth  positions of one part
 * @param height positions of one part
 * @param width  positions of one part
 * @param plane  floats of one channel
 */
record StageShape(Stage stage, int depth, int height, int width, int plane) {

    /** The shape that so many results of each axis need. */
    static StageShape of(Stage stage, int depths, int heights, int widths) {
        int depth = stage.depth().length(depths);
        int height = stage.height().length(heights);
        int width = stage.width().length(widths);
        int plane = Math.toIntExact((long) stage.parts() * depth * height * width);
        return new StageShape(stage, depth, height, width, plane);
    }

    /** Where a tap of a phase finds the operand of the block's first result. */
    int offset(Phase phase, int tap) {
        int d = phase.depthShift(tap);
        int h = phase.heightShift(tap);
        int w = phase.widthShift(tap);
        int part = (stage.depth().part(d) * stage.height().parts() + stage.height().part(h)) * stage.width().parts()
                + stage.width().part(w);
        return ((part * depth + stage.depth().lag(d)) * height + stage.height().lag(h)) * width + stage.width().lag(w);
    }
}
