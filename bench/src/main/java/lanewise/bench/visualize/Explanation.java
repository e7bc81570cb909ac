package lanewise.bench.visualize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import lanewise.bench.layers.Workers;

/**
 * What a unit saw, and what each rule says it looked at.
 *
 * @param unit    which one
 * @param window  the pixels that it sees
 * @param image   the whole image
 * @param signals as large as the image, for each rule; zero outside the window
 */
record Explanation(Unit unit, Window window, float[] image, Map<ReluRule, float[]> signals) {

    /** Explains units of one layer together: a one at each, zeros elsewhere, taken back to the image by every rule. */
    static List<Explanation> of(Network network, List<Unit> units, Images images, Workers workers) {
        int layer = units.getFirst().layer();
        Pass pass = new Pass(network, units.size(), workers);
        pass.bind();
        float[] pixels = new float[units.size() * Images.PIXELS];
        for (int n = 0; n < units.size(); n++) {
            System.arraycopy(images.pixels(), units.get(n).image() * Images.PIXELS, pixels, n * Images.PIXELS,
                    Images.PIXELS);
        }
        pass.forward(pixels);
        float[] start = pass.layer(layer).signal();
        int plane = (int) network.layers().get(layer).spec().outPositions();
        int channels = network.layers().get(layer).spec().outChannels();
        for (int n = 0; n < units.size(); n++) {
            Unit unit = units.get(n);
            start[(n * channels + unit.channel()) * plane + unit.position()] = 1;
        }
        Map<ReluRule, float[]> signals = new EnumMap<>(ReluRule.class);
        for (ReluRule rule : ReluRule.values()) {
            signals.put(rule, pass.backward(layer, rule).clone());
        }
        List<Explanation> explanations = new ArrayList<>();
        for (int n = 0; n < units.size(); n++) {
            Map<ReluRule, float[]> own = new EnumMap<>(ReluRule.class);
            int from = n * Images.PIXELS;
            signals.forEach((rule, all) -> own.put(rule, Arrays.copyOfRange(all, from, from + Images.PIXELS)));
            explanations.add(new Explanation(units.get(n), Window.of(network, layer, units.get(n).position()),
                    Arrays.copyOfRange(pixels, from, from + Images.PIXELS), own));
        }
        return explanations;
    }
}
