package lanewise.bench.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lanewise.bench.Fuzz;
import org.junit.jupiter.api.Test;

/** Whatever a file holds, it is a tensor or refused. */
public class NpyFuzzTest {
    private static final Path FILE = Fuzz.folder().resolve("x.npy");

    @Test
    void mutants() throws IOException {
        Fuzz.mutants(5_000, NpyFuzzTest::read, NpyFuzzTest.class);
    }

    /** What Jazzer calls. */
    public static void fuzzerTestOneInput(byte[] input) {
        Fuzz.one(NpyFuzzTest::read, input);
    }

    private static void read(byte[] bytes) throws IOException {
        Files.write(FILE, bytes);
        Npy.read(FILE);
    }
}
