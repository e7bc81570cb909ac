package lanewise.docs.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import jdk.jshell.JShell;
import lanewise.core.Axis;
import lanewise.core.Border;
import lanewise.core.ConvSpec;
import lanewise.core.reference.ConvMatrix;
import lanewise.docs.examples.Library;
import lanewise.docs.figures.Relationship;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The interactive page says what {@code core} says, for every geometry that it offers. */
class PlayTest {
    private static final int GEOMETRIES = 31_680;

    private static List<String[]> rows;

    @BeforeAll
    static void askThePage(@TempDir Path scratch) throws IOException, InterruptedException {
        Optional<Chromium> chromium = Chromium.find();
        assumeTrue(chromium.isPresent(),
                "no chromium or google-chrome on the path: the interactive page is not checked");
        String page = Path.of("target/site/play.html").toAbsolutePath().toUri() + "?check";
        String table = Jsoup.parse(chromium.get().dom(page, scratch)).getElementById("check").wholeText();
        rows = table.lines().map(line -> line.split("\\|")).toList();
    }

    @Test
    void computesAsCore() {
        assertEquals(GEOMETRIES, rows.size());
        for (String[] row : rows) {
            String said = String.join("|", List.of(row).subList(1, Math.min(row.length, 4)));
            assertEquals(byCore(row[0].split(" ")), said, row[0]);
        }
    }

    @Test
    void javaBuildsWhatItSays() {
        List<String[]> samples = rows.stream().filter(row -> row.length == 5).toList();
        String specs = samples.stream().map(row -> row[4]).collect(Collectors.joining(",", "{", "}"));
        String expected = samples.stream().map(row -> List.of(axis(row[0].split(" "))).toString())
                .collect(Collectors.joining("\n"));
        try (JShell shell = Library.shell()) {
            shell.eval("import java.util.*; ");
            shell.eval("import java.util.stream.*;");
            shell.eval("import lanewise.core.*;");
            String value = shell.eval("Stream.of(new ConvSpec[]" + specs + ").map(spec -> spec.axes().toString())"
                    + ".collect(Collectors.joining(\"\\n\"))").getLast().value();
            assertEquals(expected, value.substring(1, value.length() - 1).replace("\\n", "\n"));
        }
    }

    private static String byCore(String[] asked) {
        try {
            Axis axis = axis(asked);
            boolean transposed = Boolean.parseBoolean(asked[0]);
            Relationship relationship = transposed ? Relationship.transposed(axis) : Relationship.of(axis);
            return axis.in() + " " + axis.out() + " " + axis.padLo() + " " + axis.padHi() + " " + hash(axis) + "|"
                    + relationship.number() + "|" + relationship.formula();
        } catch (IllegalArgumentException refusal) {
            return refusal.getMessage();
        }
    }

    private static Axis axis(String[] asked) {
        int[] number = IntStream.of(1, 2, 3, 4, 6, 7).map(i -> Integer.parseInt(asked[i])).toArray();
        int padding = number[4];
        if (asked[5].equals("explicit")) {
            return Boolean.parseBoolean(asked[0])
                    ? Axis.transposed(number[0], number[1], number[2], number[3], padding, padding, number[5])
                    : Axis.conv(number[0], number[1], number[2], number[3], padding, padding);
        }
        Border border = Border.valueOf(asked[5]);
        return Boolean.parseBoolean(asked[0])
                ? Axis.transposed(number[0], number[1], number[2], number[3], border, number[5])
                : Axis.conv(number[0], number[1], number[2], number[3], border);
    }

    /** Of row, column and weight of every entry of C. */
    private static int hash(Axis axis) {
        ConvMatrix c = ConvMatrix.of(new ConvSpec(1, 1, 1, 1, List.of(axis)), new float[axis.kernel()]);
        int hash = 1;
        for (int o = 0; o < c.rows(); o++) {
            for (int u = 0; u < c.columns(); u++) {
                int k = c.weightAt(o, u);
                if (k >= 0) {
                    hash = 31 * (31 * (31 * hash + o) + u) + k;
                }
            }
        }
        return hash;
    }
}
