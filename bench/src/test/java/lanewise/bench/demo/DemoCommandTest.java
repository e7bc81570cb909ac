package lanewise.bench.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import lanewise.bench.CommandLineCase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {
    @TempDir
    private Path folder;

    @Test
    void writesAPictureForEveryStep() throws IOException {
        Path out = folder.resolve("out");
        Path image = image(38, 26, "jpg");
        CommandLineCase shown = CommandLineCase.run("demo", "--image", image, "--out", out, "--round-ms", "1")
                .succeeds();
        assertEquals("12 pictures in " + out, shown.lastLine());
        assertTrue(shown.out().contains("same bits") && !shown.out().contains("WRONG"), shown.out());
        try (Stream<Path> files = Files.list(out)) {
            assertEquals(12, files.count());
        }
        assertSize(19, 13, out.resolve("04-shrink-x2.png"));
        assertSize(38, 26, out.resolve("07-bilinear-x2.png"));
        assertSize(57, 39, out.resolve("11-learned-x3.png"));
    }

    @Test
    void refusesWhatIsNoPicture() throws IOException {
        Path text = Files.writeString(folder.resolve("text.png"), "not a picture");
        Path cut = folder.resolve("cut.png");
        byte[] whole = Files.readAllBytes(image(32, 32, "png"));
        Files.write(cut, java.util.Arrays.copyOf(whole, 40));
        Path out = folder.resolve("out");
        CommandLineCase.run("demo", "--image", text, "--out", out).isRefused("must be a PNG or JPEG picture");
        CommandLineCase.run("demo", "--image", cut, "--out", out).isRefused("must be a PNG or JPEG picture");
        CommandLineCase.run("demo", "--image", image(8, 40, "png"), "--out", out).isRefused("at least 16 pixels");
        assertFalse(Files.exists(out));
        CommandLineCase.run("demo", "--image", image(32, 32, "png"), "--out", text)
                .isRefused("must be a directory, but is a file");
    }

    @Test
    void shrinksLongPictures() throws IOException {
        Picture picture = Picture.read(image(2048, 100, "png"));
        assertEquals(1024, picture.width());
        assertEquals(50, picture.height());
    }

    @Test
    void drawsATestCard() {
        Picture card = TestCard.draw();
        assertEquals(512 * 384 * 3, card.planes().length);
        for (float value : card.planes()) {
            assertTrue(value >= 0 && value <= 1.0001f);
        }
    }

    private Path image(int width, int height, String format) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < width; x++) {
            image.setRGB(x, x % height, 0x80FF40 * x);
        }
        Path file = folder.resolve(width + "x" + height + "." + format);
        ImageIO.write(image, format, file.toFile());
        return file;
    }

    private static void assertSize(int width, int height, Path file) throws IOException {
        BufferedImage image = ImageIO.read(file.toFile());
        assertEquals(width + "×" + height, image.getWidth() + "×" + image.getHeight());
    }
}
