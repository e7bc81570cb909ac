package lanewise.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Times algorithms for one problem. They take turns, because a machine is not equally fast at all times, and the fastest run
 * of each counts: whatever else happens makes a run slower, never faster. The trial ends when no algorithm has become faster,
 * or is waiting to be compiled, for some rounds.
 */
final class Trial {
    private static final long TURN_NANOS = 10_000_000;
    private static final int QUIET_ROUNDS = 10;
    private static final double FASTER = 0.98;
    private static final long SEED = 1;

    private final Choice choice;
    private final Runnable run;
    private long fastest = Long.MAX_VALUE;

    private Trial(Choice choice, Runnable run) {
        this.choice = choice;
        this.run = run;
    }

    /** Nanoseconds of the fastest run of each choice, at least 1, by the name of its algorithm. */
    static Map<String, Long> nanos(List<Choice> choices, Runner runner) {
        List<Trial> trials = trials(choices, runner);
        int quiet = 0;
        while (quiet < QUIET_ROUNDS) {
            quiet++;
            for (Trial trial : trials) {
                if (trial.becomesFaster() | trial.choice.backend().wasCold()) {
                    quiet = 0;
                }
            }
        }
        Map<String, Long> nanos = new LinkedHashMap<>();
        trials.forEach(trial -> nanos.put(trial.choice.algorithm().name(), trial.fastest));
        return nanos;
    }

    private static List<Trial> trials(List<Choice> choices, Runner runner) {
        ConvSpec spec = choices.getFirst().problem().spec();
        boolean gradient = choices.getFirst().problem().product() == Product.WEIGHTS;
        SplittableRandom random = new SplittableRandom(SEED);
        Floats x = Floats.of(values(random, "elements of x", spec.inElements()));
        Floats y = Floats.of(values(random, "elements of y", spec.outElements()));
        float[] weights = values(random, "elements of w", spec.filterElements());
        Floats w = gradient ? Floats.of(weights) : null;
        return choices.stream().map(choice -> {
            float[] packed = gradient ? null : choice.kernel().pack(weights);
            Execution execution = new Execution(choice, packed, Epilogue.none());
            return new Trial(choice, () -> execution.run(x, y, w, null, runner));
        }).toList();
    }

    /** Runs for a turn, at least once. */
    private boolean becomesFaster() {
        long before = fastest;
        long start = System.nanoTime();
        long now = start;
        while (now - start < TURN_NANOS) {
            run.run();
            long after = System.nanoTime();
            fastest = Math.clamp(after - now, 1, fastest);
            now = after;
        }
        return fastest < FASTER * before;
    }

    /** Uniform in [-1, 1). */
    private static float[] values(SplittableRandom random, String what, long count) {
        float[] values = new float[Check.toSize(what, count)];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat(-1, 1);
        }
        return values;
    }
}
