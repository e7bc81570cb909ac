package lanewise.bench.verify;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import lanewise.bench.console.Progress;
import lanewise.bench.layers.Layer;
import lanewise.bench.layers.LayerFile;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Proves results right, so that nobody has to believe a benchmark of wrong numbers. */
@Command(name = "verify", description = {
        "Runs conformance cases on every backend in both layouts, or checks every algorithm bit for bit against the "
                + "scalar core on the layers of a file.",
        "Lists what fails and what is skipped; the last line counts. Exit code 1 when something fails."})
public final class VerifyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Subject subject;

    @Option(names = "--max-macs", paramLabel = "N", description = "With --layers: skip layers of more multiply-adds.")
    private long maxMacs = Long.MAX_VALUE;

    @Option(names = "--seed", paramLabel = "S", description = "With --layers: which random data (default: "
            + "${DEFAULT-VALUE}).", defaultValue = "1")
    private long seed;

    /** What to verify: one or the other. */
    static final class Subject {
        @Parameters(paramLabel = "DIR", arity = "1..*", description = "Folders searched for case.json files.")
        private List<Path> folders;

        @Option(names = "--layers", paramLabel = "FILE.csv", description = "Layers to check.")
        private Path layers;
    }

    /** Created by the command line. */
    public VerifyCommand() {
    }

    @Override
    public Integer call() throws IOException {
        return subject.layers != null ? verifyLayers() : verifyCases();
    }

    private int verifyCases() throws IOException {
        List<Path> cases = new ArrayList<>();
        for (Path folder : subject.folders) {
            cases.addAll(casesUnder(folder));
        }
        CaseVerifier verifier = new CaseVerifier();
        Tally tally = new Tally(out());
        try (Progress progress = progress("cases", cases.size())) {
            for (Path one : cases) {
                progress.next(one.getParent().getFileName().toString());
                tally.add(verifier.verify(one));
            }
        }
        return tally.close();
    }

    private static List<Path> casesUnder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder.toString());
        }
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> cases = files.filter(file -> file.endsWith(ConformanceCase.FILE)).sorted().toList();
            if (cases.isEmpty()) {
                throw new IllegalArgumentException(
                        folder + " must contain " + ConformanceCase.FILE + " files, but contains none");
            }
            return cases;
        }
    }

    private int verifyLayers() throws IOException {
        List<Layer> layers = LayerFile.read(subject.layers);
        Tally tally = new Tally(out());
        try (LayerVerifier verifier = new LayerVerifier(seed); Progress progress = progress("layers", layers.size())) {
            for (Layer layer : layers) {
                progress.next(layer.name());
                long macs = layer.spec().macs();
                tally.add(macs <= maxMacs
                        ? verifier.verify(layer)
                        : Verdict.skipped(layer.name(), macs + " multiply-adds are more than " + maxMacs));
            }
        }
        return tally.close();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private Progress progress(String task, int steps) {
        return new Progress(spec.commandLine().getErr(), task, steps);
    }
}
