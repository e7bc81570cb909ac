package lanewise.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lanewise.bench.layers.Agreement;
import lanewise.bench.layers.Layer;
import lanewise.bench.layers.LayerData;
import lanewise.bench.peers.FakeEngine;
import lanewise.bench.peers.PeerContender;
import lanewise.bench.peers.PeerSettings;
import lanewise.core.ConvSpec;
import lanewise.core.Layout;
import lanewise.core.PlanOptions;
import lanewise.core.Product;
import lanewise.core.Runner;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final PeerSettings SETTINGS = new PeerSettings(1, Layout.NCHW, true);
    private static final Layer LAYER = new Layer("dot", Product.FORWARD, ConvSpec.conv(1, 1, 1).build());
    private static final LayerData DATA = LayerData.of(LAYER, 1);

    @Test
    void peersThatFailOrAreWrongAreLeftOutWithTheReason() {
        LayerResult result = measure(Agreement.of(LAYER, DATA, Layout.NCHW, Runner.sequential()));
        assertEquals(Set.of("wrong", "broken"), result.unable().keySet());
        assertTrue(result.unable().get("wrong").startsWith("takes1 is wrong: element 0 must be "),
                result.unable().get("wrong"));
        assertEquals("takes-1: cannot do that", result.unable().get("broken"));
        assertEquals(List.of(), result.peers());
        assertNull(result.wrong(), "the exit code is about ours");
    }

    @Test
    void peersAreTimedInEachRound() {
        LayerResult result = measure(null);
        assertEquals(List.of("wrong"), result.peers());
        double[] seconds = result.times().get("wrong");
        assertEquals(2, seconds.length);
        assertTrue(Arrays.stream(seconds).allMatch(time -> time >= 1e-3), () -> Arrays.toString(seconds));
    }

    @Test
    void peersWithoutGradientsOfWeightsAreNamed() {
        LayerData data = LayerData.withGradient(LAYER, 1);
        try (Contender ours = Pass.WEIGHTS.lanewise("ours", PlanOptions.DEFAULTS, 1);
                PeerContender peer = Pass.WEIGHTS.peer(new FakeEngine("none", 1), SETTINGS)) {
            LayerResult result = new Comparison(ours, List.of(), List.of(peer), 1, 1).measure(LAYER, data,
                    Pass.WEIGHTS.agreement(LAYER, data, Layout.NCHW, Runner.sequential()));
            assertEquals(Map.of("none", "it computes no gradient of weights"), result.unable());
            assertNull(result.wrong());
        }
    }

    private static LayerResult measure(Agreement agreement) {
        try (Contender ours = new LanewiseContender("ours", PlanOptions.DEFAULTS, 1);
                PeerContender wrong = Pass.LAYER.peer(new FakeEngine("wrong", 1), SETTINGS);
                PeerContender broken = Pass.LAYER.peer(new FakeEngine("broken", -1), SETTINGS)) {
            return new Comparison(ours, List.of(), List.of(wrong, broken), 2, 1).measure(LAYER, DATA, agreement);
        }
    }
}
