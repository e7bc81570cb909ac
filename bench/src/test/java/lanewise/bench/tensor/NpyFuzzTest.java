package lanewise.bench.tensor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import lanewise.bench.Fuzz;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a file holds, it is a tensor or refused. */
public class NpyFuzzTest {
    @TempDir
    private Path folder;

    @Test
    void mutants() throws IOException {
        Path file = folder.resolve("x.npy");
        Npy.write(file, new Tensor(new int[]{2, 3}, new float[6]));
        byte[] written = Files.readAllBytes(file);
        byte[] third = written.clone();
        third[6] = 3;
        Fuzz.mutants(20_000, bytes -> read(file, bytes), written, third,
                "(2147483647, 0, 2147483647,)".getBytes(StandardCharsets.US_ASCII));
    }

    /** What Jazzer calls. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Path file = Files.createTempFile("fuzz", ".npy");
        try {
            Fuzz.one(bytes -> read(file, bytes), input);
        } finally {
            Files.delete(file);
        }
    }

    private static void read(Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes);
        Npy.read(file);
    }
}
