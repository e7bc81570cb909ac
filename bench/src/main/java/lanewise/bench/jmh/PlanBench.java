package lanewise.bench.jmh;

import java.util.concurrent.TimeUnit;
import lanewise.core.ConvSpec;
import lanewise.core.Filter;
import lanewise.core.Operator;
import lanewise.core.Plan;
import lanewise.core.PlanOptions;
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

/**
 * Planning and re-planning a transposed 1-D convolution whose length varies, as in speech synthesis: planning must take
 * microseconds whatever the length, and a new length must not repack the weights. There are as many phases as the stride.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PlanBench {
    private static final int CHANNELS = 16;
    /** Taps that each result meets. */
    private static final int OVERLAP = 4;

    /** Samples per channel. */
    @Param({"128", "8192", "524288"})
    public int length;

    /** Of the convolution; the kernel is four times as long: HiFi-GAN has 8, a short-time Fourier transform 256 or 1024. */
    @Param({"8", "256", "1024"})
    public int stride;

    /** Name of the backend. */
    @Param({"simd", "scalar"})
    public String backend;

    private PlanOptions options;
    private Operator bound;
    private int turn;

    /** Created by JMH. */
    public PlanBench() {
    }

    /** Binds one length. */
    @Setup
    public void bind() {
        options = PlanOptions.DEFAULTS.withBackend(backend);
        bound = Plan.transpose(spec(length), options)
                .bind(Filter.of(new float[CHANNELS * CHANNELS * OVERLAP * stride]));
    }

    /** {@return a specification and its plan} */
    @Benchmark
    public Plan plan() {
        return Plan.transpose(spec(next()), options);
    }

    /** {@return the bound operator at another length} */
    @Benchmark
    public Operator replan() {
        return bound.withSpec(spec(next()));
    }

    private int next() {
        turn = turn + 1 & 63;
        return length + turn;
    }

    private ConvSpec spec(int length) {
        return ConvSpec.convTranspose(CHANNELS, CHANNELS, length).kernel(OVERLAP * stride).stride(stride).build();
    }
}
