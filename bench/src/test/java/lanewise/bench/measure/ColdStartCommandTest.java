package lanewise.bench.measure;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lanewise.bench.CommandLineCase;
import lanewise.bench.layers.SmallLayers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ColdStartCommandTest {
    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("layers.csv"), SmallLayers.TEXT);
    }

    @Test
    void startsFreshJvms() {
        CommandLineCase cold = CommandLineCase.run("coldstart", "--layers", file, "--rounds", "1").succeeds();
        assertTrue(cold.lastLine().matches("lanewise +\\d+ +\\d+ +1\\.00"), cold.out());
    }

    @Test
    void refusesWhatCannotBeMeasured() {
        CommandLineCase.run("coldstart", "--layers", file, "--filter", "none")
                .isRefused("--filter must match some layer");
        CommandLineCase.run("coldstart", "--layers", file, "--rounds", "0").isRefused("--rounds must be at least 1");
        CommandLineCase.run("coldstart", "--layers", file, "--peers", "nobody")
                .isRefused("--peers must be all, or some");
        CommandLineCase.run("coldstart", "--layers", file, "--peers", "onednn").isRefused("--peers needs onednn");
    }
}
