package lanewise.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import lanewise.bench.layers.Agreement;
import lanewise.bench.layers.Layer;
import lanewise.bench.layers.LayerData;
import lanewise.core.ConvSpec;
import lanewise.core.Layout;
import lanewise.core.PlanOptions;
import lanewise.core.Product;
import lanewise.core.Runner;
import org.junit.jupiter.api.Test;

class ZeroInsertionContenderTest {
    private static final List<ConvSpec> SPECS = List.of(
            ConvSpec.convTranspose(6, 5, 7, 9).kernel(4).stride(2).padding(1).batch(2).build(),
            ConvSpec.convTranspose(4, 2, 6, 5).kernel(9).stride(3).padding(4).outputPadding(2).build(),
            ConvSpec.convTranspose(6, 4, 8, 8).kernel(3).stride(2).groups(2).dilation(2).build(),
            ConvSpec.convTranspose(6, 4, 20).kernel(16).stride(8).padding(4).build(),
            ConvSpec.convTranspose(4, 6, 3, 4, 5).kernel(2).stride(2, 3, 1).batch(2).build());

    @Test
    void computesWhatTheTransposeComputes() {
        for (Layout layout : Layout.values()) {
            for (ConvSpec spec : SPECS) {
                Layer layer = new Layer("layer", Product.TRANSPOSE, spec);
                LayerData data = LayerData.of(layer, 5);
                try (Contender contender =
                        new ZeroInsertionContender(PlanOptions.DEFAULTS.withLayout(layout), 1)) {
                    contender.prepare(layer, data);
                    contender.run();
                    contender.run();
                    assertNull(Agreement.of(layer, data, layout, Runner.sequential()).difference(contender.bound(),
                            contender.result()), spec + ", " + layout);
                }
            }
        }
    }

    @Test
    void refusesWhatItCannotInsertInto() {
        try (Contender contender = new ZeroInsertionContender(PlanOptions.DEFAULTS, 1)) {
            for (Layer layer : List.of(new Layer("forward", Product.FORWARD, SPECS.getFirst()), new Layer("cut",
                    Product.TRANSPOSE, ConvSpec.convTranspose(1, 1, 4).kernel(2).stride(2).padding(2).build()))) {
                String reason = assertThrows(IllegalArgumentException.class,
                        () -> contender.prepare(layer, LayerData.of(layer, 5))).getMessage();
                assertEquals(layer.name().equals("cut")
                        ? "it cuts no more than the kernel reaches"
                        : "it is for transposed layers", reason);
            }
        }
    }
}
