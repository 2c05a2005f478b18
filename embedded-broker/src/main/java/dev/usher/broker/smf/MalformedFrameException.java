package dev.usher.broker.smf;

/** Input that is no SMF, or SMF this broker does not speak; the connection it came from is closed. */
final class MalformedFrameException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MalformedFrameException(String message) {
        super(message, null, false, false);
    }
}
