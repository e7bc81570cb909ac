package lanewise.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.function.Function;
import lanewise.core.Functions;
import lanewise.core.Layout;
import lanewise.core.PlanOptions;
import lanewise.core.SpecGenerator;
import lanewise.core.TensorFunction;
import lanewise.core.rearrange.BlockOrder;
import lanewise.core.rearrange.DepthToSpace;
import lanewise.core.rearrange.Shape;
import lanewise.core.rearrange.SpaceToDepth;
import lanewise.core.resize.RandomResizes;
import lanewise.core.resize.Resize;
import lanewise.core.resize.ResizeSpec;
import org.junit.jupiter.api.Test;

/** Resized and moved tensors have the bits of the scalar backend. */
class RearrangedBitsTest {
    private static final int CASES = Lanes.SPECIES.vectorBitSize() > Lanes.preferredBits() ? 200 : 600;

    @Test
    void resized() {
        RandomResizes.check(CASES, (one, values) -> {
            ResizeSpec spec = one.spec();
            float[] x = values.floats(spec.inElements());
            if (x.length > 0) {
                x[values.between(0, x.length - 1)] = Float.NEGATIVE_INFINITY;
            }
            hasScalarBits(options -> Resize.of(spec, options), x);
        });
    }

    @Test
    void moved() {
        SpecGenerator.check(CASES / 2, (_, values) -> {
            int block = values.between(1, 5);
            Shape small =
                    Shape.of(2, values.between(1, 3) * block * block, values.between(1, 9), values.between(1, 50));
            float[] x = values.floats(small.elements());
            Shape large = Shape.of(2, small.channels() / block / block, small.size().get(0) * block,
                    small.size().get(1) * block);
            for (BlockOrder order : BlockOrder.values()) {
                hasScalarBits(options -> DepthToSpace.of(small, order, options, block), x);
                hasScalarBits(options -> SpaceToDepth.of(large, order, options, block), x);
            }
        });
    }

    private static void hasScalarBits(Function<PlanOptions, TensorFunction> plan, float[] x) {
        for (Layout layout : Layout.values()) {
            PlanOptions options = PlanOptions.DEFAULTS.withLayout(layout);
            assertArrayEquals(Functions.run(plan.apply(options.withBackend("scalar")), x),
                    Functions.run(plan.apply(options.withBackend("simd")), x));
        }
    }
}
