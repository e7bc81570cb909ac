package lanewise.bench.peers;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import lanewise.bench.layers.Layer;
import lanewise.bench.layers.LayerData;

/** An engine whose variants sleep and return one value, or fail. */
public final class FakeEngine implements PeerEngine {
    private final String name;
    private final List<Variant> variants;
    private int open;

    /**
     * An engine.
     *
     * @param name   what it is called
     * @param millis how long each variant takes; fails when negative
     */
    public FakeEngine(String name, int... millis) {
        this.name = name;
        variants = IntStream.of(millis).mapToObj(this::variant).toList();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String version() {
        return "0";
    }

    @Override
    public List<Variant> variants(PeerSettings settings, Layer layer, LayerData data) {
        return variants;
    }

    /** {@return how many variants are prepared and not closed} */
    int open() {
        return open;
    }

    private Variant variant(int millis) {
        return new Variant("takes" + millis, () -> {
            if (millis < 0) {
                throw new UnsupportedOperationException("a/long/path/x.cpp:12: error: cannot\n do that");
            }
            open++;
            return new Sleep(millis);
        });
    }

    private final class Sleep implements Prepared {
        private final int millis;

        Sleep(int millis) {
            this.millis = millis;
        }

        @Override
        public void run() {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
        }

        @Override
        public float[] result() {
            return new float[]{millis};
        }

        @Override
        public void close() {
            open--;
        }
    }
}
