package lanewise.core.resize;

import java.util.List;
import java.util.stream.Collectors;
import lanewise.core.bounds.Bounds;

/**
 * The geometry of resizing {@code [batch, channels, in...]} to {@code [batch, channels, out...]}: a weighted sum of taps along
 * each axis. Batch and channels may be 0.
 *
 * @param batch              images, at least 0
 * @param channels           at least 0
 * @param axes               one to three, outermost first
 * @param extrapolationValue what outputs have that are not {@linkplain ResizeAxis#inside inside} on every axis
 */
public record ResizeSpec(int batch, int channels, List<ResizeAxis> axes, float extrapolationValue) {

    /**
     * Checks every component, and that the element counts fit a long.
     *
     * @throws IllegalArgumentException naming the component, its value and the bound
     */
    public ResizeSpec {
        for (ResizeAxis axis : Bounds.given("axes", axes)) {
            Bounds.given("axis", axis);
        }
        axes = List.copyOf(axes);
        Bounds.atLeast("batch", batch, 0);
        Bounds.atLeast("channels", channels, 0);
        if (axes.isEmpty() || axes.size() > 3) {
            throw new IllegalArgumentException("axes must be 1 to 3, but are " + axes.size());
        }
        Bounds.product("elements of x", batch, channels,
                Bounds.product("elements of x", axes.stream().mapToLong(ResizeAxis::in).toArray()));
        Bounds.product("elements of y", batch, channels,
                Bounds.product("elements of y", axes.stream().mapToLong(ResizeAxis::out).toArray()));
    }

    /**
     * Starts the specification of a resizing.
     *
     * @param channels channels
     * @param in       spatial size read, outermost axis first
     * @return a builder
     */
    public static ResizeSpecBuilder of(int channels, int... in) {
        return new ResizeSpecBuilder(channels, in);
    }

    /** {@return elements of x} */
    public long inElements() {
        long elements = (long) batch * channels;
        for (int i = 0; i < axes.size(); i++) {
            elements *= axes.get(i).in();
        }
        return elements;
    }

    /** {@return elements of y} */
    public long outElements() {
        long elements = (long) batch * channels;
        for (int i = 0; i < axes.size(); i++) {
            elements *= axes.get(i).out();
        }
        return elements;
    }

    /** One line: {@code 64 channels 28→56 of 2 × 28→56 of 2 n1}, most taps behind the sizes of an axis. */
    @Override
    public String toString() {
        return channels + " channels " + axes.stream().map(ResizeAxis::toString).collect(Collectors.joining(" × "))
                + " n" + batch;
    }
}
