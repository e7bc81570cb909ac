package lanewise.bench.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lanewise.bench.CommandLineCase;
import lanewise.core.Runner;
import lanewise.core.spi.Scratch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SoakCommandTest {
    private static final Pattern AGAIN = Pattern.compile("again: bench/lanewise soak --case (\\d+) --threads 1");

    @Test
    void randomCasesHold() {
        CommandLineCase soak =
                CommandLineCase.run("soak", "--seconds", "1", "--seed", "7", "--threads", "2").succeeds();
        assertTrue(soak.out().startsWith("seed 7, 2 threads\n"), soak.out());
        assertTrue(soak.out().contains("scalar/reference"), soak.out());
        assertTrue(soak.lastLine()
                .matches(
                        "[1-9]\\d* cases of [1-9]\\d* distinct specs and [1-9]\\d* runs in \\S+ s, \\d+ cases/s: 0 failed"),
                soak.out());
    }

    @Test
    void aCaseFollowsFromItsSeed() {
        CommandLineCase.run("soak", "--seconds", "1", "--case", "11", "--threads", "1").succeeds();
        assertEquals(SoakCase.of(11).toString(), SoakCase.of(11).toString());
    }

    @Test
    void refusesWhatMakesNoSense() {
        CommandLineCase.run("soak", "--seconds", "0").isRefused("--seconds must be at least 1, but is 0");
        CommandLineCase.run("soak", "--threads", "-2").isRefused("--threads must be at least 1, but is -2");
        CommandLineCase.run("soak", "--seed", "x").isRefused("--seed");
    }

    /** What may go wrong on the way from a kernel to its results. */
    enum Fault {
        /** Some output is not written. */
        FORGETS_A_TASK,
        /** A residual that lies in the output is added twice. */
        REPEATS_A_TASK,
        /** A task throws. */
        FAILS
    }

    @ParameterizedTest
    @EnumSource
    void aFaultIsFoundAndFoundAgain(Fault fault) {
        List<Way> faulty = List.of(new Way("by a faulty runner", faulty(fault)));
        StringWriter out = new StringWriter();
        assertEquals(1, new Soak(faulty, new PrintWriter(out)).run(1, 20, new PrintWriter(new StringWriter())));
        Matcher again = AGAIN.matcher(out.toString());
        assertTrue(out.toString().contains("by a faulty runner: ") && again.find(), out.toString());
        long found = Long.parseLong(again.group(1));

        StringWriter replayed = new StringWriter();
        assertEquals(1, new Soak(faulty, new PrintWriter(replayed)).replay(found, 20));
        assertEquals(out.toString().lines().filter(line -> line.startsWith("FAILED")).findFirst(),
                replayed.toString().lines().findFirst());
        assertEquals(0, new Soak(List.of(Way.IN_ORDER), new PrintWriter(replayed)).replay(found, 1));
    }

    private static Runner faulty(Fault fault) {
        return job -> {
            Scratch scratch = new Scratch(new float[job.scratchFloats()], new int[job.scratchInts()]);
            for (int task = 0; task < job.tasks(); task++) {
                boolean last = task == job.tasks() - 1;
                if (!last || fault == Fault.REPEATS_A_TASK) {
                    job.run(task, scratch);
                }
                if (last && fault != Fault.FORGETS_A_TASK) {
                    job.run(task, fault == Fault.FAILS ? null : scratch);
                }
            }
        };
    }
}
