package lanewise.simd;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a benchmark gets done; JMH divides it by the time, so that {@code gflop} is shown in GFLOP/s. */
@State(Scope.Thread)
@AuxCounters
public class Work {
    /** 10⁹ multiplications and additions. */
    public double gflop;

    /** 10⁹ bytes written. */
    public double gbyte;

    void multiplyAdds(long count) {
        gflop += 2e-9 * count;
    }

    void floatsWritten(long count) {
        gbyte += 1e-9 * Float.BYTES * count;
    }
}
