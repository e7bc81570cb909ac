package lanewise.docs.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Figures are what the code draws; {@code mvn package -pl docs -am -DskipTests -Dlanewise.figures=write} draws them anew. */
class FiguresTest {
    static final Set<String> FILES = Figures.ALL.keySet();

    @ParameterizedTest
    @FieldSource("FILES")
    void isWhatTheCodeDraws(String file) throws IOException {
        Path path = Path.of("figures", file);
        String drawn = Figures.ALL.get(file).get().toString();
        assertEquals(drawn, Files.readString(path), () -> path + " is not what the code draws");
    }
}
