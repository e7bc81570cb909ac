package lanewise.core;

/** A task of a run failed; the message says which operator and which task, the cause says why. */
public final class TaskException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TaskException(String message, Throwable cause) {
        super(message, cause);
    }
}
