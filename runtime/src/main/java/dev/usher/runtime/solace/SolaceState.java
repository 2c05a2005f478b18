package dev.usher.runtime.solace;

import java.time.Instant;
import java.util.Objects;

/**
 * What a {@link SolaceSession} is doing.
 *
 * @param epoch the number of the connection while up, else 0
 * @param reason why it is not up, for an operator; empty while up
 * @param since when this began
 */
public record SolaceState(Status status, long epoch, String reason, Instant since) {

    /** From {@code CONNECTING} on to {@code CLOSED}, which is final. */
    public enum Status {
        /** No session; a connection is being tried, or the next try waited for. */
        CONNECTING,
        /** Logged in. */
        UP,
        /** The connection broke; JCSMP tries to bring the session back. */
        RECONNECTING,
        /** Closed by its owner. */
        CLOSED
    }

    public SolaceState {
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(since, "since");
        if ((status == Status.UP) != (epoch > 0)) {
            throw new IllegalArgumentException("an epoch is the number of a connection that is up");
        }
    }

    public boolean isUp() {
        return status == Status.UP;
    }
}
