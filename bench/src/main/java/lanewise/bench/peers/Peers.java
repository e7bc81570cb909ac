package lanewise.bench.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** Which engines a comparison asks for. */
public final class Peers {
    /** All engines there are. */
    public static final List<String> NAMES = List.of("onnxruntime", "onednn", "opencv", "pytorch");
    private static final String ALL = "all";

    private Peers() {
    }

    /**
     * {@return the names that were asked for, without repetition}
     *
     * @param asked names, or {@code all}
     * @throws IllegalArgumentException for an unknown name
     */
    public static List<String> names(List<String> asked) {
        List<String> names = asked.stream().map(String::strip).distinct().toList();
        if (names.equals(List.of(ALL))) {
            return NAMES;
        }
        for (String name : names) {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException(
                        "--peers must be all, or some of " + String.join(",", NAMES) + ", but has '" + name + "'");
            }
        }
        return names;
    }

    /**
     * {@return the engines of these names that are on the class path}
     *
     * @param names their names
     * @throws IllegalArgumentException when one is not there
     */
    public static List<PeerEngine> engines(List<String> names) {
        List<PeerEngine> engines = new ArrayList<>();
        ServiceLoader<PeerEngine> providers = ServiceLoader.load(PeerEngine.class);
        for (String name : names) {
            engines.add(providers.stream().map(ServiceLoader.Provider::get).filter(peer -> peer.name().equals(name))
                    .findFirst().orElseThrow(() -> new IllegalArgumentException("--peers needs " + name
                            + " on the class path, where bench/lanewise compare --peers puts it")));
        }
        return engines;
    }
}
