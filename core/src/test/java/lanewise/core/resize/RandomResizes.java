package lanewise.core.resize;

import java.util.function.BiConsumer;
import lanewise.core.SpecGenerator;

/** Random resizes, small enough to check them against definitions; the same for the same seed. */
public final class RandomResizes {
    private RandomResizes() {
    }

    /** One resize: what it was built from, for definitions to read. */
    public record Case(int batch, int channels, int[] in, float[] scale, int[] size, Interpolation interpolation,
            Coordinates coordinates, Rounding rounding, float a, boolean excludeOutside, boolean antialias,
            float[] start, float[] end, float extrapolationValue) {

        /** The specification. */
        public ResizeSpec spec() {
            ResizeSpecBuilder builder = ResizeSpec.of(channels, in).batch(batch).interpolation(interpolation)
                    .coordinates(coordinates).rounding(rounding).cubicCoefficient(a)
                    .extrapolationValue(extrapolationValue);
            builder = scale == null ? builder.size(size) : builder.scale(scale);
            builder = excludeOutside ? builder.excludeOutside() : builder;
            builder = antialias ? builder.antialias() : builder;
            return (start == null ? builder : builder.crop(start, end)).build();
        }
    }

    /** Checks a property for as many cases. */
    public static void check(int cases, BiConsumer<Case, SpecGenerator> property) {
        SpecGenerator.check(cases, (_, values) -> {
            Case one = next(values);
            try {
                property.accept(one, values);
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError(one + ": " + failure.getMessage(), failure);
            }
        });
    }

    private static Case next(SpecGenerator values) {
        int rank = values.between(1, 3);
        int[] in = new int[rank];
        int[] size = new int[rank];
        float[] scale = new float[rank];
        float[] start = new float[rank];
        float[] end = new float[rank];
        for (int i = 0; i < rank; i++) {
            int longest = i == rank - 1 ? 70 : rank == 3 ? 5 : 12;
            in[i] = values.between(1, longest);
            size[i] = values.oneIn(4) ? in[i] * values.between(1, 4) : values.between(1, 2 * longest);
            scale[i] = values.oneIn(2)
                    ? Math.max(values.between(1, 40) / 10f, 1f / in[i])
                    : values.between(1, 4) / (float) (values.oneIn(2) ? 1 : values.between(1, in[i]));
            start[i] = values.between(-3, 12) / 10f;
            end[i] = values.between(-2, 13) / 10f;
        }
        Interpolation interpolation = Interpolation.values()[values.between(0, 2)];
        Coordinates coordinates = Coordinates.values()[values.between(0, Coordinates.values().length - 1)];
        boolean crop = coordinates == Coordinates.TF_CROP_AND_RESIZE;
        boolean scaled = values.oneIn(2);
        return new Case(values.oneIn(15) ? 0 : values.between(1, 2), values.oneIn(15) ? 0 : values.between(1, 20), in,
                scaled ? scale : null, scaled ? null : size, interpolation, coordinates,
                Rounding.values()[values.between(0, 3)], values.oneIn(2) ? -0.75f : -0.5f, values.oneIn(3),
                interpolation != Interpolation.NEAREST && values.oneIn(3), crop ? start : null, crop ? end : null,
                values.between(-5, 5));
    }
}
