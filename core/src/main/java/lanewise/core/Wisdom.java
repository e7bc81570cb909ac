package lanewise.core;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import lanewise.core.spi.Backend;
import lanewise.core.spi.Problem;

/**
 * How long each algorithm took for a problem, measured once and kept in a file, as FFTW's wisdom:
 *
 * <pre>{@code
 * Wisdom wisdom = Wisdom.NONE.measure(Product.FORWARD, spec, options, runner);   // about a second
 * wisdom.save(file);
 * Plan plan = Plan.forward(spec, options.withWisdom(Wisdom.load(file)));         // microseconds, in every later process
 * }</pre>
 *
 * <p>A plan takes the fastest allowed algorithm of those measured for its problem, and the predicted one where nothing was
 * measured. What was measured for another number of threads or by another version, backend, vector width or instruction set does
 * not count, but is kept.
 *
 * <p>Immutable, and a plan is fixed once it is chosen. Between exact algorithms the choice does not change a bit; where
 * {@link Accuracy#DEFAULT} allows an inexact one, another wisdom may choose between exact and inexact.
 */
public final class Wisdom {
    /** Knows nothing, so that every plan is predicted. */
    public static final Wisdom NONE = new Wisdom(Map.of());

    private static final String VERSION = version();

    /** Nanoseconds by algorithm, fastest first, by {@link #key problem and backend}. */
    private final SortedMap<String, Map<String, Long>> times = new TreeMap<>();

    private Wisdom(Map<String, Map<String, Long>> times) {
        for (Map.Entry<String, Map<String, Long>> time : times.entrySet()) {
            this.times.put(time.getKey(), fastestFirst(time.getValue()));
        }
    }

    /**
     * Reads what was saved.
     *
     * @param file where from
     * @return all of it, including what was measured elsewhere
     * @throws IOException              when the file cannot be read
     * @throws IllegalArgumentException naming the file, the line and what it must be
     */
    public static Wisdom load(Path file) throws IOException {
        return new Wisdom(WisdomFile.read(Check.given("file", file)));
    }

    /**
     * Writes everything known. Readers see the file as it was before or as it is afterwards; of two who write at the same
     * time one is lost.
     *
     * @param file where to; replaced
     * @throws IOException when writing fails; the file is then as it was
     */
    public void save(Path file) throws IOException {
        WisdomFile.write(Check.given("file", file), times);
    }

    /**
     * Runs every algorithm that a plan may choose, in turns and on random values, until none becomes faster. That takes
     * some tenths of a second when everything is compiled, seconds in a new JVM or for large problems, and memory for the
     * operands.
     *
     * @param product which of the three products
     * @param spec    the convolution matrix C
     * @param options what will be asked of plans, but for their wisdom
     * @param runner  who will execute them, with as many threads as the options say
     * @return this wisdom and what was measured, which replaces what was known of the same problem; this wisdom itself when
     *         there is nothing to choose from
     * @throws IllegalArgumentException when no algorithm satisfies the options, or an operand does not fit an array
     */
    public Wisdom measure(Product product, ConvSpec spec, PlanOptions options, Runner runner) {
        Check.given("product", product);
        Check.given("runner", runner);
        return measure(Choice.allowed(product, spec, options), runner);
    }

    /** As above, for choices for one problem. */
    Wisdom measure(List<Choice> choices, Runner runner) {
        if (choices.size() == 1) {
            return this;
        }
        Map<String, Map<String, Long>> more = new TreeMap<>(times);
        more.put(key(choices.getFirst().problem(), choices.getFirst().backend()), Trial.nanos(choices, runner));
        return new Wisdom(more);
    }

    /**
     * What is known of a problem here.
     *
     * @param product which of the three products
     * @param spec    the convolution matrix C
     * @param options layout, accuracy, threads and backend
     * @return nanoseconds of a run by the name of each algorithm, fastest first; empty when nothing was measured
     */
    public Map<String, Long> nanos(Product product, ConvSpec spec, PlanOptions options) {
        Check.given("product", product);
        Check.given("spec", spec);
        Check.given("options", options);
        Problem problem = new Problem(product, spec, options.layout(), options.accuracy(), options.threads());
        return Choice.candidates(options).stream().map(backend -> nanos(problem, backend))
                .filter(nanos -> !nanos.isEmpty()).findFirst().orElse(Map.of());
    }

    Map<String, Long> nanos(Problem problem, Backend backend) {
        return times.isEmpty() ? Map.of() : times.getOrDefault(key(problem, backend), Map.of());
    }

    /** The fastest of some choices for one problem, when it was measured. */
    Optional<Choice> fastest(List<Choice> choices) {
        for (String name : nanos(choices.getFirst().problem(), choices.getFirst().backend()).keySet()) {
            for (Choice choice : choices) {
                if (choice.algorithm().name().equals(name)) {
                    return Optional.of(choice.byWisdom());
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Wisdom wisdom && times.equals(wisdom.times);
    }

    @Override
    public int hashCode() {
        return times.hashCode();
    }

    @Override
    public String toString() {
        return "wisdom of " + times.size() + " problems";
    }

    private static String key(Problem problem, Backend backend) {
        return problem + WisdomFile.SEPARATOR + backend.name() + " " + VERSION + ", " + System.getProperty("os.arch")
                + ", " + backend.description();
    }

    private static Map<String, Long> fastestFirst(Map<String, Long> nanos) {
        Map<String, Long> sorted = new LinkedHashMap<>();
        nanos.entrySet().stream().sorted(Map.Entry.comparingByValue())
                .forEach(time -> sorted.put(time.getKey(), time.getValue()));
        return Collections.unmodifiableMap(sorted);
    }

    private static String version() {
        try (InputStream in = Wisdom.class.getResourceAsStream("version.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
