package dev.usher.entitlements.core;

import dev.usher.topics.TopicFilter;

/** One step from observed to desired. */
public sealed interface Step {
    /** The client it is done to. */
    Connection client();

    /** Take an entry out of the client's table, whoever put it there. */
    record Remove(Connection client, ObservedSubscription subscription) implements Step {}

    /** Put a granted filter into the table of a seat's client. */
    record Add(Connection client, Seat seat, TopicFilter filter) implements Step {}
}
