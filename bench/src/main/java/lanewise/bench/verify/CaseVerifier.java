package lanewise.bench.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import lanewise.bench.onnx.ConvEngine;
import lanewise.bench.tensor.Tensor;
import lanewise.core.Layout;
import lanewise.core.PlanOptions;
import lanewise.core.Runner;
import lanewise.core.spi.Backend;
import lanewise.core.spi.Backends;

/** Runs a case on every usable backend in both layouts and says whether all of them do what it expects. */
final class CaseVerifier {
    private final Runner runner = Runner.sequential();

    Verdict verify(Path file) throws IOException {
        ConformanceCase one;
        try {
            one = ConformanceCase.read(file);
        } catch (IllegalArgumentException malformed) {
            return Verdict.failed(file.toString(), malformed.getMessage());
        }
        String name = one.name() + " (" + one.operator() + ")";
        String unsupported = one.disputed() ? "disputed" : Operators.unsupported(one);
        if (unsupported != null) {
            return Verdict.skipped(name, unsupported);
        }
        for (Backend backend : Backends.usable()) {
            for (Layout layout : Layout.values()) {
                PlanOptions options = PlanOptions.DEFAULTS.withBackend(backend.name()).withLayout(layout);
                String problem = problem(one, new ConvEngine(options, runner, false));
                if (problem != null && one.failsByPolicy()) {
                    return Verdict.skipped(name, "another implementation's policy");
                }
                if (problem != null) {
                    return Verdict.failed(name, backend.name() + " " + layout + ": " + problem);
                }
            }
        }
        return Verdict.passed(name);
    }

    private static String problem(ConformanceCase one, ConvEngine engine) {
        String kind = one.expectedFailure();
        try {
            Tensor[] outputs = Operators.run(one, engine);
            return kind != null
                    ? "must be rejected for " + kind + ", but is accepted"
                    : difference(one.outputs(), outputs);
        } catch (IllegalArgumentException rejection) {
            return kind == null
                    ? "must be accepted, but is rejected: " + rejection.getMessage()
                    : Rejections.missing(kind, rejection.getMessage());
        } catch (RuntimeException crash) {
            return "must not crash, but does: " + crash;
        }
    }

    private static String difference(List<Expectation> expected, Tensor[] outputs) {
        for (int i = 0; i < expected.size(); i++) {
            if (expected.get(i) == null) {
                continue;
            }
            if (i >= outputs.length || outputs[i] == null) {
                return expected.get(i).name() + " must be computed, but its inputs are absent";
            }
            String difference = expected.get(i).difference(outputs[i]);
            if (difference != null) {
                return difference;
            }
        }
        return null;
    }
}
