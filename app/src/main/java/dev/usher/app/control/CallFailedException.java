package dev.usher.app.control;

/** A call of the control API that did not come to what the command is for; the message says what to do about it. */
public final class CallFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CallFailedException(String message) {
        super(message);
    }
}
