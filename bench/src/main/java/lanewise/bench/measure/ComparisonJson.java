package lanewise.bench.measure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

    static void write(Path file, Pass pass, List<LayerReport> reports, int threads, PlanOptions options,
            Map<String, String> versions) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.putObject("machine").put("jdk", Machine.jdk()).put("system", Machine.system()).put("cpu", Machine.cpu())
                .put("cores", Machine.cores());
        root.put("computed", pass.name()).put("threads", threads).put("layout", options.layout().name()).put("accuracy",
                options.accuracy().name());
        ObjectNode peers = root.putObject("peers");
        versions.forEach(peers::put);
        ArrayNode layers = root.putArray("layers");
        reports.forEach(report -> add(layers.addObject(), report, threads));
        WholeFile.write(file, out -> out.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root)));
    }

    private static void add(ObjectNode node, LayerReport report, int threads) {
        LayerResult result = report.result();
        node.put("name", result.layer().name()).put("product", result.layer().product().name())
                .put("spec", result.layer().spec().toString()).put("macs", result.layer().spec().macs())
                .put("algorithm", result.algorithm()).put("wrong", result.wrong());
        node.put("scratch_bytes_per_thread", report.cost().scratchBytes()).put("plan_microseconds",
                report.cost().micros());
        if (!result.peers().isEmpty()) {
            node.put("best_peer_ratio", result.bestPeerRatio());
        }
        ObjectNode unable = node.putObject("unable");
        result.unable().forEach(unable::put);
        node.put("share_of_peak", result.share(threads));
        ArrayNode peaks = node.putArray("peak_gflops");
        for (double peak : result.peaks()) {
            peaks.add(peak);
        }
        ArrayNode contenders = node.putArray("contenders");
        result.times().forEach((name, times) -> {
            ObjectNode contender =
                    contenders.addObject().put("name", name).put("algorithm", result.algorithms().get(name))
                            .put("milliseconds", 1e3 * result.seconds(name))
                            .put("gflops", result.gflops(name))
                            .put("ratio", result.ratio(name));
            ArrayNode rounds = contender.putArray("rounds_ms");
            for (double time : times) {
                rounds.add(1e3 * time);
            }
        });
    }
}
