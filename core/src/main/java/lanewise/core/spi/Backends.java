package lanewise.core.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import lanewise.core.reference.ScalarBackend;

/**
 * The backends on the path, looked up once: those that {@link ServiceLoader} finds, then the scalar reference. One that
 * cannot work here is reported once to the {@code lanewise} system logger, together with what cures it.
 */
public final class Backends {
    private Backends() {
    }

    /** {@return the backends that work in this JVM, fastest first; the last one is always the scalar reference} */
    public static List<Backend> usable() {
        return Found.USABLE;
    }

    /** {@return why each of the other backends cannot work, one sentence each} */
    public static List<String> unusable() {
        return Found.UNUSABLE;
    }

    /**
     * A backend by name.
     *
     * @param name its name, or null for the fastest
     * @return a backend that works
     * @throws IllegalArgumentException when there is none of that name
     */
    public static Backend named(String name) {
        if (name == null) {
            return usable().getFirst();
        }
        return usable().stream().filter(backend -> backend.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("backend must be one of "
                        + usable().stream().map(Backend::name).collect(Collectors.joining(", ")) + ", but is " + name
                        + unusable().stream().map(reason -> " (" + reason + ")").collect(Collectors.joining())));
    }

    private static final class Found {
        static final List<Backend> USABLE;
        static final List<String> UNUSABLE;

        static {
            List<Backend> usable = new ArrayList<>();
            List<String> unusable = new ArrayList<>();
            for (Backend backend : ServiceLoader.load(Backend.class, Backends.class.getClassLoader())) {
                String reason = backend.unavailable();
                if (reason == null) {
                    usable.add(backend);
                } else {
                    unusable.add(backend.name() + ": " + reason);
                    log(System.Logger.Level.WARNING, reason);
                }
            }
            if (usable.isEmpty() && unusable.isEmpty()) {
                unusable.add("simd: module lanewise.simd is not on the path");
                log(System.Logger.Level.INFO, "module lanewise.simd is not on the path; add it");
            }
            usable.add(new ScalarBackend());
            USABLE = List.copyOf(usable);
            UNUSABLE = List.copyOf(unusable);
        }

        /** Looked up only now: a logger takes milliseconds that a process that works need not wait for. */
        private static void log(System.Logger.Level level, String reason) {
            System.getLogger("lanewise").log(level,
                    "Lanewise runs on its scalar reference, many times slower: " + reason);
        }
    }
}
