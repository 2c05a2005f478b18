package dev.usher.probes;

/** Ends a probe that cannot answer: a right is missing, a listener is not given, a wait ended. The message says why. */
public final class CannotTell extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CannotTell(String why) {
        super(why);
    }

    public CannotTell(String why, Throwable cause) {
        super(why, cause);
    }
}
