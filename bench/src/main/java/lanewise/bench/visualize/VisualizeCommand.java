package lanewise.bench.visualize;

import static lanewise.bench.console.Columns.number;
import static lanewise.bench.console.Columns.of;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import lanewise.bench.console.Columns;
import lanewise.bench.console.Progress;
import lanewise.bench.layers.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a network and shows what its units look at. */
@Command(name = "visualize", description = {
        "Trains a small convolutional network in seconds on images that it draws, by the library's own three products.",
        "Writes what its units look at as a contact sheet, by deconvnet, gradient and guided backpropagation, and the loss curve."})
public final class VisualizeCommand implements Callable<Integer> {
    private static final int HELD_OUT = 1024;
    /** Steps from one score to the next. */
    private static final int SCORED = 150;
    /** How many channels of each hidden layer are shown. */
    private static final int[] CHANNELS = {4, 4, 8};
    private static final int PERCENT = 100;

    @Spec
    private CommandSpec spec;

    @Option(names = {"-o", "--out"}, paramLabel = "DIR", defaultValue = "lanewise-visualize",
            description = "Folder for the pictures (default: ${DEFAULT-VALUE}).")
    private Path folder;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1",
            description = "Which images and first weights (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--steps", paramLabel = "N", defaultValue = "1200",
            description = "Batches of 16 images to learn from (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(names = "--threads", paramLabel = "T",
            description = "How many threads work, which changes no bit of the result (default: all).")
    private int threads = Runtime.getRuntime().availableProcessors();

    /** Created by the command line. */
    public VisualizeCommand() {
    }

    @Override
    public Integer call() throws IOException {
        if (steps < 1) {
            throw new IllegalArgumentException("--steps must be at least 1, but is " + steps);
        }
        SplittableRandom random = new SplittableRandom(seed);
        try (Workers workers = Workers.of(threads)) {
            Files.createDirectories(folder);
            Images heldOut = new Draughtsman(random.split()).next(HELD_OUT);
            Draughtsman draughtsman = new Draughtsman(random.split());
            Network network = Network.random(random.split());
            train(network, draughtsman, heldOut, workers).write(folder.resolve("loss.png"));
            List<ContactSheet.Block> blocks = blocks(network, heldOut, workers);
            ContactSheet.write(folder.resolve("units.png"), List.of(blocks.subList(0, 2), blocks.subList(2, 4)));
            PrintWriter out = spec.commandLine().getOut();
            out.println("cosine of the pictures of two logits of one image: " + Arrays.stream(ReluRule.values())
                    .map(rule -> rule.name().toLowerCase(Locale.ROOT) + " "
                            + of(Likeness.of(network, heldOut, rule, workers), 2))
                    .collect(Collectors.joining(", ")));
            out.println("loss.png and units.png in " + folder);
            return 0;
        }
    }

    private LossCurve train(Network network, Draughtsman draughtsman, Images heldOut, Workers workers) {
        PrintWriter out = spec.commandLine().getOut();
        Columns table = new Columns(out, number("images", 7), number("loss", 7), number("held out", 8),
                number("accuracy %", 10), number("seconds", 7), number("of them binding", 15));
        Training training = new Training(network, draughtsman, steps, workers);
        LossCurve curve = new LossCurve();
        long start = System.nanoTime();
        try (Progress progress = new Progress(spec.commandLine().getErr(), "steps", steps)) {
            for (int step = 1; step <= steps; step++) {
                progress.next(of(curve.recent(), 2));
                curve.add(training.step());
                if (step % SCORED == 0 || step == steps) {
                    Score score = Score.of(network, heldOut, workers);
                    curve.add(score);
                    table.row(step * Training.BATCH, of(curve.recent(), 4), of(score.loss(), 4),
                            of(PERCENT * score.accuracy(), 1), of((System.nanoTime() - start) / 1e9, 1),
                            of(training.bindSeconds(), 2));
                }
            }
        }
        return curve;
    }

    private static List<ContactSheet.Block> blocks(Network network, Images images, Workers workers) {
        List<ContactSheet.Block> blocks = new ArrayList<>();
        List<Unit> logits = Unit.strongest(network, network.last(), images, workers);
        blocks.add(new ContactSheet.Block("Logits", "class", logits.stream()
                .map(unit -> Outline.values()[unit.channel()].name().toLowerCase(Locale.ROOT)).toList(),
                Explanation.of(network, logits, images, workers)));
        for (int l = network.last() - 1; l >= 0; l--) {
            List<Unit> units = Unit.varied(Unit.strongest(network, l, images, workers), images, CHANNELS[l]);
            List<Explanation> rows = Explanation.of(network, units, images, workers);
            int size = rows.getFirst().window().size();
            blocks.add(new ContactSheet.Block("Layer " + (l + 1) + ", windows of " + size + "×" + size, "channel",
                    units.stream().map(unit -> Integer.toString(unit.channel())).toList(), rows));
        }
        return blocks;
    }
}
