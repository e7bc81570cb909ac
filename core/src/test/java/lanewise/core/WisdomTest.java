package lanewise.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import lanewise.core.reference.ScalarReference;
import lanewise.core.spi.Algorithm;
import lanewise.core.spi.Backends;
import lanewise.core.spi.Call;
import lanewise.core.spi.Kernel;
import lanewise.core.spi.Problem;
import lanewise.core.spi.Scratch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WisdomTest {
    private static final ConvSpec SPEC = ConvSpec.conv(2, 3, 8).kernel(3).build();
    private static final Runner RUNNER = Runner.sequential();
    private static final String HEADER = "# lanewise wisdom 1";

    @TempDir
    private Path folder;

    /** The reference, which takes at least so many nanoseconds for a task, and predicts that it takes the fewer the more. */
    private record Late(String name, long nanos) implements Algorithm {
        @Override
        public double bound() {
            return 0;
        }

        @Override
        public String rejects(Problem problem) {
            return null;
        }

        @Override
        public Kernel kernel(Problem problem) {
            return new LateKernel(new ScalarReference().kernel(problem), nanos);
        }
    }

    private record LateKernel(Kernel kernel, long nanos) implements Kernel {
        @Override
        public double cost() {
            return -nanos;
        }

        @Override
        public int tasks() {
            return kernel.tasks();
        }

        @Override
        public int scratchFloats() {
            return kernel.scratchFloats();
        }

        @Override
        public int scratchInts() {
            return kernel.scratchInts();
        }

        @Override
        public float[] pack(float[] weights) {
            return kernel.pack(weights);
        }

        @Override
        public void run(Call call, int task, Scratch scratch) {
            long end = System.nanoTime() + nanos;
            kernel.run(call, task, scratch);
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
        }
    }

    private static List<Choice> choices(Product product, Algorithm... algorithms) {
        Problem problem = new Problem(product, SPEC, Layout.NCHW, Accuracy.DEFAULT, 4);
        return Arrays.stream(algorithms).map(algorithm -> new Choice(problem, PlanOptions.DEFAULTS,
                Backends.usable().getLast(), algorithm, algorithm.kernel(problem), "", false)).toList();
    }

    @ParameterizedTest
    @EnumSource
    void theFastestAllowedIsChosen(Product product) {
        List<Choice> choices = choices(product, new Late("late", 200_000), new Late("later", 400_000),
                new Late("early", 0));
        Wisdom wisdom = Wisdom.NONE.measure(choices, RUNNER);
        Map<String, Long> nanos = wisdom.nanos(product, SPEC, PlanOptions.DEFAULTS);
        assertEquals(List.of("early", "late", "later"), List.copyOf(nanos.keySet()));
        assertTrue(nanos.get("late") >= 200_000, nanos.toString());
        Choice chosen = wisdom.fastest(choices).orElseThrow();
        assertEquals("scalar/early", chosen.name());
        assertTrue(chosen.explain().contains("\nchosen by wisdom: the fastest when measured\n"), chosen.explain());
        assertEquals("scalar/late", wisdom.fastest(choices.subList(0, 2)).orElseThrow().name());
    }

    @Test
    void whatWasNotMeasuredIsPredicted() {
        List<Choice> choices = choices(Product.FORWARD, new Late("late", 1000), new Late("early", 0));
        assertEquals(Optional.empty(), Wisdom.NONE.fastest(choices));
        Wisdom wisdom = Wisdom.NONE.measure(choices, RUNNER);
        assertEquals(Optional.empty(), wisdom.fastest(choices(Product.TRANSPOSE, new Late("early", 0))));
        assertEquals(Optional.empty(), wisdom.fastest(choices(Product.FORWARD, new Late("new", 0))));
        assertEquals(Map.of(), wisdom.nanos(Product.WEIGHTS, SPEC, PlanOptions.DEFAULTS));
        String explanation = Plan.transpose(SPEC, PlanOptions.DEFAULTS.withWisdom(wisdom)).explain();
        assertEquals(Plan.transpose(SPEC).explain(), explanation);
    }

    @Test
    void aSingleCandidateTeachesNothing() {
        assertSame(Wisdom.NONE, Wisdom.NONE.measure(Product.FORWARD, SPEC, PlanOptions.DEFAULTS, RUNNER));
        assertThrows(IllegalArgumentException.class, () -> Wisdom.NONE.measure(Product.FORWARD, SPEC,
                PlanOptions.DEFAULTS.withAlgorithm("magic"), RUNNER));
    }

    @Test
    void aFileBringsBackAllOfIt() throws IOException {
        Path file = Files.writeString(folder.resolve("wisdom"), HEADER + "\n\n# by hand\n"
                + "FORWARD of something unknown, NCHW, DEFAULT\tabacus 9, wood\tbeads=7 fingers=3\n");
        Wisdom elsewhere = Wisdom.load(file);
        List<Choice> choices = choices(Product.FORWARD, new Late("late", 1000), new Late("early", 0));
        Wisdom wisdom = elsewhere.measure(choices, RUNNER);
        assertEquals("wisdom of 2 problems", wisdom.toString());
        wisdom.save(file);
        assertEquals(wisdom, Wisdom.load(file));
        assertEquals(wisdom.hashCode(), Wisdom.load(file).hashCode());
        assertFalse(wisdom.equals(elsewhere));
        List<String> lines = Files.readAllLines(file);
        assertEquals(HEADER, lines.getFirst());
        assertTrue(lines.contains("FORWARD of something unknown, NCHW, DEFAULT\tabacus 9, wood\tfingers=3 beads=7"));
        assertTrue(lines.get(1)
                .matches("FORWARD of 2→3 8→6 k3 s1 d1 p\\(0,0\\) g1 n1, NCHW, DEFAULT, 4 threads\tscalar \\d.*, "
                        + System.getProperty("os.arch") + ", scalar code\tearly=\\d+ late=\\d+"),
                lines.get(1));
    }

    @Test
    void filesCanBeConcatenated() throws IOException {
        Path file = Files.writeString(folder.resolve("wisdom"),
                HEADER + "\np\tb\ta=1\n" + HEADER + "\nq\tb\ta=3\np\tb\ta=2 c=1\n");
        Wisdom.load(file).save(file);
        assertEquals(HEADER + "\np\tb\tc=1 a=2\nq\tb\ta=3\n", Files.readString(file).replace("\r", ""));
    }

    @Test
    void aFileIsReplacedOrLeftAlone() throws IOException {
        Path file = folder.resolve("wisdom");
        Wisdom.NONE.save(file);
        assertEquals(Wisdom.NONE, Wisdom.load(file));
        Path taken = Files.createDirectories(folder.resolve("folder").resolve("full")).getParent();
        assertThrows(IOException.class, () -> Wisdom.NONE.save(taken));
        assertThrows(IOException.class, () -> Wisdom.NONE.save(folder.resolve("absent").resolve("wisdom")));
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of("folder", "wisdom"),
                    left.map(Path::getFileName).map(Path::toString).sorted().toList());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
            "\"\"                        | :1: must be '# lanewise wisdom 1', but is missing",
            "\"# lanewise wisdom 2\"     | :1: must be '# lanewise wisdom 1', but is '# lanewise wisdom 2'",
            "\"H\\n\\np\\tb\"            | :3: must have 3 fields separated by tabs (problem, backend, times), but has 2",
            "\"H\\np\\tb\\ta=1\\tx\"     | :2: must have 3 fields separated by tabs (problem, backend, times), but has 4",
            "\"H\\np\\tb\\t\"            | :2: TIMES''",
            "\"H\\np\\tb\\ta\"           | :2: TIMES'a'",
            "\"H\\np\\tb\\t=5\"          | :2: TIMES'=5'",
            "\"H\\np\\tb\\ta=5 b=0\"     | :2: TIMES'b=0'",
            "\"H\\np\\tb\\ta=-1\"        | :2: TIMES'a=-1'",
            "\"H\\np\\tb\\ta=1.5\"       | :2: TIMES'a=1.5'"})
    void refusesMalformedFiles(String text, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("wisdom"),
                text.replace("H", HEADER).replace("\\n", "\n").replace("\\t", "\t"));
        String expected = message.replace("TIMES",
                "times must be algorithm=nanoseconds with at least one nanosecond, but one is ");
        assertEquals(file + expected,
                assertThrows(IllegalArgumentException.class, () -> Wisdom.load(file)).getMessage());
    }

    @Test
    void refusesWhatIsNoText() throws IOException {
        Path file = Files.write(folder.resolve("wisdom"), new byte[]{(byte) 0xff, 0, (byte) 0xfe});
        assertEquals(file + " must be UTF-8 text, but is not",
                assertThrows(IllegalArgumentException.class, () -> Wisdom.load(file)).getMessage());
        assertThrows(NoSuchFileException.class, () -> Wisdom.load(folder.resolve("absent")));
    }
}
