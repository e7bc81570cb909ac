package lanewise.simd;

import java.util.ArrayList;
import java.util.List;
import lanewise.core.Axis;
import lanewise.core.Product;

/**
 * A dense set of results that share their taps: one lattice on each of three axes. {@code kernelIndex} lists its taps as
 * indices into a kernel plane, in row-major order.
 */
record Phase(Lattice depth, Lattice height, Lattice width, int[] kernelIndex) {

    static List<Phase> of(Product product, List<Axis> axes) {
        List<Lattice> depths = Lattice.of(product, axes.get(0));
        List<Lattice> heights = Lattice.of(product, axes.get(1));
        List<Lattice> widths = Lattice.of(product, axes.get(2));
        List<Phase> phases = new ArrayList<>(depths.size() * heights.size() * widths.size());
        for (Lattice depth : depths) {
            for (Lattice height : heights) {
                for (Lattice width : widths) {
                    phases.add(new Phase(depth, height, width,
                            kernelIndex(depth, height, width, axes.get(1).kernel(), axes.get(2).kernel())));
                }
            }
        }
        return phases;
    }

    /** The same results on a single axis, if every result meets the operand at its own position. */
    Phase flat() {
        int count = Math.multiplyExact(Math.multiplyExact(depth.count(), height.count()), width.count());
        return new Phase(Lattice.identity(1), Lattice.identity(1), Lattice.identity(count), kernelIndex);
    }

    /** Whether every result meets the operand at its own position, and nothing else. */
    boolean identity() {
        return depth.identity() && height.identity() && width.identity();
    }

    int taps() {
        return kernelIndex.length;
    }

    private static int[] kernelIndex(Lattice depth, Lattice height, Lattice width, int rows, int columns) {
        int[] index = new int[depth.tap().length * height.tap().length * width.tap().length];
        int i = 0;
        for (int d : depth.tap()) {
            for (int h : height.tap()) {
                for (int w : width.tap()) {
                    index[i++] = (d * rows + h) * columns + w;
                }
            }
        }
        return index;
    }
}
