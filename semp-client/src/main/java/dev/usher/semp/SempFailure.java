package dev.usher.semp;

/** The root of everything a SEMP call can fail with. */
public abstract sealed class SempFailure extends RuntimeException
        permits SempException, SempUnavailableException, SempProtocolException, SempBudgetException {
    private static final long serialVersionUID = 1L;

    SempFailure(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * True when a write may have been applied although its call failed. Then only reading the object again can tell. False means
     * the broker refused the request or never got it.
     */
    public abstract boolean outcomeUnknown();
}
