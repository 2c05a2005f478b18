package dev.usher.entitlements.core;

import dev.usher.topics.TopicFilter;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

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

    /**
     * One filter's state.
     *
     * @param reason empty for {@link State#ACTIVE}
     * @param products the granted products that give all of it; empty if none does
     */
    public record FilterState(TopicFilter filter, State state, String reason, SortedSet<String> products) {
        public FilterState {
            products = Collections.unmodifiableSortedSet(new TreeSet<>(products));
        }

        /** Of a filter that no granted product gives. */
        public FilterState(TopicFilter filter, State state, String reason) {
            this(filter, state, reason, Collections.emptySortedSet());
        }
    }
}
