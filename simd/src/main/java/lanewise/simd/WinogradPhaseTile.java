package lanewise.simd;

import java.util.List;
import java.util.function.Function;
import lanewise.core.Product;
import lanewise.core.spi.Problem;

/**
 * What one product of matrices contributes to under {@link WinogradPhases}: a patch of results of each phase from a window that all
 * of them share. Phases may differ in their taps, so filters are told by them.
 *
 * @param height       results
 * @param width        results
 * @param windowHeight positions of the operand
 * @param windowWidth  positions of the operand
 * @param run          neighbouring tiles whose pixels are loaded at once
 * @param filters      the transform of a filter along an axis of so many taps
 */
record WinogradPhaseTile(int height, int width, int windowHeight, int windowWidth, int run, double[][][] filters) {
    /** F(3, 2) along each axis of one or two taps. */
    static final WinogradPhaseTile TWO = new WinogradPhaseTile(Winograd3x2.TILE, Winograd3x2.TILE, Winograd3x2.WINDOW,
            Winograd3x2.WINDOW, 1, Winograd3x2.G);
    /** The same along a row, where phases have one tap along the height. */
    static final WinogradPhaseTile ROW = new WinogradPhaseTile(1, Winograd3x2.TILE, 1, Winograd3x2.WINDOW, 1,
            Winograd3x2.G);
    /** F(4×4, 3×3). */
    static final WinogradPhaseTile THREE = new WinogradPhaseTile(Winograd4x3.TILE, Winograd4x3.TILE,
            Winograd4x3.WINDOW, Winograd4x3.WINDOW, Winograd.RUN, new double[][][]{{}, {}, {}, Winograd4x3.G});

    /** Products of more of them are not worth the time that planning takes. */
    private static final int MOST_PHASES = 256;

    /** Matrix products of a tile. */
    int products() {
        return windowHeight * windowWidth;
    }

    boolean row() {
        return windowHeight == 1;
    }

    /** The transform of a phase's filter along the height. */
    double[][] tall(Phase phase) {
        return row() ? new double[][]{{1}} : filters[taps(phase.height())];
    }

    /** The transform of a phase's filter along the width. */
    double[][] wide(Phase phase) {
        return filters[taps(phase.width())];
    }

    /** Why {@link #THREE} does not serve a problem, or null. */
    static String rejectsThree(Problem problem) {
        return rejects(problem, THREE, phases -> phases.size() > 1 && three(phases)
                ? null
                : "is not a strided transpose whose phases have 3×3 taps");
    }

    /** Why {@link #TWO} or {@link #ROW} does not serve a problem, or null. */
    static String rejectsTwo(Problem problem) {
        return rejects(problem, TWO, WinogradPhaseTile::rejectsTwo);
    }

    /** {@link #rejectsTwo}, but phases may all have 3×3 taps, too, whose windows are as large where tiles have 2×2 results. */
    static String rejectsTwoOrThree(Problem problem) {
        return rejects(problem, TWO, phases -> three(phases) ? null : rejectsTwo(phases));
    }

    private static boolean three(List<Phase> phases) {
        for (Phase phase : phases) {
            if (taps(phase.depth()) != 1 || taps(phase.height()) != 3 || taps(phase.width()) != 3) {
                return false;
            }
        }
        return true;
    }

    private static String rejectsTwo(List<Phase> phases) {
        boolean few = true;
        int widest = 0;
        for (Phase phase : phases) {
            few &= taps(phase.depth()) == 1 && few(phase.height()) && few(phase.width());
            widest = Math.max(widest, taps(phase.width()));
        }
        return !few || widest < 2
                ? "phases have not one or two neighbouring taps along the width and height, and one along the depth"
                : null;
    }

    private static String rejects(Problem problem, WinogradPhaseTile tile, Function<List<Phase>, String> rejects) {
        if (problem.product() == Product.WEIGHTS) {
            return "applies weights only";
        }
        List<Phase> phases = Geometry.of(problem).phases();
        if (phases.size() > MOST_PHASES) {
            return "has more than " + MOST_PHASES + " phases";
        }
        String rejected = rejects.apply(phases);
        long k = Math.max(problem.spec().inChannelsPerGroup(), problem.spec().outChannelsPerGroup());
        return rejected == null && k * tile.products() * 2 * Lanes.COUNT > Budget.MOST_TRANSFORMED
                ? "too many channels to transform at once"
                : rejected;
    }

    private static boolean few(Lattice lattice) {
        return taps(lattice) == 1 || taps(lattice) == 2;
    }

    /** How many taps a lattice has, if they are neighbours. */
    private static int taps(Lattice lattice) {
        int[] shift = lattice.shift();
        for (int i = 1; i < shift.length; i++) {
            if (Math.abs(shift[i] - shift[i - 1]) != 1) {
                return 0;
            }
        }
        return lattice.advance() > 1 ? 0 : shift.length;
    }
}
