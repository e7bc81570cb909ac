package lanewise.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lanewise.bench.CommandLineCase;
import lanewise.bench.layers.SmallLayers;
import lanewise.core.PlanOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CompareCommandTest {
    private static final String SUMMARY = "geomean \\S+, worst \\S+ \\((plane|sound)\\), wins \\d of %d";

    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("layers.csv"), SmallLayers.TEXT);
    }

    @Test
    void comparesWithTheScalarCoreAndWithOneThread() throws IOException {
        Path json = folder.resolve("out.json");
        CommandLineCase compared = CommandLineCase
                .run("compare", "--layers", file, "--filter", "plane|sound", "--rounds",
                        "2", "--round-ms", "1", "--threads", "2", "--json", json)
                .succeeds();
        assertTrue(compared.lastLine().matches(SUMMARY.formatted(2)), compared.out());
        JsonNode root = JsonMapper.shared().readTree(json.toFile());
        assertEquals(2, root.path("threads").intValue());
        assertEquals(2, root.path("layers").size());
        JsonNode layer = root.path("layers").path(0);
        assertEquals("plane", layer.path("name").stringValue());
        assertTrue(layer.path("wrong").isNull());
        assertEquals(3, layer.path("contenders").size());
        assertEquals(2, layer.path("contenders").path(2).path("rounds_ms").size());
        assertEquals("scalar/reference", layer.path("contenders").path(2).path("algorithm").stringValue());
        assertTrue(layer.path("scratch_bytes_per_thread").longValue() > 0);
        assertTrue(layer.path("plan_microseconds").doubleValue() > 0);
    }

    @Test
    void comparesWithThePeakAlone() {
        CommandLineCase compared = CommandLineCase
                .run("compare", "--layers", file, "--filter", "sound", "--rounds", "1",
                        "--round-ms", "1", "--no-scalar", "--layout", "nhwc", "--accuracy", "strict")
                .succeeds();
        assertTrue(compared.out().contains("shares of the peak"), compared.out());
        assertTrue(compared.lastLine().matches(SUMMARY.formatted(1)), compared.out());
    }

    @Test
    void comparesGradientsOfWeights() throws IOException {
        for (String layout : List.of("nchw", "nhwc")) {
            JsonNode root = compare("--product", "weights", "--layout", layout);
            assertEquals("WEIGHTS", root.path("computed").stringValue());
            assertEquals(3, root.path("layers").size());
            for (JsonNode layer : root.path("layers")) {
                assertTrue(layer.path("wrong").isNull(), layer.toString());
                assertEquals(2, layer.path("contenders").size());
                assertTrue(layer.path("share_of_peak").doubleValue() > 0);
                assertTrue(layer.path("scratch_bytes_per_thread").longValue() > 0);
                assertTrue(layer.path("plan_microseconds").doubleValue() > 0);
            }
        }
    }

    @Test
    void comparesGradientsOfDataWithZeroInsertion() throws IOException {
        JsonNode layers = compare("--product", "data", "--zero-insertion").path("layers");
        assertEquals(List.of("TRANSPOSE", "FORWARD", "TRANSPOSE"), layers.findValuesAsString("product"));
        assertEquals("lanewise scalar zero insertion",
                String.join(" ", layers.path(0).path("contenders").findValuesAsString("name")));
        assertEquals("it is for transposed layers",
                layers.path(1).path("unable").path("zero insertion").stringValue());
    }

    private JsonNode compare(Object... options) throws IOException {
        Path json = folder.resolve("out.json");
        List<Object> args =
                new ArrayList<>(List.of("compare", "--layers", file, "--rounds", "1", "--round-ms", "1", "--json",
                        json));
        args.addAll(List.of(options));
        CommandLineCase.run(args.toArray()).succeeds();
        return JsonMapper.shared().readTree(json.toFile());
    }

    @Test
    void refusesWhatCannotBeCompared() {
        CommandLineCase.run("compare", "--layers", file, "--filter", "none")
                .isRefused("--filter must match some layer");
        CommandLineCase.run("compare", "--layers", file, "--rounds", "0").isRefused("--rounds must be at least 1");
        CommandLineCase.run("compare", "--layers", file, "--threads", "0").isRefused("threads must be at least 1");
        CommandLineCase.run("compare", "--layers", file, "--json", folder.resolve("no").resolve("out.json"))
                .isRefused("must be a directory");
        CommandLineCase.run("compare", "--layers", file, "--plot", file).isRefused("must be a directory");
        CommandLineCase.run("compare", "--layers", file, "--product", "bias").isRefused("--product");
        CommandLineCase.run("compare", "--layers", file, "--product", "weights", "--zero-insertion")
                .isRefused("--zero-insertion must have some transposed layer");
        CommandLineCase.run("compare", "--layers", file, "--filter", "plane", "--zero-insertion")
                .isRefused("--zero-insertion must have some transposed layer");
        CommandLineCase.run("compare", "--layers", file, "--peers", "nobody").isRefused("--peers must be all, or some");
        CommandLineCase.run("compare", "--layers", file, "--peers", "onednn").isRefused("--peers needs onednn");
    }

    @Test
    void comparesWithPeersAndWritesWhoIsLeftOut() throws IOException {
        Path json = folder.resolve("peers.json");
        ComparisonJson.write(json, Pass.LAYER, List.of(Results.report("plane")), 1, PlanOptions.DEFAULTS,
                Map.of("early", "1.2"));
        JsonNode root = JsonMapper.shared().readTree(json.toFile());
        assertEquals("1.2", root.path("peers").path("early").stringValue());
        JsonNode layer = root.path("layers").path(0);
        assertEquals(1.5, layer.path("best_peer_ratio").doubleValue(), 1e-12);
        assertEquals("it cannot", layer.path("unable").path("never").stringValue());
        assertEquals("b", layer.path("contenders").path(1).path("algorithm").stringValue());
        assertEquals(2048, layer.path("scratch_bytes_per_thread").longValue());
    }

    @Test
    void takesTheMedian() {
        assertEquals(2, Stopwatch.median(3, 1, 2));
        assertEquals(2.5, Stopwatch.median(4, 1, 2, 3));
    }
}
