package lanewise.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import lanewise.core.Axis;
import lanewise.core.ConvSpec;
import lanewise.core.Filter;
import lanewise.core.Layout;
import lanewise.core.Operator;
import lanewise.core.Plan;
import lanewise.core.PlanOptions;
import lanewise.core.Product;
import lanewise.core.Products;
import lanewise.core.SpecGenerator;
import lanewise.core.spi.Algorithm;
import lanewise.core.spi.Problem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Packed weights serve another size, padding or batch, or that is refused: every algorithm has the bits of a plan of its own. */
class ReplanTest {
    private static final int CASES = Lanes.SPECIES.vectorBitSize() > Lanes.preferredBits() ? 50 : 600;

    @ParameterizedTest
    @EnumSource(names = {"FORWARD", "TRANSPOSE"})
    void hasTheBitsOfAFreshPlan(Product product) {
        SpecGenerator.check(CASES, (spec, values) -> {
            ConvSpec first = new ConvSpec(1, spec.groups(), spec.inChannels(), spec.outChannels(),
                    spec.axes().stream().map(axis -> resized(axis, values)).toList());
            ConvSpec other = new ConvSpec(2, spec.groups(), spec.inChannels(), spec.outChannels(),
                    spec.axes().stream().map(axis -> resized(axis, values)).toList());
            Filter filter = Filter.of(values.floats(spec.filterElements()));
            boolean forward = product == Product.FORWARD;
            float[] operand = values.floats(forward ? other.inElements() : other.outElements());
            long results = forward ? other.outElements() : other.inElements();
            PlanOptions options = PlanOptions.DEFAULTS.withLayout(values.oneIn(2) ? Layout.NCHW : Layout.NHWC);
            for (Algorithm algorithm : Algorithms.ALL) {
                if (suits(algorithm, product, first, options) && suits(algorithm, product, other, options)) {
                    PlanOptions named = options.withAlgorithm(algorithm.name());
                    Operator moved;
                    try {
                        moved = plan(product, first, named).bind(filter).withSpec(other);
                    } catch (IllegalArgumentException refused) {
                        assertEquals("single-pixel", algorithm.name());
                        continue;
                    }
                    assertArrayEquals(Products.run(plan(product, other, named).bind(filter), operand, results),
                            Products.run(moved, operand, results), algorithm::name);
                }
            }
        });
    }

    private static boolean suits(Algorithm algorithm, Product product, ConvSpec spec, PlanOptions options) {
        return algorithm.rejects(
                new Problem(product, spec, options.layout(), options.accuracy(), options.threads())) == null;
    }

    private static Plan plan(Product product, ConvSpec spec, PlanOptions options) {
        return product == Product.FORWARD ? Plan.forward(spec, options) : Plan.transpose(spec, options);
    }

    private static Axis resized(Axis axis, SpecGenerator values) {
        int effective = (int) axis.effectiveKernel();
        int size = values.oneIn(2) ? 1 : values.between(1, 10);
        int padLo = values.between(0, effective - 1);
        if (values.oneIn(2)) {
            return Axis.conv(size, axis.kernel(), axis.stride(), axis.dilation(), padLo,
                    Math.max(effective - size - padLo, values.between(0, effective)));
        }
        return Axis.transposed(size, axis.kernel(), axis.stride(), axis.dilation(), padLo,
                values.between(0, effective - 1 - padLo), 0);
    }
}
