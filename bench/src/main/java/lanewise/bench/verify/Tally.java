package lanewise.bench.verify;

import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.Map;
import lanewise.bench.verify.Verdict.Outcome;

/** Prints a line for every verdict that is not a pass, counts them all, and turns the count into an exit code. */
final class Tally {
    private final PrintWriter out;
    private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);

    Tally(PrintWriter out) {
        this.out = out;
    }

    void add(Verdict verdict) {
        counts.merge(verdict.outcome(), 1, Integer::sum);
        if (verdict.outcome() != Outcome.PASSED) {
            out.println(
                    verdict.outcome() + " " + verdict.name() + ": " + verdict.reason().replaceAll("\\s*\\R\\s*", "; "));
            out.flush();
        }
    }

    /** Prints the last line. */
    int close() {
        out.println(count(Outcome.PASSED) + " passed, " + count(Outcome.FAILED) + " failed, "
                + count(Outcome.SKIPPED) + " skipped");
        out.flush();
        return count(Outcome.FAILED) > 0 ? 1 : 0;
    }

    private int count(Outcome outcome) {
        return counts.getOrDefault(outcome, 0);
    }
}
