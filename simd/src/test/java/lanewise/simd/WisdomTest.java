package lanewise.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import lanewise.core.Accuracy;
import lanewise.core.ConvSpec;
import lanewise.core.Filter;
import lanewise.core.Plan;
import lanewise.core.PlanOptions;
import lanewise.core.Product;
import lanewise.core.Products;
import lanewise.core.Runner;
import lanewise.core.Wisdom;
import lanewise.core.spi.Algorithm;
import lanewise.core.spi.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WisdomTest {
    private static final ConvSpec SPEC = ConvSpec.conv(8, 8, 12, 12).kernel(3).padding(1).build();
    private static final PlanOptions STRICT = PlanOptions.DEFAULTS.withAccuracy(Accuracy.STRICT);

    @TempDir
    private Path folder;

    @Test
    void aLaterProcessTakesWhatWasFastest() throws IOException {
        Path file = folder.resolve("wisdom");
        Wisdom.NONE.measure(Product.FORWARD, SPEC, PlanOptions.DEFAULTS, Runner.sequential())
                .measure(Product.FORWARD, SPEC, STRICT, Runner.sequential()).save(file);
        Wisdom wisdom = Wisdom.load(file);
        for (PlanOptions options : new PlanOptions[]{PlanOptions.DEFAULTS, STRICT}) {
            Map<String, Long> nanos = wisdom.nanos(Product.FORWARD, SPEC, options);
            Plan plan = Plan.forward(SPEC, options.withWisdom(wisdom));
            assertEquals(allowed(options), nanos.keySet());
            assertEquals("simd/" + nanos.keySet().iterator().next(), plan.algorithm());
            assertTrue(plan.explain().contains("chosen by wisdom"), plan.explain());
            nanos.forEach((algorithm, time) -> assertTrue(
                    plan.explain().matches("(?s).*simd/" + algorithm + ": predicted cost \\S+, measured \\S+ µs.*"),
                    plan.explain()));
        }
    }

    @Test
    void strictStaysExact() {
        Wisdom wisdom = Wisdom.NONE.measure(Product.FORWARD, SPEC, STRICT, Runner.sequential());
        float[] weights = new float[(int) SPEC.filterElements()];
        float[] x = new float[(int) SPEC.inElements()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = x[i] = (float) Math.sin(i);
        }
        assertArrayEquals(
                Products.run(Plan.forward(SPEC, STRICT.withBackend("scalar")).bind(Filter.of(weights)), x,
                        SPEC.outElements()),
                Products.run(Plan.forward(SPEC, STRICT.withWisdom(wisdom)).bind(Filter.of(weights)), x,
                        SPEC.outElements()));
    }

    @Test
    void whoAsksForAnAlgorithmGetsIt() {
        Wisdom wisdom = Wisdom.NONE.measure(Product.FORWARD, SPEC, PlanOptions.DEFAULTS, Runner.sequential());
        for (String algorithm : allowed(PlanOptions.DEFAULTS)) {
            Plan plan = Plan.forward(SPEC, PlanOptions.DEFAULTS.withWisdom(wisdom).withAlgorithm(algorithm));
            assertEquals("simd/" + algorithm, plan.algorithm());
            assertFalse(plan.explain().contains("chosen by wisdom"), plan.explain());
        }
    }

    private static Set<String> allowed(PlanOptions options) {
        return Algorithms.ALL.stream().filter(algorithm -> options.accuracy() == Accuracy.DEFAULT || algorithm.exact())
                .filter(algorithm -> algorithm.rejects(
                        new Problem(Product.FORWARD, SPEC, options.layout(), options.accuracy(),
                                options.threads())) == null)
                .map(Algorithm::name).collect(Collectors.toSet());
    }
}
