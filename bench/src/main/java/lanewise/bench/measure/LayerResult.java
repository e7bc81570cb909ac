package lanewise.bench.measure;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import lanewise.bench.layers.Layer;

/**
 * What was measured on a layer.
 *
 * @param layer      the layer
 * @param ours       the contender that the comparison is about
 * @param algorithms how each contender that ran computed it, ours first
 * @param unable     why another contender did not run it, or a peer not rightly, by contender
 * @param peers      the peers that did
 * @param wrong      which of our own results was wrong and where, or null
 * @param peaks      multiply-add peak of one thread in GFLOP/s, measured at the beginning of each round over as long as a run of ours
 * @param times      seconds of the fastest run of each round by contender, ours first
 */
public record LayerResult(Layer layer, String ours, Map<String, String> algorithms, Map<String, String> unable,
        List<String> peers, String wrong, double[] peaks, Map<String, double[]> times) {

    /** {@return how ours computed it} */
    public String algorithm() {
        return algorithms.get(ours);
    }

    /**
     * {@return a contender's time, the median over the rounds, NaN when it did not run}
     *
     * @param name the contender
     */
    public double seconds(String name) {
        return times.containsKey(name) ? Stopwatch.median(times.get(name)) : Double.NaN;
    }

    /**
     * {@return a contender's rate, taps over padding counted, NaN when it did not run}
     *
     * @param name the contender
     */
    public double gflops(String name) {
        return layer.gflop() / seconds(name);
    }

    /**
     * {@return a contender's time divided by ours, the median over the rounds, NaN when it did not run}
     *
     * @param other the contender
     */
    public double ratio(String other) {
        return times.containsKey(other) ? ratio(round -> times.get(other)[round]) : Double.NaN;
    }

    /** {@return the time of each round's fastest peer divided by ours, the median over the rounds, NaN without one} */
    public double bestPeerRatio() {
        return peers.isEmpty()
                ? Double.NaN
                : ratio(round -> peers.stream().mapToDouble(peer -> times.get(peer)[round]).min().orElseThrow());
    }

    /**
     * {@return the share of the peak that ours reaches, the median over the rounds}
     *
     * @param threads whose peaks add up
     */
    public double share(int threads) {
        return overRounds(round -> layer.gflop() / times.get(ours)[round] / (peaks[round] * threads));
    }

    private double ratio(IntToDoubleFunction seconds) {
        return overRounds(round -> seconds.applyAsDouble(round) / times.get(ours)[round]);
    }

    private double overRounds(IntToDoubleFunction value) {
        double[] values = new double[peaks.length];
        Arrays.setAll(values, value);
        return Stopwatch.median(values);
    }
}
