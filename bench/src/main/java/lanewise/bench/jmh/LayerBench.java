package lanewise.bench.jmh;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import lanewise.bench.layers.Layer;
import lanewise.bench.layers.LayerData;
import lanewise.bench.layers.LayerFile;
import lanewise.core.Filter;
import lanewise.core.Layout;
import lanewise.core.Operator;
import lanewise.core.PlanOptions;
import lanewise.core.Runner;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One run of a bound operator: a layer of a file, on one thread, in arrays. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class LayerBench {
    private static final long SEED = 1;

    /** The file; also the system property {@code lanewise.layers}. */
    @Param("")
    public String layers;

    /** A layer's name; by default the first of the file. */
    @Param("")
    public String layer;

    /** Name of the backend. */
    @Param({"simd", "scalar"})
    public String backend;

    /** Order of the tensors. */
    @Param("NCHW")
    public Layout layout;

    /** What is done; JMH divides it by the time, so that {@code gflop} is shown in GFLOP/s. */
    @State(Scope.Thread)
    @AuxCounters
    public static class Flops {
        /** 10⁹ multiplications and additions, taps over padding counted. */
        public double gflop;

        /** Created by JMH. */
        public Flops() {
        }
    }

    private final Runner runner = Runner.sequential();
    private Operator operator;
    private float[] in;
    private float[] out;
    private double gflop;

    /** Created by JMH. */
    public LayerBench() {
    }

    /**
     * Binds the layer to random weights.
     *
     * @throws IOException when the file cannot be read
     */
    @Setup
    public void bind() throws IOException {
        Layer one = find(layers, layer);
        LayerData data = LayerData.of(one, SEED);
        operator = one.plan(PlanOptions.DEFAULTS.withBackend(backend).withLayout(layout))
                .bind(Filter.of(data.weights()));
        in = data.in();
        gflop = one.gflop();
        out = new float[one.outElements()];
    }

    /**
     * {@return the output, for JMH to consume}
     *
     * @param flops counts
     */
    @Benchmark
    public float[] run(Flops flops) {
        operator.run(in, out, runner);
        flops.gflop += gflop;
        return out;
    }

    static Layer find(String file, String name) throws IOException {
        String path = file(file);
        return LayerFile.read(Path.of(path)).stream().filter(one -> name.isEmpty() || one.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("layer must be in " + path + ", but " + name + " is not"));
    }

    static String file(String file) {
        String path = file.isEmpty() ? System.getProperty("lanewise.layers", "") : file;
        if (path.isEmpty()) {
            throw new IllegalArgumentException("layers must name a file: -p layers=FILE.csv");
        }
        return path;
    }
}
