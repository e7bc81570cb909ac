package lanewise.simd;

import java.util.List;

/**
 * The dimensions of a stage for one block shape, and where in it each tap of each phase finds the operand of the block's
 * first result. A result's neighbours lie 1, {@code width} and {@code height · width} further.
 *
 * @param depth     positions of one part
 * @param height    positions of one part
 * @param width     positions of one part
 * @param plane     floats of one channel
 * @param tapOffset {@code [phase][tap]}
 */
record StageShape(int depth, int height, int width, int plane, int[][] tapOffset) {

    static StageShape of(Stage stage, List<Phase> phases, int[] results) {
        int depth = stage.depth().length(results[0]);
        int height = stage.height().length(results[1]);
        int width = stage.width().length(results[2]);
        int parts = stage.depth().parts() * stage.height().parts() * stage.width().parts();
        int plane = Math.toIntExact((long) parts * depth * height * width);
        int[][] tapOffset = new int[phases.size()][];
        for (int p = 0; p < tapOffset.length; p++) {
            Phase phase = phases.get(p);
            tapOffset[p] = new int[phase.taps()];
            int i = 0;
            for (int sd : phase.depth().shift()) {
                for (int sh : phase.height().shift()) {
                    for (int sw : phase.width().shift()) {
                        int part = (stage.depth().part(sd) * stage.height().parts() + stage.height().part(sh))
                                * stage.width().parts() + stage.width().part(sw);
                        tapOffset[p][i++] = ((part * depth + stage.depth().lag(sd)) * height
                                + stage.height().lag(sh)) * width + stage.width().lag(sw);
                    }
                }
            }
        }
        return new StageShape(depth, height, width, plane, tapOffset);
    }
}
