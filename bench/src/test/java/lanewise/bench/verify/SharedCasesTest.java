package lanewise.bench.verify;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import lanewise.bench.CommandLineCase;
import org.junit.jupiter.api.Test;

/** The collected cases of other projects, where system property {@code lanewise.shared} says they are. */
class SharedCasesTest {
    @Test
    void noCaseFails() {
        String shared = System.getProperty("lanewise.shared");
        assumeTrue(shared != null, "skipped: -Dlanewise.shared=FOLDER does not name the conformance cases");
        CommandLineCase verified = CommandLineCase.run("verify", Path.of(shared, "conformance", "cases"));
        assertTrue(verified.lastLine().contains(" 0 failed"), verified.out());
    }
}
