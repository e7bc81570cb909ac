package lanewise.bench.measure;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lanewise.bench.layers.Agreement;
import lanewise.bench.layers.Layer;
import lanewise.bench.layers.LayerData;

/**
 * Times contenders on a layer in alternating rounds. On a shared machine two times compare only when they were taken
 * next to each other, so every quotient is taken within a round and the median over the rounds is reported.
 *
 * @param ours   whom the comparison is about
 * @param others whom it is compared with; may be empty
 * @param rounds how many rounds
 * @param millis how long each contender runs in a round, at least once
 */
public record Comparison(Contender ours, List<Contender> others, int rounds, int millis) {
    /** Of a shortest round: some runs even of the larger layers, one of which nothing interrupts. */
    public static final int MILLISECONDS = 100;

    private static final int WARM_UP_ROUNDS = 10;
    private static final double SLOW_SECONDS = 1;

    /**
     * What was measured on a layer.
     *
     * @param layer     the layer
     * @param algorithm how ours computed it
     * @param wrong     whose result was wrong and where, or null
     * @param peaks     multiply-add peak of one thread in GFLOP/s, measured at the beginning of each round
     * @param seconds   seconds of the fastest run of each round by contender, ours first
     */
    public record Result(Layer layer, String algorithm, String wrong, double[] peaks, Map<String, double[]> seconds) {

        /**
         * {@return a contender's time divided by ours, the median over the rounds}
         *
         * @param other the contender
         * @param ours  ours
         */
        public double ratio(String other, String ours) {
            double[] ratios = new double[peaks.length];
            Arrays.setAll(ratios, round -> seconds.get(other)[round] / seconds.get(ours)[round]);
            return Stopwatch.median(ratios);
        }

        /**
         * {@return the share of the peak that a contender reaches, the median over the rounds}
         *
         * @param name    the contender
         * @param threads whose peaks add up
         */
        public double share(String name, int threads) {
            double[] shares = new double[peaks.length];
            Arrays.setAll(shares, round -> layer.gflop() / seconds.get(name)[round] / (peaks[round] * threads));
            return Stopwatch.median(shares);
        }

        /**
         * {@return a contender's time, the median over the rounds}
         *
         * @param name the contender
         */
        public double seconds(String name) {
            return Stopwatch.median(seconds.get(name));
        }
    }

    /**
     * Measures a layer.
     *
     * @param layer     what to run
     * @param data      on what
     * @param agreement what the results must agree with, null to check nothing
     * @return what was measured
     */
    public Result measure(Layer layer, LayerData data, Agreement agreement) {
        Map<String, double[]> seconds = new LinkedHashMap<>();
        double[] warm = new double[1 + others.size()];
        String wrong = null;
        for (int i = 0; i < warm.length; i++) {
            Contender contender = contender(i);
            contender.prepare(layer, data);
            warm[i] = warmUp(contender);
            seconds.put(contender.name(), new double[rounds]);
            String difference = agreement == null
                    ? null
                    : agreement.difference(contender.exact(), contender.result());
            wrong = difference == null
                    ? wrong
                    : contender.name() + " (" + contender.algorithm() + "): " + difference;
        }
        double[] peaks = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            peaks[round] = MachinePeaks.fmaGflops();
            for (int i = 0; i < warm.length; i++) {
                double[] times = seconds.get(contender(i).name());
                times[round] = round > 0 && warm[i] > SLOW_SECONDS
                        ? times[0]
                        : Stopwatch.fastestSeconds(contender(i)::run, 1e-3 * millis);
            }
        }
        return new Result(layer, ours.algorithm(), wrong, peaks, seconds);
    }

    private Contender contender(int i) {
        return i == 0 ? ours : others.get(i - 1);
    }

    /** Until the compiler is done with it. The first run may be interpreted and says nothing about the next. */
    private double warmUp(Contender contender) {
        contender.run();
        Stopwatch.warmUp(contender::run, 1e-3 * millis * WARM_UP_ROUNDS);
        return Stopwatch.fastestSeconds(contender::run, 0);
    }
}
