package lanewise.bench.visualize;

import lanewise.core.Axis;

/**
 * The pixels that a unit sees.
 *
 * @param row    first one
 * @param column first one
 * @param size   rows, and columns
 */
record Window(int row, int column, int size) {

    /** {@return the window of a position of a layer's plane, or all of the image when that is smaller} */
    static Window of(Network network, int layer, int position) {
        int side = network.layers().get(layer).spec().axes().getFirst().out();
        int row = position / side;
        int column = position % side;
        int size = 1;
        for (int l = layer; l >= 0; l--) {
            Axis axis = network.layers().get(l).spec().axes().getFirst();
            int pooled = l == 0 ? 1 : SwitchedPool.SIDE;
            row = pooled * (row - axis.padLo());
            column = pooled * (column - axis.padLo());
            size = pooled * (size + axis.kernel() - 1);
        }
        return size < Images.SIZE ? new Window(row, column, size) : new Window(0, 0, Images.SIZE);
    }

    /** {@return whether none of it lies beyond the border} */
    boolean inside() {
        return Math.min(row, column) >= 0 && Math.max(row, column) + size <= Images.SIZE;
    }

    /** {@return the index in the image of a pixel of the window} */
    int pixel(int y, int x) {
        return (row + y) * Images.SIZE + column + x;
    }
}
