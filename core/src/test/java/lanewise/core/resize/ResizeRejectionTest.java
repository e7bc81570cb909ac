package lanewise.core.resize;

import static lanewise.core.ErrorsPage.Row.absent;
import static lanewise.core.ErrorsPage.Row.refused;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lanewise.core.ErrorsPage;
import lanewise.core.ErrorsPage.Row;
import lanewise.core.PlanOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad resizes are refused with a message that names the parameter, its value and the bound. */
class ResizeRejectionTest {
    private static final int MAX = Integer.MAX_VALUE;

    @ParameterizedTest(name = "{0}")
    @MethodSource("resizing")
    void isRefused(Row row) throws Throwable {
        row.holds();
    }

    @Test
    void thePageSaysSo() throws IOException {
        ErrorsPage.check(ResizeRejectionTest.class, Map.of("resizing", resizing()));
    }

    static Stream<Row> resizing() {
        return Stream.of(
                refused("axes must be 1 to 3, but are 0", () -> ResizeSpec.of(1)),
                refused("axes must be 1 to 3, but are 4", () -> ResizeSpec.of(1, 2, 2, 2, 2)),
                refused("scale must have 1 or 2 values, but has 3", () -> ResizeSpec.of(1, 4, 4).scale(1, 2, 3)),
                refused("size must have 1 or 3 values, but has 2", () -> ResizeSpec.of(1, 4, 4, 4).size(1, 2)),
                refused("end must have 1 or 1 values, but has 0",
                        () -> ResizeSpec.of(1, 4).crop(new float[1], new float[0])),
                refused("cubicCoefficient must be finite, but is NaN",
                        () -> ResizeSpec.of(1, 4).cubicCoefficient(Float.NaN)),
                refused("one of scale and size must be set, but neither is", () -> ResizeSpec.of(1, 4).build()),
                refused("one of scale and size must be set, but both are",
                        () -> ResizeSpec.of(1, 4).scale(2).size(8).build()),
                refused("axis H: in must be at least 1, but is 0", () -> ResizeSpec.of(1, 0, 4).scale(2).build()),
                refused("axis W: size must be at least 1, but is 0", () -> ResizeSpec.of(1, 4, 4).size(2, 0).build()),
                refused("axis D: scale must be positive and finite, but is NaN",
                        () -> ResizeSpec.of(1, 4, 4, 4).scale(Float.NaN, 1, 1).build()),
                refused("axis W: scale must be positive and finite, but is Infinity",
                        () -> ResizeSpec.of(1, 4).scale(Float.POSITIVE_INFINITY).build()),
                refused("axis W: scale must be positive and finite, but is 0.0",
                        () -> ResizeSpec.of(1, 4).scale(0).build()),
                refused("axis W: out must be between 1 and 2147483647, but is 0",
                        () -> ResizeSpec.of(1, 4).scale(0.2f).build()),
                refused("axis W: out must be between 1 and 2147483647, but is 0",
                        () -> ResizeSpec.of(1, MAX).scale(Float.MIN_VALUE).build()),
                refused("axis W: out must be between 1 and 2147483647, but is 6442450941",
                        () -> ResizeSpec.of(1, MAX).scale(3).build()),
                refused("axis W: scale must be at most 2147483647, but is 9223372036854775807",
                        () -> ResizeSpec.of(1, 4).scale(Float.MAX_VALUE).build()),
                refused("antialias must be unset for NEAREST, which weights nothing",
                        () -> ResizeSpec.of(1, 4).scale(2).antialias().build()),
                refused("crop must be set for TF_CROP_AND_RESIZE and no other rule, but coordinates are HALF_PIXEL",
                        () -> ResizeSpec.of(1, 4).scale(2).crop(new float[1], new float[1]).build()),
                refused("crop must be set for TF_CROP_AND_RESIZE and no other rule, but coordinates are "
                        + "TF_CROP_AND_RESIZE",
                        () -> ResizeSpec.of(1, 4).scale(2).coordinates(Coordinates.TF_CROP_AND_RESIZE).build()),
                refused("axis W: crop must be finite, but is from 0.0 to NaN",
                        () -> ResizeSpec.of(1, 4).scale(2).coordinates(Coordinates.TF_CROP_AND_RESIZE)
                                .crop(new float[1], new float[]{Float.NaN}).build()),
                refused("batch must be at least 0, but is -1", () -> ResizeSpec.of(1, 4).scale(2).batch(-1).build()),
                refused("channels must be at least 0, but is -2", () -> ResizeSpec.of(-2, 4).scale(2).build()),
                refused("axes must be 1 to 3, but are 0", () -> new ResizeSpec(1, 1, List.of(), 0)),
                refused("scale must be between 1 and 1073741823, but is 0",
                        () -> LinearUpsampling.of(1, 1, new int[]{4}, 0)),
                refused("in must be at least 1, but is 0", () -> LinearUpsampling.of(1, 1, new int[]{0}, 2)),
                refused("backend must be one of scalar, but is gpu (simd: module lanewise.simd is not on the path)",
                        () -> Resize.of(ResizeSpec.of(1, 4).scale(2).build(), PlanOptions.DEFAULTS.withBackend("gpu"))),
                absent("in", () -> ResizeSpec.of(1, (int[]) null)),
                absent("scale", () -> ResizeSpec.of(1, 4).scale((float[]) null)),
                absent("size", () -> ResizeSpec.of(1, 4).size((int[]) null)),
                absent("interpolation", () -> ResizeSpec.of(1, 4).interpolation(null)),
                absent("coordinates", () -> ResizeSpec.of(1, 4).coordinates(null)),
                absent("rounding", () -> ResizeSpec.of(1, 4).rounding(null)),
                absent("aspectRatio", () -> ResizeSpec.of(1, 4).aspectRatio(null)),
                absent("start", () -> ResizeSpec.of(1, 4).crop(null, new float[1])),
                absent("end", () -> ResizeSpec.of(1, 4).crop(new float[1], null)),
                absent("axes", () -> new ResizeSpec(1, 1, null, 0)),
                absent("spec", () -> Resize.of(null)),
                absent("options", () -> Resize.of(ResizeSpec.of(1, 4).scale(2).build(), null)),
                absent("in", () -> LinearUpsampling.of(1, 1, null, 2)),
                absent("scale", () -> LinearUpsampling.of(1, 1, new int[]{4}, (int[]) null)));
    }
}
