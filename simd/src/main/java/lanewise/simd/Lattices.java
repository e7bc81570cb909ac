package lanewise.simd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lanewise.core.Axis;
import lanewise.core.Product;

/**
 * The lattices of each axis. There is a phase for every choice of one on each of them, so that what holds for an axis is better asked
 * of these: 32 on each of two axes make 1024 phases.
 */
record Lattices(List<Lattice> depths, List<Lattice> heights, List<Lattice> widths) {

    static Lattices of(Product product, List<Axis> axes) {
        int columns = axes.get(2).kernel();
        return new Lattices(Lattice.of(product, axes.get(0), axes.get(1).kernel() * columns),
                Lattice.of(product, axes.get(1), columns), Lattice.of(product, axes.get(2), 1));
    }

    /** Those of a single phase. */
    static Lattices of(Phase phase) {
        return new Lattices(List.of(phase.depth()), List.of(phase.height()), List.of(phase.width()));
    }

    /** The phases, those of a row next to each other. */
    List<Phase> phases() {
        List<Phase> phases = new ArrayList<>(depths.size() * heights.size() * widths.size());
        for (Lattice depth : depths) {
            for (Lattice height : heights) {
                for (Lattice width : widths) {
                    phases.add(new Phase(depth, height, width));
                }
            }
        }
        return phases;
    }

    /** How many taps phases have: each number once. */
    int[] tapCounts() {
        return tapCounts(widths, tapCounts(heights, tapCounts(depths, new int[]{1})));
    }

    /** What the lattices of an axis make of such numbers. */
    private static int[] tapCounts(List<Lattice> lattices, int[] others) {
        int[] counts = {};
        for (Lattice lattice : lattices) {
            for (int other : others) {
                int taps = other * lattice.shift().length;
                int known = 0;
                while (known < counts.length && counts[known] != taps) {
                    known++;
                }
                if (known == counts.length) {
                    counts = Arrays.copyOf(counts, known + 1);
                    counts[known] = taps;
                }
            }
        }
        return counts;
    }

    /** The windows that some phase meets, where all meet some by advancing by 1; see {@link Lattice#merged}. */
    Phase merged() {
        return new Phase(Lattice.merged(depths), Lattice.merged(heights), Lattice.merged(widths));
    }
}
