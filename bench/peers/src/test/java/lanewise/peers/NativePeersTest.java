package lanewise.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import lanewise.bench.layers.Agreement;
import lanewise.bench.layers.Layer;
import lanewise.bench.layers.LayerData;
import lanewise.bench.peers.PeerEngine;
import lanewise.bench.peers.PeerEngine.Prepared;
import lanewise.bench.peers.PeerEngine.Variant;
import lanewise.bench.peers.PeerSettings;
import lanewise.bench.peers.Peers;
import lanewise.core.Activation;
import lanewise.core.ConvSpec;
import lanewise.core.Epilogue;
import lanewise.core.Layout;
import lanewise.core.Product;
import lanewise.core.Runner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every variant of every engine, against the scalar core. */
class NativePeersTest {
    private static final List<Layer> LAYERS = List.of(
            forward("winograd", ConvSpec.conv(32, 32, 14, 14).kernel(3).padding(1).build()),
            forward("strided", ConvSpec.conv(3, 5, 13, 11).kernel(5, 3).stride(2, 3).padding(2, 1).build()),
            forward("dilated", ConvSpec.conv(6, 4, 15, 12).kernel(3).dilation(2, 3).groups(2).build()),
            forward("depthwise", ConvSpec.conv(16, 16, 9, 8).kernel(3).padding(1).groups(16).batch(2).build()),
            forward("signal", ConvSpec.conv(4, 6, 40).kernel(5).padding(2).batch(2).build()),
            forward("volume", ConvSpec.conv(4, 6, 5, 6, 7).kernel(3).padding(1).build()),
            transpose("upsampling", ConvSpec.convTranspose(6, 5, 7, 9).kernel(4).stride(2).padding(1).batch(2).build()),
            transpose("output padding",
                    ConvSpec.convTranspose(4, 2, 6, 5).kernel(9).stride(3).padding(4).outputPadding(2).build()),
            transpose("groups", ConvSpec.convTranspose(6, 4, 8, 8).kernel(3).stride(2).groups(2).build()),
            transpose("sound", ConvSpec.convTranspose(6, 4, 20).kernel(16).stride(8).padding(4).build()));
    private static final List<Activation> ACTIVATIONS = List.of(Activation.none(), Activation.relu(),
            Activation.leakyRelu(0.25f), Activation.clip(-0.5f, 1));

    static Stream<PeerEngine> engines() {
        return Peers.engines(Peers.NAMES).stream();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void computesWhatTheScalarCoreComputes(PeerEngine engine) throws Exception {
        for (Layout layout : Layout.values()) {
            for (int i = 0; i < LAYERS.size(); i++) {
                Layer layer = LAYERS.get(i);
                LayerData random = LayerData.of(layer, 7);
                Epilogue bias = i % 2 == 0 ? Epilogue.none() : Epilogue.of(new float[layer.outShape()[1]]);
                LayerData data = new LayerData(random.in(), random.weights(),
                        bias.then(ACTIVATIONS.get(i % ACTIVATIONS.size())));
                Agreement agreement = Agreement.of(layer, data, layout, Runner.sequential());
                agree(engine.variants(new PeerSettings(1, layout, true), layer, data), agreement,
                        layer.name() + ", " + layout);
            }
        }
    }

    /** Without OpenCV, whose transposed layers ignore dilation. */
    @ParameterizedTest
    @ValueSource(strings = {"onnxruntime", "onednn", "pytorch"})
    void computesGradientsOfData(String name) throws Exception {
        PeerEngine engine = Peers.engines(List.of(name)).getFirst();
        for (Layout layout : Layout.values()) {
            for (Layer layer : LAYERS) {
                Layer adjoint = layer.adjoint();
                LayerData data = LayerData.of(adjoint, 7);
                agree(engine.dataGradients(new PeerSettings(1, layout, true), adjoint, data),
                        Agreement.of(adjoint, data, layout, Runner.sequential()), layer.name() + ", " + layout);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"onednn", "pytorch"})
    void computesGradientsOfWeights(String name) throws Exception {
        PeerEngine engine = Peers.engines(List.of(name)).getFirst();
        for (Layout layout : Layout.values()) {
            for (Layer layer : LAYERS) {
                LayerData data = LayerData.withGradient(layer, 7);
                agree(engine.weightGradients(new PeerSettings(1, layout, true), layer, data),
                        Agreement.ofWeights(layer, data, layout, Runner.sequential()), layer.name() + ", " + layout);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"onnxruntime", "opencv"})
    void refusesGradientsOfWeights(String name) {
        PeerEngine engine = Peers.engines(List.of(name)).getFirst();
        Layer layer = LAYERS.getFirst();
        assertThrows(UnsupportedOperationException.class, () -> engine
                .weightGradients(new PeerSettings(1, Layout.NCHW, true), layer, LayerData.withGradient(layer, 7)));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void addsTheBiasOfEachChannel(PeerEngine engine) throws Exception {
        for (Layer layer : List.of(LAYERS.get(1), LAYERS.get(6))) {
            LayerData data = new LayerData(new float[layer.inElements()], LayerData.of(layer, 7).weights(),
                    Epilogue.of(1, 2, 3, 4, 5));
            for (Variant variant : engine.variants(new PeerSettings(1, Layout.NCHW, true), layer, data)) {
                try (Prepared prepared = variant.preparation().prepare()) {
                    prepared.run();
                    float[] result = prepared.result();
                    int[] shape = layer.outShape();
                    assertEquals(1, result[0], variant.name());
                    assertEquals(5, result[shape[1] * shape[2] * shape[3] - 1], variant.name());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void knowsItsVersion(PeerEngine engine) {
        assertTrue(engine.version().matches("\\d+\\.\\d+.*"), engine.version());
    }

    @Test
    void strictLeavesWinogradOut() throws Exception {
        PeerEngine opencv = Peers.engines(List.of("opencv")).getFirst();
        Layer layer = LAYERS.getFirst();
        assertEquals(List.of("winograd-off"), opencv.variants(new PeerSettings(1, Layout.NCHW, false), layer,
                LayerData.of(layer, 1)).stream().map(Variant::name).toList());
    }

    @Test
    void refusesWhatAnEngineHasNot() {
        PeerEngine pytorch = Peers.engines(List.of("pytorch")).getFirst();
        Layer layer = forward("asymmetric", ConvSpec.conv(2, 2, 6, 6).kernel(2).padding(new int[]{0, 0},
                new int[]{1, 1}).build());
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class,
                () -> pytorch.variants(new PeerSettings(1, Layout.NCHW, true), layer, LayerData.of(layer, 1)));
        assertTrue(refusal.getMessage().contains("asymmetric"), refusal.getMessage());
    }

    private static void agree(List<Variant> variants, Agreement agreement, String what) throws Exception {
        for (Variant variant : variants) {
            try (Prepared prepared = variant.preparation().prepare()) {
                prepared.run();
                prepared.run();
                String difference = agreement.difference(Agreement.NATIVE_BOUND, prepared.result());
                assertNull(difference, what + ", " + variant.name());
            }
        }
    }

    private static Layer forward(String name, ConvSpec spec) {
        return new Layer(name, Product.FORWARD, spec);
    }

    private static Layer transpose(String name, ConvSpec spec) {
        return new Layer(name, Product.TRANSPOSE, spec);
    }
}
