package lanewise.bench.demo;

import static lanewise.bench.console.Columns.of;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows in a few seconds what the library does, that it does it right, and how fast. */
@Command(name = "demo", description = {
        "Filters, shrinks and enlarges a picture by convolutions and transposed convolutions.",
        "Every step is timed against the scalar core and the machine's peak, checked, and written as a picture."})
public final class DemoCommand implements Callable<Integer> {
    private static final int STEPS = 11;

    @Spec
    private CommandSpec spec;

    @Option(names = "--image", paramLabel = "FILE",
            description = "PNG or JPEG (default: a test card); shrunk to at most 1024 pixels on a side.")
    private Path image;

    @Option(names = "--out", paramLabel = "DIR", defaultValue = "lanewise-demo",
            description = "Folder for the pictures (default: lanewise-demo).")
    private Path folder;

    @Option(names = "--round-ms", paramLabel = "MS", defaultValue = "30",
            description = "Shortest time of a timing round (default: ${DEFAULT-VALUE}).")
    private int millis;

    /** Created by the command line. */
    public DemoCommand() {
    }

    @Override
    public Integer call() throws IOException {
        Picture picture = image == null ? TestCard.draw() : Picture.read(image);
        Files.createDirectories(folder);
        PrintWriter out = spec.commandLine().getOut();
        Map<String, Picture> enlarged = new LinkedHashMap<>();
        try (Exhibition exhibition = new Exhibition(out, spec.commandLine().getErr(), folder, STEPS, millis)) {
            exhibition.save("input", picture);
            for (Step step : Pipeline.filters(picture)) {
                exhibition.show(step);
            }
            Picture small = exhibition.show(Pipeline.shrink(picture));
            for (Step step : Pipeline.enlargements(small)) {
                enlarged.put(step.layer().name(), exhibition.show(step));
            }
            Step features = Pipeline.features(small);
            exhibition.show(features);
            for (Step step : Pipeline.learned(exhibition.values(), features.layer().outShape())) {
                enlarged.put(step.layer().name(), exhibition.show(step));
            }
            out.println("likeness to the input: " + enlarged.entrySet().stream()
                    .filter(entry -> entry.getValue().planes().length == picture.planes().length)
                    .map(entry -> entry.getKey() + " " + of(entry.getValue().psnr(picture), 1) + " dB")
                    .collect(Collectors.joining(", ")));
            out.println(exhibition.pictures() + " pictures in " + folder);
            out.flush();
            return exhibition.wrong() ? 1 : 0;
        }
    }
}
