package dev.usher.entitlements.core.port;

/** The broker did not answer, or not in a way that says what happened; the outcome of a write is unknown. */
public final class BrokerUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BrokerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
