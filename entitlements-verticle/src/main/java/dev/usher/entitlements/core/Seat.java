package dev.usher.entitlements.core;

import dev.usher.topics.TopicFilter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One WebSocket session of a user: a client on one broker that is to have the user's rights for as long as the seat is
 * open, across reconnects.
 *
 * @param id the seat's name, 128 random bits unless the caller chose it
 * @param target whose seat it is and where
 * @param client how the client calls itself
 * @param openedAt when the seat was opened, by the database's clock
 * @param wanted what it is to have as far as it is granted; empty for what the mode of the user's profile group gives
 * @param expiresAt when it is closed by itself, by the database's clock; empty for never
 */
public record Seat(
        String id,
        UserOnBroker target,
        ClientRef client,
        Instant openedAt,
        Optional<List<TopicFilter>> wanted,
        Optional<Instant> expiresAt) {
    public Seat {
        wanted = wanted.map(List::copyOf);
    }

    /** A seat that wants everything and does not expire. */
    public Seat(String id, UserOnBroker target, ClientRef client, Instant openedAt) {
        this(id, target, client, openedAt, Optional.empty(), Optional.empty());
    }

    /** Where the seat's client is told what becomes of it. Nobody but us publishes there, and nobody else receives it. */
    public TopicFilter noticeTopic() {
        return NoticeTopics.of(id);
    }
}
