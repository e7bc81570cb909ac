package lanewise.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExamplesTest {

    @Test
    void keepTheirPromises() throws IOException {
        assertEquals(List.of(), Example.failures(Path.of("transposed.md")));
    }
}
