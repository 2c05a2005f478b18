package dev.usher.entitlements.core;

import dev.usher.topics.TopicFilter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a seat.
 *
 * @param presence whether its client is there
 * @param connection what the client is, when connected
 * @param filters the state of each filter
 * @param asOf when this was read
 */
public record SeatState(Presence presence, Optional<Connection> connection, List<FilterState> filters, Instant asOf) {
    public SeatState {
        filters = List.copyOf(filters);
    }

    /** Whether the seat's client is on the broker. */
    public enum Presence {
        /** Connected now. */
        CONNECTED,
        /** Was connected since the seat was opened and is not now; it is injected again when it comes back. */
        AWAY,
        /** Never seen yet. */
        NONE
    }

    /** What has become of one filter on one seat. */
    public enum State {
        /** On the client, confirmed by the broker, and the client is still the one it was. */
        ACTIVE,
        /** Taken away and proven gone. */
        REMOVED,
        /** Not done or not proven yet. */
        PENDING,
        /** Will not be given; the reason says why. */
        DENIED
    }

    /** One filter's state with its reason, which is empty for {@link State#ACTIVE}. */
    public record FilterState(TopicFilter filter, State state, String reason) {}
}
