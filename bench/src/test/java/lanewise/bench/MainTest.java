package lanewise.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {"demo", "run", "verify", "soak", "visualize", "info", "compare", "tune"})
    void everyCommandHasHelp(String command) {
        assertTrue(CommandLineCase.run(command, "--help").succeeds().out().startsWith("Usage: lanewise " + command));
    }

    @Test
    void hasHelpAndVersion() {
        assertTrue(CommandLineCase.run("--help").succeeds().out().contains("verify"));
        assertTrue(CommandLineCase.run("compare", "functions", "--help").succeeds().out().contains("copying"));
        assertTrue(CommandLineCase.run("--version").succeeds().out().startsWith("lanewise "));
    }

    @Test
    void refusesWhatItDoesNotUnderstand() {
        CommandLineCase.run().isRefused("Missing command: one of demo, run");
        CommandLineCase.run("convolve").isRefused("convolve");
        CommandLineCase.run("info", "--fast").isRefused("--fast");
        CommandLineCase.run("verify").isRefused("DIR");
        CommandLineCase.run("verify", folder, "--layers", "x.csv").isRefused("mutually exclusive");
        CommandLineCase.run("verify", folder.resolve("absent")).isRefused("must be a directory, but is none");
        CommandLineCase.run("verify", folder).isRefused("must contain case.json files, but contains none");
        CommandLineCase.run("verify", "--layers", folder.resolve("absent"))
                .isRefused("must be a file, but there is none");
        CommandLineCase.run("compare", "--layers", folder.resolve("absent")).isRefused("must be a file");
        CommandLineCase.run("compare").isRefused("--layers must be given");
        CommandLineCase.run("compare", "--layers", "x", "--filter", "[").isRefused("--filter");
        CommandLineCase.run("compare", "--layers", "x", "--layout", "chwn").isRefused("chwn");
        CommandLineCase.run("demo", "--image", folder).isRefused("must be a file, but there is none");
    }

    @Test
    void describesTheMachine() {
        String out = CommandLineCase.run("info").succeeds().out();
        assertTrue(out.contains("backend      scalar") && out.contains("FMA peak") && out.contains("reference"), out);
    }
}
