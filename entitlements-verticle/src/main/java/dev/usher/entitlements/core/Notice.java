package dev.usher.entitlements.core;

import dev.usher.topics.TopicFilter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a seat's client is told.
 *
 * @param kind what happened or will
 * @param seat whose client is told
 * @param reason in words for people
 * @param filters what it is about; may be empty
 * @param at when it happened, or when it will
 */
public record Notice(Kind kind, Seat seat, String reason, List<TopicFilter> filters, Optional<Instant> at) {
    public Notice {
        filters = List.copyOf(filters);
    }

    /** What a notice is about. */
    public enum Kind {
        /** Filters are on the client now. */
        GRANTED,
        /** Filters are gone from the client. */
        REMOVED,
        /** Filters, or the whole seat, end at a known time. */
        EXPIRING,
        /** The client is about to be disconnected and has to connect again to go on. */
        RECONNECT_NEEDED
    }
}
