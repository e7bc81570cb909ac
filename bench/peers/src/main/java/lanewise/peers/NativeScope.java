package lanewise.peers;

import org.bytedeco.javacpp.PointerScope;

/** Owns every native object that is created while it is open. */
final class NativeScope implements AutoCloseable {
    private final PointerScope scope;

    private NativeScope(PointerScope scope) {
        this.scope = scope;
    }

    /** Creates objects. */
    @FunctionalInterface
    interface Creation<T> {
        T create(NativeScope owner) throws Exception;
    }

    /** {@return what was created, which closes its owner; when that fails, nothing is left} */
    static <T> T around(Creation<T> creation) throws Exception {
        try (PointerScope scope = new PointerScope()) {
            T created = creation.create(new NativeScope(scope));
            scope.extend();
            return created;
        }
    }

    @Override
    public void close() {
        scope.close();
    }
}
