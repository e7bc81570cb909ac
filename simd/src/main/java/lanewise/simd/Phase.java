package lanewise.simd;

/**
 * A dense set of results that share their taps: one lattice on each of three axes. Taps are numbered in row-major order. There
 * may be thousands of phases, so that each is no more than its lattices, which it shares with others.
 */
record Phase(Lattice depth, Lattice height, Lattice width) {

    /** The same results on a single axis, if every result meets the operand at its own position. */
    Phase flat() {
        int count = Math.multiplyExact(Math.multiplyExact(depth.count(), height.count()), width.count());
        return new Phase(Lattice.identity(1), Lattice.identity(1), Lattice.identity(count));
    }

    /** The same results with the taps of one column of the kernel. */
    Phase column(int i) {
        Lattice column = new Lattice(width.first(), width.step(), width.count(), width.advance(), width.extent(),
                new int[]{width.place()[i]}, new int[]{width.shift()[i]});
        return new Phase(depth, height, column);
    }

    /** Whether every result meets the operand at its own position, and nothing else. */
    boolean identity() {
        return depth.identity() && height.identity() && width.identity();
    }

    /** How many there are. */
    long results() {
        return (long) depth.count() * height.count() * width.count();
    }

    int taps() {
        return depth.shift().length * height.shift().length * width.shift().length;
    }

    /** The index of the weight of a tap in a kernel plane. */
    int weight(int tap) {
        return depth.place()[depthTap(tap)] + height.place()[heightTap(tap)] + width.place()[widthTap(tap)];
    }

    /** The shift of a tap along the depth. */
    int depthShift(int tap) {
        return depth.shift()[depthTap(tap)];
    }

    /** The shift of a tap along the height. */
    int heightShift(int tap) {
        return height.shift()[heightTap(tap)];
    }

    /** The shift of a tap along the width. */
    int widthShift(int tap) {
        return width.shift()[widthTap(tap)];
    }

    private int depthTap(int tap) {
        return tap / (height.shift().length * width.shift().length);
    }

    private int heightTap(int tap) {
        return tap / width.shift().length % height.shift().length;
    }

    private int widthTap(int tap) {
        return tap % width.shift().length;
    }
}
