package dev.usher.semp;

/**
 * The answer is not what SEMP v2 promises: not JSON, no {@code meta}, an attribute this client needs missing or of another type,
 * a list that cannot be followed to its end. The message names the attribute and never carries the body.
 */
public final class SempProtocolException extends SempFailure {
    private static final long serialVersionUID = 1L;

    SempProtocolException(String message) {
        super(message, null);
    }

    @Override
    public boolean outcomeUnknown() {
        return true;
    }
}
