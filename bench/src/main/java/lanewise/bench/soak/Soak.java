package lanewise.bench.soak;

import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import lanewise.bench.console.Progress;
import lanewise.core.spi.Backend;
import lanewise.core.spi.Backends;

/** Checks one random case after another until time is up or too much is wrong. */
final class Soak {
    private static final int MOST_FAILURES = 10;
    private static final double NANOS = 1e-9;

    private final SoakCheck check;
    private final int threads;
    private final PrintWriter out;
    private final Set<Long> specs = new HashSet<>();
    private long cases;
    private int failures;

    Soak(List<Way> more, PrintWriter out) {
        check = new SoakCheck(more);
        threads = more.size();
        this.out = out;
    }

    /** Cases that follow from a seed; the exit code. */
    int run(long seed, int seconds, PrintWriter err) {
        out.println("seed " + seed + ", " + threads + (threads == 1 ? " thread" : " threads"));
        out.flush();
        SplittableRandom seeds = new SplittableRandom(seed);
        long start = System.nanoTime();
        long elapsed = 0;
        try (Progress progress = new Progress(err, "soak", seconds)) {
            for (long shown = 0; elapsed < seconds * 1e9 && failures < MOST_FAILURES;) {
                checkOnce(seeds.nextLong() >>> 1);
                elapsed = System.nanoTime() - start;
                for (; shown < Math.min(seconds, elapsed * NANOS); shown++) {
                    progress.next(String.format(Locale.ROOT, "%.0f cases/s, %d failures", cases / (elapsed * NANOS),
                            failures));
                }
            }
        }
        return summary(elapsed);
    }

    /** One case, again and again while some of what it runs is waiting to be compiled; the exit code. */
    int replay(long caseSeed, int seconds) {
        long start = System.nanoTime();
        long elapsed;
        boolean cold;
        do {
            checkOnce(caseSeed);
            elapsed = System.nanoTime() - start;
            cold = false;
            for (Backend backend : Backends.usable()) {
                cold |= backend.wasCold();
            }
        } while (cold && failures == 0 && elapsed < seconds * 1e9);
        return summary(elapsed);
    }

    private void checkOnce(long caseSeed) {
        SoakCase one = SoakCase.of(caseSeed);
        cases++;
        specs.add((long) one.spec().hashCode() << Integer.SIZE ^ one.spec().toString().hashCode());
        try {
            check.check(one);
        } catch (SoakFailure failure) {
            failures++;
            out.println("FAILED " + failure.getMessage());
            out.println("  again: bench/lanewise soak --case " + caseSeed + " --threads " + threads);
            out.flush();
        }
    }

    private int summary(long nanos) {
        check.problems().forEach((algorithm, problems) -> out.printf("%-30s %9d problems%n", algorithm, problems));
        out.printf(Locale.ROOT,
                "%d cases of %d distinct specs and %d runs in %.1f s, %.0f cases/s: %d failed%n", cases, specs.size(),
                check.runs(), nanos * NANOS, cases / (nanos * NANOS), failures);
        out.flush();
        return failures > 0 ? 1 : 0;
    }
}
