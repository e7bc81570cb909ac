package lanewise.bench.measure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import lanewise.bench.tensor.WholeFile;
import lanewise.core.PlanOptions;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A comparison with every single time, for figures and for looking closer. */
final class ComparisonJson {
    private static final JsonMapper JSON = JsonMapper.shared();

    private ComparisonJson() {
    }

    static void write(Path file, List<Comparison.Result> results, int threads, PlanOptions options) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.putObject("machine").put("jdk", Machine.jdk()).put("system", Machine.system()).put("cpu", Machine.cpu())
                .put("cores", Machine.cores());
        root.put("threads", threads).put("layout", options.layout().name()).put("accuracy", options.accuracy().name());
        ArrayNode layers = root.putArray("layers");
        results.forEach(result -> add(layers.addObject(), result, threads));
        WholeFile.write(file, out -> out.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root)));
    }

    private static void add(ObjectNode node, Comparison.Result result, int threads) {
        String ours = result.seconds().keySet().iterator().next();
        node.put("name", result.layer().name()).put("product", result.layer().product().name())
                .put("spec", result.layer().spec().toString()).put("macs", result.layer().spec().macs())
                .put("algorithm", result.algorithm()).put("wrong", result.wrong());
        node.put("share_of_peak", result.share(ours, threads));
        ArrayNode peaks = node.putArray("peak_gflops");
        for (double peak : result.peaks()) {
            peaks.add(peak);
        }
        ArrayNode contenders = node.putArray("contenders");
        result.seconds().forEach((name, times) -> {
            ObjectNode contender = contenders.addObject().put("name", name)
                    .put("milliseconds", 1e3 * result.seconds(name))
                    .put("gflops", result.layer().gflop() / result.seconds(name))
                    .put("ratio", result.ratio(name, ours));
            ArrayNode rounds = contender.putArray("rounds_ms");
            for (double time : times) {
                rounds.add(1e3 * time);
            }
        });
    }
}
