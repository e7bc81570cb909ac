package lanewise.bench.jmh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lanewise.bench.layers.SmallLayers;
import lanewise.core.Layout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmarks run once each, so that they still work when they are wanted. */
class BenchmarksTest {
    @TempDir
    private Path folder;

    @Test
    void runALayer() throws IOException {
        LayerBench bench = new LayerBench();
        bench.layers = Files.writeString(folder.resolve("layers.csv"), SmallLayers.TEXT).toString();
        bench.layer = "sound";
        bench.backend = "scalar";
        bench.layout = Layout.NCHW;
        bench.bind();
        LayerBench.Flops flops = new LayerBench.Flops();
        assertEquals(48, bench.run(flops).length);
        assertTrue(flops.gflop > 0);
        assertThrows(IllegalArgumentException.class, () -> LayerBench.find(bench.layers, "silence"));
        assertThrows(IllegalArgumentException.class, () -> LayerBench.find("", ""));
    }

    @Test
    void suitesProfileTheCollectorAndRunEveryLayer() throws Exception {
        Path file = Files.writeString(folder.resolve("layers.csv"), SmallLayers.TEXT);
        String[] whole = {"LayerBench", "-p", "layers=" + file};
        assertEquals(List.of("LayerBench", "-p", "layers=" + file, "-prof", "gc", "-p", "layer=plane,sound,volume"),
                List.of(Suites.complete(whole)));
        String[] chosen = {"-prof", "stack", "-p", "layers=" + file, "-p", "layer=sound"};
        assertArrayEquals(chosen, Suites.complete(chosen));
        assertArrayEquals(new String[]{"-l", "-prof", "gc"}, Suites.complete("-l"));
        assertThrows(IllegalArgumentException.class, () -> Suites.complete("-p", "layers=" + folder.resolve("no.csv")));
    }

    @Test
    void planAndReplan() {
        PlanBench bench = new PlanBench();
        bench.length = 128;
        bench.stride = 8;
        bench.backend = "scalar";
        bench.bind();
        assertEquals("scalar/reference", bench.plan().algorithm());
        assertEquals(130, bench.replan().spec().axes().getFirst().out());
    }

    @Test
    void startCold() throws Exception {
        ColdStartBench bench = new ColdStartBench();
        bench.layers = Files.writeString(folder.resolve("layers.csv"), SmallLayers.TEXT).toString();
        bench.filter = "plane|sound";
        bench.read();
        double[] seconds = bench.firstResults();
        assertEquals(2, seconds.length);
        assertTrue(seconds[0] < seconds[1]);
    }
}
