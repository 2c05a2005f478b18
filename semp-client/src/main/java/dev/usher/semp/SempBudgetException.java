package dev.usher.semp;

/** Refused on this side: too many requests wait for the broker already. Nothing was sent. */
public final class SempBudgetException extends SempFailure {
    private static final long serialVersionUID = 1L;

    SempBudgetException(SempLane lane, int maxWaiting) {
        super("lane " + lane + ": " + maxWaiting + " requests wait for this broker already", null);
    }

    @Override
    public boolean outcomeUnknown() {
        return false;
    }
}
