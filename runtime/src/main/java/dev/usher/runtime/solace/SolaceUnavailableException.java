package dev.usher.runtime.solace;

/** A call could not be made, or its answer cannot be trusted, because of the state of the connection. */
public final class SolaceUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean outcomeUnknown;

    private SolaceUnavailableException(String message, boolean outcomeUnknown, Throwable cause) {
        super(message, cause);
        this.outcomeUnknown = outcomeUnknown;
    }

    static SolaceUnavailableException notMade(String reason) {
        return new SolaceUnavailableException("no connection to the Solace broker: " + reason, false, null);
    }

    static SolaceUnavailableException lostDuringCall(Throwable cause) {
        return new SolaceUnavailableException(
                "the connection to the Solace broker was lost during the call", true, cause);
    }

    /** True if the broker may have done what was asked; false if the call was never made. */
    public boolean outcomeUnknown() {
        return outcomeUnknown;
    }
}
