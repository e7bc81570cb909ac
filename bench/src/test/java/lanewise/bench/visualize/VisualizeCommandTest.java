package lanewise.bench.visualize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import lanewise.bench.CommandLineCase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VisualizeCommandTest {
    @TempDir
    private Path folder;

    @BeforeAll
    static void withoutScreen() {
        System.setProperty("java.awt.headless", "true");
    }

    @Test
    void learnsAndShowsTheSameOnAnyNumberOfThreads() throws IOException {
        Path one = folder.resolve("one");
        Path three = folder.resolve("three");
        String[] row = row(one, 1);
        assertArrayEquals(row, row(three, 3));
        assertEquals("640", row[0]);
        assertTrue(Double.parseDouble(row[2]) < Math.log(Outline.values().length),
                "better than knowing nothing: " + row[2]);
        assertTrue(Double.parseDouble(row[3]) > 100.0 / Outline.values().length, "better than guessing: " + row[3]);
        for (String picture : List.of("units.png", "loss.png")) {
            assertArrayEquals(Files.readAllBytes(one.resolve(picture)), Files.readAllBytes(three.resolve(picture)),
                    picture);
        }
        assertEquals(1008, ImageIO.read(one.resolve("units.png").toFile()).getWidth());
    }

    @Test
    void refusesWhatItCannotDo() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        CommandLineCase.run("visualize", "--out", file).isRefused("must be a directory, but is a file");
        CommandLineCase.run("visualize", "--out", folder, "--steps", 0).isRefused("--steps must be at least 1");
        CommandLineCase.run("visualize", "--out", folder, "--threads", 0).isRefused("threads must be at least 1");
    }

    /** The last row of the table but for times. */
    private static String[] row(Path out, int threads) {
        CommandLineCase shown = CommandLineCase
                .run("visualize", "--out", out, "--seed", 2, "--steps", 40, "--threads", threads).succeeds();
        assertEquals("loss.png and units.png in " + out, shown.lastLine());
        assertTrue(shown.out().matches("(?s).*logits of one image: deconvnet .*, gradient .*, guided [01].*"),
                shown.out());
        return Arrays.copyOf(shown.out().lines().skip(1).findFirst().orElseThrow().strip().split(" +"), 4);
    }
}
