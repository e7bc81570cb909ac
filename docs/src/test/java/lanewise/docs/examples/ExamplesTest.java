package lanewise.docs.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What code blocks of the pages say is true. */
class ExamplesTest {
    static final List<Path> JAVA = Blocks.pagesWith("java");
    static final List<Path> BASH = Blocks.pagesWith("bash");

    @ParameterizedTest
    @FieldSource("JAVA")
    void javaKeepsItsPromises(Path page) {
        assertEquals(List.of(), Example.failures(page));
    }

    @ParameterizedTest
    @FieldSource("BASH")
    void commandsAreUnderstood(Path page, @TempDir Path directory) throws IOException {
        assertEquals(List.of(), Commands.failures(page, directory));
    }

    @Test
    void noOtherLanguageIsSpoken() {
        assertEquals(Map.of(), Blocks.others("java", "bash"));
    }
}
