package lanewise.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lanewise.bench.CommandLineCase;
import lanewise.bench.layers.Layer;
import lanewise.bench.layers.LayerFile;
import lanewise.bench.layers.SmallLayers;
import lanewise.core.Layout;
import lanewise.core.PlanOptions;
import lanewise.core.Wisdom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuneCommandTest {
    @TempDir
    private Path folder;
    private Path file;
    private Path wisdom;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("layers.csv"), SmallLayers.TEXT);
        wisdom = folder.resolve("wisdom");
    }

    @Test
    void compareRunsWhatTuneFoundFastest() throws IOException {
        CommandLineCase tuned = CommandLineCase
                .run("tune", "--layers", file, "--filter", "plane", "--layout", "nhwc", "--wisdom", wisdom).succeeds();
        assertTrue(tuned.lastLine().matches("geomean gain \\S+, another algorithm than predicted on \\d of 1"),
                tuned.out());
        CommandLineCase.run("tune", "--layers", file, "--filter", "sound", "--threads", "2", "--accuracy", "strict",
                "--wisdom", wisdom).succeeds();
        Wisdom learned = Wisdom.load(wisdom);
        PlanOptions nhwc = PlanOptions.DEFAULTS.withLayout(Layout.NHWC).withThreads(1);
        Layer plane = LayerFile.read(file).getFirst();
        List<String> measured = List.copyOf(learned.nanos(plane.product(), plane.spec(), nhwc).keySet());
        assertEquals("simd/" + measured.getFirst(), plane.plan(nhwc.withWisdom(learned)).algorithm());
        CommandLineCase compared = CommandLineCase.run("compare", "--layers", file, "--filter", "plane", "--rounds",
                "1", "--round-ms", "1", "--layout", "nhwc", "--wisdom", wisdom).succeeds();
        assertTrue(compared.out().contains("simd/" + measured.getFirst()), compared.out());
    }

    @Test
    void refusesWhatIsNoWisdom() throws IOException {
        CommandLineCase.run("tune", "--layers", file, "--wisdom", folder).isRefused("must be a file");
        CommandLineCase.run("tune", "--layers", file, "--wisdom", folder.resolve("absent").resolve("wisdom"))
                .isRefused("must be a directory");
        CommandLineCase.run("tune", "--layers", file, "--wisdom", wisdom, "--filter", "none")
                .isRefused("--filter must match some layer");
        CommandLineCase.run("compare", "--layers", file, "--wisdom", wisdom)
                .isRefused("must be a file, but there is none");
        Files.writeString(wisdom, "name,op");
        CommandLineCase.run("tune", "--layers", file, "--wisdom", wisdom).isRefused("wisdom:1: must be '# lanewise");
        CommandLineCase.run("compare", "--layers", file, "--wisdom", wisdom).isRefused("wisdom:1: must be");
    }
}
