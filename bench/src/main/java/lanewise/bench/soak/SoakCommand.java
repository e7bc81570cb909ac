package lanewise.bench.soak;

import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Random cases for as long as one likes. */
@Command(name = "soak", description = {
        "Checks random specifications: every algorithm that takes one agrees with the scalar core, its three products are "
                + "adjoint where numbers are exact, neither tasks nor threads nor memory change a bit, and nothing but the "
                + "output is written.",
        "Prints how to repeat a case that fails. Exit code 1 when one does."})
public final class SoakCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "60",
            description = "How long (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--seed", paramLabel = "S", description = "Which cases (default: others every time, printed).")
    private Long seed;

    @Option(names = "--threads", paramLabel = "T", description = "Cases run on 1 to T threads (default: all).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--case", paramLabel = "C", description = "Only this case, until all that it runs is compiled.")
    private Long only;

    /** Created by the command line. */
    public SoakCommand() {
    }

    @Override
    public Integer call() {
        checkPositive("--seconds", seconds);
        checkPositive("--threads", threads);
        if (only != null && only < 0) {
            throw new IllegalArgumentException("--case must be at least 0, but is " + only);
        }
        try (ForkJoinPool pool = new ForkJoinPool(Math.max(1, threads - 1))) {
            Soak soak = new Soak(Way.onThreads(pool, threads), spec.commandLine().getOut());
            return only != null
                    ? soak.replay(only, seconds)
                    : soak.run(seed != null ? seed : new SplittableRandom().nextLong() >>> 1, seconds,
                            spec.commandLine().getErr());
        }
    }

    private static void checkPositive(String option, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(option + " must be at least 1, but is " + value);
        }
    }
}
