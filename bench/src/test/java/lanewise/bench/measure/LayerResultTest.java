package lanewise.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayerResultTest {
    private static final double EXACT = 1e-12;

    @Test
    void theBestPeerIsTheFastestOfEachRound() {
        LayerResult result = Results.report("one").result();
        assertEquals(1.5, result.bestPeerRatio(), EXACT, "median of 1/2, 5/2, 6/4");
        assertEquals(2, result.ratio("early"), EXACT);
        assertEquals(Double.NaN, result.ratio("never"));
        assertEquals(Double.NaN, Results.alone("two").result().bestPeerRatio());
    }

    @Test
    void sharesAreOfAllThreads() {
        LayerResult result = Results.report("one").result();
        assertEquals(result.gflops(Results.OURS) / 200, result.share(2), EXACT);
    }

    @Test
    void theTableNamesThePeerThatIsLeftOut() {
        StringWriter text = new StringWriter();
        LayerReport report = Results.report("one");
        new ComparisonTable(new PrintWriter(text), List.of(report.result().layer()), List.of(),
                List.of("early", "late", "never"), 1).add(report);
        List<String> lines = text.toString().lines().toList();
        assertEquals(List.of("layer", "algorithm", "ms", "GFLOP/s", "%", "of", "peak", "scratch", "KiB", "plan", "µs",
                "early", "ms", "late", "ms", "never", "ms", "×", "best", "peer", "fastest", "peer"),
                List.of(lines.get(0).split("\\s+")));
        List<String> cells = List.of(lines.get(1).split("\\s+"));
        assertEquals(List.of("2", "12.3", "6.000", "5.000", "-", "1.50", "late:c"), cells.subList(5, cells.size()));
        assertEquals("  never is left out: it cannot", lines.get(2));
    }

    @Test
    void theSummaryLeavesOutWhatNoPeerRan() {
        StringWriter text = new StringWriter();
        ComparisonSummary.print(new PrintWriter(text), List.of(Results.report("one"), Results.alone("two")), "ratio",
                LayerResult::bestPeerRatio);
        assertEquals(List.of("at most 4 KiB of scratch per thread, 12 µs of planning", "not compared: two", "ratio:",
                "geomean 1.50, worst 1.50 (one), wins 1 of 1"), text.toString().lines().toList());
        StringWriter none = new StringWriter();
        ComparisonSummary.print(new PrintWriter(none), List.of(Results.alone("two")), "ratio",
                LayerResult::bestPeerRatio);
        assertEquals("geomean -, worst - (none), wins 0 of 0", none.toString().lines().toList().getLast());
    }
}
