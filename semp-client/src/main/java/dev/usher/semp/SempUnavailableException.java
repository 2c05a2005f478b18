package dev.usher.semp;

/** No answer of the broker: refused or cut connection, timeout, a gateway error, no token to send. */
public final class SempUnavailableException extends SempFailure {
    private static final long serialVersionUID = 1L;

    private final boolean sent;

    private SempUnavailableException(String message, Throwable cause, boolean sent) {
        super(message, cause);
        this.sent = sent;
    }

    static SempUnavailableException noAnswer(String request, String why, Throwable cause) {
        return new SempUnavailableException(request + ": no answer, outcome unknown: " + why, cause, true);
    }

    static SempUnavailableException notSent(String request, String why, Throwable cause) {
        return new SempUnavailableException(request + ": not sent: " + why, cause, false);
    }

    @Override
    public boolean outcomeUnknown() {
        return sent;
    }
}
