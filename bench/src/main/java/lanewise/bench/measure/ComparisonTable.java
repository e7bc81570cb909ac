package lanewise.bench.measure;

import static lanewise.bench.console.Columns.number;
import static lanewise.bench.console.Columns.of;
import static lanewise.bench.console.Columns.text;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import lanewise.bench.console.Columns;
import lanewise.bench.layers.Layer;

/** A comparison as a table whose rows are printed as they come, each followed by what went wrong with it. */
final class ComparisonTable {
    private static final int PEER_WIDTH = 8;
    private static final int VARIANT_WIDTH = 32;

    private final PrintWriter out;
    private final Columns columns;
    private final List<String> baselines;
    private final List<String> peers;
    private final int threads;

    /**
     * Prints the header.
     *
     * @param baselines contenders of our own to compare with, the shortest names of which serve as titles
     * @param peers     other engines
     */
    ComparisonTable(PrintWriter out, List<Layer> layers, List<String> baselines, List<String> peers, int threads) {
        this.out = out;
        this.baselines = baselines;
        this.peers = peers;
        this.threads = threads;
        int name = layers.stream().mapToInt(layer -> layer.name().length()).max().orElse(0);
        List<Columns.Column> titles = new ArrayList<>(List.of(text("layer", name), text("algorithm", 22),
                number("ms", 9), number("GFLOP/s", 8), number("% of peak", 9), number("scratch KiB", 11),
                number("plan µs", 7)));
        for (String baseline : baselines) {
            titles.addAll(List.of(number(baseline + " ms", 10), number("× " + baseline, 9)));
        }
        for (String peer : peers) {
            titles.add(number(peer + " ms", PEER_WIDTH));
        }
        if (!peers.isEmpty()) {
            titles.addAll(List.of(number("× best peer", PEER_WIDTH), text("fastest peer", VARIANT_WIDTH)));
        }
        columns = new Columns(out, titles.toArray(Columns.Column[]::new));
    }

    void add(LayerReport report) {
        LayerResult result = report.result();
        List<Object> cells = new ArrayList<>(List.of(result.layer().name(), result.algorithm(),
                millis(result, result.ours()), of(result.gflops(result.ours()), 1), of(100 * result.share(threads), 1),
                report.cost().scratchBytes() >> 10, of(report.cost().micros(), 1)));
        for (String baseline : baselines) {
            cells.addAll(List.of(millis(result, baseline), of(result.ratio(baseline), 2)));
        }
        for (String peer : peers) {
            cells.add(millis(result, peer));
        }
        if (!peers.isEmpty()) {
            cells.addAll(List.of(of(result.bestPeerRatio(), 2), fastestPeer(result)));
        }
        columns.row(cells.toArray());
        result.unable().forEach((name, reason) -> out.println("  " + name + " is left out: " + reason));
        if (result.wrong() != null) {
            out.println("WRONG " + result.layer().name() + " by " + result.wrong());
        }
        out.flush();
    }

    private static String millis(LayerResult result, String contender) {
        return of(1e3 * result.seconds(contender), 3);
    }

    private static String fastestPeer(LayerResult result) {
        return result.peers().stream().reduce((a, b) -> result.seconds(a) <= result.seconds(b) ? a : b)
                .map(peer -> peer + ":" + result.algorithms().get(peer)).orElse("-");
    }
}
