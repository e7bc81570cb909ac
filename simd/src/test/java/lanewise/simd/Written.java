package lanewise.simd;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a benchmark writes; JMH divides it by the time, so that it is shown in GB/s. */
@State(Scope.Thread)
@AuxCounters
public class Written {
    /** 10⁹ bytes. */
    public double gbyte;

    void floats(long count) {
        gbyte += 1e-9 * Float.BYTES * count;
    }
}
