package lanewise.simd;

import java.util.List;
import lanewise.core.spi.Algorithm;
import lanewise.core.spi.Backend;
import lanewise.core.spi.Rows;

/** The backend of this module. Loads no class of the Vector API before {@link Probe} has found that it works. */
public final class SimdBackend implements Backend {

    /** A backend without state; called by the service loader. */
    public SimdBackend() {
    }

    @Override
    public String name() {
        return "simd";
    }

    @Override
    public String description() {
        return Lanes.describe();
    }

    @Override
    public String unavailable() {
        return Probe.unavailable();
    }

    @Override
    public List<Algorithm> algorithms() {
        return Algorithms.ALL;
    }

    @Override
    public Rows rows() {
        return VectorRows.INSTANCE;
    }

    @Override
    public boolean wasCold() {
        return WarmUp.wasCold();
    }
}
