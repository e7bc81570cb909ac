package lanewise.bench.measure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lanewise.bench.layers.Layer;
import lanewise.core.ConvSpec;
import lanewise.core.Product;

/** Results that nobody measured. */
final class Results {
    static final String OURS = "ours";

    private Results() {
    }

    /** Three rounds of ours, of one peer that is fast early and of one that is fast late; a third refused. */
    static LayerReport report(String layer) {
        Map<String, double[]> times = new LinkedHashMap<>();
        times.put(OURS, new double[]{2e-3, 2e-3, 4e-3});
        times.put("early", new double[]{1e-3, 6e-3, 8e-3});
        times.put("late", new double[]{4e-3, 5e-3, 6e-3});
        return new LayerReport(new LayerResult(layer(layer), OURS, Map.of(OURS, "a", "early", "b", "late", "c"),
                Map.of("never", "it cannot"), List.of("early", "late"), null, new double[]{100, 100, 100}, times),
                new PlanCost(2048, 12.25));
    }

    /** A layer that no peer ran. */
    static LayerReport alone(String layer) {
        return new LayerReport(new LayerResult(layer(layer), OURS, Map.of(OURS, "a"), Map.of("early", "too early"),
                List.of(), null, new double[]{100, 100, 100}, Map.of(OURS, new double[]{2e-3, 2e-3, 4e-3})),
                new PlanCost(4096, 2));
    }

    private static Layer layer(String name) {
        return new Layer(name, Product.FORWARD, ConvSpec.conv(16, 16, 50, 50).kernel(3).build());
    }
}
