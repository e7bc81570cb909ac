package lanewise.bench.soak;

/** A property that does not hold. */
final class SoakFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SoakFailure(String message) {
        super(message);
    }

    SoakFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
