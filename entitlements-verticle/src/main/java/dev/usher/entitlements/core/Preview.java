package dev.usher.entitlements.core;

import dev.usher.topics.TopicFilter;
import java.util.List;

/**
 * What a write would do; nothing was done.
 *
 * @param kind the change's kind
 * @param created whether the thing would be new
 * @param targets users and brokers it would touch
 * @param seats seats that would gain or lose filters
 * @param operations what would be done on brokers, in order
 * @param disconnects connected clients that would be disconnected
 * @param unknown what could not be found out, and why; empty when the preview is complete
 */
public record Preview(
        String kind,
        boolean created,
        List<UserOnBroker> targets,
        List<SeatDelta> seats,
        List<Operation> operations,
        List<Disconnect> disconnects,
        List<String> unknown) {
    public Preview {
        targets = List.copyOf(targets);
        seats = List.copyOf(seats);
        operations = List.copyOf(operations);
        disconnects = List.copyOf(disconnects);
        unknown = List.copyOf(unknown);
    }

    /** A seat with what it would gain and lose. */
    public record SeatDelta(Seat seat, List<TopicFilter> gained, List<TopicFilter> lost) {}

    /**
     * One operation on a broker.
     *
     * @param kind {@code add-subscription}, {@code remove-subscription}, {@code set-profile}, {@code write-profile}, {@code
     *     delete-session}, {@code disconnect}
     * @param subject the client name, client username, profile or session it is done to
     * @param detail the filter or profile
     */
    public record Operation(String broker, String kind, String subject, String detail) {}

    /** A client that would be disconnected. */
    public record Disconnect(UserOnBroker target, String clientName, String reason) {}
}
