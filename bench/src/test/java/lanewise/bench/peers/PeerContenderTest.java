package lanewise.bench.peers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import lanewise.bench.layers.Layer;
import lanewise.bench.layers.LayerData;
import lanewise.core.ConvSpec;
import lanewise.core.Layout;
import lanewise.core.Product;
import org.junit.jupiter.api.Test;

class PeerContenderTest {
    private static final PeerSettings SETTINGS = new PeerSettings(1, Layout.NCHW, true);
    private static final Layer LAYER = new Layer("dot", Product.FORWARD, ConvSpec.conv(1, 1, 1).build());
    private static final LayerData DATA = LayerData.of(LAYER, 1);

    @Test
    void keepsTheFastestVariantAndClosesTheOthers() {
        FakeEngine engine = new FakeEngine("fake", 9, -1, 2, 6);
        try (PeerContender contender = new PeerContender(engine, SETTINGS, engine::variants)) {
            contender.prepare(LAYER, DATA);
            contender.run();
            assertEquals("takes2", contender.algorithm());
            assertArrayEquals(new float[]{2}, contender.result());
            assertEquals(1, engine.open());
        }
        assertEquals(0, engine.open());
    }

    @Test
    void saysInOneLineWhyNothingRuns() {
        FakeEngine engine = new FakeEngine("fake", -1, -2);
        try (PeerContender contender = new PeerContender(engine, SETTINGS, engine::variants)) {
            IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class,
                    () -> contender.prepare(LAYER, DATA));
            assertEquals("takes-1, takes-2: cannot do that", refusal.getMessage());
        }
    }
}
