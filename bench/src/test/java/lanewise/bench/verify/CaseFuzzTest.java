package lanewise.bench.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import lanewise.bench.Fuzz;
import org.junit.jupiter.api.Test;

/** Whatever {@code case.json} says, it is a case or refused. */
public class CaseFuzzTest {
    private static final Path FOLDER = Fuzz.folder();

    @Test
    void mutants() throws IOException {
        Fuzz.mutants(5_000, CaseFuzzTest::read, CaseFuzzTest.class);
    }

    /** What Jazzer calls. */
    public static void fuzzerTestOneInput(byte[] input) {
        Fuzz.one(CaseFuzzTest::read, input);
    }

    private static void read(byte[] bytes) throws IOException {
        Files.write(FOLDER.resolve("x.bin"), new byte[16]);
        ConformanceCase one = ConformanceCase.read(Files.write(FOLDER.resolve(ConformanceCase.FILE), bytes));
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
