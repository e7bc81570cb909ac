package lanewise.bench.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lanewise.core.Product;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerFileTest {
    @TempDir
    private Path folder;

    @Test
    void readsLayersInAsFewDimensionsAsTheyNeed() throws IOException {
        List<Layer> layers = LayerFile.read(write(SmallLayers.TEXT));
        assertEquals(List.of("plane", "sound", "volume"), layers.stream().map(Layer::name).toList());
        assertEquals("3→4 9×8→5×4 k3×3 s2×2 d1×1 p(1,1)(1,1) g1 n1", layers.get(0).spec().toString());
        assertEquals(Product.TRANSPOSE, layers.get(1).product());
        assertEquals("2→4 12→6 k4 s2 d1 p(1,1) g1 n2", layers.get(1).spec().toString());
        assertEquals(2 * 2 * 12, layers.get(1).outElements());
        assertEquals(3, layers.get(2).spec().rank());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            textBlock = """
                    plane,conv,1                    | plane,conv,1  | must have 24 columns, but has 25
                    plane,conv                      | plane,pool    | op must be conv or conv_transpose, but is pool
                    plane,conv,1,1,3,1,9            | plane,conv,1,1,3,1,nine | in_h must be an integer, but is 'nine'
                    plane,conv,1,1,3                | plane,conv,1,0,3 | groups must be at least 1, but is 0
                    plane,conv                      | sound,conv    | name must be new, but sound was there before
                    plane,conv,1,1,3,1,9,8          | plane,conv,1,1,3,1,90000,90000 | input must have at most
                    volume,conv,1,2,4               | volume,conv,1,3,4 | must be a multiple of groups = 3
                    """)
    void namesTheLineOfAMistake(String before, String after, String reason) throws IOException {
        String changed = reason.contains("25") ? after + ",9" : after;
        Path file = write(SmallLayers.TEXT.replace("\n" + before, "\n" + changed));
        String message = assertThrows(IllegalArgumentException.class, () -> LayerFile.read(file)).getMessage();
        assertTrue(message.matches("\\Q" + file + "\\E:[245]: .*") && message.contains(reason), message);
    }

    @Test
    void refusesOtherFiles() throws IOException {
        assertThrows(IllegalArgumentException.class, () -> LayerFile.read(write("name,op\n")));
        assertThrows(IllegalArgumentException.class, () -> LayerFile.read(write("")));
        assertThrows(IllegalArgumentException.class,
                () -> LayerFile.read(write(SmallLayers.TEXT.lines().findFirst().orElseThrow())));
        Path binary = Files.write(folder.resolve("binary"), new byte[]{(byte) 0xFF, (byte) 0xFE, 0});
        assertThrows(IllegalArgumentException.class, () -> LayerFile.read(binary));
        assertThrows(IOException.class, () -> LayerFile.read(folder.resolve("missing.csv")));
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("layers.csv"), text);
    }
}
