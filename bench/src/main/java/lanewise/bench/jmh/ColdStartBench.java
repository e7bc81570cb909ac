package lanewise.bench.jmh;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import lanewise.bench.layers.Layer;
import lanewise.bench.layers.LayerData;
import lanewise.bench.layers.LayerFile;
import lanewise.bench.measure.FirstResults;
import lanewise.bench.peers.PeerEngine;
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

/** Planning, binding and running every layer of a file once, in JVMs that have not done it before. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(10)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class ColdStartBench {
    private static final long SEED = 1;

    /** The file; also the system property {@code lanewise.layers}. */
    @Param("")
    public String layers;

    /** Pattern that the names of the layers contain. */
    @Param("")
    public String filter;

    private List<PeerEngine.Preparation> preparations;

    /** Created by JMH. */
    public ColdStartBench() {
    }

    /**
     * Makes operands.
     *
     * @throws Exception when the file cannot be read
     */
    @Setup
    public void read() throws Exception {
        List<Layer> all = LayerFile.read(Path.of(LayerBench.file(layers)), Pattern.compile(filter));
        preparations = FirstResults.ours(all, all.stream().map(layer -> LayerData.of(layer, SEED)).toList());
    }

    /**
     * {@return when each layer had its result}
     *
     * @throws Exception never
     */
    @Benchmark
    public double[] firstResults() throws Exception {
        return FirstResults.measure(preparations);
    }
}
