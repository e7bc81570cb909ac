package lanewise.core.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import lanewise.core.ConvSpec;
import lanewise.core.Plan;
import org.junit.jupiter.api.Test;

/** What users of module core alone see. */
class BackendsTest {
    private static final String MISSING = "simd: module lanewise.simd is not on the path";

    @Test
    void theScalarReferenceIsAllThereIs() {
        assertEquals(List.of("scalar"), Backends.usable().stream().map(Backend::name).toList());
        assertEquals(List.of(MISSING), Backends.unusable());
        assertSame(Backends.usable().getLast(), Backends.named(null));
        assertSame(Backends.usable().getLast(), Backends.named("scalar"));
    }

    @Test
    void explainSaysWhatIsMissing() {
        String explanation = Plan.forward(ConvSpec.conv(1, 1, 5).build()).explain();
        assertTrue(explanation.endsWith("\nunusable: " + MISSING), explanation);
    }

    @Test
    void aNewJvmLogsTheRemedyOnce() throws Exception {
        String classPath = location(Plan.class) + File.pathSeparator + location(PlanTwice.class);
        Process jvm = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1", "-cp", classPath, PlanTwice.class.getName()).redirectErrorStream(true)
                .start();
        String log = new String(jvm.getInputStream().readAllBytes());
        assertEquals(0, jvm.waitFor(), log);
        assertEquals(1,
                log.lines().filter(line -> line.contains("module lanewise.simd is not on the path; add it")).count(),
                log);
    }

    /** Plans in a JVM of its own. */
    static final class PlanTwice {
        public static void main(String[] args) {
            ConvSpec spec = ConvSpec.conv(1, 1, 5).build();
            Plan.forward(spec);
            Plan.transpose(spec);
        }
    }

    /** The directory or archive a class was loaded from. */
    private static Path location(Class<?> type) {
        String file = type.getName().replace('.', '/') + ".class";
        URI uri = URI.create(type.getResource("/" + file).toString());
        Path path = Path.of(uri);
        return path.getRoot().resolve(path.subpath(0, path.getNameCount() - Path.of(file).getNameCount()));
    }
}
