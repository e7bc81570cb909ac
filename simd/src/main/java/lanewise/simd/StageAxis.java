package lanewise.simd;

import java.util.List;

/**
 * How one axis of the operand is staged for all phases at once: every {@code step}-th position from {@code minShift} on,
 * dealt out to {@code parts} dense sequences, so that a result's neighbour finds its operand next to its own. Tap shift
 * {@code s} reads part {@code part(s)} at result coordinate {@code + lag(s)}.
 */
record StageAxis(int advance, int extent, int step, int parts, int minShift, int span) {
    private static final int[] NONE = {};

    static StageAxis of(List<Lattice> lattices) {
        int min = Integer.MAX_VALUE;
        int max = Integer.MIN_VALUE;
        for (Lattice lattice : lattices) {
            for (int shift : shifts(lattice)) {
                min = Math.min(min, shift);
                max = Math.max(max, shift);
            }
        }
        int advance = lattices.getFirst().advance();
        int extent = lattices.getFirst().extent();
        if (min > max) {
            return new StageAxis(advance, extent, advance, 1, 0, 0);
        }
        int step = advance;
        for (int i = 0; step > 1 && i < lattices.size(); i++) {
            for (int shift : shifts(lattices.get(i))) {
                step = gcd(step, shift - min);
            }
        }
        return new StageAxis(advance, extent, step, advance / step, min, (max - min) / step);
    }

    /** The shifts of a lattice that has results. */
    private static int[] shifts(Lattice lattice) {
        return lattice.count() > 0 ? lattice.shift() : NONE;
    }

    /** The operand position staged first for results from coordinate {@code t} on. */
    int origin(int t) {
        return advance * t + minShift;
    }

    /** Positions of each part that {@code count} neighbouring results need. */
    int length(int count) {
        return count + span / parts;
    }

    /** Where a shift is among the positions that count. */
    int index(int shift) {
        return (shift - minShift) / step;
    }

    /** Whether {@code length} staged positions of each part, for results from coordinate {@code first} on, lie in the operand. */
    boolean inside(int first, int length) {
        int last = parts * (length - span / parts - 1) + span;
        return origin(first) >= 0 && origin(first) + step * last < extent;
    }

    int part(int shift) {
        return (shift - minShift) / step % parts;
    }

    int lag(int shift) {
        return (shift - minShift) / step / parts;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
