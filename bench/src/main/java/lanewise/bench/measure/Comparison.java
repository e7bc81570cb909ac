package lanewise.bench.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lanewise.bench.layers.Agreement;
import lanewise.bench.layers.Layer;
import lanewise.bench.layers.LayerData;
import lanewise.core.spi.Backend;
import lanewise.core.spi.Backends;

/**
 * Times contenders on a layer in alternating rounds. On a shared machine two times compare only when they were taken
 * next to each other, so every quotient is taken within a round and the median over the rounds is reported.
 *
 * @param ours   whom the comparison is about
 * @param others whom it is compared with, of our own, each of which may be unable to run a layer; may be empty
 * @param peers  other engines, each of which may be unable to run a layer; may be empty
 * @param rounds how many rounds
 * @param millis how long each contender runs in a round, at least once
 */
public record Comparison(Contender ours, List<Contender> others, List<? extends Contender> peers, int rounds,
        int millis) {
    /** Of a shortest round: some runs even of the larger layers, one of which nothing interrupts. */
    public static final int MILLISECONDS = 100;

    private static final int WARM_UP_ROUNDS = 10;
    private static final double SLOW_SECONDS = 1;

    /**
     * Measures a layer.
     *
     * @param layer     what to run
     * @param data      on what
     * @param agreement what the results must agree with, null to check nothing
     * @return what was measured
     */
    public LayerResult measure(Layer layer, LayerData data, Agreement agreement) {
        Map<Contender, Double> ready = new LinkedHashMap<>();
        Map<String, String> unable = new LinkedHashMap<>();
        List<String> wrong = new ArrayList<>();
        ready.put(ours, prepare(ours, layer, data, WARM_UP_ROUNDS));
        for (Contender contender : Stream.concat(others.stream(), peers.stream()).toList()) {
            try {
                // Peers were compiled long ago, and run several times by their search for the fastest variant.
                ready.put(contender, prepare(contender, layer, data, peers.contains(contender) ? 1 : WARM_UP_ROUNDS));
            } catch (IllegalArgumentException | IllegalStateException refusal) {
                unable.put(contender.name(), refusal.getMessage());
            }
        }
        Map<String, String> algorithms = new LinkedHashMap<>();
        for (Contender contender : List.copyOf(ready.keySet())) {
            String difference = agreement == null
                    ? null
                    : agreement.difference(contender.bound(), contender.result());
            if (difference != null && peers.contains(contender)) {
                unable.put(contender.name(), contender.algorithm() + " is wrong: " + difference);
                ready.remove(contender);
                continue;
            }
            if (difference != null) {
                wrong.add(contender.name() + " (" + contender.algorithm() + "): " + difference);
            }
            algorithms.put(contender.name(), contender.algorithm());
        }
        double[] peaks = new double[rounds];
        Map<String, double[]> times = times(ready, peaks);
        return new LayerResult(layer, ours.name(), algorithms, unable,
                peers.stream().filter(ready::containsKey).map(Contender::name).toList(),
                wrong.isEmpty() ? null : String.join("; ", wrong), peaks, times);
    }

    private Map<String, double[]> times(Map<Contender, Double> ready, double[] peaks) {
        Map<String, double[]> times = new LinkedHashMap<>();
        ready.keySet().forEach(contender -> times.put(contender.name(), new double[rounds]));
        for (int round = 0; round < rounds; round++) {
            peaks[round] = MachinePeaks.fmaGflops(1e-3 * millis, ready.get(ours));
            for (Contender contender : ready.keySet()) {
                double[] seconds = times.get(contender.name());
                seconds[round] = round > 0 && ready.get(contender) > SLOW_SECONDS
                        ? seconds[0]
                        : Stopwatch.fastestSeconds(contender::run, 1e-3 * millis);
            }
        }
        return times;
    }

    /** Until the compiler is done with it. The first run may be interpreted and says nothing about the next. */
    private double prepare(Contender contender, Layer layer, LayerData data, int warmUpRounds) {
        contender.prepare(layer, data);
        contender.run();
        do {
            Stopwatch.warmUp(contender::run, 1e-3 * millis * warmUpRounds);
        } while (wasCold());
        return Stopwatch.fastestSeconds(contender::run, 0);
    }

    private static boolean wasCold() {
        return Backends.usable().stream().anyMatch(Backend::wasCold);
    }
}
