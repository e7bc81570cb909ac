package lanewise.simd;

import java.util.ArrayList;
import java.util.List;
import lanewise.core.Axis;
import lanewise.core.Product;

/**
 * One axis of a dense set of results, {@code first + step·t} for {@code 0 ≤ t < count}. Tap {@code i}, whose weights lie
 * {@code place[i]} into a kernel plane, meets there the operand position {@code advance·t + shift[i]}, which is padding outside
 * {@code [0, extent)}.
 *
 * <p>FORWARD has one lattice an axis and advances by the stride. TRANSPOSE has one for every phase, writes with the stride
 * and advances by 1. Which taps a phase has depends on the filter only, so one without results keeps its place.
 */
record Lattice(int first, int step, int count, int advance, int extent, int[] place, int[] shift) {

    /** Results that meet the operand at their own positions. */
    static Lattice identity(int count) {
        return new Lattice(0, 1, count, 1, count, new int[]{0}, new int[]{0});
    }

    /** Whether every result meets the operand at its own position, and nothing else. */
    boolean identity() {
        return step == 1 && advance == 1 && count == extent && shift.length == 1 && shift[0] == 0;
    }

    /**
     * For taps that all lie a multiple of some dilation apart: the results of each residue, whose neighbours read what lies
     * one dilation further.
     */
    List<Lattice> residues() {
        int dilation = Math.abs(shift[1] - shift[0]);
        List<Lattice> residues = new ArrayList<>(dilation);
        for (int residue = 0; residue < dilation; residue++) {
            int[] shifted = new int[shift.length];
            for (int i = 0; i < shift.length; i++) {
                shifted[i] = shift[i] + advance * residue;
            }
            residues.add(new Lattice(first + step * residue, step * dilation, Math.ceilDiv(count - residue, dilation),
                    advance * dilation, extent, place, shifted));
        }
        return residues;
    }

    /** How many pairs of a result and a tap meet the operand, not its padding. */
    long met() {
        long met = 0;
        for (int s : shift) {
            int begin = Math.ceilDiv(Math.max(0, -s), advance);
            int end = Math.min(count, Math.ceilDiv(extent - s, advance));
            met += Math.max(0, end - begin);
        }
        return met;
    }

    /** The operand position of the first tap that the first result meets. */
    int low() {
        int low = shift.length == 0 ? 0 : shift[0];
        for (int s : shift) {
            low = Math.min(low, s);
        }
        return low;
    }

    /**
     * The windows that some lattice of an axis meets, each that of the lattice with the most taps: all meet one where they
     * advance by 1.
     */
    static Lattice merged(List<Lattice> lattices) {
        Lattice widest = lattices.getFirst();
        int low = Integer.MAX_VALUE;
        int high = Integer.MIN_VALUE;
        for (Lattice lattice : lattices) {
            if (lattice.shift.length > widest.shift.length) {
                widest = lattice;
            }
            if (lattice.count > 0) {
                low = Math.min(low, lattice.low());
                high = Math.max(high, lattice.low() + lattice.count);
            }
        }
        int[] shift = widest.shift.clone();
        int by = (low > high ? 0 : low) - widest.low();
        for (int i = 0; i < shift.length; i++) {
            shift[i] += by;
        }
        return new Lattice(0, 1, low > high ? 0 : high - low, 1, widest.extent, widest.place, shift);
    }

    /**
     * The lattices of an axis.
     *
     * @param step how far the weights of neighbouring taps lie apart
     */
    static List<Lattice> of(Product product, Axis axis, int step) {
        if (product != Product.TRANSPOSE) {
            int[] tap = new int[axis.kernel()];
            int[] shift = new int[axis.kernel()];
            for (int k = 0; k < axis.kernel(); k++) {
                tap[k] = k;
                shift[k] = axis.dilation() * k - axis.padLo();
            }
            return List.of(new Lattice(0, 1, axis.out(), axis.stride(), axis.in(), places(tap, step), shift));
        }
        List<Lattice> lattices = new ArrayList<>(axis.stride());
        for (Axis.Phase phase : axis.phases()) {
            lattices.add(new Lattice(phase.first(), axis.stride(), phase.count(), 1, axis.out(),
                    places(phase.tap(), step), phase.shift()));
        }
        return lattices;
    }

    private static int[] places(int[] tap, int step) {
        if (step == 1) {
            return tap;
        }
        int[] places = new int[tap.length];
        for (int i = 0; i < tap.length; i++) {
            places[i] = step * tap[i];
        }
        return places;
    }
}
