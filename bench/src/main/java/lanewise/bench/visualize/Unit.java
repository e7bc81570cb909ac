package lanewise.bench.visualize;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import lanewise.bench.layers.Workers;

/**
 * A channel of a layer at the place, among some images, that excites it most.
 *
 * @param layer    which layer
 * @param channel  which of its channels
 * @param image    in which image
 * @param position where in that plane, before pooling
 * @param value    what the convolution gives there, behind the ReLU of a hidden layer
 */
record Unit(int layer, int channel, int image, int position, float value) {

    /**
     * {@return one unit for every channel of a layer, whose window lies in the image; that of a logit in an image of its class}
     *
     * @param network as trained
     * @param layer   which layer
     * @param images  a multiple of {@link Score#BATCH}
     * @param workers who compute
     */
    static List<Unit> strongest(Network network, int layer, Images images, Workers workers) {
        Pass pass = new Pass(network, Score.BATCH, workers);
        pass.bind();
        int channels = network.layers().get(layer).spec().outChannels();
        int plane = (int) network.layers().get(layer).spec().outPositions();
        int[] positions = IntStream.range(0, plane).filter(p -> Window.of(network, layer, p).inside()).toArray();
        Unit[] best = new Unit[channels];
        for (int image = 0; image < images.count(); image++) {
            int n = image % Score.BATCH;
            if (n == 0) {
                pass.forward(images.from(image, Score.BATCH).pixels());
            }
            float[] values = pass.layer(layer).y();
            for (int c = 0; c < channels; c++) {
                if (layer < network.last() || images.labels()[image] == c) {
                    for (int position : positions) {
                        float value = values[(n * channels + c) * plane + position];
                        if (best[c] == null || value > best[c].value) {
                            best[c] = new Unit(layer, c, image, position, value);
                        }
                    }
                }
            }
        }
        return Arrays.stream(best).filter(Objects::nonNull).toList();
    }

    /** {@return some of these, for as many outlines as possible, the strongest of each first} */
    static List<Unit> varied(List<Unit> units, Images images, int count) {
        int[] seen = new int[Outline.values().length];
        Map<Unit, Integer> turns = new HashMap<>();
        List<Unit> sorted = units.stream().sorted(Comparator.comparingDouble(Unit::value).reversed()).toList();
        sorted.forEach(unit -> turns.put(unit, seen[images.labels()[unit.image]]++));
        return sorted.stream().sorted(Comparator.comparing(turns::get)).limit(count).toList();
    }
}
