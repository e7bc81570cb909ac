package lanewise.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * {@code api.txt} lists the public API, so that no change of it is an accident. To write it after one:
 * {@code mvn test -pl docs -am -Dtest=ApiTest -Dsurefire.failIfNoSpecifiedTests=false -Dlanewise.api=write}.
 */
class ApiTest {
    private static final Path FILE = Path.of("api.txt");

    @Test
    void isWhatTheFileLists() throws IOException {
        String api = PublicApi.of(ModuleClasses.CORE) + "\n" + PublicApi.of(ModuleClasses.PARALLEL);
        if ("write".equals(System.getProperty("lanewise.api"))) {
            Files.writeString(FILE, api);
        }
        assertEquals(Files.readString(FILE), api,
                "docs/" + FILE + " lists another API; -Dlanewise.api=write writes it");
    }
}
