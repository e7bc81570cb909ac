package lanewise.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class PlotsTest {
    @TempDir
    private Path folder;

    @BeforeAll
    static void withoutScreen() {
        System.setProperty("java.awt.headless", "true");
    }

    @Test
    void drawsBarsAndRoofline() throws Exception {
        Plots.write(folder, List.of(Results.report("one"), Results.alone("two")), 1);
        assertTrue(colours("bars.png") > 4, "three engines, the peak and the background");
        assertTrue(colours("roofline.png") > 4, "three engines, a roof and the background");
        assertTrue(shapes("bars.svg") > 10, "bars of two layers, letters and the legend");
        assertTrue(shapes("roofline.svg") > 10, "points, a roof, letters and the legend");
    }

    /** How many shapes a well-formed SVG has. */
    private int shapes(String name) throws Exception {
        DocumentBuilderFactory parsers = DocumentBuilderFactory.newInstance();
        parsers.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        Document svg = parsers.newDocumentBuilder().parse(folder.resolve(name).toFile());
        assertEquals("svg", svg.getDocumentElement().getTagName());
        return Stream.of("path", "rect", "polyline", "polygon", "ellipse")
                .mapToInt(shape -> svg.getElementsByTagName(shape).getLength()).sum();
    }

    private int colours(String name) throws IOException {
        BufferedImage image = ImageIO.read(folder.resolve(name).toFile());
        Set<Integer> colours = new HashSet<>();
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                colours.add(image.getRGB(x, y));
            }
        }
        return colours.size();
    }
}
