package lanewise.simd;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a benchmark multiplies and adds; JMH divides it by the time, so that it is shown in GFLOP/s. */
@State(Scope.Thread)
@AuxCounters
public class Flops {
    /** 10⁹ multiplications and additions. */
    public double gflop;

    void multiplyAdds(long count) {
        gflop += 2e-9 * count;
    }
}
