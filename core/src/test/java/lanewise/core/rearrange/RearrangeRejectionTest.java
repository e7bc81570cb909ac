package lanewise.core.rearrange;

import static lanewise.core.ErrorsPage.Row.absent;
import static lanewise.core.ErrorsPage.Row.refused;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import lanewise.core.ConvSpec;
import lanewise.core.ErrorsPage;
import lanewise.core.ErrorsPage.Row;
import lanewise.core.PlanOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad moves are refused with a message that names the parameter, its value and the bound. */
class RearrangeRejectionTest {
    private static final int MAX = Integer.MAX_VALUE;
    private static final Shape SHAPE = Shape.of(1, 6, 4, 5);
    private static final PlanOptions OPTIONS = PlanOptions.DEFAULTS;

    @ParameterizedTest(name = "{0}")
    @MethodSource("rearranging")
    void isRefused(Row row) throws Throwable {
        row.holds();
    }

    @Test
    void thePageSaysSo() throws IOException {
        ErrorsPage.check(RearrangeRejectionTest.class, Map.of("rearranging", rearranging()));
    }

    static Stream<Row> rearranging() {
        int[] one = {1};
        int[] none = {0};
        int[] three = {1, 2, 3};
        ConvSpec wide = ConvSpec.conv(MAX, 0, 1 << 20).kernel(1 << 20).padding(1 << 20).build();
        return Stream.of(
                refused("axes must be 1 to 3, but are 0", () -> Shape.of(1, 1)),
                refused("axes must be 1 to 3, but are 4", () -> Shape.of(1, 1, 2, 2, 2, 2)),
                refused("size must be at least 1, but is 0", () -> Shape.of(1, 1, 2, 0)),
                refused("batch must be at least 0, but is -1", () -> Shape.of(-1, 1, 2)),
                refused("channels must be at least 0, but is -1", () -> Shape.of(1, -1, 2)),
                refused("elements must be at most 9223372036854775807, but overflows a long",
                        () -> Shape.of(MAX, MAX, MAX)),
                refused("channels must be a multiple of the 4 elements of a block, but are 6",
                        () -> DepthToSpace.of(SHAPE, BlockOrder.DCR, 2)),
                refused("block must be at least 1, but is 0", () -> DepthToSpace.of(SHAPE, BlockOrder.CRD, 1, 0)),
                refused("block must have 1 or 2 values, but has 3",
                        () -> DepthToSpace.of(SHAPE, BlockOrder.CRD, three)),
                refused("elements of a block must be at most 2147483647, but is 4611686014132420609",
                        () -> DepthToSpace.of(SHAPE, BlockOrder.CRD, MAX)),
                refused("size must be a multiple of block = 2, but is 5",
                        () -> SpaceToDepth.of(SHAPE, BlockOrder.DCR, 2)),
                refused("block must be at least 1, but is -1", () -> SpaceToDepth.of(SHAPE, BlockOrder.DCR, -1)),
                refused("lo must have 1 or 2 values, but has 3",
                        () -> Padding.of(SHAPE, Extension.WRAP, three, one, OPTIONS)),
                refused("hi must be at least 0, but is -1",
                        () -> Padding.constant(SHAPE, 0, one, new int[]{-1}, OPTIONS)),
                refused("lo + in + hi must be at most 2147483647, but is 2147483651",
                        () -> Padding.constant(SHAPE, 0, new int[]{MAX}, none, OPTIONS)),
                refused("size must be at least 2 to be reflected, but is 1",
                        () -> Padding.of(Shape.of(1, 1, 1), Extension.REFLECTION, one, none, OPTIONS)),
                refused("stride must be at least 1, but is 0", () -> Stretch.of(SHAPE, 0)),
                refused("stretched size must be at most 2147483647, but is 6442450942",
                        () -> Stretch.of(SHAPE, MAX)),
                refused("elements of col must be at most 9223372036854775807, but overflows a long",
                        () -> Im2Col.of(wide)),
                refused("elements of col must be at most 9223372036854775807, but overflows a long",
                        () -> Col2Im.of(wide)),
                absent("size", () -> Shape.of(1, 1, (int[]) null)),
                absent("in", () -> DepthToSpace.of(null, BlockOrder.DCR, 2)),
                absent("order", () -> DepthToSpace.of(SHAPE, null, 2)),
                absent("block", () -> DepthToSpace.of(SHAPE, BlockOrder.DCR, (int[]) null)),
                absent("options", () -> DepthToSpace.of(SHAPE, BlockOrder.DCR, (PlanOptions) null, 2)),
                absent("in", () -> SpaceToDepth.of(null, BlockOrder.DCR, 2)),
                absent("order", () -> SpaceToDepth.of(SHAPE, null, 2)),
                absent("extension", () -> Padding.of(SHAPE, null, one, one, OPTIONS)),
                absent("lo", () -> Padding.of(SHAPE, Extension.WRAP, null, one, OPTIONS)),
                absent("hi", () -> Padding.constant(SHAPE, 0, one, null, OPTIONS)),
                absent("in", () -> Padding.constant(null, 0, one, one, OPTIONS)),
                absent("options", () -> Padding.constant(SHAPE, 0, one, one, null)),
                absent("in", () -> Stretch.of(null, 2)),
                absent("stride", () -> Stretch.of(SHAPE, (int[]) null)),
                absent("spec", () -> Im2Col.of(null)),
                absent("options", () -> Im2Col.of(wide, null)),
                absent("spec", () -> Col2Im.of(null)),
                absent("options", () -> Col2Im.of(wide, null)));
    }
}
