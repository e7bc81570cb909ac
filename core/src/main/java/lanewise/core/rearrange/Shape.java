package lanewise.core.rearrange;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import lanewise.core.bounds.Bounds;

/**
 * Images of one size: {@code [batch, channels, size...]}, or {@code [batch, size..., channels]} in NHWC.
 *
 * @param batch    images, at least 0
 * @param channels at least 0
 * @param size     one to three spatial sizes, outermost axis first, each at least 1
 */
public record Shape(int batch, int channels, List<Integer> size) {

    /**
     * Checks every component, and that the element count fits a long.
     *
     * @throws IllegalArgumentException naming the component, its value and the bound
     */
    public Shape {
        size = List.copyOf(Bounds.given("size", size));
        Bounds.atLeast("batch", batch, 0);
        Bounds.atLeast("channels", channels, 0);
        if (size.isEmpty() || size.size() > 3) {
            throw new IllegalArgumentException("axes must be 1 to 3, but are " + size.size());
        }
        size.forEach(units -> Bounds.atLeast("size", units, 1));
        Bounds.product("elements", batch, channels,
                Bounds.product("elements", size.stream().mapToLong(units -> units).toArray()));
    }

    /**
     * {@return a shape}
     *
     * @param batch    images, at least 0
     * @param channels at least 0
     * @param size     one to three spatial sizes, outermost axis first, each at least 1
     */
    public static Shape of(int batch, int channels, int... size) {
        return new Shape(batch, channels, Arrays.stream(Bounds.given("size", size)).boxed().toList());
    }

    /** {@return the number of spatial axes} */
    public int rank() {
        return size.size();
    }

    /** {@return positions of one channel} */
    public long positions() {
        long positions = 1;
        for (int i = 0; i < size.size(); i++) {
            positions *= size.get(i);
        }
        return positions;
    }

    /** {@return the number of elements} */
    public long elements() {
        return (long) batch * channels * positions();
    }

    /** One line: {@code 64×28×28 n1}. */
    @Override
    public String toString() {
        return channels + "×" + size.stream().map(Object::toString).collect(Collectors.joining("×")) + " n" + batch;
    }

    /** Size of the axis {@code axis} of depth, height and width, 1 for those that are not there. */
    int size(int axis) {
        int missing = 3 - rank();
        return axis < missing ? 1 : size.get(axis - missing);
    }
}
