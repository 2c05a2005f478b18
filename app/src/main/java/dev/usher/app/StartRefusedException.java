package dev.usher.app;

/** A start that was refused for a reason an operator can act on. */
final class StartRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartRefusedException(String message) {
        super(message);
    }
}
