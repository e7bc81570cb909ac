package lanewise.bench.verify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import lanewise.bench.Fuzz;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever {@code case.json} says, it is a case or refused. */
public class CaseFuzzTest {
    private static final String CASE =
            """
                    {"op": "Conv", "attributes": {"strides": [2, 1], "group": 1, "auto_pad": "NOTSET"}, "disputed": false,
                     "expect": "failure", "error": {"kind": "shape", "scope": "ort_policy"},
                     "inputs": [{"name": "X", "dtype": "float32", "shape": [1, 1, 2, 2], "file": "x.bin"}, {"absent": true}],
                     "outputs": [{"name": "Y", "dtype": "float16", "shape": [8], "file": "x.bin", "abs_tol": 1e-3, "rel_tol": 0}]}
                    """;
    private static final String OTHER = """
            {"op": "ConvTranspose", "inputs": [{"shape": [9999999999, -1, 2147483647, "1"]}], "outputs": [null, [[[]]]]}
            """;

    @TempDir
    private Path folder;

    @Test
    void mutants() throws IOException {
        Files.write(folder.resolve("x.bin"), new byte[16]);
        Fuzz.mutants(20_000, bytes -> read(folder, bytes), CASE.getBytes(StandardCharsets.UTF_8),
                OTHER.getBytes(StandardCharsets.UTF_8));
    }

    /** What Jazzer calls. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Path folder = Files.createTempDirectory("fuzz");
        try {
            Files.write(folder.resolve("x.bin"), new byte[16]);
            Fuzz.one(bytes -> read(folder, bytes), input);
        } finally {
            Files.delete(folder.resolve("x.bin"));
            Files.deleteIfExists(folder.resolve(ConformanceCase.FILE));
            Files.delete(folder);
        }
    }

    private static void read(Path folder, byte[] bytes) throws IOException {
        ConformanceCase one = ConformanceCase.read(Files.write(folder.resolve(ConformanceCase.FILE), bytes));
        one.name();
        one.failsByPolicy();
        one.expectedFailure();
        if (!one.disputed() && Operators.unsupported(one) == null) {
            one.attributes(Set.of());
            one.input(0);
            one.input(1);
            one.outputs();
        }
    }
}
