package lanewise.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlanOptionsTest {

    @Test
    void changesOneOptionAtATime() {
        assertEquals(new PlanOptions(Layout.NCHW, Accuracy.DEFAULT, null, null, 4, Wisdom.NONE), PlanOptions.DEFAULTS);
        assertEquals(new PlanOptions(Layout.NHWC, Accuracy.STRICT, "scalar", "reference", 2, Wisdom.NONE),
                PlanOptions.DEFAULTS
                        .withLayout(Layout.NHWC).withAccuracy(Accuracy.STRICT).withBackend("scalar")
                        .withAlgorithm("reference").withThreads(2));
    }

    @Test
    void thereIsAThread() {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> PlanOptions.DEFAULTS.withThreads(0));
        assertTrue(refusal.getMessage().contains("threads"), refusal.getMessage());
    }

    @Test
    void layoutAccuracyAndWisdomMustBePresent() {
        assertThrows(NullPointerException.class, () -> PlanOptions.DEFAULTS.withWisdom(null));
        assertThrows(NullPointerException.class, () -> PlanOptions.DEFAULTS.withLayout(null));
        assertThrows(NullPointerException.class, () -> PlanOptions.DEFAULTS.withAccuracy(null));
    }

    @Test
    void whatIsAskedForIsPlanned() {
        ConvSpec spec = ConvSpec.conv(1, 1, 5).build();
        PlanOptions asked = PlanOptions.DEFAULTS.withLayout(Layout.NHWC).withAccuracy(Accuracy.STRICT)
                .withBackend("scalar").withAlgorithm("reference");
        assertEquals("FORWARD of " + spec + ", NHWC, STRICT, 4 threads",
                Plan.forward(spec, asked).explain().lines().findFirst().orElseThrow());
        assertEquals("scalar/reference", Plan.forward(spec, asked).algorithm());
    }

    @Test
    void scratchIsWhatExplainSays() {
        for (Plan plan : List.of(Plan.forward(ConvSpec.conv(8, 8, 9, 9).kernel(3).build()),
                Plan.transpose(ConvSpec.convTranspose(4, 2, 7).kernel(4).stride(2).build()))) {
            assertTrue(plan.explain().contains(", " + plan.scratchBytes() + " bytes of scratch each"), plan.explain());
        }
    }
}
