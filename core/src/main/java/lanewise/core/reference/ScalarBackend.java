package lanewise.core.reference;

import java.util.List;
import lanewise.core.spi.Algorithm;
import lanewise.core.spi.Backend;

/** The backend that works everywhere: the definition of every product, in scalar code. */
public final class ScalarBackend implements Backend {

    /** A backend without state. */
    public ScalarBackend() {
    }

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public String description() {
        return "scalar code";
    }

    @Override
    public String unavailable() {
        return null;
    }

    @Override
    public List<Algorithm> algorithms() {
        return List.of(new ScalarReference());
    }
}
