package lanewise.bench.tensor;

import java.util.Arrays;

/**
 * Float32 values and their shape, last index fastest: what files hold and engines exchange. The library itself takes
 * flat arrays, so the shapes of the command line live here.
 *
 * @param shape  size of each dimension; none for a scalar
 * @param values as many as the product of the sizes
 */
public record Tensor(int[] shape, float[] values) {
    private static final int MOST_ELEMENTS = Integer.MAX_VALUE - 8;

    /**
     * Checks that values and shape agree.
     *
     * @throws IllegalArgumentException when they do not
     */
    public Tensor {
        if (elements("tensor", shape) != values.length) {
            throw new IllegalArgumentException("tensor of shape " + Arrays.toString(shape) + " must have "
                    + elements("tensor", shape) + " values, but has " + values.length);
        }
    }

    /**
     * {@return a tensor of zeros}
     *
     * @param name  what it is called in a rejection
     * @param shape its shape
     */
    public static Tensor zeros(String name, int... shape) {
        return new Tensor(shape, new float[elements(name, shape)]);
    }

    /**
     * {@return the number of elements of a shape}
     *
     * @param name  what the tensor is called in a rejection
     * @param shape its shape
     * @throws IllegalArgumentException when a size is negative or one array cannot hold the elements
     */
    public static int elements(String name, int... shape) {
        long elements = 1;
        for (int size : shape) {
            if (size < 0) {
                throw new IllegalArgumentException(
                        name + " must have sizes of at least 0, but has shape " + Arrays.toString(shape));
            }
            elements = Math.min(elements * size, 1L << Integer.SIZE);
        }
        if (elements > MOST_ELEMENTS) {
            throw new IllegalArgumentException(name + " must have at most " + MOST_ELEMENTS
                    + " elements, but has shape " + Arrays.toString(shape));
        }
        return (int) elements;
    }

    /** {@return the number of dimensions} */
    public int rank() {
        return shape.length;
    }

    /** {@return this tensor {@code [N, C, spatial...]} as {@code [N, spatial..., C]}} */
    public Tensor channelsLast() {
        return new Tensor(channelsLast(shape), swap(shape[1], positions(2)));
    }

    /** {@return this tensor {@code [N, spatial..., C]} as {@code [N, C, spatial...]}} */
    public Tensor channelsFirst() {
        return new Tensor(channelsFirst(shape), swap(positions(1) / Math.max(1, shape[rank() - 1]), shape[rank() - 1]));
    }

    /**
     * {@return a shape {@code [N, C, spatial...]} as {@code [N, spatial..., C]}}
     *
     * @param shape at least two dimensions
     */
    public static int[] channelsLast(int[] shape) {
        int[] moved = shape.clone();
        System.arraycopy(shape, 2, moved, 1, shape.length - 2);
        moved[shape.length - 1] = shape[1];
        return moved;
    }

    /**
     * {@return a shape {@code [N, spatial..., C]} as {@code [N, C, spatial...]}}
     *
     * @param shape at least two dimensions
     */
    public static int[] channelsFirst(int[] shape) {
        int[] moved = shape.clone();
        System.arraycopy(shape, 1, moved, 2, shape.length - 2);
        moved[1] = shape[shape.length - 1];
        return moved;
    }

    /**
     * {@return the index of an element, like {@code [0, 2, 5]}}
     *
     * @param element its position in {@link #values}
     */
    public String index(int element) {
        int[] index = new int[rank()];
        for (int axis = rank() - 1, rest = element; axis >= 0; axis--) {
            index[axis] = rest % shape[axis];
            rest /= shape[axis];
        }
        return Arrays.toString(index);
    }

    /** The shape. */
    @Override
    public String toString() {
        return Arrays.toString(shape);
    }

    private int positions(int from) {
        return Arrays.stream(shape, from, rank()).reduce(1, (a, b) -> a * b);
    }

    /** The values of every image {@code [rows, columns]} as {@code [columns, rows]}. */
    private float[] swap(int rows, int columns) {
        float[] swapped = new float[values.length];
        int image = rows * columns;
        for (int start = 0; start < values.length; start += image) {
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    swapped[start + column * rows + row] = values[start + row * columns + column];
                }
            }
        }
        return swapped;
    }
}
